import { type Db, numberArray, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import type { Purpose } from './purposes.ts'
import type { TermsTables } from './tables.ts'

// What may be done for a child: what a guardian allows, as long as they are one, and nothing that weighs on a person.

/** A relation (as `r`) to a guardian that stands. */
export const isGuardian = (now: Date) => sql`r.kind = 'guardian' and (r.until is null or r.until >= ${now}::date)`

/** Where a day begins first: a guardian's word counts, and they see their child's page, no longer than that. Until the row of the child goes everything is refused: nowhere does childhood end too late. */
export const firstZone = 'Pacific/Kiritimati'

type Actor = { kind: string; role: string }

/** The role by which a guardian acts for a child of theirs. */
export const guardianRole = 'guardian'
export const byGuardian = ({ kind, role }: Actor): boolean => kind === 'customer' && role === guardianRole

/** Whether one of these ids is a guardian of this child now: whoever came of age has none, whether or not anybody cleaned up. */
export async function actsFor<T>(db: Db<T> | Tx<T>, { guardians, child }: { guardians: readonly number[]; child: number }, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from keep.relation r join keep.child c using (customer_id) join keep.customer m using (customer_id)
    where coalesce(m.merged_into, m.customer_id) = ${child} and r.other_id = any(${numberArray(guardians)}::bigint[]) and ${isGuardian(now)}
      and m.status <> 'erased' and m.trashed_at is null and ${isChild(now)} limit 1`.execute(db)
  return rows.length > 0
}

/** Of a row of keep.child as `c`: a guardian's word still counts. */
const isChild = (now: Date) => sql`c.consents_from > (${now}::timestamptz at time zone ${firstZone})::date`

/**
 * Which words of a child (rows with by_kind and by_role) this one may take back: a guardian what guardians said, and the child what they said themselves;
 * whoever is no child (any more) takes back all that was said for them.
 */
export async function wordsOf<T>(tx: Tx<T>, members: readonly number[], actor: Actor, now: Date): Promise<RawBuilder<boolean>> {
  if (byGuardian(actor)) return saidByGuardian
  return (await isWard(tx, members, now)) ? sql<boolean>`not ${saidByGuardian}` : sql<boolean>`true`
}

/** Whether somebody, by all ids of theirs, is a child for whom guardians speak. */
export async function isWard<T>(tx: Tx<T>, members: readonly number[], now: Date): Promise<boolean> {
  const { rows } = await sql`select from keep.child c where c.customer_id = any(${numberArray(members)}::bigint[]) and ${isChild(now)} limit 1`.execute(tx)
  return rows.length > 0
}

const saidByGuardian = sql<boolean>`(by_kind = 'customer' and by_role = ${guardianRole})`

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
