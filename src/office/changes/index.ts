import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'

/** One writing transaction of the keep: its batch, in which fact tables it has rows (`created`: of customers who were new), and whose; null: of too many to name. */
export type Change = { batch: number; what: string[]; customers: number[] | null }

/**
 * Gives a follower what became visible since its last turn, and keeps where it stands in the transaction that `take` works
 * in: what it writes there is written once. Of several processes one works at a time; the others are given nothing. The first
 * turn begins at the present. Gives how many changes there were.
 */
export async function followChanges<T>(
  db: Db<T>,
  follower: string,
  now: Date,
  take: (tx: Tx<T>, changes: readonly Change[]) => Promise<unknown>,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const [mark] = (
      await sql<{
        snapshot: string
        ahead: boolean
      }>`select snapshot, pg_snapshot_xmax(snapshot::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as ahead from office.followed where follower = ${follower} for update skip locked`.execute(
        tx,
      )
    ).rows
    if (!mark) {
      await sql`insert into office.followed (follower, snapshot, at) values (${follower}, pg_current_snapshot()::text, ${now}) on conflict do nothing`.execute(
        tx,
      )
      return 0
    }
    // Restored from a backup: the numbers are those of another database, and nothing of this one would ever be news.
    if (mark.ahead) {
      await sql`update office.followed set snapshot = pg_current_snapshot()::text, at = ${now} where follower = ${follower}`.execute(tx)
      return 0
    }
    const { rows } = await sql<{ snapshot: string; batch: number | null; what: string[]; customers: number[] | null }>`
      with present as (select pg_current_snapshot() as s)
      select present.s::text as snapshot, c.batch, c.what, c.customers
      from present left join fact.change c on c.xid >= pg_snapshot_xmin(${mark.snapshot}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${mark.snapshot}::pg_snapshot)
      order by c.batch`.execute(tx)
    const snapshot = rows[0]?.snapshot ?? mark.snapshot
    if (snapshot === mark.snapshot) return 0
    const changes = rows.flatMap(({ batch, what, customers }) => (batch === null ? [] : [{ batch, what, customers: customers?.map(Number) ?? null }]))
    if (changes.length > 0) await take(tx, changes)
    await sql`update office.followed set snapshot = ${snapshot}, at = ${now} where follower = ${follower}`.execute(tx)
    return changes.length
  })
}
