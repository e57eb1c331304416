import { z } from 'zod'
import { duplicateCautions, duplicateReasons } from '../../../keep/duplicates/contract.ts'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import type { House } from '../../house.ts'
import { refOf } from '../../work/index.ts'
import { dismissDuplicate, listDuplicates, restoreDuplicate } from './contract.ts'

const perPage = 20
const place = z.object({ weight: z.int(), customer: z.int(), other: z.int() })

/** Mounts what may be one person; `customer` reads an id as shown outside. */
export function duplicateRoutes(house: House, customer: (shown: string) => number): void {
  const { app, on, door, ids } = house

  mount(app, on, listDuplicates, async ({ caller, query: { cursor, limit = perPage, customer_id } }) => {
    const of = customer_id === undefined ? null : customer(customer_id)
    const pages = pagesOf(ids, `duplicates ${of}`, place)
    const found = await door.ask(caller.as, 'duplicates', { customer: of, after: pages.after(cursor) ?? null, limit })
    const customers = [...new Set(found.items.flatMap((pair) => [pair.customer, pair.other]))]
    const previews = customers.length > 0 ? await door.ask(caller.as, 'preview', { customers, purpose: 'service', reason: { kind: 'list' } }) : []
    const refs = new Map(previews.map((p) => [p.customer, refOf(ids, p)]))
    const items = found.items.flatMap((pair) => {
      const [low, high] = [refs.get(pair.customer), refs.get(pair.other)]
      if (!low || !high) return []
      // Of one customer the other is who is asked about.
      const [one, other] = of === pair.other ? [high, low] : [low, high]
      const reasons = duplicateReasons.filter((reason) => pair.reasons.includes(reason))
      const cautions = duplicateCautions.filter((caution) => pair.cautions.includes(caution))
      return [{ id: `${one.id}~${other.id}`, one, other, reasons, cautions, found_at: pair.at }]
    })
    return { items, next_cursor: found.next && pages.cursorAt(found.next), total: { count: found.total, exact: found.total < 1000 } }
  })

  const say =
    (dismissed: boolean) =>
    async ({ caller, params }: { caller: Caller; params: { duplicate_id: string } }) => {
      const [one, other] = params.duplicate_id.split('~')
      if (one === undefined || other === undefined) throw notFound()
      return door.ask(caller.as, 'dismiss', { customer: customer(one), other: customer(other), dismissed })
    }
  mount(app, on, dismissDuplicate, say(true))
  mount(app, on, restoreDuplicate, say(false))
}
