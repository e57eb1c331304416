import { escapeHtml } from '../courier/index.ts'
import type { OwnField } from '../customers/index.ts'
import { comesAlong, type FormLanguage, type Spec } from './contract.ts'
import { formWords } from './form.words.ts'
import type { Typed, Wrong } from './judge.ts'

// The plain page of a form: no scripts, no cookies, nobody else's servers. Everything a person or a company wrote is escaped.

const style = `
:root{color-scheme:light dark;--ink:#1f2428;--dim:#5c6670;--paper:#fff;--ground:#f4f4f1;--line:#8b949c;--link:#1c5fa8;--act:#1f2428;--act-ink:#fff;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8e4;--dim:#a0a7ad;--paper:#23272b;--ground:#181b1e;--line:#7b848c;--link:#8ab8ea;--act:#e8e8e4;--act-ink:#181b1e;--bad:#ff9a92}}
*{box-sizing:border-box}body{margin:0;padding:24px 16px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:560px;margin:0 auto;background:var(--paper);border-radius:12px;padding:24px}
h1{font-size:24px;line-height:1.25;margin:0 0 12px;overflow-wrap:anywhere}p{margin:0 0 14px;overflow-wrap:anywhere}.dim{color:var(--dim);font-size:14px;white-space:pre-line}
nav{float:right;font-size:14px;padding-left:12px}a{color:var(--link)}label{display:block;font-weight:600;margin:0 0 4px}label span{font-weight:400;color:var(--dim);font-size:14px}
.field{margin:0 0 16px}input,textarea,select{font:inherit;width:100%;min-height:44px;padding:9px 12px;border-radius:8px;border:1px solid var(--line);background:var(--paper);color:var(--ink)}
textarea{min-height:130px;resize:vertical}[aria-invalid=true]{border-color:var(--bad);border-width:2px}.wrong{color:var(--bad);font-size:14px;margin:4px 0 0}
.box{display:flex;gap:10px;align-items:flex-start;margin:0 0 12px}.box input{width:22px;min-height:22px;height:22px;flex:none;margin:2px 0 0}.box label{font-weight:400;margin:0}
button{font:inherit;font-weight:600;width:100%;min-height:46px;padding:10px 18px;border-radius:8px;border:0;background:var(--act);color:var(--act-ink);cursor:pointer}
button:focus-visible,a:focus-visible,input:focus-visible,textarea:focus-visible,select:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.alert{border-left:4px solid var(--bad);padding:8px 12px;margin:0 0 16px}.leave{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
`

type Whole = { title: string; body: string; language: FormLanguage; status?: number | undefined; origins: readonly string[] }

function whole({ title, body, language, status, origins }: Whole): Response {
  const html = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>`
  const sites = ["'self'", ...origins].join(' ')
  return new Response(html, {
    status: status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // With no referrer at all a browser would send the form from the origin "null".
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${sites}; frame-ancestors ${sites}; base-uri 'none'`,
    },
  })
}

export type Shown = {
  form: string
  spec: Spec
  language: FormLanguage
  pass: string
  own: ReadonlyMap<string, OwnField>
  /** What stood in it when it was sent with a mistake. */
  typed: Typed
  wrong: { [field: string]: Wrong }
  /** A sentence above everything. */
  alert?: string | undefined
  status?: number | undefined
}

const inputs: { [field: string]: string } = {
  name: 'autocomplete="given-name" maxlength="100"',
  surname: 'autocomplete="family-name" maxlength="100"',
  patronymic: 'autocomplete="additional-name" maxlength="100"',
  email: 'type="email" autocomplete="email" maxlength="320"',
  phone: 'type="tel" autocomplete="tel" maxlength="40"',
  org_name: 'autocomplete="organization" maxlength="300"',
  inn: 'inputmode="numeric" maxlength="12"',
  job_title: 'autocomplete="organization-title" maxlength="200"',
  address: 'autocomplete="street-address" maxlength="500"',
  birth_date: 'type="date" autocomplete="bday"',
}

