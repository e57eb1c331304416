import type { Hono } from 'hono'
import { AppError } from '../../../platform/errors.ts'
import { type Mounting, mount, problemResponse, rateLimit } from '../../../platform/http/index.ts'
import type { Logger } from '../../../platform/log.ts'
import { type Actor, networkOf } from '../../access/index.ts'
import { sendsGpc } from '../../agreements/index.ts'
import * as contract from '../contract.ts'
import type { RoadsDeps } from '../deps.ts'
import { takeAnswers } from './answer.ts'
import { answersOf, type Question, questionsNow, type Visitor, visitorOf } from './asked.ts'
import { previewPage } from './preview.ts'
import { scriptFile } from './script.ts'

type Deps = RoadsDeps & { log: Logger; publicUrl: string; mayRecord?(): void; sites(): Promise<readonly string[]> }

/** Of one network: an office full of people who look at pages, and who answer. */
const looking = { perSecond: 10, burst: 600 }
const answering = { perSecond: 0.5, burst: 60 }

/** What a named site is let do (Fetch, section 3.2); in place of the star stands its origin. */
const allowed = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' }

/** What the script on the company's own site speaks with: only the sites that are named may ask, by CORS and by what the browser says of its origin. */
export function visitorRoutes(app: Hono, on: Mounting<{ actor: Actor } | undefined>, deps: Deps): void {
  const { db, clock } = deps
  const [looks, answers] = [rateLimit(looking), rateLimit(answering)]

  app.use('/v1/site/visitor/*', async (c, next) => {
    const origin = c.req.header('origin')
    const named = origin !== undefined && (await deps.sites()).includes(origin)
    const cors = new Headers({ vary: 'origin' })
    if (named) for (const [name, value] of Object.entries(allowed)) cors.set(name, value === '*' ? origin : value)
    if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: cors })
    if (origin !== undefined && !named && !isOurs(origin, c.req.header('host'), deps.publicUrl))
      return problemResponse(new AppError('forbidden', 'This site may not ask its visitors by this server: it is not named in the settings.'), deps.log)
    await next()
    for (const [name, value] of cors) c.res.headers.set(name, value)
    return undefined
  })
  mount(app, on, contract.askVisitor, async ({ body, request, now }) => {
    spend(() => looks.spend(networkOf(request), clock.monotonic()))
    const questions = await questionsNow(db)
    const visitor = body.visitor === undefined ? undefined : await visitorOf(deps, body.visitor)
    return { purposes: await shown(questions, visitor, body.language, now), joined: false }
  })
  mount(app, on, contract.answerAsVisitor, async ({ body, request, now }) => {
    spend(() => answers.spend(networkOf(request), clock.monotonic()))
    deps.mayRecord?.()
    const questions = await questionsNow(db)
    const origin = request.headers.get('origin') ?? deps.publicUrl
    const taken = await takeAnswers(deps, questions, { ...body, origin, gpc: body.gpc || sendsGpc(request) })
    return { purposes: await shown(questions, await visitorOf(deps, body.visitor), body.language, now), joined: taken === 'joined' }
  })
  app.get('/site/preview', async (c) => previewPage(c.req.raw, deps.publicUrl))
  app.get('/site/:file', async (c) => scriptFile(c.req.param('file')) ?? problemResponse(new AppError('not_found', 'There is no such script.'), deps.log))

  async function shown(questions: readonly Question[], visitor: Visitor | undefined, language: 'en' | 'ru', now: Date) {
    const stands = visitor && (await answersOf(db, visitor, questions, now))
    return questions.flatMap(({ purpose, notice, gpc }) => {
      const text = notice.texts[language] ?? notice.texts['en']
      if (!text) return []
      const title = purpose.title[language] ?? purpose.title['en'] ?? purpose.purpose
      const answer = stands?.get(purpose.purpose) ?? null
      return [{ purpose: purpose.purpose, title, text: text.body, version: notice.version, sha256: text.sha256.toString('hex'), gpc, answer }]
    })
  }
}

/** Our own pages: the preview in the console, by whatever name it was opened. */
const isOurs = (origin: string, host: string | undefined, publicUrl: string): boolean =>
  origin === new URL(publicUrl).origin || (URL.canParse(origin) && new URL(origin).host === host)

function spend(count: () => void): void {
  try {
    count()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError('too_many', 'Too many answers came from your network. Please wait a minute.', { retryAfterSeconds: 60 })
  }
}
