import { type Db, sql, type Tx } from '../../../platform/db/index.ts'

// What the copy asks the store, besides the rows themselves.

/** The store as the analyst's role sees it: facts, asked in plain SQL. */
export type FactDb = Db<Record<string, never>>
export type FactTx = Tx<Record<string, never>>

/** One writing transaction of the keep: in which fact tables it has rows, and whose; null: of too many to name. */
export type Change = { batch: number; what: string[]; customers: number[] | null }

export type News = {
  /** Which store this is: another after a restore or when the tables were made anew. */
  store: string
  snapshot: string
  /** When the snapshot was taken, by the store's clock. */
  at: Date
  /** Everything since the mark; 'lost' when that cannot be said or is too much to take one by one. */
  changes: readonly Change[] | 'lost'
}

/** More customers than this at once cost more one by one than everything anew. */
const mostNamed = 300_000
const mostChanges = 50_000

/** What is visible in the snapshot of this transaction (repeatable read) and was not in `mark`. Without a mark everything is lost. */
export async function newsSince(tx: FactTx, mark: { store: string; snapshot: string; at: Date } | undefined): Promise<News> {
  const { rows } = await sql<{ store: string; snapshot: string; at: Date; ahead: boolean }>`
    select (select system_identifier from pg_control_system())::text || ' ' || (select oid from pg_database where datname = current_database()) || ' ' || 'fact.change'::regclass::oid as store,
      pg_current_snapshot()::text as snapshot, clock_timestamp() as at,
      coalesce(pg_snapshot_xmax(${mark?.snapshot ?? null}::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()), false) as ahead`.execute(tx)
  const [now] = rows
  if (!now) throw new Error('the store says nothing of itself')
  const { store, snapshot, at } = now
  // The keep forgets changes after a week: who has not looked for nearly as long has missed some.
  const lost = mark === undefined || mark.store !== store || now.ahead || at.getTime() - mark.at.getTime() > forgottenAfterMs
  if (lost) return { store, snapshot, at, changes: 'lost' }
  if (mark.snapshot === snapshot) return { store, snapshot, at, changes: [] }
  const since = sql`from fact.change c where c.xid >= pg_snapshot_xmin(${mark.snapshot}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${mark.snapshot}::pg_snapshot)`
  const much = await sql<{
    changes: number
    named: number
  }>`select count(*) as changes, coalesce(sum(cardinality(c.customers)), 0)::bigint as named ${since}`.execute(tx)
  const { changes = 0, named = 0 } = much.rows[0] ?? {}
  if (changes > mostChanges || named > mostNamed) return { store, snapshot, at, changes: 'lost' }
  const said = await sql<Change>`select c.batch, c.what, c.customers ${since} order by c.batch`.execute(tx)
  return { store, snapshot, at, changes: said.rows }
}

const dayMs = 86_400_000
const forgottenAfterMs = 6 * dayMs

/** As a value inside SQL that takes no parameters. */
export const idsText = (ids: readonly number[]): string => `'{${ids.join(',')}}'::bigint[]`

/** One snapshot for all that `work` reads; `of`: one that another transaction has exported and still holds. */
export const inSnapshot = <R>(db: FactDb, work: (tx: FactTx) => Promise<R>, of?: string): Promise<R> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      if (of !== undefined) await sql`set transaction snapshot ${sql.lit(of)}`.execute(tx)
      await sql`set local time zone 'UTC'`.execute(tx)
      return work(tx)
    })

/** Names the snapshot of this transaction, for others to read in while it lasts. */
export async function exportSnapshot(tx: FactTx): Promise<string> {
  const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(tx)
  return rows[0]?.id ?? ''
}
