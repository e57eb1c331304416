import { inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Ability } from '../../platform/http/index.ts'
import {
  type BulkRow,
  beginBulk,
  beginUndo,
  type Deed,
  getBulk,
  isRowField,
  openValue,
  setCare,
  setField,
  unitsField,
  unsetCare,
  unsetField,
} from '../bulk/index.ts'
import { checkUnits, contentPlace, fitOwn, isOwn, ownFields, trashedLong, whyNotField, writtenUnits } from '../customers/index.ts'
import { sealText } from '../keyring/index.ts'
import type { Change } from '../receipts/index.ts'
import { tellOfCorrected } from '../rights/index.ts'
import type { KeepTables } from '../tables.ts'
import { putAside, takeBack } from './aside.ts'
import { writer } from './changing.ts'
import { categoryIn, closedField } from './closed.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { type Look, type Sight, sightOf } from './sight.ts'
import { lostBy, unseenOfMany } from './unseen.ts'
import { noteExport, noteRefusals } from './uses.ts'

// What is done to many at once, decided for each of them as any change is: for service (tags also for analysis), by whoever asked, as
// they stand now.

const ableTo: Record<Deed, Ability> = {
  tag: 'customers.tag',
  untag: 'customers.tag',
  assign: 'customers.tag',
  set_field: 'customers.change',
  trash: 'customers.change',
  restore: 'customers.change',
  add_task: 'work.do',
}

type Said = { deed: Deed; field: string | null }

/** Of those who match (the first of them): how many it may be done to, and why not to others. Writes nothing. */
export async function bulkPreview(deps: DoorDeps, asker: Asker, input: Checked<'bulkPreview'>): Promise<Outputs['bulkPreview']> {
  mayDo(asker, input.deed)
  const sight = await sightFor(deps, asker, input, input.customers)
  const left = new Map<string, number>()
  for (const customer of input.customers) {
    const why = sight.refusal(customer)
    if (why !== undefined) left.set(why, (left.get(why) ?? 0) + 1)
  }
  const leftOut = [...left].map(([reason, count]) => ({ reason, count }))
  const customers = input.customers.filter((customer) => sight.refusal(customer) === undefined)
  const [unseen, lost] = await Promise.all([unseenThen(deps, input, customers), lostThen(deps, asker, input, customers)])
  return { allowed: customers.length, left_out: leftOut, unseen, lost }
}

/** Whoever is responsible sees them, whatever their limits; unless their role sees nobody. */
async function unseenThen(deps: DoorDeps, { deed, staff }: Checked<'bulkPreview'>, customers: readonly number[]) {
  if (staff === null || (deed !== 'assign' && deed !== 'add_task')) return null
  const unseen = await unseenOfMany(deps, { staff, customers })
  return deed === 'assign' && unseen?.why !== 'role' ? null : unseen
}

async function lostThen(deps: DoorDeps, asker: Asker, { deed, field, staff, units }: Checked<'bulkPreview'>, customers: readonly number[]): Promise<number> {
  if (deed === 'assign') return lostBy(deps, asker, { customers, owner: staff })
  return deed === 'set_field' && field === unitsField && units !== null ? lostBy(deps, asker, { customers, units }) : 0
}

/** Takes the work on: from now on the office may walk through those who match. */
export async function bulkBegin(deps: DoorDeps, asker: Asker, input: Checked<'bulkBegin'>): Promise<Outputs['bulkBegin']> {
  mayDo(asker, input.deed)
  const value = await checkedValue(deps, input)
  await sightFor(deps, asker, input, [])
  const by = { id: asker.actor.id, role: asker.actor.role }
  await beginBulk(bulkDeps(deps), { id: input.bulk, deed: input.deed, field: input.field, value, by, now: deps.clock.now() })
  return { done: true }
}

/** From now on it is taken back, by whoever may have done it. */
export async function bulkUndo(deps: DoorDeps, asker: Asker, input: Checked<'bulkUndo'>): Promise<Outputs['bulkUndo']> {
  const row = await getBulk(deps.db.$pickTables(), input.bulk)
  mayDo(asker, row.deed)
  if (row.by_id !== asker.actor.id && !asker.rights.abilities.includes('registers.keep'))
    throw new AppError('forbidden', 'Only who did it, or whoever keeps the registers, can take it back.')
  await beginUndo(deps.db.$pickTables(), input.bulk, { id: asker.actor.id, role: asker.actor.role }, deps.clock.now())
  return { done: true }
}

/**
 * A piece of the work, or of taking it back. What the keep does is done when this answers; of what the office does, `changed` are
 * those it may be done to. Asked again it answers the same. `stopped`: why the work may not go on.
 */
