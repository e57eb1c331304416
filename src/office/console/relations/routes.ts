import { z } from 'zod'
import type { Card } from '../../../keep/door/contract.ts'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { House } from '../../house.ts'
import { refOf } from '../../work/index.ts'
import { addRelation, changeRelation, listRelationChanges, removeRelation } from '../contract.ts'
import { byOf } from '../rows.ts'
import type { relation } from '../shapes.ts'

const changePlace = z.object({ at: z.iso.datetime(), id: z.int() })

type Shown = z.input<typeof relation>
type Held = Omit<Card['relations'][number], 'id'>

const shownWithoutId = (ids: Opaque, { kind, direction, other, title, position, since, until }: Held): Omit<Shown, 'id'> => ({
  kind,
  direction,
  other: refOf(ids, other),
  role: title,
  position,
  since,
  until,
})

/** A relation as it stands outside. */
export const showRelation = (ids: Opaque, held: Card['relations'][number]): Shown => ({ id: ids.show('relation', held.id), ...shownWithoutId(ids, held) })

/** Mounts how customers stand to each other. */
export function relationRoutes({ app, on, door, ids }: House, customer: (shown: string) => number): void {
  const relationOf = (shown: string) => {
    const id = ids.read('relation', shown)
    if (id === undefined) throw notFound()
    return id
  }

  mount(app, on, addRelation, async ({ caller, params, body: { other_id, ...said } }) => {
    const made = await door.ask(caller.as, 'relate', { ...said, customer: customer(params.customer_id), other: customer(other_id) })
    return { id: ids.show('relation', made.id) }
  })

  mount(app, on, listRelationChanges, async ({ caller, params, query: { cursor, limit = 50 } }) => {
    const id = customer(params.customer_id)
    const pages = pagesOf(ids, `relation changes ${id}`, changePlace)
    const { items, next } = await door.ask(caller.as, 'relationChanges', { customer: id, reason: { kind: 'card' }, after: pages.after(cursor) ?? null, limit })
    return {
      items: items.map((c) => ({ ...shownWithoutId(ids, c), what: c.what, at: c.at, by: byOf(c.by) })),
      next_cursor: next && pages.cursorAt(next),
    }
  })

  mount(app, on, changeRelation, ({ caller, params, body }) =>
    door.ask(caller.as, 'changeRelation', { ...body, customer: customer(params.customer_id), relation: relationOf(params.relation_id) }),
  )

  mount(app, on, removeRelation, ({ caller, params }) =>
    door.ask(caller.as, 'dropRelation', { customer: customer(params.customer_id), relation: relationOf(params.relation_id) }),
  )
}
