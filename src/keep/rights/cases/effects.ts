import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import { newBatch, publishDerived } from '../../customers/index.ts'
import { publishReach, stop, unstop } from '../../terms/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { mustNotBeErased } from '../erasure/ask.ts'
import { noteRecipients } from '../recipients/recipients.ts'

// What a right does, in the transaction in which it is used or answered. The person's row is held by the caller, and whoever is acknowledged
// waits until older leases are past.

export type Doing = { person: number; members: readonly number[]; by: Actor; method: string; now: Date }

/** All use of the person's data stops, but for what fulfils their rights. */
export async function restrictWhole(deps: RightsDeps, tx: Tx<UsedTables>, { person, members, now }: Doing): Promise<void> {
  const held = await sql`update keep.customer set status = 'restricted' where customer_id = any(${[...members]}::bigint[]) and status = 'known'`.execute(tx)
  // Once for each time it begins.
  if (Number(held.numAffectedRows ?? 0n) > 0) await noteRecipients(deps, tx, { person, members, what: 'restricted', covers: 'everything' }, now)
  await told(deps, tx, members, now)
}

/** The person's own word again; throws conflict while they are being erased. Gives whether they were restricted. */
export async function liftWhole(deps: RightsDeps, tx: Tx<UsedTables>, { person, members, now }: Doing): Promise<boolean> {
  await mustNotBeErased(tx, [person])
  const lifted = await sql`update keep.customer set status = 'known' where customer_id = any(${[...members]}::bigint[]) and status = 'restricted'`.execute(tx)
  await told(deps, tx, members, now)
  return Number(lifted.numAffectedRows ?? 0n) > 0
}

export async function stopPurpose(deps: RightsDeps, tx: Tx<UsedTables>, purpose: string, { person, by, method, now }: Doing): Promise<void> {
  await stop(deps, tx.$pickTables(), { customer: person, purpose }, { actor: by, now, method })
}

export const liftPurpose = (tx: Tx<UsedTables>, purpose: string, { person, by, method, now }: Doing): Promise<boolean> =>
  unstop(tx.$pickTables(), { customer: person, purpose }, { actor: by, now, method })

/** The guess decides nothing about them, whatever is computed from now on. */
export async function quietGuess(tx: Tx<UsedTables>, guess: string, { person, now }: Doing): Promise<void> {
  await sql`insert into fact.contest (customer_id, about, at) values (${person}, ${guess}, ${now}) on conflict do nothing`.execute(tx)
  await tellContest(tx, person, now)
}

/** It stands again, unless they call it wrong in another case too. */
export async function raiseGuess(tx: Tx<UsedTables>, guess: string, { person, members, now }: Pick<Doing, 'person' | 'members' | 'now'>): Promise<void> {
  await sql`
    delete from fact.contest where customer_id = ${person} and about = ${guess} and not exists (
      select from keep.contest where customer_id = any(${[...members]}::bigint[]) and about_kind = 'guess' and about = ${guess} and kind = 'wrong' and state in ('open', 'granted'))`.execute(
    tx,
  )
  await tellContest(tx, person, now)
}

/** Whoever follows the facts hears that something else is known of this person now. */
async function tellContest(tx: Tx<UsedTables>, person: number, now: Date): Promise<void> {
  await sql`insert into fact.change (batch, at, what, customers) values (${await newBatch(tx)}, ${now}, '{contest}', ${[person]}::bigint[])`.execute(tx)
}

async function told(deps: RightsDeps, tx: Tx<UsedTables>, members: readonly number[], now: Date): Promise<void> {
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [...members], { batch: await newBatch(tx), now })
  await publishReach(tx.$pickTables(), [...members], now)
}

export const notAnswered = () => new AppError('conflict', 'This request is over: somebody has answered it, or it was taken back.')
