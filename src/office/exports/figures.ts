import { type FigureName, isFigure } from '../../keep/exports/shapes.ts'
import { digitsOf } from '../../platform/amounts.ts'
import { sql } from '../../platform/db/index.ts'
import { type Summary, summariesOf } from '../catalogue/index.ts'
import type { House } from '../house.ts'
import { classStands } from '../insight/index.ts'
import { listColumns, valuesOf } from '../lists/index.ts'
import { heldBy } from '../ownership/index.ts'
import type { Within } from '../within.ts'
import { openCounts } from '../work/index.ts'

// The figures of an export's rows, read for a piece of them at a time. Names are not among them: a colleague is a number here.

export type Cell = string | number | null
type FiguresHouse = Pick<House, 'db' | 'ids' | 'lists'>
/** What lists know of a person besides, as they show it. */
const listed = ['last_purchase', 'next_task', 'age_band', 'birthday', 'has_email', 'has_phone'] as const
type Derived = {
  customer_id: number
  kind: string
  role: string
  language: string | null
  country: string | null
  region: string | null
  since: Date
  class: string | null
}

/** For each of these persons, a cell for every figure column, in the order of the columns; of work, what whoever asked works with. */
export async function figuresOf(
  house: FiguresHouse,
  customers: readonly number[],
  { columns, within }: { columns: readonly string[]; within: Within | undefined },
): Promise<Map<number, Cell[]>> {
  const wanted = columns.filter(isFigure)
  if (wanted.length === 0) return new Map()
  const has = (...some: FigureName[]) => some.some((column) => wanted.includes(column))
  const members = await membersOf(house, customers)
  const more = listed.filter((column) => wanted.includes(column))
  const [derived, summaries, held, open, values] = await Promise.all([
    derivedOf(house, customers),
    has('since', 'last_contact', 'last_channel', 'purchases', 'spent', 'currency') ? summariesOf(house.db, members) : new Map<number, Summary>(),
    has('owner', 'units', 'tags') ? heldBy(house.db.$pickTables(), customers) : undefined,
    has('open_tasks', 'open_cases')
      ? openCounts(
          house.db.$pickTables(),
          members.map((m) => m.id),
          within,
        )
      : undefined,
    valuesOf(house, customers, listColumns(more, within)),
  ])
  const idsOf = Map.groupBy(members, (m) => m.person)
  return new Map(
    customers.map((customer) => {
      const d = derived.get(customer)
      const s = summaries.get(customer)
      const [spent] = s?.spent ?? []
      const shown = (column: (typeof listed)[number]) => textOf(values.get(customer)?.[column])
      const counts = (idsOf.get(customer) ?? []).map((m) => open?.get(m.id))
      const cells: Record<FigureName, Cell> = {
        id: house.ids.show('customer', customer),
        kind: d?.kind ?? null,
        role: d?.role ?? null,
        value_class: d?.class ?? null,
        since: dayOf(s?.first_at),
        last_contact: timeOf(s?.last_contact?.at),
        last_channel: s?.last_contact?.channel ?? null,
        purchases: s?.purchases ?? 0,
        last_purchase: shown('last_purchase')?.slice(0, 10) ?? null,
        spent: spent ? spent.minor / 10 ** digitsOf(spent.currency) : null,
        currency: spent?.currency ?? null,
        owner: held?.get(customer)?.owner ?? null,
        units: held?.get(customer)?.units.join(', ') || null,
        tags:
          held
            ?.get(customer)
            ?.tags.map((t) => t.title)
            .join(', ') || null,
        open_tasks: sum(counts.map((c) => c?.tasks)),
        open_cases: sum(counts.map((c) => c?.cases)),
        next_task: shown('next_task')?.slice(0, 19) ?? null,
        language: d?.language ?? null,
        country: d?.country ?? null,
        region: d?.region ?? null,
        age_band: shown('age_band'),
        birthday: shown('birthday'),
        has_email: shown('has_email'),
        has_phone: shown('has_phone'),
        created: dayOf(d?.since),
      }
      return [customer, wanted.map((column) => cells[column])]
    }),
  )
}

/** Every id of each person, paired with it. */
async function membersOf(house: Pick<House, 'db'>, persons: readonly number[]): Promise<{ id: number; person: number }[]> {
  const { rows } = await sql<{ id: number; person: number }>`
    select customer_id as id, person from fact.derived where customer_id = any(${[...persons]}::bigint[])
    union select customer_id, person from fact.derived where person <> customer_id and person = any(${[...persons]}::bigint[])`.execute(house.db)
  return rows
}

async function derivedOf(house: Pick<House, 'db'>, customers: readonly number[]): Promise<Map<number, Derived>> {
  const { rows } = await sql<Derived>`
    select d.customer_id, d.kind, d.role, d.language, d.country, d.region, d.since, case when ${classStands(sql`v.customer_id`)} then v.class end as class
    from fact.derived d left join office.value_class v on v.customer_id = d.customer_id where d.customer_id = any(${[...customers]}::bigint[])`.execute(
    house.db,
  )
  return new Map(rows.map((row) => [row.customer_id, row]))
}

const textOf = (value: unknown): string | null => (typeof value === 'string' || typeof value === 'boolean' ? String(value) : null)
const dayOf = (at: Date | undefined) => at?.toISOString().slice(0, 10) ?? null
const timeOf = (at: Date | undefined) => at?.toISOString().slice(0, 19) ?? null
const sum = (counts: readonly (number | undefined)[]) => counts.reduce<number>((all, one) => all + (one ?? 0), 0)