export async function bulkBatch(deps: DoorDeps, _: Asker, input: Checked<'bulkBatch'>): Promise<Outputs['bulkBatch']> {
  const row = await getBulk(deps.db.$pickTables(), input.bulk)
  const undoing = row.undone_at !== null
  const asker = await deps.standIn(row.undone_by ?? row.by_id)
  if (!asker || asker.actor.role !== (row.undone_role ?? row.by_role) || !asker.rights.abilities.includes(ableTo[row.deed]))
    return { ...nothing, stopped: 'Whoever asked for it left, or has another role now, so the work was stopped.' }
  const sight = await sightFor(deps, asker, row, input.customers)
  const use = {
    sight,
    reason: { kind: 'bulk' as const, id: row.bulk_id },
    categories: [categoryFor(deps, row)],
    deed: row.field === unitsField ? ('units' as const) : doneBy[row.deed],
    fields: row.field === null ? [] : [row.field],
  }
  const open = input.customers.filter((c) => sight.refusal(c) === undefined)
  await noteRefusals(deps, asker, { ...use, customers: input.customers })
  await noteExport(deps, asker, { ...use, customers: open })
  const left = new Map<string, number>()
  const leave = (reason: string, count: number) => count > 0 && left.set(reason, (left.get(reason) ?? 0) + count)
  for (const customer of input.customers) {
    const why = sight.refusal(customer)
    if (why !== undefined) leave(why, 1)
  }
  const done = await inTransaction(deps.db, async (tx) => {
    const held = await heldStill(tx, open, row.deed === 'restore' || (row.deed === 'trash' && undoing))
    leave('restricted', open.length - held.length)
    return act(deps, tx, { row, asker, held, tasks: new Map(input.customers.map((c, i) => [c, input.tasks[i] ?? 0])), undoing })
  })
  for (const [reason, count] of done.leftOut) leave(reason, count)
  if (done.changed.length > 0 && published.has(row.deed)) await deps.directory.follow()
  return { changed: done.changed, unchanged: done.unchanged, left_out: [...left].map(([reason, count]) => ({ reason, count })), stopped: null }
}

const nothing: Outputs['bulkBatch'] = { changed: [], unchanged: 0, left_out: [], stopped: null }
const published: ReadonlySet<Deed> = new Set(['set_field', 'trash', 'restore'])
const doneBy: Record<Deed, Change> = { tag: 'tag', untag: 'tag', assign: 'owner', set_field: 'write', trash: 'trash', restore: 'trash', add_task: 'task' }

type Step = { row: BulkRow; asker: Asker; held: number[]; tasks: ReadonlyMap<number, number>; undoing: boolean }
type Dealt = { changed: number[]; unchanged: number; leftOut: ReadonlyMap<string, number>; was?: ReadonlyMap<number, string | null> }

async function act(deps: DoorDeps, tx: Tx<KeepTables>, { row, asker, held, tasks, undoing }: Step): Promise<Dealt> {
  const by = { actor: asker.actor, now: deps.clock.now(), bulk: row.bulk_id }
  const value = openValue(deps.keyring, row)
  const care = (what: 'units' | 'owner') =>
    undoing ? unsetCare(deps, tx.$pickTables(), held, { ...by, what }) : setCare(deps, tx.$pickTables(), held, { ...by, what, value })
  switch (row.deed) {
    case 'set_field': {
      if (row.field === unitsField) return care('units')
      const writing = { ...by, field: row.field ?? '' }
      const dealt = undoing ? await unsetField(deps, tx.$pickTables(), held, writing) : await setField(deps, tx.$pickTables(), held, { ...writing, value })
      const before = dealt.was
      const corrected = dealt.changed.map((customer) => ({ customer, field: writing.field, ...(before && { was: before.get(customer) ?? null }) }))
      await tellOfCorrected(deps, tx.$pickTables(), corrected, by)
      return dealt
    }
    case 'trash':
      return undoing ? takeBack(deps, tx, held, by) : putAside(deps, tx, held, by)
    case 'restore': {
      if (undoing) return putAside(deps, tx, held, by)
      const past = asker.rights.abilities.includes('registers.keep') ? [] : await trashedLong(tx.$pickTables(), held, by.now)
      const still = held.filter((customer) => !past.includes(customer))
      const dealt = await takeBack(deps, tx, still, { actor: by.actor, now: by.now })
      return past.length > 0 ? { ...dealt, leftOut: new Map([['trashed_long', past.length]]) } : dealt
    }
    case 'add_task':
      if (!undoing) await putTasks(deps, tx, held, { tasks, what: value ?? '' })
      return { changed: held, unchanged: 0, leftOut: new Map() }
    case 'assign':
      return care('owner')
    case 'tag':
    case 'untag':
      return { changed: held, unchanged: 0, leftOut: new Map() }
  }
}

