import { Hono } from 'hono'
import { inTransaction } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Mounting, mount, pagesOf } from '../../platform/http/index.ts'
import { type Actor, networkOf, noteAct } from '../access/index.ts'
import { sendsGpc } from '../agreements/index.ts'
import { ownFields } from '../customers/index.ts'
import { purposesNow } from '../terms/index.ts'
import { type AnswerDeps, answerTaking, confirmDeps, isAllowed, languageFor, openedForm, wrongInput } from './answers.ts'
import { confirmRoutes } from './confirming.ts'
import * as contract from './contract.ts'
import { labelOf } from './page.ts'
import { pageRoutes } from './pages.ts'
import { makePass } from './pass.ts'
import { type Form, formNow, forms, moveForm, saveForm, versionsOf } from './registry.ts'
import { checkSpec } from './valid.ts'

export type FormRoutesDeps = AnswerDeps & { authenticate: Mounting<{ actor: Actor } | undefined>['authenticate'] }

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }
const perPage = 100

/** The register of forms, and what the world sends to them, on the keep's own listener. */
export function formRoutes(deps: FormRoutesDeps): Hono {
  const app = new Hono()
  const { db, ids, clock } = deps
  const on: Mounting<{ actor: Actor } | undefined> = { log: deps.log, now: clock.now, authenticate: deps.authenticate, bodyLimit: 100_000 }
  const take = answerTaking(deps)
  const get = async (code: string, now: Date) => {
    const found = await formNow(db.$pickTables(), code, now)
    if (!found) throw notFound()
    return shown(found)
  }

  mount(app, on, contract.listForms, async ({ query: { cursor, limit = perPage }, now }) => {
    const pages = pagesOf(ids, 'forms', contract.formCode)
    const found = await forms(db.$pickTables(), { after: pages.after(cursor), limit: limit + 1, now })
    const { rows, next_cursor } = pages.page(found, limit, (f) => f.form)
    return { items: rows.map(shown), next_cursor }
  })
  mount(app, on, contract.readForm, ({ params, now }) => get(params.form, now))
  mount(app, on, contract.listFormVersions, async ({ params, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, `form versions ${params.form}`, contract.form.shape.version)
    const found = await versionsOf(db.$pickTables(), params.form, { below: pages.after(cursor), limit: limit + 1 })
    if (found.length === 0) throw notFound()
    const { rows, next_cursor } = pages.page(found, limit, (v) => v.version)
    return { items: rows.map((v) => ({ version: v.version, at: v.at.toISOString(), spec: v.spec })), next_cursor }
  })
  mount(app, on, contract.saveForm, async ({ caller, params, body, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    const units = await db.selectFrom('keep.unit').select('code').execute()
    const held = { purposes: await purposesNow(db.$pickTables()), own: await ownFields(db.$pickTables()) }
    checkSpec(body, { ...held, units: new Set(units.map((u) => u.code)), publicUrl: deps.publicUrl })
    const changed = await inTransaction(db, async (tx) => {
      const made = await saveForm(tx.$pickTables(), { form: params.form, spec: body }, by)
      if (made) await noteAct(tx, { by: by.actor, act: 'register.others', facts: { form: params.form }, now })
      return made
    })
    return { ...(await get(params.form, now)), changed }
  })
  mount(app, on, contract.moveForm, async ({ caller, params, body, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    await inTransaction(db, async (tx) => {
      if (await moveForm(tx.$pickTables(), { form: params.form, state: body.state }, by))
        await noteAct(tx, { by: by.actor, act: 'register.others', facts: { form: params.form, state: body.state }, now })
    })
    return get(params.form, now)
  })

  // Other sites' pages may read the answer only when the form names them; the answer itself is decided in the verb.
  const openly = async (request: Request, code: string): Promise<Headers> => {
    const headers = new Headers({ vary: 'origin' })
    const origin = request.headers.get('origin')
    const form = origin === null ? undefined : await formNow(db.$pickTables(), code, clock.now())
    if (origin !== null && form && isAllowed(form, origin, deps.publicUrl)) headers.set('access-control-allow-origin', origin)
    return headers
  }
  const public_ = ['/v1/forms/:form/open', '/v1/forms/:form/answers']
  for (const path of public_) {
    app.options(path, async (context) => {
      const headers = await openly(context.req.raw, context.req.param('form') ?? '')
      if (!headers.has('access-control-allow-origin')) return new Response(null, { status: 403, headers })
      headers.set('access-control-allow-methods', 'GET, POST')
      headers.set('access-control-allow-headers', 'content-type')
      headers.set('access-control-max-age', '600')
      return new Response(null, { status: 204, headers })
    })
    app.use(path, async (context, next) => {
      await next()
      for (const [name, value] of await openly(context.req.raw, context.req.param('form') ?? '')) context.res.headers.set(name, value)
    })
  }
  mount(app, on, contract.openForm, async ({ params, query, request, now }) => {
    const found = await openedForm(deps, params.form, now)
    if (!isAllowed(found, request.headers.get('origin'), deps.publicUrl)) throw new AppError('forbidden', 'This site may not send answers to this form.')
    const language = languageFor(found, query.language)
    const own = await ownFields(db.$pickTables())
    const { spec } = found
    return {
      form: found.form,
      version: found.version,
      language,
      title: spec.title[language] ?? '',
      intro: spec.intro?.[language] ?? null,
      fields: spec.fields
        .map(({ field, required }) => ({ field, required, label: labelOf(spec, language, own, field), codes: [...(own.get(field)?.codes ?? [])] }))
        .map((f) => ({ ...f, codes: f.codes.length > 0 ? f.codes : null })),
      notice: spec.notice[language] ?? '',
      consents: spec.consents.map((box) => box.text[language] ?? ''),
      pass: makePass(ids, found.form, now),
    }
  })
  mount(app, on, contract.answerForm, async ({ params, body, request }) => {
    const { pass, website, language = 'en', ...typed } = body
    const taken = await take({
      form: params.form,
      language,
      pass,
      website,
      typed,
      network: networkOf(request),
      origin: request.headers.get('origin'),
      gpc: sendsGpc(request),
    })
    if (taken.is === 'wrong') throw wrongInput(taken.wrong)
    if (taken.is === 'stale') throw new AppError('bad_input', 'pass: is not one of this form, or older than a day; open the form again', { place: 'pass' })
    const { spec } = taken.form
    return { received: true as const, thanks: spec.thanks[taken.language] ?? '', redirect: spec.redirect }
  })
  pageRoutes(app, deps, take)
  confirmRoutes(app, { ...confirmDeps(deps), clock })
  return app
}

const shown = (f: Form) => ({
  form: f.form,
  version: f.version,
  state: f.state,
  spec: f.spec,
  changed_at: f.at.toISOString(),
  answers: f.answers,
  machines: f.machines,
})
