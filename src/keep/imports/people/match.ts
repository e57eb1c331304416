import { byteaArray, type Db, sql } from '../../../platform/db/index.ts'
import { leadToErased } from '../../interactions/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Reason } from '../shapes.ts'
import type { ImportingTables } from '../tables.ts'
import type { Listed } from './person.ts'

/** Whom a line points at, or why it is not known. */
export type Found = { person: number } | { not: Extract<Reason, 'unknown' | 'ambiguous' | 'refused'> }

/**
 * Who of the customers each line points at, in the order of the lines. What several people share points at nobody while something else in the line points at
 * one of them. Whoever was put into the trash, or was never known by name, is nobody here.
 */
export async function whoIsMeant(deps: ImportDeps, lines: readonly Listed[], db: Db<ImportingTables> = deps.db): Promise<Found[]> {
  const sought = lines.flatMap(({ identifiers }, i) => identifiers.map(({ kind, value }) => ({ i, kind, digest: deps.keyring.digest(kind, value) })))
  const { rows } = await sql<{ n: number; person: number; shared: boolean }>`
    with q as (select * from unnest(${sought.map((s) => s.kind)}::text[], ${byteaArray(sought.map((s) => s.digest))}::bytea[]) with ordinality q (kind, digest, n)),
    -- What several people gave stands with the first of them, and with the others as a claim.
    i as (select q.n, i.customer_id, i.shared from q join keep.identifier i on i.kind = q.kind and i.digest = q.digest
      union all select q.n, c.customer_id, true from q join keep.claim c on c.kind = q.kind and c.digest = q.digest and c.why = 'shared')
    select distinct i.n, p.customer_id as person, i.shared from i
    join keep.customer c on c.customer_id = i.customer_id
    join keep.customer p on p.customer_id = coalesce(c.merged_into, c.customer_id)
    where p.status in ('known', 'restricted') and p.trashed_at is null`.execute(db)
  const own = lines.map(() => new Set<number>())
  const common = lines.map(() => new Set<number>())
  for (const { n, person, shared } of rows) {
    const line = sought[n - 1]?.i
    if (line !== undefined) (shared ? common : own)[line]?.add(person)
  }
  const erased = await leadToErased(deps.record, lines)
  return lines.map((_, i): Found => {
    const persons = own[i]?.size ? own[i] : (common[i] ?? new Set<number>())
    const [person] = persons
    if (person === undefined) return { not: erased[i] ? 'refused' : 'unknown' }
    return persons.size === 1 ? { person } : { not: 'ambiguous' }
  })
}