/** Sealed for each of them, under the number of the task that the office makes. */
async function putTasks(
  deps: DoorDeps,
  tx: Tx<KeepTables>,
  customers: readonly number[],
  { tasks, what }: { tasks: ReadonlyMap<number, number>; what: string },
): Promise<void> {
  const keys = await deps.keyring.keysFor(customers, 'content')
  const text = JSON.stringify({ text: what })
  const rows = customers.flatMap((customer) => {
    const [key, id] = [keys.get(customer), tasks.get(customer)]
    return key && id ? [{ customer, id, sealed: sealText(key, contentPlace(customer, 'task', id), text) }] : []
  })
  await sql`insert into keep.content (customer_id, kind, id, category, sealed)
    select c, 'task', i, 'content', s from unnest(${rows.map((r) => r.customer)}::bigint[], ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.sealed)}::bytea[]) as t(c, i, s)
    on conflict (customer_id, kind, id) do update set sealed = excluded.sealed`.execute(tx)
}

/** Holds the rows of these persons until the transaction ends; gives those who may still be changed. */
async function heldStill(tx: Tx<KeepTables>, persons: readonly number[], inTrash: boolean): Promise<number[]> {
  const { rows } = await sql<{ customer_id: number; status: string; trashed_at: Date | null }>`
    select customer_id, status, trashed_at from keep.customer where customer_id = any(${[...persons]}::bigint[]) order by customer_id for no key update`.execute(
    tx,
  )
  return rows.filter((r) => r.status !== 'restricted' && r.status !== 'erased' && (inTrash || r.trashed_at === null)).map((r) => r.customer_id)
}

async function sightFor(deps: DoorDeps, asker: Asker, said: Said, customers: readonly number[]): Promise<Sight> {
  writer(asker)
  const inTrash = said.deed === 'trash' || said.deed === 'restore'
  const tags = said.deed === 'tag' || said.deed === 'untag'
  const look: Look = { ...(inTrash ? { inTrash } : {}), ...(tags ? { categories: ['record'] } : {}) }
  const sight = await sightByRole(deps, asker, { purposes: tags ? ['service', 'analysis'] : ['service'], customers, look })
  const uncovered =
    sight && (!sight.covers(categoryFor(deps, said), said.field ?? undefined) || (said.field !== null && closedField(deps, 'service', said.field)))
  if (!sight || uncovered) throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
  return sight
}

/** For the first of these purposes that is for the asker's role: whoever does not serve people tags them to understand them, and not those who objected. */
async function sightByRole(
  deps: DoorDeps,
  asker: Asker,
  { purposes, customers, look }: { purposes: readonly string[]; customers: readonly number[]; look: Look },
): Promise<Sight | undefined> {
  for (const purpose of purposes) {
    const sight = await sightOf(deps, asker, purpose, customers, deps.clock.now(), [], look)
    if (sight?.byRole) return sight
  }
  return undefined
}

const categoryFor = (deps: DoorDeps, { field }: Said) => (field === null || field === unitsField || isRowField(field) ? 'record' : categoryIn(deps, field))

function mayDo(asker: Asker, deed: Deed): void {
  if (asker.actor.kind !== 'staff' || !asker.rights.abilities.includes(ableTo[deed]))
    throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
}

const roles: readonly string[] = ['customer', 'lead', 'supplier', 'partner']

/** The value as its field keeps it; throws bad_input with one sentence. */
async function checkedValue(deps: DoorDeps, { deed, field, value }: Checked<'bulkBegin'>): Promise<string | null> {
  if (deed === 'add_task') {
    if (!value?.trim()) throw badInput('Say what is to be done.', 'deed.what')
    return value.trim()
  }
  if (deed === 'assign') {
    if (value !== null && !/^[0-9]{1,18}$/.test(value)) throw badInput('There is no such colleague.', 'deed.staff_id')
    return value
  }
  if (deed !== 'set_field') return null
  if (field === unitsField) {
    const units = value === null ? [] : [...new Set(value.split(','))]
    await checkUnits(deps.db.$pickTables(), units)
    return writtenUnits(units)
  }
  if (field === null || !(isRowField(field) || field === 'form' || isOwn(field)))
    throw badInput('This field is one person’s own and cannot be given to many at once.', 'deed.field')
  if (field === 'role' && !roles.includes(value ?? '')) throw badInput('role: must be customer, lead, supplier or partner', 'deed.value')
  if (value === null) return null
  if (field === 'language' && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value)) throw badInput('language: must be a language tag like en or ru', 'deed.value')
  if (!isOwn(field)) {
    const wrong = whyNotField(field, value, deps.clock.now())
    if (wrong !== undefined) throw badInput(`${field}: ${wrong}`, 'deed.value')
    return value
  }
  const declared = (await ownFields(deps.db.$pickTables())).get(field)
  if (!declared) throw badInput(`There is no field "${field}".`, 'deed.field')
  const fit = fitOwn(declared, value)
  if ('problem' in fit) throw badInput(`${field}: ${fit.problem}`, 'deed.value')
  return fit.value
}

const bulkDeps = (deps: DoorDeps) => ({ db: deps.db.$pickTables<'keep.bulk' | 'keep.bulk_before'>(), keyring: deps.keyring })
