import { z } from 'zod'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import type { Ability } from '../../platform/http/index.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { unitOf, withinOf } from '../within.ts'
import { refOf, unitWished } from '../work/index.ts'
import * as contract from './contract.ts'
import { type KeptDeed, keptDeed, keptOfDeed } from './kept.ts'
import { workSoon } from './run.ts'
import type { Deed } from './shapes.ts'
import { type BulkRow, findBulk, listBulks, turnBulk, undoUntil } from './store.ts'
import { viewOf } from './view.ts'
import { countMatching, keptOf, matchingAfter } from './who.ts'

const perPage = 50
/** The first so many are looked at before something is done to many. */
const looked = 20_000
const trashDays = 30

const ableTo: Record<Deed['deed'], Ability> = {
  tag: 'customers.tag',
  untag: 'customers.tag',
  assign: 'customers.tag',
  set_field: 'customers.change',
  trash: 'customers.change',
  restore: 'customers.change',
  add_task: 'work.do',
}

/** Mounts what is done to many at once, and the trash. */
export function bulkRoutes(house: House): void {
  const { app, on, ids, door } = house
  const db = house.db.$pickTables<'office.bulk' | 'office.bulk_touch'>()
  const able = (caller: Caller, deed: Deed['deed']) => {
    if (!caller.person.rights.abilities.includes(ableTo[deed]))
      throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
  }
  const customerOf = (shown: string): number => {
    const id = ids.read('customer', shown)
    if (id === undefined) throw notFound()
    return id
  }

  async function views(caller: Caller, rows: readonly BulkRow[]) {
    const people = rows.length === 0 ? [] : await door.ask(caller.as, 'colleagues', { ids: [...new Set(rows.map((r) => r.made_by))] })
    const now = house.clock.now()
    const nameOf = (id: number) => people.find((p) => p.id === id)?.name ?? ''
    return rows.map((row) => viewOf(ids, row, { me: caller.person.actor.id, now, nameOf }))
  }
  const view = async (caller: Caller, row: BulkRow) => {
    const [one] = await views(caller, [row])
    if (!one) throw notFound()
    return one
  }
  async function found(caller: Caller, shown: string, whose: 'own' | 'anybody’s'): Promise<BulkRow> {
    const id = ids.read('bulk', shown)
    const row = id === undefined ? undefined : await findBulk(db, id)
    // How many of all customers somebody's work was about is told to whoever sees all.
    if (!row || (withinOf(caller)?.customers && row.made_by !== caller.person.actor.id)) throw notFound()
    able(caller, keptDeed.parse(row.deed).deed)
    if (whose === 'own' && row.made_by !== caller.person.actor.id && !caller.person.rights.abilities.includes('registers.keep'))
      throw new AppError('forbidden', 'Only who did it, or whoever keeps the registers, can take it back.')
    return row
  }

  mount(app, on, contract.previewBulk, async ({ caller, body }) => {
    able(caller, body.deed.deed)
    const who = keptOf(ids, body.who, caller)
    const matching = await countMatching(house, who)
    const { customers } = await matchingAfter(house, who, { after: 0, limit: looked })
    const said = await door.ask(caller.as, 'bulkPreview', { customers, deed: body.deed.deed, ...askedOf(keptOfDeed(ids, body.deed), body.deed) })
    return { matching, checked: customers.length, ...said }
  })

  mount(app, on, contract.startBulk, async ({ caller, body, now }) => {
    able(caller, body.deed.deed)
    const who = keptOf(ids, body.who, caller)
    const deed = await withUnit(caller, keptOfDeed(ids, body.deed), body.deed)
    await checkPeople(caller, deed)
    const persons = await countMatching(house, who)
    if (persons === 0) throw badInput('Nobody matches, so there is nothing to do.', 'who')
    const id = await house.rowIds.one()
    const value = saidValue(body.deed, deed)
    // The keep goes first, with our number: what it keeps of work that never begins here is never asked for.
    await door.ask(caller.as, 'bulkBegin', { bulk: id, deed: deed.deed, field: deed.deed === 'set_field' ? deed.field : null, value })
    await db
      .insertInto('office.bulk')
      .values({
        ...blank,
        bulk_id: id,
        deed: JSON.stringify(deed),
        who: JSON.stringify(who),
        state: 'running',
        persons,
        made_by: caller.person.actor.id,
        made_at: now,
        moved_at: now,
      })
      .execute()
    await door.ask(caller.as, 'noted', { acts: [{ act: 'bulk.run', facts: { deed: deed.deed, persons } }] })
    await workSoon(house.db)
    const row = await findBulk(db, id)
    if (!row) throw notFound()
    return view(caller, row)
  })

  /** Whoever they are given to must work here. */
  async function checkPeople(caller: Caller, deed: KeptDeed): Promise<void> {
    const staff = deed.deed === 'assign' ? deed.staff : deed.deed === 'add_task' ? deed.assignee : null
    if (staff === null) return
    const [colleague] = await door.ask(caller.as, 'colleagues', { ids: [staff] })
    if (!colleague) throw badInput('This colleague does not work here any more.', 'deed')
  }

  /** Tasks of many belong to the unit that was said, else to the one of whoever does it. */
  async function withUnit(caller: Caller, deed: KeptDeed, said: Deed): Promise<KeptDeed> {
    if (deed.deed !== 'add_task' || said.deed !== 'add_task') return deed
    if (said.unit === undefined) return { ...deed, unit: unitOf(caller) ?? null }
    const id = await unitWished(door, caller, said.unit, null)
    return { ...deed, unit: id === null || said.unit === null ? null : { id, code: said.unit } }
  }

  mount(app, on, contract.listBulk, async ({ caller, query: { cursor, limit = perPage } }) => {
    const of = withinOf(caller)?.customers ? caller.person.actor.id : undefined
    const pages = pagesOf(ids, `bulk ${of}`, z.int())
    const { rows, next_cursor } = pages.page(await listBulks(db, { below: pages.after(cursor), limit: limit + 1, of }), limit, (r) => r.bulk_id)
    return { items: await views(caller, rows), next_cursor }
  })
  mount(app, on, contract.getBulk, async ({ caller, params }) => view(caller, await found(caller, params.bulk_id, 'anybody’s')))

  type Turned = { to: 'paused' | 'running' | 'cancelled'; from: readonly BulkRow['state'][] }
  const turning =
    ({ to, from }: Turned) =>
    async ({ caller, params, now }: { caller: Caller; params: { bulk_id: string }; now: Date }) => {
      const { bulk_id } = await found(caller, params.bulk_id, 'own')
      const row = await turnBulk(db, bulk_id, { to, from, by: caller.person.actor.id, now })
      await workSoon(house.db)
      return view(caller, row)
    }
  mount(app, on, contract.pauseBulk, turning({ to: 'paused', from: ['running'] }))
  mount(app, on, contract.resumeBulk, turning({ to: 'running', from: ['paused'] }))
  mount(app, on, contract.cancelBulk, turning({ to: 'cancelled', from: ['running', 'paused'] }))
  mount(app, on, contract.undoBulk, async ({ caller, params, now }) => {
    const before = await found(caller, params.bulk_id, 'own')
    if (undoUntil(before) <= now) throw new AppError('conflict', 'After 30 days it cannot be taken back any more.')
    if (before.state === 'undoing' || before.state === 'undone') return view(caller, before)
    if (before.state === 'running' || before.state === 'paused')
      await turnBulk(db, before.bulk_id, { to: 'cancelled', from: ['running', 'paused'], by: caller.person.actor.id, now })
    await door.ask(caller.as, 'bulkUndo', { bulk: before.bulk_id })
    const row = await turnBulk(db, before.bulk_id, { to: 'undoing', from: ['done', 'cancelled', 'failed'], by: caller.person.actor.id, now })
    await door.ask(caller.as, 'noted', { acts: [{ act: 'bulk.undone', facts: { persons: row.changed } }] })
    await workSoon(house.db)
    return view(caller, row)
  })

  mount(app, on, contract.trashCustomer, async ({ caller, params }) => door.ask(caller.as, 'aside', { customer: customerOf(params.customer_id), back: false }))
  mount(app, on, contract.restoreCustomer, async ({ caller, params }) => door.ask(caller.as, 'aside', { customer: customerOf(params.customer_id), back: true }))
  mount(app, on, contract.listTrash, async ({ caller, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'trash', z.object({ at: z.iso.datetime(), customer: z.int() }))
    const found = await door.ask(caller.as, 'trashed', { after: pages.after(cursor) ?? null, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => ({ at: r.at, customer: r.preview.customer }))
    return {
      items: rows.map(({ preview, at, by }) => ({
        customer: refOf(ids, preview),
        at,
        by: { role: by.role, name: by.name },
        until: new Date(new Date(at).getTime() + trashDays * 86_400_000).toISOString(),
      })),
      next_cursor,
    }
  })
}

/** What it would touch besides whom it names. */
function askedOf(deed: KeptDeed, said: Deed): { field: string | null; staff?: number | null; units?: string[] } {
  if (deed.deed === 'assign') return { field: null, staff: deed.staff }
  if (deed.deed === 'add_task') return { field: null, staff: deed.assignee }
  if (said.deed !== 'set_field') return { field: null }
  const units = said.field === 'units' && said.value !== undefined ? { units: said.value ? said.value.split(',') : [] } : {}
  return { field: said.field, ...units }
}

/** What the keep is told besides: it alone writes and keeps it. */
function saidValue(said: Deed, deed: KeptDeed): string | null {
  if (said.deed === 'set_field') return said.value ?? null
  if (said.deed === 'add_task') return said.what ?? null
  return deed.deed === 'assign' ? (deed.staff?.toString() ?? null) : null
}

const blank = { trouble: null, ended_at: null, undone_by: null, undone_at: null } as const
