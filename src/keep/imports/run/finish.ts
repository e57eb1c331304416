import { sql } from '../../../platform/db/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Reconciliation, RowsReconciled, SumsReconciled } from '../shapes.ts'
import { million } from '../values/decimal.ts'
import type { Job } from './job.ts'
import { addSum, noSum, type Sums, shownSums, type Tally } from './tally.ts'

/** Counts the people of an import from the tables, once all is stored. */
export async function countPeople(deps: ImportDeps, job: Job): Promise<Pick<Tally, 'customers_new' | 'customers_known'>> {
  const rows = await sql<{ fresh: number; known: number }>`
    select (select count(*) from keep.customer where import_id = ${job.id} and status <> 'anonymous') as fresh,
      (select count(*) from (select distinct customer_id from fact.interaction where import_id = ${job.id}) i
        join keep.customer c using (customer_id) where c.import_id is distinct from ${job.id}) as known`.execute(deps.db)
  const [row] = rows.rows
  return { customers_new: row?.fresh ?? 0, customers_known: row?.known ?? 0 }
}

/** Once all is in: what was read against what was done with it. */
export async function reconcile(deps: ImportDeps, job: Job): Promise<Reconciliation> {
  return job.plan.mapping.preset === 'order-lines' ? reconcileSums(deps, job) : reconcileRows(deps, job)
}

/** Rows read one by one against what was counted as they were dealt with, and against the rejected ones in the table. */
async function reconcileRows(deps: ImportDeps, job: Job): Promise<RowsReconciled> {
  const { rows: read, recorded: added, updated: changed, repeated: unchanged } = job.tally
  const found = await sql<{ rejected: number; events: number }>`
    select (select count(*) from keep.import_reject where import_id = ${job.id} and not part) as rejected,
      (select count(*) from fact.interaction where import_id = ${job.id}) as events`.execute(deps.db)
  const { rejected = 0, events = 0 } = found.rows[0] ?? {}
  // A contact that went in is an event of its line; so is the refusal that was salvaged from a rejected one.
  const stand =
    job.plan.mapping.preset === 'suppression' || job.plan.mapping.preset === 'list' || (events >= added + changed && events <= added + changed + rejected)
  return { of: 'rows', agrees: stand && read === added + changed + unchanged + rejected, read, added, changed, unchanged, rejected }
}

/**
 * Holds the sums of the file, counted row by row as they were read, against what stands in the tables now, what was
 * there before and what was rejected.
 */
async function reconcileSums(deps: ImportDeps, job: Job): Promise<SumsReconciled> {
  const { plan, tally } = job
  const { sums } = tally
  const stored = await storedSums(deps, job.id)
  const dealtWith: Sums = {}
  for (const part of [stored, sums.repeated, sums.rejected]) for (const [kind, sum] of Object.entries(part)) addSum(dealtWith, kindIn(plan, kind), sum)
  const file: Sums = {}
  for (const [kind, sum] of Object.entries(sums.file)) addSum(file, kindIn(plan, kind), sum)
  const { digits } = plan
  const exact = Object.values(file).reduce((n, s) => n + s.exact, 0) / million
  const minor = Object.values(file).reduce((n, s) => n + s.minor, 0) / 10 ** digits
  return {
    of: 'sums',
    agrees: agree(file, dealtWith),
    file: shownSums(sums.file, digits),
    stored: shownSums(stored, digits),
    repeated: shownSums(sums.repeated, digits),
    rejected: shownSums(sums.rejected, digits),
    rounding: Math.round((exact - minor) * million) / million,
  }
}

/** Where a column says the kind, it is known only order by order: then all kinds are compared together. */
const kindIn = (plan: Plan, kind: string) => (plan.at('kind') >= 0 ? 'all' : kind)

function agree(file: Sums, dealtWith: Sums): boolean {
  const kinds = new Set([...Object.keys(file), ...Object.keys(dealtWith)])
  for (const kind of kinds) {
    const [a, b] = [file[kind] ?? noSum(), dealtWith[kind] ?? noSum()]
    // Quantities are added up as doubles by the database: whole ones are exact, weighed ones nearly.
    if (a.lines !== b.lines || a.minor !== b.minor || Math.abs(a.quantity - b.quantity) > 1 + Math.abs(a.quantity) * 1e-9) return false
  }
  return true
}

async function storedSums(deps: ImportDeps, id: number): Promise<Sums> {
  const rows = await sql<{ kind: string; orders: number; lines: number; quantity: number; minor: number; total: number }>`
    with orders as materialized (select customer_id, id, kind, amount from fact.interaction where import_id = ${id}),
    lines as (
      select o.kind, count(*) as lines, sum(t.quantity) as quantity, sum(t.amount)::bigint as minor
      from orders o join fact.interaction_item t on t.customer_id = o.customer_id and t.interaction_id = o.id group by o.kind)
    select o.kind, count(*) as orders, sum(o.amount)::bigint as total, l.lines, l.quantity, l.minor
    from orders o join lines l on l.kind = o.kind group by o.kind, l.lines, l.quantity, l.minor`.execute(deps.db)
  const out: Sums = {}
  for (const { kind, orders, lines, quantity, minor, total } of rows.rows) {
    // An order's own amount and the sum of its lines are stored apart; both must be the file's.
    const whole = total === minor ? minor : Number.NaN
    out[kind] = { orders, lines, quantity: Math.round(quantity * million), minor: whole, exact: 0 }
  }
  return out
}
