import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import { type Happening, tellLater, type WebhookTables } from '../webhooks/index.ts'
import { classStands } from './said.ts'
import type { InsightTables, ValueClass } from './tables.ts'

/** Who is in another class than before. A first class is none, and neither is losing the last one. */
export type ClassMove = { customer: number; before: ValueClass; after: ValueClass }

const toldAtOnce = 1_000

/** Tells webhooks who went from one class to another, in the transaction that moved them; what a person calls wrong is told to nobody. */
export async function tellClasses(tx: Tx<InsightTables>, moves: readonly ClassMove[], now: Date): Promise<void> {
  const db: Db<WebhookTables> = tx.withTables<WebhookTables>().$pickTables<keyof WebhookTables>()
  const rowIds = idBlocks(db, 'office.row_id_seq')
  for (let i = 0; i < moves.length; i += toldAtOnce) {
    const some = moves.slice(i, i + toldAtOnce)
    const customers = some.map(({ customer }) => customer)
    const { rows } = await sql<{ id: number }>`
      select c.id from unnest(${customers}::bigint[]) as c(id) where ${classStands(sql`c.id`)}`.execute(tx)
    const standing = new Set(rows.map(({ id }) => id))
    const told = some
      .filter(({ customer }) => standing.has(customer))
      .map(({ customer, before, after }): Happening => ({ customer, kind: 'class.changed', at: now, facts: { before, after } }))
    await tellLater({ db, rowIds }, told, now)
  }
}
