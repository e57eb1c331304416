import { escapeHtml } from '../../courier/index.ts'
import { type Language, page } from '../page.ts'
import type { Caught } from './caught.ts'

// The mailbox as pages. What was caught is shown in a frame without scripts; its links open outside of it.

const words = {
  en: {
    title: 'Mailbox',
    lead: 'No way out for mail is set up, so what is sent is caught here, on this machine, and kept for seven days.',
    none: 'Nothing was caught yet.',
    older: 'Older',
    back: 'All messages',
    from: 'From',
    to: 'To',
    at: 'Sent',
    message: 'Message',
    plain: 'As plain text',
    headers: 'Headers',
  },
  ru: {
    title: 'Почтовый ящик',
    lead: 'Почтовый сервер не настроен, поэтому отправленные письма остаются здесь, на этой машине, и хранятся семь дней.',
    none: 'Пока ничего нет.',
    older: 'Раньше',
    back: 'Все письма',
    from: 'От',
    to: 'Кому',
    at: 'Отправлено',
    message: 'Письмо',
    plain: 'Простым текстом',
    headers: 'Заголовки',
  },
} as const

/** In the zone of the company, which is said: the machine's own is nobody's. */
const timeIn = (at: Date, { language, timeZone }: Reader) =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at)

export type Reader = { language: Language; timeZone: string }

export function mailboxPage(list: { items: readonly (Caught & { shown: string })[]; next: string | null }, reader: Reader): Response {
  const { language } = reader
  const say = words[language]
  const rows = list.items.map(
    (m) =>
      `<li><a href="/mailbox/${m.shown}"><b>${escapeHtml(m.subject)}</b><span class="dim">${escapeHtml(m.to)} · <time datetime="${m.at.toISOString()}">${escapeHtml(timeIn(m.at, reader))}</time></span></a></li>`,
  )
  const more = list.next ? `<p><a href="/mailbox?cursor=${encodeURIComponent(list.next)}">${escapeHtml(say.older)}</a></p>` : ''
  return page({
    title: say.title,
    language,
    wide: true,
    body: `<p class="dim">${escapeHtml(say.lead)}</p>${rows.length > 0 ? `<ul class="rows">${rows.join('')}</ul>` : `<p>${escapeHtml(say.none)}</p>`}${more}`,
  })
}

export function caughtPage(mail: Caught & { shown: string }, reader: Reader): Response {
  const { language } = reader
  const say = words[language]
  const headers = mail.headers.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')
  const body = `<nav><a href="/mailbox">${escapeHtml(say.back)}</a></nav>
<dl><dt>${escapeHtml(say.from)}</dt><dd>${escapeHtml(mail.from)}</dd><dt>${escapeHtml(say.to)}</dt><dd>${escapeHtml(mail.to)}</dd><dt>${escapeHtml(say.at)}</dt><dd>${escapeHtml(timeIn(mail.at, reader))}</dd></dl>
${mail.html === null ? '' : `<iframe title="${escapeHtml(say.message)}" src="/mailbox/${mail.shown}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`}
<details${mail.html === null ? ' open' : ''}><summary>${escapeHtml(say.plain)}</summary><pre>${escapeHtml(mail.text)}</pre></details><details><summary>${escapeHtml(say.headers)}</summary><dl>${headers}</dl></details>`
  return page({ title: mail.subject, language, wide: true, body })
}

/** The message's own markup, for the frame: nothing runs, nothing is fetched, links open in a page of their own. */
export function caughtHtml(mail: Caught): Response {
  return new Response(`<base target="_blank">${mail.html ?? ''}`, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'",
    },
  })
}
