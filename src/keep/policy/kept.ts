import { type Db, sql } from '../../platform/db/index.ts'
import { timeOfInteraction } from '../../platform/ids/index.ts'
import { keptUntil, type Purpose, purposesNow } from '../terms/index.ts'
import type { PolicyDb } from './tables.ts'

// How long data is kept for each purpose, by a draft: what would be over at once, and what would be kept once more. Nothing is written.

/** `of`: a purpose; null: every purpose would be over, and in a month the person would be asked to be erased. `data`: how many fields and interactions of theirs are held. */
type Over = { person: number; of: string | null; before: boolean; after: boolean; data: number }

/** The purposes whose retention a draft changes; those that are not named, or are no more, stay. */
export async function changedRetentions(db: Db<PolicyDb>, said: Readonly<Record<string, string>> | undefined): Promise<ReadonlyMap<string, string>> {
  const purposes = await purposesNow(db.$pickTables())
  return new Map(Object.entries(said ?? {}).filter(([code, retention]) => (purposes.get(code)?.retention ?? retention) !== retention))
}

/** Gives a function that, of these persons, says for which purposes their data would be over by the draft and is not now, or the other way round. */
export async function overOtherwise(
  db: Db<PolicyDb>,
  changed: ReadonlyMap<string, string>,
  now: Date,
): Promise<(persons: readonly number[]) => Promise<Over[]>> {
  const purposes = [...(await purposesNow(db.$pickTables())).values()]
  const looked = purposes.filter(({ purpose, checks }) => changed.has(purpose) && checks.has('retention'))
  const isOver = (retention: string, active: Date) => (keptUntil(retention, active) ?? now) < now
  const by = ({ purpose, retention }: Purpose) => changed.get(purpose) ?? retention
  // As the job that asks for erasures has it: a consent that stands holds somebody for itself.
  const holding = purposes.filter(({ legalBasis, retention }) => !(legalBasis === 'consent' && retention.startsWith('consent')))
  return async (persons) => {
    const found = (await activeOf(db, persons)).flatMap(({ person, active }) => {
      const each = looked.map((p) => ({ person, of: p.purpose, before: isOver(p.retention, active), after: isOver(by(p), active) }))
      const all = { person, of: null, before: holding.every((p) => isOver(p.retention, active)), after: holding.every((p) => isOver(by(p), active)) }
      return [...each, all].filter(({ before, after }) => before !== after)
    })
    const held = await dataOf(db, [...new Set(found.map(({ person }) => person))])
    return found.map((one) => ({ ...one, data: held.get(one.person) ?? 0 }))
  }
}

const ofThem = (persons: readonly number[]) => sql`(c.customer_id = any(${[...persons]}::bigint[]) or c.merged_into = any(${[...persons]}::bigint[]))`

/** When anything happened last with each, as the gate has it (gate/gatherSome.ts): of several cards the latest; what the company wrote by itself is nothing that happened. */
async function activeOf(db: Db<PolicyDb>, persons: readonly number[]): Promise<{ person: number; active: Date }[]> {
  const { rows } = await sql<{ person: number; came: Date; last: number | null }>`
    select coalesce(c.merged_into, c.customer_id) as person, c.created_at as came,
      (select i.id from fact.interaction i where i.customer_id = c.customer_id and i.direction <> 'out' order by i.id desc limit 1) as last
    from keep.customer c where ${ofThem(persons)}`.execute(db)
  return [...Map.groupBy(rows, ({ person }) => person)].map(([person, cards]) => ({
    person,
    active: new Date(Math.max(...cards.flatMap(({ came, last }) => [came.getTime(), ...(last === null ? [] : [timeOfInteraction(last).getTime()])]))),
  }))
}

async function dataOf(db: Db<PolicyDb>, persons: readonly number[]): Promise<Map<number, number>> {
  if (persons.length === 0) return new Map()
  const { rows } = await sql<{ person: number; n: number }>`
    select coalesce(c.merged_into, c.customer_id) as person,
      sum((select count(distinct v.field) from keep.vault v where v.customer_id = c.customer_id) + (select count(*) from fact.interaction i where i.customer_id = c.customer_id))::int as n
    from keep.customer c where ${ofThem(persons)} group by 1`.execute(db)
  return new Map(rows.map(({ person, n }) => [person, n]))
}
