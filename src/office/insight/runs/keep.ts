import type { Clock } from '../../../platform/clock.ts'
import { type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import type { Analyst, PersonSaid } from '../../analyst/index.ts'
import { mayBeAnalysed } from '../said.ts'
import type { InsightTables } from '../tables.ts'
import { settleClasses } from './classes.ts'
import type { ModelRun } from './register.ts'

// Keeping what a run found: all of it in one transaction, so that what stands is of one run, and of the last good one when anything breaks.

type Keeping = { db: Db<InsightTables>; analyst: Analyst; clock: Clock }

/** Small, so that requests are answered between two pieces. */
const atOnce = 500
const validDays = 14

export async function keepRun({ db, analyst, clock }: Keeping, run: ModelRun): Promise<void> {
  const computed = run.started_at ?? clock.now()
  const until = new Date(computed.getTime() + validDays * 86_400_000)
  await inTransaction(db, async (tx) => {
    let [figures, ways]: unknown[] = []
    for (let from = 0, of = 1; from < of; from += atOnce) {
      const piece = await thoughtsOf(analyst, run.run_id, from)
      await keepGoods(tx, run.run_id, piece.goods)
      await keepPiece(tx, piece.persons, { run: run.run_id, computed, until })
      of = piece.of
      figures = piece.figures
      ways = piece.ways
      // Seen by others while this transaction is open, so it is said beside it.
      if (from % (40 * atOnce) === 0) await sayKeeping(db, run.run_id, of === 0 ? 1 : from / of)
    }
    await sql`delete from office.insight where run_id <> ${run.run_id}`.execute(tx)
    await sql`delete from office.goods where run_id <> ${run.run_id}`.execute(tx)
    const classes = await settleClasses(tx, clock.now())
    const count = await sql<{ n: number }>`select count(*) as n from office.insight`.execute(tx)
    await sql`
      update office.model_run set state = 'done', step = 'done', progress = 1, ended_at = ${clock.now()}, customers = ${count.rows[0]?.n ?? 0},
        figures = ${JSON.stringify(figures ?? null)}::jsonb, classes = ${JSON.stringify(classes)}::jsonb, ways = ${JSON.stringify(ways ?? null)}::jsonb
      where run_id = ${run.run_id} and state = 'running'`.execute(tx)
  })
}

const sayKeeping = (db: Db<InsightTables>, run: number, share: number) =>
  sql`update office.model_run set step = 'keeping', progress = ${0.8 + 0.19 * share} where run_id = ${run}`.execute(db)

type Of = { run: number; computed: Date; until: Date }

/** Whoever objected, was joined to another or left since the run read them is passed over. */
async function keepPiece(tx: Tx<InsightTables>, persons: readonly PersonSaid[], { run, computed, until }: Of): Promise<void> {
  const day = (column: string) => sql.raw(`date '1970-01-01' + p.${column}`)
  await sql`
    insert into office.insight as i (customer_id, run_id, computed_at, valid_until, why, why_worth, purchases, first_on, last_on, spent, currency, value, value_low, value_high,
      expected, expected_low, expected_high, alive, next_on, gap, elapsed, longer, tastes, again, fresh, portrait)
    select p.person, ${run}, ${computed}, ${until}, p.why, p.why_worth, p.purchases, ${day('first_on')}, ${day('last_on')}, p.spent, p.currency, p.value, p.value_low, p.value_high,
      p.expected, p.expected_low, p.expected_high, p.alive, ${day('next_on')}, p.gap, p.elapsed, p.longer, p.tastes, p.again, p.fresh, p.portrait
    from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as p (person bigint, why text, why_worth text, purchases int, first_on int, last_on int, spent bigint, currency text,
      value bigint, value_low bigint, value_high bigint, expected double precision, expected_low double precision, expected_high double precision, alive double precision,
      next_on int, gap double precision, elapsed double precision, longer double precision, tastes jsonb, again text[], fresh text[], portrait jsonb)
    join fact.derived d on d.customer_id = p.person and d.person = p.person and d.status = 'known'
    where ${mayBeAnalysed(sql`p.person`)}
    on conflict (customer_id) do update set
      run_id = excluded.run_id, computed_at = excluded.computed_at, valid_until = excluded.valid_until, why = excluded.why, why_worth = excluded.why_worth,
      purchases = excluded.purchases, first_on = excluded.first_on, last_on = excluded.last_on, spent = excluded.spent, currency = excluded.currency,
      value = excluded.value, value_low = excluded.value_low, value_high = excluded.value_high, expected = excluded.expected, expected_low = excluded.expected_low,
      expected_high = excluded.expected_high, alive = excluded.alive, next_on = excluded.next_on, gap = excluded.gap, elapsed = excluded.elapsed, longer = excluded.longer,
      tastes = excluded.tastes, again = excluded.again, fresh = excluded.fresh, portrait = excluded.portrait`.execute(tx)
}

type Goods = Awaited<ReturnType<typeof thoughtsOf>>['goods']
const thoughtsOf = (analyst: Analyst, run: number, from: number) => analyst.ask('thoughts', { run, from, most: atOnce })

/** What goes with what: of nobody, for the till and for what is new. */
async function keepGoods(tx: Tx<InsightTables>, run: number, goods: Goods): Promise<void> {
  if (goods.length === 0) return
  await sql`
    insert into office.goods (sku, run_id, buyers, near)
    select g.sku, ${run}, g.buyers, g.near from jsonb_to_recordset(${JSON.stringify(goods)}::jsonb) as g (sku text, buyers int, near jsonb)
    on conflict (sku) do update set run_id = excluded.run_id, buyers = excluded.buyers, near = excluded.near`.execute(tx)
}
