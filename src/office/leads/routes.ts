import { z } from 'zod'
import { identifierKinds } from '../../keep/interactions/contract.ts'
import type { Db } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { Caller } from '../caller.ts'
import type { FactTables } from '../catalogue/index.ts'
import type { House } from '../house.ts'
import { seenAmong, unitOf, withinOf } from '../within.ts'
import { refOf, unitWished } from '../work/index.ts'
import { changeLead, closed, disqualify, reopened } from './change.ts'
import * as contract from './contract.ts'
import { followLeads } from './follow.ts'
import { showChanges, showLeads } from './show.ts'
import { answerMinutes, changesOf, isLeadWithin, leadCounts, leadOf, leads, setAnswerMinutes } from './store.ts'
import type { Lead, LeadTables } from './tables.ts'

const leadPlace = z.object({ place: z.int(), customer: z.int() })
const changePlace = z.object({ at: z.iso.datetime(), id: z.int() })
const perPage = 50
const freshMs = 2_000

/** Mounts leads: their lists, what is done about them, and how soon they get an answer. */
export function leadRoutes(house: House): void {
  const { app, on, door, ids, rowIds, clock } = house
  const db: Db<LeadTables & FactTables> = house.db.$pickTables<keyof LeadTables | keyof FactTables>()
  const deps = { db: db.$pickTables<keyof LeadTables>(), rowIds }

  const idOf = (kind: 'customer' | 'staff', shown: string) => {
    const id = ids.read(kind, shown)
    if (id === undefined) throw notFound()
    return id
  }
  const shown = async (caller: Caller, row: Lead) => {
    const [one] = await showLeads({ door, ids }, caller.as, [row])
    if (!one) throw notFound()
    return one
  }
  const byOf = (caller: Caller, now: Date) => ({ staff: caller.person.actor.kind === 'staff' ? caller.person.actor.id : null, now })
  /** The lead of this customer, also of who was entered a moment ago or joined with another card. */
  const find = async (caller: Caller, customer: string): Promise<Lead> => {
    const row = await findAny(customer)
    const within = withinOf(caller)
    if (!isLeadWithin(within, row) || !(await seenAmong(db, within, [row.customer_id])).has(row.customer_id)) throw notFound()
    return row
  }
  const findAny = async (customer: string): Promise<Lead> => {
    const id = idOf('customer', customer)
    const look = async () => (await leadOf(deps.db, [id])) ?? (await leadOf(deps.db, await cardsOf(db, id)))
    const found = await look()
    if (found) return found
    await followLeads({ db, rowIds }, clock.now())
    const now = await look()
    if (!now) throw notFound()
    return now
  }
  /** Who came by a file or another system is seen as soon as somebody looks; the job of the minute is for when nobody does. */
  let looked = Number.NEGATIVE_INFINITY
  const fresh = async () => {
    if (clock.monotonic() - looked < freshMs) return
    looked = clock.monotonic()
    await followLeads({ db, rowIds }, clock.now())
  }
  const ownerOf = async (caller: Caller, shownId: string | null | undefined) => {
    if (shownId === undefined || shownId === null) return shownId
    const id = idOf('staff', shownId)
    const [found] = await door.ask(caller.as, 'colleagues', { ids: [id] })
    if (!found) throw badInput('owner_id: there is no such colleague', 'owner_id')
    return id
  }

  mount(app, on, contract.listLeads, async ({ caller, query, now }) => {
    await fresh()
    const { limit = perPage, view = 'open', cursor, owner_id, ...filter } = query
    const staff = caller.person.actor.id
    const pages = pagesOf(ids, JSON.stringify(['leads', view, view === 'mine' ? staff : 0, owner_id, filter]), leadPlace)
    const owner = owner_id === undefined ? undefined : idOf('staff', owner_id)
    const found = await leads(deps.db, { ...filter, view, staff, now, owner, within: withinOf(caller) }, { after: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (l) => ({ place: l.place, customer: l.customer_id }))
    return { items: await showLeads({ door, ids }, caller.as, rows), next_cursor }
  })

  mount(app, on, contract.countLeads, async ({ caller, now }) => {
    await fresh()
    return leadCounts(deps.db, { staff: caller.person.actor.id, now, within: withinOf(caller) })
  })
  mount(app, on, contract.readLead, async ({ caller, params }) => shown(caller, await find(caller, params.customer_id)))

  mount(app, on, contract.listLeadChanges, async ({ caller, params, query: { cursor, limit = perPage } }) => {
    const row = await find(caller, params.customer_id)
    const pages = pagesOf(ids, `lead changes ${row.customer_id}`, changePlace)
    const after = pages.after(cursor)
    const found = await changesOf(deps.db, row.customer_id, { after: after && { at: new Date(after.at), id: after.id }, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (c) => ({ at: c.at.toISOString(), id: c.change_id }))
    return { items: await showChanges({ door, ids }, caller.as, rows), next_cursor }
  })

  mount(app, on, contract.addLead, async ({ caller, body, now }) => {
    const { owner_id, unit, campaign, ...entry } = body
    const owner = await ownerOf(caller, owner_id)
    if (unit !== undefined) await unitWished(door, caller, unit, null)
    const made = await door.ask(caller.as, 'create', { ...entry, role: 'lead', ...(unit === undefined ? {} : { units: [unit] }) })
    const id = ids.show('customer', made.customer)
    if (made.existed) {
      const [known] = await door.ask(caller.as, 'preview', { customers: [made.customer], purpose: 'service', reason: { kind: 'search' } })
      const by = identifierKinds.find((kind) => kind === made.by) ?? null
      return { id, existed: true, belongs: known ? { by, to: refOf(ids, known) } : null, lead: null }
    }
    await followLeads({ db, rowIds }, now)
    if (campaign !== undefined) await deps.db.updateTable('office.lead').set({ campaign }).where('customer_id', '=', made.customer).execute()
    const row = await changeLead(deps, made.customer, { owner, unit: unit ?? unitOf(caller)?.code }, byOf(caller, now))
    return { id, existed: false, belongs: null, lead: await shown(caller, row) }
  })

  mount(app, on, contract.changeLead, async ({ caller, params, body, now }) => {
    const row = await find(caller, params.customer_id)
    const owner = await ownerOf(caller, body.owner_id)
    if (body.unit !== undefined && body.unit !== row.unit) await unitWished(door, caller, body.unit, null)
    const wish = { owner, unit: body.unit, state: body.state, answered: body.answered }
    return shown(caller, await changeLead(deps, row.customer_id, wish, byOf(caller, now)))
  })

  mount(app, on, contract.convertLead, async ({ caller, params, body, now }) => {
    const row = await find(caller, params.customer_id)
    if (row.state === 'joined') throw new AppError('conflict', 'This lead was joined with another. Convert that one.')
    if (body.same_as) {
      const into = idOf('customer', body.same_as.customer_id)
      await door.ask(caller.as, 'merge', { from: row.customer_id, into, why: body.same_as.why })
      const other = await db.selectFrom('fact.derived').select('role').where('customer_id', '=', into).executeTakeFirst()
      const state = other?.role === 'lead' ? 'joined' : 'converted'
      return shown(caller, await closed(deps, row.customer_id, { state, joined_to: into }, byOf(caller, now)))
    }
    await door.ask(caller.as, 'describe', { customer: row.customer_id, role: 'customer' })
    return shown(caller, await closed(deps, row.customer_id, { state: 'converted', joined_to: null }, byOf(caller, now)))
  })

  mount(app, on, contract.disqualifyLead, async ({ caller, params, body, now }) => {
    const row = await find(caller, params.customer_id)
    return shown(caller, await disqualify(deps, row.customer_id, body.reason, byOf(caller, now)))
  })

  mount(app, on, contract.reopenLead, async ({ caller, params, now }) => {
    const row = await find(caller, params.customer_id)
    if (row.joined_to !== null) await door.ask(caller.as, 'unmerge', { customer: row.customer_id, why: 'mistake' })
    if (row.state === 'converted') await door.ask(caller.as, 'describe', { customer: row.customer_id, role: 'lead' })
    return shown(caller, await reopened(deps, row.customer_id, byOf(caller, now)))
  })

  mount(app, on, contract.readLeadRule, async () => ({ answer_minutes: await answerMinutes(deps.db) }))
  mount(app, on, contract.writeLeadRule, async ({ body }) => {
    await setAnswerMinutes(deps.db, body.answer_minutes)
    return body
  })
}

/** All cards of a person. */
async function cardsOf(db: Db<FactTables>, customer: number): Promise<number[]> {
  const root = await db.selectFrom('fact.derived').select('person').where('customer_id', '=', customer).executeTakeFirst()
  const rows = await db
    .selectFrom('fact.derived')
    .select('customer_id')
    .where('person', '=', root?.person ?? customer)
    .limit(200)
    .execute()
  return rows.map((r) => r.customer_id)
}