export function formPage(shown: Shown): Response {
  const { spec, language, form } = shown
  const say = formWords[language]
  const title = spec.title[language] ?? ''
  const others = spec.languages.filter((one) => one !== language)
  const along = Object.entries(shown.typed.along).filter(([name]) => Object.hasOwn(comesAlong, name))
  const query = (to: FormLanguage) => new URLSearchParams([['language', to], ...along]).toString()
  const nav = others
    .map((one) => `<a href="/f/${form}?${escapeHtml(query(one))}" lang="${one}" hreflang="${one}">${one === 'ru' ? 'По-русски' : 'In English'}</a>`)
    .join(' ')
  const body = `${nav ? `<nav>${nav}</nav>` : ''}<h1>${escapeHtml(title)}</h1>
${shown.alert ? `<p class="alert" role="alert">${escapeHtml(shown.alert)}</p>` : ''}
${spec.intro?.[language] ? `<p>${escapeHtml(spec.intro[language] ?? '')}</p>` : ''}
<form method="post" action="/f/${form}" novalidate>
<input type="hidden" name="pass" value="${escapeHtml(shown.pass)}"><input type="hidden" name="language" value="${language}">
${along.map(([name, value]) => `<input type="hidden" name="along.${escapeHtml(name)}" value="${escapeHtml(value)}">`).join('')}
${spec.fields.map((one, at) => fieldOf(shown, one, at)).join('\n')}
<div class="leave" aria-hidden="true"><label for="website">${escapeHtml(say.leave)}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
${spec.consents.map((box, at) => `<div class="box"><input type="checkbox" id="c${at}" name="consent" value="${at}"${shown.typed.consents.includes(at) ? ' checked' : ''}><label for="c${at}">${escapeHtml(box.text[language] ?? '')}</label></div>`).join('\n')}
<p class="dim">${escapeHtml(spec.notice[language] ?? '')}</p>
<button>${escapeHtml(say.send)}</button>
</form>`
  return whole({ title, body, language, status: shown.status, origins: spec.origins })
}

/** Whatever the company calls a field, or what everybody does. */
export function labelOf(spec: Spec, language: FormLanguage, own: ReadonlyMap<string, OwnField>, field: string): string {
  const said = spec.fields.find((one) => one.field === field)?.label?.[language]
  return said || formWords[language].fields[field] || own.get(field)?.title[language] || field
}

function fieldOf(shown: Shown, { field, required }: Spec['fields'][number], at: number): string {
  const { spec, language, own } = shown
  const say = formWords[language]
  const wrong = shown.wrong[field]
  const value = shown.typed.values[field] ?? ''
  const id = `f${at}`
  const more = `id="${id}" name="v.${field}"${required ? ' required' : ''}${wrong ? ` aria-invalid="true" aria-describedby="${id}w"` : ''}`
  const hint = required ? say.required : say.optional
  return `<div class="field"><label for="${id}">${escapeHtml(labelOf(spec, language, own, field))} <span>(${escapeHtml(hint)})</span></label>
${control(field, value, more, own.get(field), say)}${wrong ? `<p class="wrong" id="${id}w">${escapeHtml(say.wrong[wrong])}</p>` : ''}</div>`
}

function control(field: string, value: string, more: string, own: OwnField | undefined, say: (typeof formWords)[FormLanguage]): string {
  if (field === 'message') return `<textarea ${more} maxlength="5000">${escapeHtml(value)}</textarea>`
  const options =
    own?.type === 'code'
      ? (own.codes ?? []).map((code) => [code, code])
      : own?.type === 'boolean'
        ? [
            ['true', say.yes],
            ['false', say.no],
          ]
        : undefined
  if (options) {
    const all = [['', say.choose], ...options].map(
      ([code = '', word = '']) => `<option value="${escapeHtml(code)}"${code === value ? ' selected' : ''}>${escapeHtml(word)}</option>`,
    )
    return `<select ${more}>${all.join('')}</select>`
  }
  const kind =
    inputs[field] ??
    (own?.type === 'time' ? 'type="date"' : own?.type === 'number' || own?.type === 'money' ? 'inputmode="decimal" maxlength="40"' : 'maxlength="2000"')
  return `<input ${more} ${kind} value="${escapeHtml(value)}">`
}

export function thanksPage(form: string, spec: Spec, language: FormLanguage): Response {
  const say = formWords[language]
  const body = `<h1>${escapeHtml(spec.title[language] ?? '')}</h1><p role="status">${escapeHtml(spec.thanks[language] ?? '')}</p>
<p class="dim"><a href="/f/${form}?language=${language}">${escapeHtml(say.another)}</a></p>`
  return whole({ title: spec.title[language] ?? '', body, language, origins: spec.origins })
}

export function closedPage(language: FormLanguage, why: 'gone' | 'paused', origins: readonly string[]): Response {
  const say = formWords[language]
  return whole({
    title: say[why],
    body: `<h1>${escapeHtml(say[why])}</h1><p>${escapeHtml(say[`${why}_text`])}</p>`,
    language,
    status: why === 'gone' ? 404 : 503,
    origins,
  })
}

export function refusedPage(language: FormLanguage, sentence: string, status: number, origins: readonly string[]): Response {
  return whole({ title: sentence, body: `<h1>${escapeHtml(sentence)}</h1>`, language, status, origins })
}
