import type { Foot } from './order.ts'

// The page around a message. No images, no remote anything: nothing in a message tells that it was opened.

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => (c === '&' || c === '<' || c === '>' || c === '"' || c === "'" ? escapes[c] : c))

const words = {
  en: {
    reach: 'Write to us',
    why: 'Why this message, and what we know about you',
    stop: 'Do not write to me like this any more',
    proof: 'Mark of our log',
    check: 'Is this letter really from us? Check the code',
  },
  ru: {
    reach: 'Написать нам',
    why: 'Почему я получил это письмо и что обо мне известно',
    stop: 'Больше не присылать такие письма',
    proof: 'Отпечаток журнала',
    check: 'Письмо точно от нас? Проверьте код',
  },
} as const

const wordsIn = (language: string) => (language.startsWith('ru') ? words.ru : words.en)

export function textPage(body: string, foot: Foot, language: string): string {
  const say = wordsIn(language)
  const lines = [body.trimEnd(), '', '-- ', foot.company, ...(foot.address ? [foot.address] : []), `${say.reach}: ${foot.reach}`, foot.sentence]
  if (foot.why) lines.push(`${say.why}:`, foot.why)
  if (foot.stop) lines.push(`${say.stop}:`, foot.stop)
  if (foot.check) lines.push(`${say.check} ${foot.check.code}: ${foot.check.url}`)
  if (foot.checkpoint) lines.push(`${say.proof}: ${foot.checkpoint}`)
  return `${lines.join('\n')}\n`
}

type Page = { subject: string; body: string | undefined; text: string; foot: Foot; language: string }

export function htmlPage({ subject, body, text, foot, language }: Page): string {
  const say = wordsIn(language)
  const link = (href: string | null, label: string) =>
    href ? `<p style="margin:0 0 6px"><a href="${escapeHtml(href)}" style="color:#4a5a6a">${label}</a></p>` : ''
  return `<!doctype html>
<html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f4f4f1;color:#1f2428;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere">
<div style="max-width:560px;margin:0 auto;background:#ffffff;color:#1f2428;border-radius:10px;padding:28px 28px 20px">
${body ?? paragraphs(text)}
</div>
<div style="max-width:560px;margin:16px auto 0;padding:0 28px;font-size:13px;line-height:1.5;color:#5c6670">
<p style="margin:0 0 6px">${[foot.company, foot.address]
    .filter((part) => part !== null)
    .map(escapeHtml)
    .join(' · ')}</p>
<p style="margin:0 0 6px">${say.reach}: <a href="mailto:${escapeHtml(foot.reach)}" style="color:#4a5a6a">${escapeHtml(foot.reach)}</a></p>
<p style="margin:0 0 6px">${escapeHtml(foot.sentence)}</p>
${link(foot.why, say.why)}${link(foot.stop, say.stop)}${foot.check ? link(foot.check.url, `${say.check} ${foot.check.code}`) : ''}${foot.checkpoint ? `<p style="margin:0">${say.proof}: ${escapeHtml(foot.checkpoint)}</p>` : ''}
</div></body></html>`
}

function paragraphs(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((part) => `<p style="margin:0 0 14px">${linked(escapeHtml(part)).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
}

const linked = (escaped: string) => escaped.replace(/https?:\/\/[^\s<]+[^\s<.,;:!?)]/g, (url) => `<a href="${url}" style="color:#1c5fa8">${url}</a>`)
