import type { Hono } from 'hono'
import { AppError } from '../../platform/errors.ts'
import { problemResponse, readForm } from '../../platform/http/index.ts'
import { networkOf } from '../access/index.ts'
import { sendsGpc } from '../agreements/index.ts'
import { ownFields } from '../customers/index.ts'
import type { Sent, Taken } from './answers.ts'
import { comesAlong, type FormLanguage, formCode, formLanguages } from './contract.ts'
import { formWords } from './form.words.ts'
import type { Typed } from './judge.ts'
import { closedPage, formPage, refusedPage, thanksPage } from './page.ts'
import { makePass } from './pass.ts'
import { type Form, formNow } from './registry.ts'
import type { FormRoutesDeps } from './routes.ts'

// /f/:form — the form as a plain page, for browsers with and without scripts. What was typed with a mistake comes back as it was.

const mostBytes = 100_000
const nothing: Typed = { values: {}, consents: [], along: {} }

export function pageRoutes(app: Hono, deps: FormRoutesDeps, take: (sent: Sent) => Promise<Taken>): void {
  const find = async (code: string) => (formCode.safeParse(code).success ? formNow(deps.db.$pickTables(), code, deps.clock.now()) : undefined)
  const show = async (
    form: Form,
    language: FormLanguage,
    more: { typed: Typed; wrong?: Extract<Taken, { is: 'wrong' }>['wrong']; alert?: string; status?: number },
  ) =>
    formPage({
      form: form.form,
      spec: form.spec,
      language,
      pass: makePass(deps.ids, form.form, deps.clock.now()),
      own: await ownFields(deps.db.$pickTables()),
      wrong: {},
      ...more,
    })
  const guarded =
    (handle: (request: Request, code: string) => Promise<Response>) => async (c: { req: { raw: Request; param(name: string): string | undefined } }) => {
      try {
        return await handle(c.req.raw, c.req.param('form') ?? '')
      } catch (error) {
        return problemResponse(error, deps.log)
      }
    }

  app.get(
    '/f/:form/thanks',
    guarded(async (request, code) => {
      const form = await find(code)
      const language = languageOf(request, form)
      return form ? thanksPage(form.form, form.spec, language) : closedPage(language, 'gone', [])
    }),
  )
  app.get(
    '/f/:form',
    guarded(async (request, code) => {
      const form = await find(code)
      const language = languageOf(request, form)
      if (!form || form.state === 'retired') return closedPage(language, 'gone', [])
      if (form.state === 'paused') return closedPage(language, 'paused', form.spec.origins)
      const query = new URL(request.url).searchParams
      const along = Object.fromEntries(Object.keys(comesAlong).flatMap((name) => (query.get(name) ? [[name, (query.get(name) ?? '').slice(0, 200)]] : [])))
      return show(form, language, { typed: { ...nothing, along } })
    }),
  )
  app.post(
    '/f/:form',
    guarded(async (request, code) => {
      const form = await find(code)
      const sent = sentOf(await readForm(request, mostBytes))
      const language = formLanguages.find((one) => one === sent.language && form?.spec.languages.includes(one)) ?? languageOf(request, form)
      if (!form || form.state === 'retired') return closedPage(language, 'gone', [])
      if (form.state === 'paused') return closedPage(language, 'paused', form.spec.origins)
      const say = formWords[language]
      const origin = request.headers.get('origin')
      try {
        const taken = await take({
          ...sent,
          form: form.form,
          language,
          network: networkOf(request),
          origin: origin === 'null' ? null : origin,
          gpc: sendsGpc(request),
        })
        if (taken.is === 'wrong') return show(form, language, { typed: sent.typed, wrong: taken.wrong, alert: say.look, status: 400 })
        if (taken.is === 'stale') return show(form, language, { typed: sent.typed, alert: say.stale, status: 400 })
        const location = form.spec.redirect ?? `/f/${form.form}/thanks?language=${language}`
        return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'same-origin' } })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (error.code === 'too_many') return show(form, language, { typed: sent.typed, alert: say.busy, status: 429 })
        if (error.code === 'forbidden') return refusedPage(language, error.message, 403, form.spec.origins)
        throw error
      }
    }),
  )
}

function languageOf(request: Request, form: Form | undefined): FormLanguage {
  const offered = form?.spec.languages ?? formLanguages
  const asked = new URL(request.url).searchParams.get('language')
  const accepted = (request.headers.get('accept-language') ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return [asked, ...accepted].flatMap((tag) => offered.find((one) => one === tag) ?? [])[0] ?? offered[0] ?? 'en'
}

/** What a browser sent: fields as v.…, where they came from as along.…, ticked boxes by their place. */
function sentOf(body: URLSearchParams): { language: string | null; pass: string; website: string; typed: Typed } {
  const part = (prefix: string, most: number) =>
    Object.fromEntries(
      [...body].flatMap(([name, value]) => (name.startsWith(prefix) && name.length < 70 ? [[name.slice(prefix.length), value.slice(0, most)]] : [])),
    )
  const consents = body.getAll('consent').slice(0, 10).map(Number).filter(Number.isSafeInteger)
  return {
    language: body.get('language'),
    pass: (body.get('pass') ?? '').slice(0, 1000),
    website: (body.get('website') ?? '').slice(0, 500),
    typed: { values: part('v.', 10_000), along: part('along.', 200), consents },
  }
}
