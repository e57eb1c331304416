import { z } from 'zod'
import type { Credential } from '../../keep/door/contract.ts'
import { badInput } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import { withinOf } from '../within.ts'
import { refOf } from '../work/index.ts'
import { audienceQualityRoutes } from './audience.ts'
import * as contract from './contract.ts'
import { fieldsOf } from './fields.ts'
import { figuresOf, nothingKnown, peopleOf } from './figures.ts'
import type { QualityTables } from './tables.ts'

const perPage = 50

/** Mounts how good what is known is: figures, the people of each, and going through everybody again. */
export function qualityRoutes(house: House): void {
  const { app, on, door, ids } = house
  const db = house.db.$pickTables<keyof QualityTables>()
  audienceQualityRoutes(house)

  mount(app, on, contract.readQuality, async ({ caller, now }) => {
    const [figures, own] = await Promise.all([figuresOf(db, { within: withinOf(caller), now }), door.ask(caller.as, 'ownFields', {})])
    return {
      gathered_at: figures.gathered_at?.toISOString() ?? null,
      kinds: [...figures.kinds].map(([kind, { persons, contradictory, fields }]) => ({
        kind,
        persons,
        contradictory,
        fields: fieldsOf(kind, own).map((one) => ({ ...one, ...(fields.get(one.field) ?? nothingKnown) })),
      })),
    }
  })

  mount(app, on, contract.listQualityPeople, async ({ caller, query: { field, what, kind, cursor, limit = perPage }, now }) => {
    const known = fieldsOf(kind, await door.ask(caller.as, 'ownFields', {}))
    if (!known.some((one) => one.field === field)) throw badInput(`field: there is no field "${field}"`, 'field')
    const pages = pagesOf(ids, `quality ${kind} ${what} ${field}`, z.int())
    const found = await peopleOf(db, { what, field, kind, within: withinOf(caller), now, after: pages.after(cursor) ?? 0, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.customer_id)
    const names = await named(caller.as, rows)
    return {
      items: rows.flatMap(({ customer_id, confirmed_on, against }) => {
        const customer = names.get(customer_id)
        return customer ? [{ customer, confirmed_on, against }] : []
      }),
      next_cursor,
    }
  })

  mount(app, on, contract.gatherQuality, async ({ caller }) => {
    await door.ask(caller.as, 'gatherQuality', {})
    return { done: true as const }
  })

  async function named(as: Credential, rows: readonly { customer_id: number }[]) {
    if (rows.length === 0) return new Map<number, ReturnType<typeof refOf>>()
    const previews = await door.ask(as, 'preview', { customers: rows.map((r) => r.customer_id), purpose: 'service', reason: { kind: 'list' }, beyond: 'hide' })
    return new Map(previews.map((p) => [p.customer, refOf(ids, p)]))
  }
}
