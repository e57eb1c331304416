import { sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { identitiesOf } from './consent.ts'
import { lockPersons } from './persons.ts'
import { publishReach } from './reach.ts'
import type { By } from './recordConsents.ts'
import type { TermsTables } from './tables.ts'

// Stops forbid whatever the basis is. They are rows with a beginning and an end, never edited.

/** '*' means all: { customer } alone stops all contact but answers to the person's own requests. */
export type StopScope = { customer: number; purpose?: string; channel?: string; topic?: string }
export type StopDeps = { rowIds: IdBlocks }

/** Stops the person with all identities. Standing already is fine. Commit, then wait (lastLeasePast) before acknowledging. */
export async function stop(deps: StopDeps, tx: Tx<TermsTables>, scope: StopScope, by: By & { method: string }): Promise<void> {
  await lockPersons(tx, [scope.customer])
  const members = (await identitiesOf(tx, [scope.customer])).get(scope.customer) ?? []
  const ids = await deps.rowIds.next(members.length)
  await sql`
    insert into keep.stop (customer_id, stop_id, purpose, channel, topic, since, method, by_kind, by_id, by_role)
    select c, i, ${scope.purpose ?? '*'}, ${scope.channel ?? '*'}, ${scope.topic ?? '*'}, ${by.now}, ${by.method}, ${by.actor.kind}, ${by.actor.id}, ${by.actor.role}
    from unnest(${members}::bigint[], ${ids}::bigint[]) as t(c, i)
    on conflict (customer_id, purpose, channel, topic) where lifted_at is null do nothing`.execute(tx)
  await publishReach(tx, [scope.customer], by.now)
}

/** Lifts the stop of exactly this scope; what was forbidden otherwise stays forbidden. Gives whether there was one. */
export async function unstop(tx: Tx<TermsTables>, scope: StopScope, by: By & { method: string }): Promise<boolean> {
  await lockPersons(tx, [scope.customer])
  const members = (await identitiesOf(tx, [scope.customer])).get(scope.customer) ?? []
  const lifted = await sql`
    update keep.stop set lifted_at = ${by.now}, lifted_method = ${by.method}, lifted_kind = ${by.actor.kind}, lifted_by = ${by.actor.id}
    where customer_id = any(${members}::bigint[]) and purpose = ${scope.purpose ?? '*'} and channel = ${scope.channel ?? '*'}
      and topic = ${scope.topic ?? '*'} and lifted_at is null`.execute(tx)
  await publishReach(tx, [scope.customer], by.now)
  return Number(lifted.numAffectedRows ?? 0n) > 0
}
