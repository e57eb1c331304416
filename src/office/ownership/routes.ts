import { z } from 'zod'
import type { Credential } from '../../keep/door/contract.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { House } from '../house.ts'
import { withinOf } from '../within.ts'
import {
  addTag,
  assignCustomer,
  changeTag,
  listCareChanges,
  listTags,
  mergeTags,
  restoreTag,
  retireTag,
  setCustomerUnits,
  tagCustomer,
  untagCustomer,
} from './contract.ts'
import { heldBy, tagCustomers, untagCustomers } from './customers.ts'
import { tagColours } from './shapes.ts'
import { showTag } from './show.ts'
import type { OwnershipTables } from './tables.ts'
import * as tags from './tags.ts'
import { checkedTitle } from './title.ts'

const carePlace = z.object({ at: z.iso.datetime(), id: z.int() })
const tagPlace = z.object({ title: z.string(), tag: z.int() })

/** Mounts tags, and who is responsible for whom. */
export function ownershipRoutes(house: House): void {
  const { app, on, door, ids, rowIds } = house
  const db = house.db.$pickTables<keyof OwnershipTables>()
  const read = (kind: OpaqueKind, shown: string) => {
    const id = ids.read(kind, shown)
    if (id === undefined) throw notFound()
    return id
  }
  const tagsOf = async (customer: number) => ({ tags: ((await heldBy(db, [customer])).get(customer)?.tags ?? []).map((row) => showTag(ids, row)) })
  const mayTag = (as: Credential, customer: number) => door.ask(as, 'touch', { customers: [customer], fields: ['tags'] })

  /** Whose they are now: their id stands for the value, as in a list. */
  async function somebodyWasFaster(as: Credential, staff: number | null): Promise<AppError> {
    const [now] = staff === null ? [] : await door.ask(as, 'colleagues', { ids: [staff] })
    const current = { value: staff === null ? null : ids.show('staff', staff), name: now?.name ?? null, etag: '', changed_at: null, by: null }
    return new AppError('stale', 'Somebody made another colleague responsible while you were choosing.', { place: 'owner', more: { current } })
  }

  mount(app, on, listTags, async ({ caller, query: { cursor, limit = 100, retired } }) => {
    const all = retired === 'true'
    const pages = pagesOf(ids, `tags ${all}`, tagPlace)
    const found = await tags.listTags(db, { retired: all, after: pages.after(cursor), limit: limit + 1, within: withinOf(caller) })
    const { rows, next_cursor } = pages.page(found, limit, (t) => ({ title: t.title, tag: t.tag_id }))
    return { items: rows.map((row) => ({ ...showTag(ids, row), customers: row.customers })), next_cursor }
  })

  mount(app, on, addTag, async ({ caller, body, now }) => {
    const tag = await rowIds.one()
    const title = checkedTitle(body.title)
    // Without a wish each gets its own colour, in turn.
    const colour = body.colour ?? tagColours[tag % tagColours.length] ?? 'gray'
    return showTag(ids, await tags.addTag(db, { tag, title, colour, by: caller.person.actor.id, now }))
  })

  mount(app, on, changeTag, async ({ params, body }) => {
    const to = { title: body.title === undefined ? undefined : checkedTitle(body.title), colour: body.colour }
    return showTag(ids, await tags.changeTag(db, read('tag', params.tag_id), to))
  })

  mount(app, on, mergeTags, async ({ params, body, now }) => {
    const { into, moved } = await tags.mergeTags(db, { tag: read('tag', params.tag_id), into: read('tag', body.into), now })
    return { ...showTag(ids, into), moved }
  })

  mount(app, on, retireTag, async ({ params, now }) => showTag(ids, await tags.retireTag(db, read('tag', params.tag_id), now)))
  mount(app, on, restoreTag, async ({ params }) => showTag(ids, await tags.restoreTag(db, read('tag', params.tag_id))))

  mount(app, on, tagCustomer, async ({ caller, params, now }) => {
    const [customer, tag] = [read('customer', params.customer_id), read('tag', params.tag_id)]
    await mayTag(caller.as, customer)
    await tagCustomers(db, { customers: [customer], tag, by: caller.person.actor.id, now })
    return tagsOf(customer)
  })

  mount(app, on, untagCustomer, async ({ caller, params }) => {
    const [customer, tag] = [read('customer', params.customer_id), read('tag', params.tag_id)]
    await mayTag(caller.as, customer)
    await untagCustomers(db, { customers: [customer], tag })
    return tagsOf(customer)
  })

  mount(app, on, setCustomerUnits, async ({ caller, params, body }) => {
    const customer = read('customer', params.customer_id)
    await door.ask(caller.as, 'setUnits', { customers: [customer], units: body.units })
    return { units: [...new Set(body.units)].sort() }
  })

  mount(app, on, listCareChanges, async ({ caller, params, query: { cursor, limit = 50, what } }) => {
    const customer = read('customer', params.customer_id)
    const pages = pagesOf(ids, `care ${customer} ${what ?? ''}`, carePlace)
    const asked = { customer, reason: { kind: 'card' as const }, after: pages.after(cursor) ?? null, limit, ...(what && { what }) }
    const { items, next } = await door.ask(caller.as, 'careChanges', asked)
    return { items, next_cursor: next && pages.cursorAt(next) }
  })

  mount(app, on, assignCustomer, async ({ caller, params, body }) => {
    const customer = read('customer', params.customer_id)
    const staff = body.staff_id === null ? null : read('staff', body.staff_id)
    const [colleague] = staff === null ? [] : await door.ask(caller.as, 'colleagues', { ids: [staff] })
    if (staff !== null && !colleague) throw badInput('This colleague does not work here any more.', 'staff_id')
    const was = body.was === undefined ? {} : { was: body.was === null ? null : read('staff', body.was) }
    const { stale } = await door.ask(caller.as, 'setOwner', { customers: [customer], staff, ...was })
    if (stale[0]) throw await somebodyWasFaster(caller.as, stale[0].staff)
    return { owner: colleague ? { id: ids.show('staff', colleague.id), name: colleague.name, role: colleague.role } : null }
  })
}
