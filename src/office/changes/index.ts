import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'

/** One writing transaction of the keep: its batch, in which fact tables it has rows (`created`: of customers who were new), and whose; null: of too many to name. */
export type Change = { batch: number; what: string[]; customers: number[] | null }

/**
 * What became visible since a follower's last turn, and how far that is (`moved`: farther than before). `lost`: it cannot be known what changed, for this is
 * the first turn, or a backup was brought back.
 */
export type News = { changes: readonly Change[]; snapshot: string; moved: boolean; lost: boolean }

/** Reads what a follower has not heard of yet, and holds its place until the transaction ends; undefined: another process is at it. */
export async function newsFor<T>(tx: Tx<T>, follower: string, now: Date): Promise<News | undefined> {
  const [mark] = (
    await sql<{
      snapshot: string
      ahead: boolean
    }>`select snapshot, pg_snapshot_xmax(snapshot::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as ahead from office.followed where follower = ${follower} for update skip locked`.execute(
      tx,
    )
  ).rows
  if (!mark) {
    const begun = await sql<{
      snapshot: string
    }>`insert into office.followed (follower, snapshot, at) values (${follower}, pg_current_snapshot()::text, ${now}) on conflict do nothing returning snapshot`.execute(
      tx,
    )
    return begun.rows.map(({ snapshot }) => ({ changes: [], snapshot, moved: false, lost: true }))[0]
  }
  // Restored from a backup: the numbers are those of another database, and nothing of this one would ever be news.
  if (mark.ahead) return { changes: [], snapshot: await standAt(tx, follower, now), moved: false, lost: true }
  const { rows } = await sql<{ snapshot: string; batch: number | null; what: string[]; customers: number[] | null }>`
    with present as (select pg_current_snapshot() as s)
    select present.s::text as snapshot, c.batch, c.what, c.customers
    from present left join fact.change c on c.xid >= pg_snapshot_xmin(${mark.snapshot}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${mark.snapshot}::pg_snapshot)
    order by c.batch`.execute(tx)
  const changes = rows.flatMap(({ batch, what, customers }) => (batch === null ? [] : [{ batch, what, customers: customers?.map(Number) ?? null }]))
  const snapshot = rows[0]?.snapshot ?? mark.snapshot
  return { changes, snapshot, moved: snapshot !== mark.snapshot, lost: false }
}

/** Keeps that a follower stands at this snapshot; at the present when none is given. Gives it. */
export async function standAt<T>(tx: Tx<T>, follower: string, now: Date, snapshot?: string): Promise<string> {
  const { rows } = await sql<{ snapshot: string }>`
    insert into office.followed (follower, snapshot, at) values (${follower}, coalesce(${snapshot ?? null}::text, pg_current_snapshot()::text), ${now})
    on conflict (follower) do update set snapshot = excluded.snapshot, at = excluded.at returning snapshot`.execute(tx)
  return rows[0]?.snapshot ?? ''
}

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
    const news = await newsFor(tx, follower, now)
    if (!news?.moved) return 0
    if (news.changes.length > 0) await take(tx, news.changes)
    await standAt(tx, follower, now, news.snapshot)
    return news.changes.length
  })
}
