import { plainPage } from '../../channels/index.ts'
import { escapeHtml } from '../../courier/index.ts'
import { type Choices, keyOf, type Switch, steps } from './choices.ts'
import { siteWords } from './site.words.ts'

type Language = keyof typeof siteWords
type Shown = { choices: Choices; language: Language; frames: readonly string[]; said?: 'saved' | 'stale' | undefined; gpc?: boolean }

const style = `<style>fieldset{border:0;border-top:1px solid var(--line);margin:0 0 8px;padding:14px 0 6px}legend{font-weight:600;padding:0 8px 0 0}.box{display:flex;gap:10px;align-items:flex-start;margin:0 0 4px}
.box input{width:22px;height:22px;flex:none;margin:3px 0 0}.box label{padding:4px 0;min-height:32px}form button{font-weight:600;text-align:center;margin-top:6px}.said{border-left:4px solid var(--link);padding:6px 12px}
input:focus-visible{outline:3px solid var(--link);outline-offset:2px}details{margin:0 0 8px;font-size:14px;color:var(--dim)}summary{cursor:pointer}</style>`

/** The switches of one person as a form; it works without scripts and without cookies, in a frame of the sites that are named. */
export function choicesPage({ choices, language, frames, said, gpc }: Shown): Response {
  const say = siteWords[language]
  const by = Map.groupBy(choices.switches, (s) => s.purpose.purpose)
  const groups = [...by.values()].map((switches) => group(switches, language)).join('')
  const known = steps.some((days) => days === choices.often)
  const often = [
    ...steps.map((days): [number, string] => [days, say.steps[days]]),
    ...(known ? [] : [[choices.often, say.other.replace('{{days}}', String(choices.often))] as const]),
  ]
    .map(([days, label]) => radio(days, label, days === choices.often))
    .join('')
  const body = `${style}${said ? `<p class="said" role="${said === 'saved' ? 'status' : 'alert'}">${escapeHtml(say[said])}</p>` : ''}<p>${escapeHtml(say.lead)}</p>${gpc ? `<p class="dim">${escapeHtml(say.gpc)}</p>` : ''}
<form method="post"><input type="hidden" name="language" value="${language}">${groups}
<fieldset><legend>${escapeHtml(say.often)}</legend>${often}<input type="hidden" name="was_often" value="${choices.often}"></fieldset>
<fieldset><legend hidden>${escapeHtml(say.stop)}</legend>${box('stop', 'yes', say.stop, choices.stopped)}<input type="hidden" name="was_stop" value="${choices.stopped ? 'yes' : 'no'}"></fieldset>
<button class="first">${escapeHtml(say.save)}</button></form>`
  return plainPage({ title: say.title, language, body, frames })
}

export function latePage(language: Language, frames: readonly string[]): Response {
  const say = siteWords[language]
  return plainPage({ title: say.late, language, status: 404, body: `<p>${escapeHtml(say.late_lead)}</p>`, frames })
}

function group(switches: readonly Switch[], language: Language): string {
  const [first] = switches
  if (!first) return ''
  const { purpose, notice } = first
  const title = purpose.title[language] ?? purpose.title['en'] ?? purpose.purpose
  const text = notice?.texts[language] ?? notice?.texts['en']
  const version =
    notice && purpose.legalBasis === 'consent' ? `<input type="hidden" name="version.${escapeHtml(purpose.purpose)}" value="${notice.version}">` : ''
  const boxes = switches.map(
    (s) =>
      `${box('on', keyOf(s), channelIn(language, s.channel), s.allowed)}<input type="hidden" name="was" value="${escapeHtml(`${keyOf(s)} ${s.allowed ? 'yes' : 'no'}`)}">`,
  )
  return `<fieldset><legend>${escapeHtml(title)}</legend>${text ? `<p class="dim">${escapeHtml(text)}</p>` : ''}${version}${boxes.join('')}</fieldset>`
}

let nth = 0
function box(name: string, value: string, label: string, checked: boolean): string {
  nth = (nth + 1) % 1_000_000
  return `<div class="box"><input type="checkbox" id="b${nth}" name="${name}" value="${escapeHtml(value)}"${checked ? ' checked' : ''}><label for="b${nth}">${escapeHtml(label)}</label></div>`
}

const radio = (days: number, label: string, checked: boolean) =>
  `<div class="box"><input type="radio" id="d${days}" name="often" value="${days}"${checked ? ' checked' : ''}><label for="d${days}">${escapeHtml(label)}</label></div>`

function channelIn(language: Language, channel: string): string {
  const names: { readonly [channel: string]: string } = siteWords[language].channels
  return names[channel] ?? channel
}
