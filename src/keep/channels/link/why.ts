import { cookieOf, customerCookie, deviceOf, openCustomerSession } from '../../access/index.ts'
import { escapeHtml } from '../../courier/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { type Language, page } from '../page.ts'
import { messageOfLink } from './links.ts'

// /m/:token — "why this message". GET shows a page and opens nothing, so that a scanner's look spends nothing; the button
// makes a session that is good for this one message and for stopping.

const words = {
  en: {
    title: 'Why this message',
    lead: 'The next page shows why it was sent to you, what was used for it, and who looked. No password is needed.',
    open: 'Open',
    late: 'This link is too old',
    late_lead: 'Ask for a new way in on your page, or write to us.',
  },
  ru: {
    title: 'Почему это письмо',
    lead: 'На следующей странице видно, почему оно вам отправлено, какие данные для этого использованы и кто их смотрел. Пароль не нужен.',
    open: 'Открыть',
    late: 'Ссылка устарела',
    late_lead: 'Попросите новую на своей странице или напишите нам.',
  },
} as const

export function whyPage(language: Language): Response {
  const say = words[language]
  return page({
    title: say.title,
    language,
    body: `<p>${escapeHtml(say.lead)}</p><form method="post"><button class="first" autofocus>${escapeHtml(say.open)}</button></form>`,
  })
}

/** Opens the session and leads to the message's page; an unknown or old link is told so. */
export async function openWhy(deps: ChannelDeps, token: string, at: { request: Request; language: Language; secure: boolean }): Promise<Response> {
  const now = deps.clock.now()
  const found = await messageOfLink(deps.db, 'why', token, now)
  if (!found) return page({ title: words[at.language].late, language: at.language, status: 404, body: `<p>${escapeHtml(words[at.language].late_lead)}</p>` })
  const session = await openCustomerSession(
    { db: deps.db.$pickTables() },
    { customer: found.customer, message: found.message, device: deviceOf(at.request) },
    now,
  )
  return new Response(null, {
    status: 303,
    headers: {
      location: `/my/messages/${deps.ids.show('message', found.message)}`,
      'set-cookie': cookieOf(customerCookie, session.token, { expires: session.expiresAt, secure: at.secure }),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}
