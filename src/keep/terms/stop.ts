import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { type Keyring, sealText } from '../keyring/index.ts'
import { identitiesOf } from './consent.ts'
import { noIsNewer } from './consentStates.ts'
import { lockPersons } from './persons.ts'
import { publishReach } from './reach.ts'
import type { By } from './recordConsents.ts'
import type { TermsTables } from './tables.ts'
import { wordsOf } from './wards.ts'

// Stops forbid whatever the basis is. They are rows with a beginning and an end, never edited.

/** '*' means all: { customer } alone stops all contact but answers to the person's own requests. */
export type StopScope = { customer: number; purpose?: string; channel?: string; topic?: string }
export type StopDeps = { rowIds: IdBlocks }
/** What proves it, when somebody else entered it, and by whose keys it is sealed. */
export type Evidence = { words: string; keyring: Pick<Keyring, 'keysFor'> }
/** `at`: when it was said, where that was before. */
export type Saying = By & { method: string; evidence?: Evidence | undefined; at?: Date | undefined }

/**
 * Stops the person with all identities. Standing already is fine. Commit, then wait (lastLeasePast) before acknowledging. Gives since
 * when it stands.
 */
export async function stop(deps: StopDeps, tx: Tx<TermsTables>, scope: StopScope, by: Saying): Promise<Date> {
  await lockPersons(tx, [scope.customer])
  const members = (await identitiesOf(tx, [scope.customer])).get(scope.customer) ?? []
  const ids = await deps.rowIds.next(members.length)
  const seal = await sealing(by.evidence, members)
  const evidence = members.map((member, i) => {
    const sealed = seal(member, stopEvidencePlace(member, ids[i] ?? 0))
    return sealed && `\\x${sealed.toString('hex')}`
  })
  await sql`
    insert into keep.stop (customer_id, stop_id, purpose, channel, topic, since, method, by_kind, by_id, by_role, evidence)
    select c, i, ${scope.purpose ?? '*'}, ${scope.channel ?? '*'}, ${scope.topic ?? '*'}, ${by.now}, ${by.method}, ${by.actor.kind}, ${by.actor.id}, ${by.actor.role}, e::bytea
    from unnest(${members}::bigint[], ${ids}::bigint[], ${evidence}::text[]) as t(c, i, e)
    on conflict (customer_id, purpose, channel, topic, (by_kind = 'customer' and by_role = 'guardian')) where lifted_at is null do nothing`.execute(tx)
  await publishReach(tx, [scope.customer], by.now)
  const { rows } = await sql<{ since: Date }>`
    select since from keep.stop where customer_id = ${scope.customer} and purpose = ${scope.purpose ?? '*'} and channel = ${scope.channel ?? '*'}
      and topic = ${scope.topic ?? '*'} and lifted_at is null order by since limit 1`.execute(tx)
  return rows[0]?.since ?? by.now
}

/** Evidence as it is kept, and what it is bound to. */
export type SealedEvidence = { customer: number; place: string; evidence: Buffer }

/** Seals the evidence for each of these, where there is one. */
export async function sealing(evidence: Evidence | undefined, members: readonly number[]): Promise<(member: number, place: string) => Buffer | null> {
  const keys = await evidence?.keyring.keysFor(members, 'content')
  return (member, place) => {
    const key = keys?.get(member)
    return evidence && key ? sealText(key, place, evidence.words) : null
  }
}

/** What the evidence of a stop is bound to. */
export const stopEvidencePlace = (customer: number, id: number) => `stop\0${customer}\0${id}`

/** Lifts the stop of exactly this scope, as far as it is theirs to lift (wordsOf); what was forbidden otherwise stays forbidden. Gives whether there was one. Throws conflict for a word older than it. */
export async function unstop(tx: Tx<TermsTables>, scope: StopScope, by: Saying): Promise<boolean> {
  await lockPersons(tx, [scope.customer])
  const members = (await identitiesOf(tx, [scope.customer])).get(scope.customer) ?? []
  if (by.at !== undefined) {
    const { rows } = await sql`select from keep.stop
      where customer_id = any(${members}::bigint[]) and purpose = ${scope.purpose ?? '*'} and channel = ${scope.channel ?? '*'}
        and topic = ${scope.topic ?? '*'} and lifted_at is null and since > ${by.at}`.execute(tx)
    if (rows.length > 0) throw new AppError('conflict', noIsNewer, { place: 'at' })
  }
  const theirs = await wordsOf(tx, members, by.actor, by.now)
  const lifted = await sql`
    update keep.stop set lifted_at = greatest(since, ${by.now}::timestamptz), lifted_method = ${by.method}, lifted_kind = ${by.actor.kind}, lifted_by = ${by.actor.id}
    where customer_id = any(${members}::bigint[]) and purpose = ${scope.purpose ?? '*'} and channel = ${scope.channel ?? '*'}
      and topic = ${scope.topic ?? '*'} and lifted_at is null and ${theirs}`.execute(tx)
  await publishReach(tx, [scope.customer], by.now)
  return Number(lifted.numAffectedRows ?? 0n) > 0
}
