import { sql } from 'kysely'
import { z } from 'zod'
import { identifierKinds } from '../../keep/interactions/contract.ts'
import { notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { selfOf, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { classBoard, windowDays } from '../insight/index.ts'
import { seenBy, withinOf } from '../within.ts'
import { refOf } from '../work/index.ts'
import { cardOf } from './card.ts'
import { consentRoutes } from './consents/routes.ts'
import { addCustomer, addFavourite, listCustomers, listFavourites, readCard, readTimeline, readValueClasses, removeFavourite, search } from './contract.ts'
import { duplicateRoutes } from './duplicates/routes.ts'
import { fieldRoutes } from './fields/routes.ts'
import { identifierRoutes } from './identifiers/routes.ts'
import { joiningRoutes } from './joining/routes.ts'
import { customersPage, foundPages } from './list.ts'
import { lookRoutes } from './looks/routes.ts'
import { noteRoutes } from './notes.ts'
import { personalRoutes } from './personal/routes.ts'
import { relationRoutes } from './relations/routes.ts'
import { membersOfPersons } from './rows.ts'
import { termsRoutes } from './terms/routes.ts'
import { timelinePage } from './timeline.ts'

const markedPlace = z.object({ at: z.iso.datetime(), customer: z.int() })

/** Mounts what the console reads and writes about customers. */
export function consoleRoutes(house: House): void {
  const { app, on, door, ids, clock } = house
  const customer = (shown: string) => {
    const id = ids.read('customer', shown)
    if (id === undefined) throw notFound()
    return id
  }

  joiningRoutes(house, customer)
  consentRoutes(house, customer)
  termsRoutes(house, customer)
  duplicateRoutes(house, customer)
  identifierRoutes(house, customer)
  fieldRoutes(house, customer)
  noteRoutes(house, customer)
  personalRoutes(house, customer)
  relationRoutes(house, customer)
  lookRoutes(house, customer)

  mount(app, on, listCustomers, ({ caller, query }) => customersPage(house, caller, query))

  mount(app, on, addCustomer, async ({ caller, body }) => {
    const made = await door.ask(caller.as, 'create', body)
    const id = ids.show('customer', made.customer)
    if (!made.existed) return { id, existed: false, belongs: null }
    const [owner] = await door.ask(caller.as, 'preview', { customers: [made.customer], purpose: 'service', reason: { kind: 'search' } })
    const by = identifierKinds.find((kind) => kind === made.by) ?? null
    return { id, existed: true, belongs: owner ? { by, to: refOf(ids, owner) } : null }
  })

  mount(app, on, readCard, ({ caller, params, query, now }) => {
    const caseId = query.case_id === undefined ? null : (ids.read('case', query.case_id) ?? null)
    return cardOf(house, caller.as, { customer: customer(params.customer_id), caseId, purpose: query.purpose ?? 'service', now, within: withinOf(caller) })
  })

  mount(app, on, readTimeline, async ({ caller, params, query }) => {
    const id = customer(params.customer_id)
    const purpose = query.purpose ?? 'service'
    const [preview] = await door.ask(caller.as, 'preview', { customers: [id], purpose, reason: { kind: 'card' } })
    if (!preview) throw notFound()
    if (preview.hidden !== null && preview.hidden !== 'no_name') return { items: [], next_cursor: null, channels: [], kinds: [] }
    const members = await membersOfPersons(house.db, [preview.person])
    return timelinePage(house, caller.as, { customer: id, members: members.map((m) => m.id), purpose, staff: staffOf(caller) }, query)
  })

  mount(app, on, search, async ({ caller, query, now }) => {
    const { purpose = 'service' } = query
    const pages = foundPages(house, query.q)
    const found = await door.ask(caller.as, 'find', { query: query.q, purpose, limit: query.limit ?? 8, after: pages.after(query.cursor) ?? null })
    const previews =
      found.customers.length > 0
        ? await door.ask(caller.as, 'preview', {
            customers: found.customers.map((c) => c.customer),
            purpose,
            reason: { kind: 'search' },
            hints: true,
          })
        : []
    const byId = new Map(previews.map((p) => [p.customer, p]))
    const items = found.customers.flatMap(({ customer: id, matched }) => {
      const preview = byId.get(id)
      if (!preview) return []
      return [{ ...refOf(ids, preview), role: preview.role, matched: preview.hint?.kind ?? matched, shown: preview.hint?.shown ?? null }]
    })
    return { items, next_cursor: found.next && pages.cursorAt(found.next), took_ms: clock.now().getTime() - now.getTime() }
  })

  mount(app, on, readValueClasses, async ({ caller, now }) => {
    const board = await classBoard(house.db.$pickTables(), now, withinOf(caller))
    const all = board.classes.reduce((sum, c) => sum + c.spent, 0)
    return {
      computed_at: board.computed_at?.toISOString() ?? null,
      window_days: windowDays,
      not_analysed: board.notAnalysed,
      classes: board.classes.map((c) => ({
        class: c.class,
        count: c.count,
        rose: c.rose,
        fell: c.fell,
        share_of_spent: all > 0 ? c.spent / all : 0,
        reachable_by_email: c.reachable,
        rule: { max_days_since_last: c.max_days, min_purchases: c.min_purchases, min_spent_minor: c.min_spent },
      })),
    }
  })

  mount(app, on, listFavourites, async ({ caller, query: { cursor, limit = 100 } }) => {
    const staff = selfOf(caller)
    const pages = pagesOf(ids, `favourites ${staff}`, markedPlace)
    const after = pages.after(cursor)
    const rest = after ? sql`and (at, customer_id) < (${new Date(after.at)}, ${after.customer})` : sql``
    const found = await sql<{ customer_id: number; at: Date }>`
      select customer_id, at from office.favourite where staff_id = ${staff} and ${seenBy(withinOf(caller), sql`customer_id`)} ${rest} order by at desc, customer_id desc limit ${limit + 1}`.execute(
      house.db,
    )
    const { rows, next_cursor } = pages.page(found.rows, limit, (r) => ({ at: r.at.toISOString(), customer: r.customer_id }))
    return { items: rows.map((r) => ({ customer_id: ids.show('customer', r.customer_id) })), next_cursor }
  })
  mount(app, on, addFavourite, async ({ caller, params, now }) => {
    // Of a number that is nobody's, or nobody's any more, no row is made: nothing would ever take it away.
    await sql`insert into office.favourite (customer_id, staff_id, at)
      select customer_id, ${caller.person.actor.id}, ${now} from fact.derived where customer_id = ${customer(params.customer_id)} and status <> 'erased'
      on conflict do nothing`.execute(house.db)
    return { done: true as const }
  })
  mount(app, on, removeFavourite, async ({ caller, params }) => {
    await sql`delete from office.favourite where customer_id = ${customer(params.customer_id)} and staff_id = ${caller.person.actor.id}`.execute(house.db)
    return { done: true as const }
  })
}
