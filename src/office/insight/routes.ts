import { z } from 'zod'
import type { Credential } from '../../keep/door/contract.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { figuresShape } from '../analyst/shapes.ts'
import { type Caller, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { withinOf } from '../within.ts'
import { refOf } from '../work/index.ts'
import * as contract from './contract.ts'
import { migrationOf } from './migration.ts'
import { insightOf, titled, toldOutside } from './one.ts'
import { askRun, askStop, findRun, lastGoodRun, type ModelRun, newestRuns } from './runs/register.ts'
import { fallenCustomers, risingCustomers, spreadOfValue } from './spread.ts'
import type { InsightTables } from './tables.ts'

const perPage = 50
const dayMs = 86_400_000

/** Mounts what is computed about customers: of one, of all, and the register of runs. */
export function insightRoutes(house: House): void {
  const { app, on, door, ids } = house
  const db = house.db.$pickTables<keyof InsightTables>()

  mount(app, on, contract.readInsight, async ({ caller, params, query, now }) => {
    const id = ids.read('customer', params.customer_id)
    if (id === undefined) throw notFound()
    const [preview] = await door.ask(caller.as, 'preview', { customers: [id], purpose: query.purpose ?? 'service', reason: { kind: 'card' } })
    if (!preview) throw notFound()
    if (preview.hidden !== null && preview.hidden !== 'no_name') return { computed_at: null, valid_until: null, why: 'hidden', items: [], traits: [] }
    return toldOutside(titled(await insightOf(db, preview.person, now), await house.topicTitles()))
  })

  mount(app, on, contract.readValues, async ({ caller, query, now }) => {
    const spread = await spreadOfValue(db, { now, within: withinOf(caller), currency: query.currency, bins: query.bins ?? 24 })
    const { top, total, bounds, computed_at, currency, ...rest } = spread
    return {
      ...rest,
      currency,
      computed_at: computed_at?.toISOString() ?? null,
      total: currency === null ? null : { minor: total, currency },
      top_fifth_share: top,
      bounds: bounds && { first_minor: bounds.first, second_minor: bounds.second },
    }
  })

  mount(app, on, contract.readMigration, async ({ caller, query }) => {
    ofEverybody(caller)
    const run = query.run_id === undefined ? await lastGoodRun(db) : await runBy(query.run_id)
    const { at, ...moved } = await migrationOf(db, run)
    return { ...moved, run_id: run ? ids.show('model_run', run.run_id) : null, at: at?.toISOString() ?? null }
  })

  mount(app, on, contract.listRising, async ({ caller, query, now }) => {
    const limit = query.limit ?? perPage
    const pages = pagesOf(ids, `rising ${query.class ?? ''}`, z.object({ share: z.number(), customer: z.int() }))
    const found = await risingCustomers(db, { now, within: withinOf(caller), of: query.class, after: pages.after(query.cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => ({ share: r.share, customer: r.customer_id }))
    const names = await named(caller.as, rows)
    return {
      items: rows.flatMap((r) => {
        const customer = names.get(r.customer_id)
        const money = (minor: number) => ({ minor, currency: r.currency })
        return customer
          ? [
              {
                customer,
                class: r.class,
                next: r.class === 'second' ? ('first' as const) : ('second' as const),
                value: money(r.value),
                missing: money(r.missing),
              },
            ]
          : []
      }),
      next_cursor,
    }
  })

  mount(app, on, contract.listFallen, async ({ caller, query, now }) => {
    const limit = query.limit ?? perPage
    const days = query.days ?? 30
    const pages = pagesOf(ids, `fallen ${days}`, z.object({ lost: z.number(), customer: z.int() }))
    const since = new Date(now.getTime() - days * dayMs)
    const found = await fallenCustomers(db, { now, since, within: withinOf(caller), after: pages.after(query.cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => ({ lost: r.lost ?? 0, customer: r.customer_id }))
    const names = await named(caller.as, rows)
    return {
      items: rows.flatMap((r) => {
        const customer = names.get(r.customer_id)
        const money = (minor: number) => ({ minor, currency: r.currency })
        return customer
          ? [{ customer, class: r.class, value: money(r.value), lost: r.lost === null ? null : money(r.lost), fell_on: r.fell_on.toISOString().slice(0, 10) }]
          : []
      }),
      next_cursor,
    }
  })

  mount(app, on, contract.listRuns, async ({ query }) => {
    const limit = query.limit ?? perPage
    const pages = pagesOf(ids, 'model runs', z.int())
    const { rows, next_cursor } = pages.page(await newestRuns(db, { below: pages.after(query.cursor), limit: limit + 1 }), limit, (r) => r.run_id)
    return { items: rows.map(shown), next_cursor }
  })

  mount(app, on, contract.readRun, async ({ caller, params }) => {
    ofEverybody(caller)
    const run = params.run_id === 'last' ? await lastGoodRun(db) : await runBy(params.run_id)
    if (!run) throw notFound()
    return { ...shown(run), figures: figuresShape.nullable().parse(run.figures) }
  })

  mount(app, on, contract.startRun, async ({ caller, now }) => {
    const asked = await askRun(db, { run: await house.rowIds.one(), by: staffOf(caller), now })
    return { ...shown(asked.run), began: asked.began }
  })

  mount(app, on, contract.stopRun, async ({ params }) => {
    const run = await runBy(params.run_id)
    if (!(await askStop(db, run.run_id))) throw new AppError('conflict', 'This run is over already.')
    return shown(run)
  })

  async function runBy(shownId: string): Promise<ModelRun> {
    const run = await findRun(db, ids.read('model_run', shownId) ?? -1)
    if (!run) throw notFound()
    return run
  }

  function shown(run: ModelRun) {
    const { started_at, ended_at } = run
    return {
      id: ids.show('model_run', run.run_id),
      asked_at: run.asked_at.toISOString(),
      by: run.asked_by === null ? ('night' as const) : ('staff' as const),
      state: run.state,
      step: run.step,
      progress: run.progress,
      started_at: started_at?.toISOString() ?? null,
      ended_at: ended_at?.toISOString() ?? null,
      as_of: run.as_of?.toISOString() ?? null,
      ms: started_at && ended_at ? ended_at.getTime() - started_at.getTime() : null,
      customers: run.customers,
      error: run.error,
    }
  }

  async function named(as: Credential, rows: readonly { customer_id: number }[]) {
    if (rows.length === 0) return new Map<number, ReturnType<typeof refOf>>()
    const previews = await door.ask(as, 'preview', { customers: rows.map((r) => r.customer_id), purpose: 'service', reason: { kind: 'list' }, beyond: 'hide' })
    return new Map(previews.map((p) => [p.customer, refOf(ids, p)]))
  }
}

/** Figures of all customers together tell of those whom somebody does not see. */
function ofEverybody({ person }: Caller): void {
  if (person.sees !== null) throw new AppError('forbidden', 'Figures of all customers are for those who see all customers.')
}
