import { sql, type Tx } from '../../platform/db/index.ts'
import type { By } from './recordConsents.ts'
import type { TermsTables } from './tables.ts'

// Addresses that must never be written to, whoever they belong to. The list holds digests only, and outlives an erasure.

export type Suppressed = { kind: 'email' | 'phone'; digest: Buffer; reason: 'bounce' | 'complaint' | 'wrong_person' | 'request' | 'import'; importId?: number }

/** Puts addresses (by the keyring's digest) on the list; gives how many were not on it. */
export async function suppress(tx: Tx<TermsTables>, addresses: readonly Suppressed[], by: By): Promise<number> {
  if (addresses.length === 0) return 0
  const added = await sql`
    insert into keep.suppression (kind, digest, reason, since, by_kind, by_id, import_id)
    select k, d, r, ${by.now}, ${by.actor.kind}, ${by.actor.id}, i
    from unnest(${addresses.map((a) => a.kind)}::text[], ${addresses.map((a) => a.digest)}::bytea[], ${addresses.map((a) => a.reason)}::text[],
      ${addresses.map((a) => a.importId ?? null)}::bigint[]) as t(k, d, r, i)
    order by k, d on conflict do nothing`.execute(tx)
  return Number(added.numAffectedRows ?? 0n)
}
