import type { z } from 'zod'
import type { Preview } from '../../keep/door/contract.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Caller } from '../caller.ts'
import { type FactTables, type Summary, summariesOf } from '../catalogue/index.ts'
import type { House } from '../house.ts'
import { classStands, type ValueClass } from '../insight/index.ts'
import { withinOf } from '../within.ts'
import { openCounts, refOf } from '../work/index.ts'
import type { customerRow, lastContact } from './shapes.ts'

type Row = z.input<typeof customerRow>
/** A row with whose it is, whether more than the name is closed, and what was opened of sealed fields; none of it leaves the house as it stands. */
type OwnedRow = Row & { person: number; closed: boolean; opened: NonNullable<Preview['fields']> }

/** `sealed`: the company's own fields that are opened with the names. */
type Looked = { why: 'list' | 'search'; sealed: string[] }

/** Rows of a list, rendered: names by the door in one call, figures by facts in three statements for all of them. */
export async function customerRows(house: House, caller: Caller, customers: readonly number[], { why, sealed }: Looked): Promise<OwnedRow[]> {
  if (customers.length === 0) return []
  const previews = await house.door.ask(caller.as, 'preview', {
    customers: [...customers],
    purpose: 'service',
    reason: { kind: why },
    fields: sealed,
    beyond: 'hide',
  })
  const members = await membersOfPersons(house.db, [...new Set(previews.map((p) => p.person))])
  const [summaries, counts, classes] = await Promise.all([
    summariesOf(house.db, members),
    openCounts(
      house.db.$pickTables(),
      members.map((m) => m.id),
      withinOf(caller),
    ),
    classesOf(
      house,
      members.map((m) => m.person),
    ),
  ])
  return previews.map((preview) => {
    if (isClosed(preview)) return { ...rowOf(house, preview, undefined, null, { tasks: 0, cases: 0 }), person: preview.person, closed: true, opened: {} }
    const ids = members.filter((m) => m.person === preview.person).map((m) => m.id)
    const row = rowOf(house, preview, summaries.get(preview.person), classes.get(preview.person) ?? null, sum(ids.map((id) => counts.get(id))))
    return { ...row, person: preview.person, closed: false, opened: preview.fields ?? {} }
  })
}

/** Whose data the customer or the law keeps closed has no figures either; a role that sees no names, and whoever has no budget left for them, may still see figures. */
const isClosed = ({ hidden }: Preview) => hidden !== null && !['no_name', 'role_not_covered', 'open_budget'].includes(hidden)

function rowOf(house: House, preview: Preview, s: Summary | undefined, value_class: ValueClass | null, open: { tasks: number; cases: number }): Row {
  const [spent] = s?.spent ?? []
  return {
    ...refOf(house.ids, preview),
    role: preview.role,
    value_class,
    since: s ? s.first_at.toISOString().slice(0, 10) : null,
    last_contact: contactOf(s),
    spent: spent ? { minor: spent.minor, currency: spent.currency } : null,
    open_tasks: open.tasks,
    open_cases: open.cases,
  }
}

export function contactOf(s: Summary | undefined): z.input<typeof lastContact> | null {
  return s?.last_contact ? { ...s.last_contact, at: s.last_contact.at.toISOString() } : null
}

/** Every id of each person, paired with it. */
export async function membersOfPersons(db: Db<FactTables>, persons: readonly number[]): Promise<{ id: number; person: number }[]> {
  const rows = await sql<{ id: number; person: number }>`
    select customer_id as id, person from fact.derived where customer_id = any(${[...persons]}::bigint[]) or (person <> customer_id and person = any(${[...persons]}::bigint[]))`.execute(
    db,
  )
  const missing = persons.filter((p) => !rows.rows.some((r) => r.id === p))
  return [...rows.rows, ...missing.map((p) => ({ id: p, person: p }))]
}

async function classesOf(house: House, persons: readonly number[]): Promise<Map<number, ValueClass>> {
  const rows = await sql<{
    customer_id: number
    class: ValueClass
  }>`select v.customer_id, v.class from office.value_class v where v.customer_id = any(${[...persons]}::bigint[]) and ${classStands(sql`v.customer_id`)}`.execute(
    house.db,
  )
  return new Map(rows.rows.map((r) => [r.customer_id, r.class]))
}

const sum = (counts: readonly ({ tasks: number; cases: number } | undefined)[]) =>
  counts.reduce<{ tasks: number; cases: number }>((all, one) => ({ tasks: all.tasks + (one?.tasks ?? 0), cases: all.cases + (one?.cases ?? 0) }), {
    tasks: 0,
    cases: 0,
  })

const actorKinds = ['staff', 'customer', 'api', 'service', 'ai'] as const

/** Who brought a value, in the way staff may see it. */
export function byOf(by: { kind: string; name: string | null }) {
  const kind = actorKinds.find((k) => k === by.kind) ?? 'service'
  return { kind, role: by.kind, name: by.name, unit: null }
}
