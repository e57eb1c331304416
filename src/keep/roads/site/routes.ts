import type { Hono } from 'hono'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { type Mounting, mount, problemResponse, readForm } from '../../../platform/http/index.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { hearGpc, sendsGpc } from '../../agreements/index.ts'
import { languageOf } from '../../channels/index.ts'
import * as contract from '../contract.ts'
import type { RoadsDeps } from '../deps.ts'
import { questionsNow } from '../visitor/asked.ts'
import { scriptAt } from '../visitor/script.ts'
import { type Chosen, choicesOf, choose } from './choices.ts'
import { customerOfToken, preferenceToken } from './link.ts'
import { choicesPage, latePage } from './page.ts'

type Deps = RoadsDeps & { ids: Opaque; log: Logger; publicUrl: string }

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }
const mostBytes = 50_000

/** The company's own site: which may show the preference centre (/p/…) in a frame, and the centre itself. */
export function siteRoutes(app: Hono, on: Mounting<{ actor: Actor } | undefined>, deps: Deps): void {
  const { db, ids, clock, keyring } = deps
  const choices = (customer: number) => choicesOf(db.$pickTables(), customer, clock.now())

  mount(app, on, contract.readSite, async () => site())
  mount(app, on, contract.saveSite, async ({ caller, body, now }) => {
    const by = caller?.actor ?? nobody
    const before = await siteNow(deps)
    const origins = [...new Set(body.origins)]
    if (JSON.stringify(before.origins) !== JSON.stringify(origins))
      await inTransaction(db, async (tx) => {
        await sql`insert into keep.site (version, origins, at, by_kind, by_id)
          select coalesce(max(version), 0) + 1, ${origins}::text[], ${now}, ${by.kind}, ${by.id} from keep.site`.execute(tx)
        await noteAct(tx, { by, act: 'register.others', facts: { site: origins.length }, now })
      })
    return site()
  })
  mount(app, on, contract.makePreferenceLink, async ({ body, now }) => {
    const customer = ids.read('customer', body.customer_id)
    if (customer === undefined || !(await choices(customer))) throw notFound()
    const { token, until } = preferenceToken(keyring, customer, now)
    return { url: `${deps.publicUrl}/p/${token}`, until: until.toISOString() }
  })

  async function site() {
    const asks = (await questionsNow(db)).map(({ purpose, notice, gpc }) => ({
      purpose: purpose.purpose,
      title: purpose.title,
      texts: Object.fromEntries(Object.entries(notice.texts).map(([language, { body }]) => [language, body])),
      notice: notice.notice,
      version: notice.version,
      gpc,
    }))
    return { ...(await siteNow(deps)), script: scriptAt(deps.publicUrl), asks }
  }

  app.get('/p/:token', (c) => guarded(c.req.raw, c.req.param('token')))
  app.post('/p/:token', (c) => guarded(c.req.raw, c.req.param('token'), true))

  async function guarded(request: Request, token: string, save = false): Promise<Response> {
    try {
      const frames = (await siteNow(deps)).origins
      const customer = customerOfToken(keyring, token, clock.now())
      const before = customer === undefined ? undefined : await choices(customer)
      const asked = new URL(request.url).searchParams.get('language')
      if (customer === undefined || !before) return latePage(languageOf(request, asked), frames)
      const language = languageOf(request, asked ?? before.language)
      await hearGpc(deps, request, { customer, message: undefined })
      const said = save ? await saved(customer, chosenOf(await readForm(request, mostBytes), language)) : undefined
      return choicesPage({ choices: (await choices(customer)) ?? before, language, frames, said, gpc: sendsGpc(request) })
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  }

  async function saved(customer: number, chosen: Chosen): Promise<'saved' | 'stale'> {
    try {
      await choose(deps, customer, chosen)
      return 'saved'
    } catch (error) {
      if (error instanceof AppError && error.code === 'stale') return 'stale'
      throw error
    }
  }
}

/** Which sites are named. */
export async function siteNow({ db }: Pick<RoadsDeps, 'db'>): Promise<{ origins: string[]; changed_at: string | null }> {
  const { rows } = await sql<{ origins: string[]; at: Date }>`select origins, at from keep.site order by version desc limit 1`.execute(db)
  return { origins: rows[0]?.origins ?? [], changed_at: rows[0]?.at.toISOString() ?? null }
}

function chosenOf(form: URLSearchParams, language: string): Chosen {
  const was = form
    .getAll('was')
    .slice(0, 500)
    .map((said) => said.split(' '))
  const [often, wasOften, wasStop] = [daysIn(form.get('often')), daysIn(form.get('was_often')), form.get('was_stop')]
  return {
    shown: new Map(was.map(([purpose = '', channel = '', allowed = '']) => [`${purpose} ${channel}`, allowed === 'yes'])),
    on: new Set(form.getAll('on').slice(0, 500)),
    versions: new Map(
      [...form].flatMap(([name, value]) => (/^version\./.test(name) && /^\d{1,6}$/.test(value) ? [[name.slice(8), Number(value)] as const] : [])),
    ),
    often: often === undefined || wasOften === undefined ? undefined : { was: wasOften, is: often },
    stop: wasStop === null ? undefined : { was: wasStop === 'yes', is: form.get('stop') === 'yes' },
    language: form.get('language') === 'ru' ? 'ru' : form.get('language') === 'en' ? 'en' : language,
  }
}

/** A whole number of days up to a year; undefined for anything else. */
function daysIn(typed: string | null): number | undefined {
  const days = typed !== null && /^\d{1,3}$/.test(typed) ? Number(typed) : undefined
  return days !== undefined && days <= 365 ? days : undefined
}
