import { plainPage } from '../../channels/index.ts'
import { escapeHtml } from '../../courier/index.ts'
import type { Verdict } from './ask.ts'
import { originWords } from './page.words.ts'

type Language = keyof typeof originWords
export type Asked = { address: string; day: string; text: string }

const style = `<style>label{display:block;font-weight:600;margin:0 0 4px}.field{margin:0 0 16px}input,textarea{font:inherit;width:100%;min-height:44px;padding:9px 12px;border-radius:8px;border:1px solid #8b949c;background:transparent;color:inherit}
textarea{min-height:96px;resize:vertical}form button{font-weight:600;text-align:center}.answer{border-left:4px solid var(--link);padding:4px 0 4px 14px;margin:0 0 20px}.answer p{margin:0}.answer b{display:block;font-size:18px;margin:0 0 4px}
input:focus-visible,textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}nav{font-size:14px;margin:0 0 12px}</style>`

/** The form, and above it what was found. */
export function originPage(o: { language: Language; asked?: Asked; verdict?: Verdict | 'busy'; status?: number }): Response {
  const say = originWords[o.language]
  const other = o.language === 'ru' ? ['en', 'In English'] : ['ru', 'По-русски']
  const value = (name: keyof Asked) => escapeHtml(o.asked?.[name] ?? '')
  const body = `${style}<nav><a href="/w?language=${other[0]}" lang="${other[0]}" hreflang="${other[0]}">${other[1]}</a></nav>
${o.verdict === undefined ? `<p>${escapeHtml(say.lead)}</p>` : answer(o.language, o.verdict)}
<form method="post" action="/w?language=${o.language}">
<div class="field"><label for="address">${escapeHtml(say.address)}</label><input id="address" name="address" required maxlength="320" autocomplete="email" value="${value('address')}"></div>
<div class="field"><label for="day">${escapeHtml(say.day)}</label><input id="day" name="day" type="date" required value="${value('day')}"></div>
<div class="field"><label for="text">${escapeHtml(say.text)}</label><textarea id="text" name="text" required maxlength="2000" aria-describedby="hint">${value('text')}</textarea><p class="dim" id="hint">${escapeHtml(say.hint)}</p></div>
<button class="first">${escapeHtml(say.ask)}</button>
</form><p class="dim">${escapeHtml(say.safe)}</p>`
  return plainPage({ title: say.title, language: o.language, body, status: o.status ?? 200 })
}

function answer(language: Language, verdict: Verdict | 'busy'): string {
  const say = originWords[language]
  if (verdict === 'busy') return `<div class="answer" role="alert"><p>${escapeHtml(say.busy)}</p></div>`
  const [head, lead] =
    verdict.is === 'yes'
      ? [say.yes, say.yes_lead.replace('{{moment}}', momentIn(language, verdict.at))]
      : verdict.is === 'no'
        ? [say.no, say.no_lead]
        : [say.cannot, say.cannot_lead]
  return `<div class="answer" role="status"><b>${escapeHtml(head)}</b><p>${escapeHtml(lead)}</p></div>`
}

const momentIn = (language: Language, at: Date) =>
  `${new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`
