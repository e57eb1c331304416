import { Hono } from 'hono'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { problemResponse, readForm } from '../../platform/http/index.ts'
import { languageOf, plainPage } from '../channels/index.ts'
import { escapeHtml } from '../courier/index.ts'
import { receiptsOfSaying } from '../receipts/index.ts'
import { purposesNow, topicsNow } from '../terms/index.ts'
import { answerQuestion, answerSays } from './answer.ts'
import type { AskingDeps } from './deps.ts'
import { readToken } from './link.ts'
import { type OpenQuestion, openQuestions } from './open.ts'
import { words } from './page.words.ts'

// /q/:token: may we send you this? GET and HEAD show and spend nothing, so that a scanner that opens every link of a letter answers nothing; the button
// is the answer. A link that is none, answered or past gets one page, word for word.

const mostBytes = 5_000

/** The page behind the link of a question. */
export function askingRoutes(deps: AskingDeps): Hono {
  const app = new Hono()
  app.get('/q/:token', async (c) => {
    try {
      const asked = await askedBy(deps, c.req.param('token'))
      return asked ? await shown(deps, asked, c.req.raw) : nothing(c.req.raw)
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
  app.post('/q/:token', async (c) => {
    try {
      const asked = await askedBy(deps, c.req.param('token'))
      const said = (await readForm(c.req.raw, mostBytes)).get('answer')
      if (!asked || (said !== 'yes' && said !== 'no')) return nothing(c.req.raw)
      return await answered(deps, asked, said === 'yes', c.req.raw)
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
  return app
}

type Asked = OpenQuestion & { language: string | null }

async function askedBy(deps: AskingDeps, token: string): Promise<Asked | undefined> {
  const named = readToken({ keyring: deps.keyring, ids: deps.letters.ids }, token)
  if (!named) return undefined
  const { rows } = await sql<{ language: string | null }>`
    select language from keep.customer where customer_id = ${named.customer} and status in ('known', 'anonymous', 'restricted')`.execute(deps.db)
  const [who] = rows
  const question = who && (await openQuestions(deps.db, [named.customer], deps.clock.now())).find((q) => q.question === named.question)
  return question && { ...question, language: who.language }
}

async function shown(deps: AskingDeps, asked: Asked, request: Request): Promise<Response> {
  const db = deps.db.$pickTables<never>()
  const language = languageOf(request, asked.language)
  const say = words[language]
  const purpose = (await purposesNow(db.$pickTables())).get(asked.purpose)
  const topic = (await topicsNow(db.$pickTables())).get(asked.topic)
  const channels: { [channel: string]: string } = say.channels
  const day = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(asked.endsAt)
  const p = (sentence: string) => `<p>${escapeHtml(sentence)}</p>`
  const button = (value: string, label: string, first: boolean) =>
    `<p><button${first ? ' class="first"' : ''} name="answer" value="${value}">${escapeHtml(label)}</button></p>`
  const body = [
    p(say.what(purpose?.title[language] ?? asked.purpose, channels[asked.channel] ?? asked.channel)),
    topic ? p(say.topic(topic.title[language] ?? asked.topic)) : '',
    p(say.once),
    p(say.otherwise(day)),
    `<form method="post">${button('yes', say.yes, true)}${button('no', say.no, false)}</form>`,
  ].join('')
  return plainPage({ title: say.title, language, body })
}

async function answered(deps: AskingDeps, asked: Asked, yes: boolean, request: Request): Promise<Response> {
  const now = deps.clock.now()
  const { customer, question, purpose } = asked
  const done = await inTransaction(deps.db, async (tx) => {
    const taken = await answerQuestion(tx, { customer, question, yes }, { method: 'link', now })
    if (taken) await receiptsOfSaying(tx, [{ customer, purpose, road: { kind: 'form' }, ...answerSays(taken.question, yes) }], now)
    return taken
  })
  if (!done) return nothing(request)
  deps.letters.soon()
  const language = languageOf(request, asked.language)
  const say = words[language]
  const [title, lead] = !yes ? [say.done_no, say.done_no_lead] : done.reason === null ? [say.done_yes, say.done_yes_lead] : [say.done_not, say.done_not_lead]
  return plainPage({ title, language, body: `<p role="status">${escapeHtml(lead)}</p>` })
}

function nothing(request: Request): Response {
  const language = languageOf(request)
  return plainPage({ title: words[language].late, language, status: 404, body: `<p>${escapeHtml(words[language].late_lead)}</p>` })
}
