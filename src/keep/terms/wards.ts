import { numberArray, sql, type Tx } from '../../platform/db/index.ts'
import type { Purpose } from './purposes.ts'
import type { TermsTables } from './tables.ts'

// What may be done for a child: what a guardian allows, as long as they are one, and nothing that weighs on a person.

/** A relation (as `r`) to a guardian that stands. */
export const isGuardian = (now: Date) => sql`r.kind = 'guardian' and (r.until is null or r.until >= ${now}::date)`

/** Where a day begins first: a guardian's word counts, and they see their child's page, no longer than that. Until the row of the child goes everything is refused: nowhere does childhood end too late. */
export const firstZone = 'Pacific/Kiritimati'

/** Purposes that somebody may allow for a child: what weighs on a person is not decided about one (GDPR, recital 71). */
export const mayAllow = (purpose: Pick<Purpose, 'weighs' | 'checks'>): boolean => purpose.checks.has('prohibition') && !purpose.weighs

/** Of those of these customers who are children: the purposes that a guardian allows now. */
export async function allowedOfWards(tx: Tx<TermsTables>, ids: readonly number[], now: Date): Promise<{ customer_id: number; allowed: string[] }[]> {
  const { rows } = await sql<{ customer_id: number; allowed: string[] }>`
    select h.customer_id, array(select y.purpose from keep.guardian_yes y
        where y.customer_id = h.customer_id and y.ended_at is null and h.consents_from > (${now}::timestamptz at time zone ${firstZone})::date
          and exists (select from keep.relation r where r.customer_id = y.customer_id and r.other_id = y.guardian_id and ${isGuardian(now)})) as allowed
    from keep.child h where h.customer_id = any(${numberArray(ids)}::bigint[])`.execute(tx)
  return rows
}
