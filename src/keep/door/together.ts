import { type Db, sql } from '../../platform/db/index.ts'
import { joined } from '../../platform/joined.ts'
import { joinedReads, type Reads } from '../../platform/reads.ts'
import { type Budgets, openBudgets } from '../access/index.ts'
import { type OwnedRelation, relationsOfAll, type SealedField, type SealedIdentifier, sealedFieldsOf, sealedIdentifiersOf } from '../customers/index.ts'
import { type Decision, decideByRules, type GateRequest } from '../gate/index.ts'
import type { Category, Keyring } from '../keyring/index.ts'
import type { KeepTables } from '../tables.ts'
import type { Purpose } from '../terms/index.ts'

// What looks of the same moment read and note together: eight people who open eight cards cost the database little more
// than one. Each looker still gets a decision, a budget and a receipt of their own.

export type Standing = {
  customer: number
  person: number
  kind: 'person' | 'organisation'
  role: 'customer' | 'lead' | 'supplier' | 'partner'
  status: 'anonymous' | 'known' | 'restricted' | 'erased'
  language: string | null
  time_zone: string | null
  country: string | null
  /** All ids of the person, the root first. */
  members: readonly number[]
}

export type Question = { customers: readonly number[]; requests: readonly GateRequest[]; now: Date }
export type Answer = { standings: ReadonlyMap<number, Standing>; decisions: readonly Decision[]; purposes: ReadonlyMap<string, Purpose> }

export type TextItem = { kind: string; customer: number; id: number }
export type SealedText = TextItem & { category: 'content' | 'sensitive'; sealed: Buffer }
export type KeysOf = { customers: readonly number[]; category: Category }
/** How many sealed texts and fields of each category these customers have. */
export type Held = { customer: number; section: 'timeline' | 'fields'; category: string; count: number }

export type Together = {
  /** Who these are, and the gate's verdicts in the order asked. Writes nothing. */
  decide(asked: Question): Promise<Answer>
  /** Throws too_many when the actor's open budget does not cover it. */
  spend: Budgets['spend']
  /** Current fields and identifiers as they are kept: sealed. */
  fields(members: readonly number[]): Promise<SealedField[]>
  identifiers(members: readonly number[]): Promise<SealedIdentifier[]>
  /** Brings data keys into the keyring's memory, so that opening waits for nothing. */
  fetchKeys(of: KeysOf): Promise<void>
  relations(members: readonly number[]): Promise<OwnedRelation[]>
  held(members: readonly number[]): Promise<Held[]>
  /** The sealed rows of those items that exist. */
  texts(items: readonly TextItem[]): Promise<SealedText[]>
}

/** `reads` answers what is looked up by key; `db` takes what is written. */
export function openTogether(at: { db: Db<KeepTables>; reads: Reads<KeepTables>; keyring: Keyring }): Together {
  const reading = joinedReads(at.reads)
  const fetchKeys = joined<KeysOf, undefined>(async (asked) => {
    const byCategory = [...Map.groupBy(asked, (a) => a.category)]
    await Promise.all(byCategory.map(([category, some]) => at.keyring.existingKeys(distinct(some.map((a) => a.customers)), category)))
    return asked.map(() => undefined)
  })
  return {
    decide: reading<Question, Answer>(decideAll),
    spend: openBudgets(at.db.$pickTables()).spend,
    fields: reading(async (db, asked) => {
      const all = Map.groupBy(await sealedFieldsOf(db.$pickTables(), distinct(asked), '*'), (f) => f.customer)
      return asked.map((members) => members.flatMap((m) => all.get(m) ?? []))
    }),
    identifiers: reading(async (db, asked) => {
      const all = Map.groupBy(await sealedIdentifiersOf(db.$pickTables(), distinct(asked)), (i) => i.customer_id)
      return asked.map((members) => members.flatMap((m) => all.get(m) ?? []))
    }),
    fetchKeys: async (of) => {
      await fetchKeys(of)
    },
    relations: reading(async (db, asked) => {
      const all = Map.groupBy(await relationsOfAll(db.$pickTables(), distinct(asked)), (r) => r.owner)
      return asked.map((members) => members.flatMap((m) => all.get(m) ?? []))
    }),
    held: reading(async (db, asked) => {
      const all = Map.groupBy(await heldOf(db, distinct(asked)), (h) => h.customer)
      return asked.map((members) => members.flatMap((m) => all.get(m) ?? []))
    }),
    texts: reading(async (db, asked) => {
      const all = Map.groupBy(await sealedTexts(db, asked.flat()), keyOf)
      return asked.map((items) => items.flatMap((i) => all.get(keyOf(i))?.slice(0, 1) ?? []))
    }),
  }
}

async function decideAll(db: Db<KeepTables>, questions: readonly Question[]): Promise<Answer[]> {
  const now = new Date(Math.max(...questions.map((q) => q.now.getTime())))
  const [standings, { decisions, purposes }] = await Promise.all([
    standingsOf(db, distinct(questions.map((q) => q.customers))),
    decideByRules(
      db.$pickTables(),
      questions.flatMap((q) => q.requests),
      now,
    ),
  ])
  let from = 0
  return questions.map((q) => {
    const own = decisions.slice(from, from + q.requests.length)
    from += q.requests.length
    return { standings, decisions: own, purposes }
  })
}

async function standingsOf(db: Db<KeepTables>, customers: readonly number[]): Promise<Map<number, Standing>> {
  if (customers.length === 0) return new Map()
  const rows = await sql<Omit<Standing, 'members'> & { merged: number[] | null }>`
    select c.customer_id as customer, r.customer_id as person, r.kind, r.role, r.status, r.language, r.time_zone, r.country,
      (select array_agg(m.customer_id order by m.customer_id) from keep.customer m where m.merged_into = r.customer_id) as merged
    from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where c.customer_id = any(${[...customers]}::bigint[])`.execute(db)
  return new Map(rows.rows.map(({ merged, ...r }) => [r.customer, { ...r, members: [r.person, ...(merged ?? [])] }]))
}

async function heldOf(db: Db<KeepTables>, customers: readonly number[]): Promise<Held[]> {
  const rows = await sql<Held>`
    select customer_id as customer, 'timeline' as section, category, count(*) as count from keep.content where customer_id = any(${[...customers]}::bigint[]) group by 1, 3
    union all
    select customer_id, 'fields', category, count(*) from keep.vault where customer_id = any(${[...customers]}::bigint[]) and current and sealed is not null group by 1, 3`.execute(
    db,
  )
  return rows.rows
}

async function sealedTexts(db: Db<KeepTables>, items: readonly TextItem[]): Promise<SealedText[]> {
  if (items.length === 0) return []
  const rows = await sql<SealedText>`
    select c.customer_id as customer, c.kind, c.id, c.category, c.sealed
    from unnest(${items.map((i) => i.customer)}::bigint[], ${items.map((i) => i.kind)}::text[], ${items.map((i) => i.id)}::bigint[]) as w(c, k, i)
    join keep.content c on c.customer_id = w.c and c.kind = w.k and c.id = w.i`.execute(db)
  return rows.rows
}

export const keyOf = (i: TextItem) => `${i.kind} ${i.customer} ${i.id}`
const distinct = (asked: readonly (readonly number[])[]) => [...new Set(asked.flat())]
