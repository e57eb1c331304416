import { byteaArray, type Db, sql } from '../../../platform/db/index.ts'
import { type Keyring, unseal } from '../../keyring/index.ts'
import { identifierPlace } from '../fields.ts'
import type { Change, CustomerTables, Evidence } from '../tables.ts'

/** One line of the history of a person's identifiers. */
export type IdentifierChange = {
  id: number
  customer: number
  kind: string
  digest: Buffer
  sealed: Buffer | null
  what: Change
  how: Evidence | null
  source: string
  at: Date
  by_kind: string
  by_id: number
}

const most = 500

/** A page of the history: after this change, so many at most. */
export type ChangesPage = { after?: { at: Date; id: number } | undefined; limit: number }

/** What people did to what points at these ids of a person, newest first: the last 500, or a page. */
export async function changesOf(
  db: Db<CustomerTables>,
  members: readonly number[],
  { after, limit }: ChangesPage = { limit: most },
): Promise<IdentifierChange[]> {
  const rest = after ? sql`and (at, change_id) < (${after.at}, ${after.id})` : sql``
  return (
    await sql<IdentifierChange>`
      select change_id as id, customer_id as customer, kind, digest, sealed, what, how, source, at, by_kind, by_id from keep.identifier_change
      where customer_id = any(${[...members]}::bigint[]) ${rest} order by at desc, change_id desc limit ${limit}`.execute(db)
  ).rows
}

/** What people did to one of them, newest first. */
export async function changesOfOne(
  db: Db<CustomerTables>,
  members: readonly number[],
  one: { kind: string; digest: Buffer },
): Promise<Pick<IdentifierChange, 'what' | 'how'>[]> {
  return (
    await sql<Pick<IdentifierChange, 'what' | 'how'>>`
      select what, how from keep.identifier_change where customer_id = any(${[...members]}::bigint[]) and kind = ${one.kind} and digest = ${one.digest}
      order by at desc, change_id desc limit ${most}`.execute(db)
  ).rows
}

/** The same as changesOf with the values opened, as far as their keys are there. For the door only. */
export async function openChanges(
  deps: { db: Db<CustomerTables>; keyring: Keyring },
  members: readonly number[],
  page: ChangesPage,
): Promise<(IdentifierChange & { value: string | null })[]> {
  const rows = await changesOf(deps.db, members, page)
  const keys = await deps.keyring.existingKeys([...new Set(rows.map((r) => r.customer))], 'contact')
  return rows.map((row) => {
    const key = keys.get(row.customer)
    const plain = row.sealed && key ? unseal(key, identifierPlace(row.customer, row.kind), row.sealed) : undefined
    return { ...row, value: plain?.toString('utf8') ?? null }
  })
}

/** `digest` as Latin-1 characters. */
export type Pair = { person: number; kind: string; digest: string }

/**
 * Of these pairs of a person (the root) and an identifier, the positions of those that somebody took from that person and nobody
 * has given back: whatever goes on sending them, only a person puts them back.
 */
export async function takenAway(db: Db<CustomerTables>, pairs: readonly Pair[]): Promise<ReadonlySet<number>> {
  if (pairs.length === 0) return new Set()
  const { rows } = await sql<{ n: number; what: Change }>`
    select distinct on (q.n) q.n::int, h.what
    from unnest(${pairs.map((p) => p.person)}::bigint[], ${pairs.map((p) => p.kind)}::text[], ${byteaArray(pairs.map((p) => p.digest))}::bytea[]) with ordinality q(person, kind, digest, n)
    cross join lateral (select customer_id, what, at, change_id from keep.identifier_change where digest = q.digest and kind = q.kind) h
    join keep.customer c on c.customer_id = h.customer_id
    where coalesce(c.merged_into, c.customer_id) = q.person
    order by q.n, h.at desc, h.change_id desc`.execute(db)
  return new Set(rows.filter((r) => r.what === 'removed').map((r) => r.n - 1))
}
