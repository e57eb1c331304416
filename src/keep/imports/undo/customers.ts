import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { ImportingTables } from '../tables.ts'
import { tellChange } from './change.ts'

// Customers that an import brought go only if nothing else knows of them: no other row about them in any table that is
// annotated as being about a customer, now or in a later version. Who said "no" stays, without what else the file said of them:
// else the next file would bring them back as somebody who never said it.

const peopleAtOnce = 1_000

/** Tables that hold a customer's row for no other reason than that the import made the customer, or that are computed. */
const ownOrComputed = [
  'fact.derived',
  'fact.reach',
  'fact.trait',
  'keep.person_state',
  'keep.consent_state',
  'keep.claim',
  'keep.duplicate_look',
  'keep.identifier',
  'keep.seen',
  'keep.import_before',
  'keep.customer',
  'office.value_class',
  'office.insight',
  'office.trait_value',
  'office.trait_due',
  'office.audience_member',
  'office.audience_turn',
  'office.audience_move',
  'office.lead_change',
  'office.lead',
] as const

/**
 * Looked at with an eye for what the import itself wrote, or for what was computed of it: a pair that nobody has judged, a lead that
 * nobody has touched. Figures go when the office sees that the customer is gone.
 */
const judgedApart: ReadonlySet<string> = new Set([...ownOrComputed, 'keep.consent_event', 'keep.duplicate', 'office.figures'])

/** Removes some of them; gives their ids and how many were more than anonymous. */
export async function removeUntouched(tx: Tx<ImportingTables>, id: number, now: Date): Promise<{ customers: number[]; named: number }> {
  const customers = await untouched(tx, id)
  if (customers.length === 0) return { customers, named: 0 }
  let named = 0
  for (const table of ownOrComputed) {
    if (table === 'keep.customer') named = await countNamed(tx, customers)
    await sql`delete from ${sql.table(table)} where customer_id = any(${customers}::bigint[])`.execute(tx)
  }
  await sql`delete from keep.duplicate where customer_id = any(${customers}::bigint[]) or other_id = any(${customers}::bigint[])`.execute(tx)
  await tellChange(tx, now, ['derived'], customers)
  return { customers, named }
}

async function countNamed(tx: Tx<ImportingTables>, customers: readonly number[]): Promise<number> {
  const rows = await sql<{
    n: number
  }>`select count(*) as n from keep.customer where customer_id = any(${[...customers]}::bigint[]) and status <> 'anonymous'`.execute(tx)
  return rows.rows[0]?.n ?? 0
}

async function untouched(tx: Tx<ImportingTables>, id: number): Promise<number[]> {
  const others = await otherTables(tx)
  const nowhereElse = others.map((table) => sql`and not exists (select from ${sql.table(table)} t where t.customer_id = c.customer_id)`)
  const rows = await sql<{ customer_id: number }>`
    select c.customer_id from keep.customer c
    where c.import_id = ${id} and c.merged_into is null
      and not exists (select from keep.customer m where m.merged_into = c.customer_id)
      and not exists (select from keep.identifier i where i.customer_id = c.customer_id and i.import_id is distinct from ${id})
      and not exists (select from keep.seen s where s.customer_id = c.customer_id and s.import_id is distinct from ${id})
      and not exists (select from keep.consent_event e where e.customer_id = c.customer_id and (e.method <> 'import' or e.state in ('ConsentRefused', 'ConsentWithdrawn')))
      and not exists (select from keep.duplicate p where p.dismissed_at is not null and (p.customer_id = c.customer_id or p.other_id = c.customer_id))
      and not exists (select from office.lead l where l.customer_id = c.customer_id and (l.source <> 'import' or l.state <> 'new' or l.owner is not null))
      and not exists (select from office.lead_change h where h.customer_id = c.customer_id and h.by_staff is not null)
      ${sql.join(nowhereElse, sql` `)}
    order by c.customer_id limit ${peopleAtOnce} for update of c`.execute(tx)
  return rows.rows.map((r) => r.customer_id)
}

/** Every annotated table with a column customer_id but those judged apart. */
async function otherTables(tx: Tx<ImportingTables>): Promise<string[]> {
  const rows = await sql<{ name: string; readable: boolean }>`
    select distinct a.table_name as name, has_table_privilege(to_regclass(a.table_name), 'select') as readable
    from public.annotation a join pg_attribute t on t.attrelid = to_regclass(a.table_name) and t.attname = 'customer_id'`.execute(tx)
  const blind = rows.rows.find((r) => !r.readable)
  if (blind) throw new AppError('unavailable', `The keep may not read ${blind.name}, so it cannot know whom an undo may remove.`)
  return rows.rows.map((r) => r.name).filter((name) => !judgedApart.has(name))
}
