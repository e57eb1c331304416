import { Hono } from 'hono'
import { problemResponse, readForm } from '../../platform/http/index.ts'
import { networkOf } from '../access/index.ts'
import { languageOf, plainPage } from '../channels/index.ts'
import { escapeHtml } from '../courier/index.ts'
import { after } from '../terms/index.ts'
import { answer, askedBy, type Question } from './answer.ts'
import type { RenewalDeps } from './deps.ts'
import { words } from './page.words.ts'

// /r/:token — may it go on? GET and HEAD show and spend nothing, so that a scanner that opens every link of a letter answers nothing; the button is
// the answer. A link that is none, answered, past, or about a consent that stands no more gets one page, word for word.

const mostBytes = 5_000

/** The page behind the link of a renewal. */
export function renewalRoutes(deps: RenewalDeps): Hono {
  const app = new Hono()
  app.get('/r/:token', async (c) => {
    try {
      const now = deps.clock.now()
      const asked = await askedBy(deps.db.$pickTables(), c.req.param('token'), now)
      return asked ? question(asked, c.req.raw, now) : nothing(c.req.raw)
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
  app.post('/r/:token', async (c) => {
    try {
      const now = deps.clock.now()
      const token = c.req.param('token')
      const asked = await askedBy(deps.db.$pickTables(), token, now)
      const form = await readForm(c.req.raw, mostBytes)
      const said = form.get('answer')
      if (!asked || (said !== 'yes' && said !== 'no')) return nothing(c.req.raw)
      const network = networkOf(c.req.raw)
      const done = await answer(deps, token, { answer: said, version: Number(form.get('version')), language: form.get('language') ?? '', network }, now)
      if (done === 'nothing') return nothing(c.req.raw)
      if (done === 'changed') return question(asked, c.req.raw, now, true)
      const language = languageOf(c.req.raw, asked.language)
      const say = words[language]
      const lead = said === 'yes' ? say.done_yes_lead : say.done_no_lead(dayIn(language, asked.endsAt))
      return plainPage({ title: said === 'yes' ? say.done_yes : say.done_no, language, body: `<p role="status">${escapeHtml(lead)}</p>` })
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
  return app
}

function question({ purpose, endsAt, language: known, text }: Question, request: Request, now: Date, changed = false): Response {
  const language = languageOf(request, known)
  const say = words[language]
  const shown = text.in[language] === undefined ? (Object.keys(text.in)[0] ?? language) : language
  const day = dayIn(language, endsAt)
  const p = (sentence: string) => `<p>${escapeHtml(sentence)}</p>`
  const holds = purpose.consentFor === null ? say.on : say.until(dayIn(language, after(now, purpose.consentFor)))
  const button = (value: string, label: string, first: boolean) =>
    `<button${first ? ' class="first"' : ''} name="answer" value="${value}">${escapeHtml(label)}</button>`
  const body = [
    changed ? `<p role="alert">${escapeHtml(say.changed)}</p>` : '',
    p(say.ends(purpose.title[language] ?? purpose.purpose, day)),
    p(say.text),
    `<blockquote lang="${escapeHtml(shown)}">${escapeHtml(text.in[shown] ?? '')}</blockquote>`,
    p(holds),
    p(say.otherwise(day)),
    '<form method="post">',
    `<input type="hidden" name="version" value="${text.version}"><input type="hidden" name="language" value="${escapeHtml(shown)}">`,
    `<p>${button('yes', say.yes, true)}</p><p>${button('no', say.no, false)}</p></form>`,
  ].join('')
  return plainPage({ title: say.title, language, body, ...(changed && { status: 409 }) })
}

const dayIn = (language: 'en' | 'ru', at: Date) =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at)

function nothing(request: Request): Response {
  const language = languageOf(request)
  return plainPage({ title: words[language].late, language, status: 404, body: `<p>${escapeHtml(words[language].late_lead)}</p>` })
}
