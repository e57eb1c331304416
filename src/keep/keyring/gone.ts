import { byteaArray, sql } from '../../platform/db/index.ts'
import type { Keyring } from './keyring.ts'

// What is left of whoever was erased: keyed digests of what pointed at them, so that no file and no system brings them back by itself.
// They stand with the keys, because an old backup of the main database knows nothing of an erasure that came after it.

type Bytes = Uint8Array | string

/** Keeps these digests (32 bytes, or as many Latin-1 characters) as those of one erasure. Keeping them again changes nothing. */
export async function keepGone({ db }: Pick<Keyring, 'db'>, digests: readonly Bytes[], erasure: number): Promise<void> {
  if (digests.length === 0) return
  await sql`insert into keyring.gone (digest, erasure_id) select distinct d, ${erasure}::bigint from unnest(${byteaArray(digests)}::bytea[]) d order by d on conflict do nothing`.execute(
    db,
  )
}

/** For each of these digests whether it was of somebody erased, in their order. */
export async function areGone({ db }: Pick<Keyring, 'db'>, digests: readonly Bytes[]): Promise<boolean[]> {
  if (digests.length === 0) return []
  const { rows } = await sql<{ n: number }>`
    select q.n from unnest(${byteaArray(digests)}::bytea[]) with ordinality q(digest, n)
    cross join lateral (select from keyring.gone where digest = q.digest limit 1) g`.execute(db)
  const gone = new Set(rows.map((row) => row.n))
  return digests.map((_, i) => gone.has(i + 1))
}

/** Somebody came back by themselves: what was kept of the erasures that these digests belong to goes, all of it. Gives how many erasures. */
export async function forgetGone({ db }: Pick<Keyring, 'db'>, digests: readonly Bytes[]): Promise<number> {
  if (digests.length === 0) return 0
  const { rows } = await sql<{ erasures: number }>`
    with theirs as (select distinct erasure_id from keyring.gone where digest = any(${byteaArray(digests)}::bytea[])),
    gone as (delete from keyring.gone g using theirs where g.erasure_id = theirs.erasure_id)
    select count(*)::int as erasures from theirs`.execute(db)
  return rows[0]?.erasures ?? 0
}
