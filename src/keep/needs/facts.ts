import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { bandOf, endsOf } from './shapes.ts'
import type { NeedRow, NeedTables, UsedTables } from './tables.ts'

// What stands outside the keep of a need, for counting. A topic or a budget that few speak of could lead to somebody, so it stands
// there only where enough persons said the like within a year.

const persons = 5
const alikeMs = 365 * 86_400_000

type Fact = NeedTables['fact.need']

/** Puts the fact of a need that was just kept; it is counted among those who said the like. */
export async function putFact(tx: Tx<UsedTables>, need: Pick<NeedRow, 'need_id' | 'kind' | 'topic' | 'budget'>, now: Date): Promise<void> {
  const band = bandOf(need.budget)
  const { rows } = await sql<{ topic: number; both: number }>`
    select count(distinct coalesce(c.merged_into, c.customer_id))::int as topic,
      count(distinct coalesce(c.merged_into, c.customer_id)) filter (where ${isIn(band)})::int as both
    from keep.need n join keep.customer c on c.customer_id = n.customer_id
    where n.topic is not distinct from ${need.topic} and n.said_at > ${new Date(now.getTime() - alikeMs)}`.execute(tx)
  const { topic = 0, both = 0 } = rows[0] ?? {}
  const fact: Fact = {
    need_id: need.need_id,
    kind: need.kind,
    topic: topic >= persons ? need.topic : null,
    band: both >= persons ? band : null,
    week: weekOf(now),
    state: 'open',
  }
  await tx
    .insertInto('fact.need')
    .values(fact)
    .onConflict((known) => known.column('need_id').doUpdateSet({ topic: fact.topic, band: fact.band }))
    .execute()
}

/** Whether the budget of a row `n` lies in a band. */
export function isIn(band: string) {
  const ends = endsOf(band)
  if (ends === undefined) return sql<boolean>`n.budget is null`
  return ends.to === null ? sql<boolean>`n.budget > ${ends.from}` : sql<boolean>`(n.budget > ${ends.from} and n.budget <= ${ends.to})`
}

export async function moveFact(tx: Tx<NeedTables>, need: number, state: string): Promise<void> {
  await sql`update fact.need set state = ${state} where need_id = ${need}`.execute(tx)
}

/** Facts of needs that are there no more: their customer was erased, or they are long over. Gives how many went. */
export async function forgetFacts(db: Db<NeedTables>): Promise<number> {
  const gone = await sql`delete from fact.need where need_id in (
    select f.need_id from fact.need f where not exists (select from keep.need n where n.need_id = f.need_id) limit 1000)`.execute(db)
  return Number(gone.numAffectedRows ?? 0)
}

/** The Monday of its week, in UTC. */
function weekOf(at: Date): string {
  const monday = new Date(at)
  monday.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return monday.toISOString().slice(0, 10)
}
