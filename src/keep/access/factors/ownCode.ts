import { randomInt } from 'node:crypto'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { mayTry } from '../attempts.ts'
import { customerCookie, readCookie } from '../cookies.ts'
import type { AccessDeps } from '../deps.ts'
import { digestOf } from '../tokens.ts'
import { confirmed } from './confirm.ts'

// Customers show who they are before what cannot be undone or leaves the house: by a code that goes to their own address and is good for the
// session that asked for it.

export const codeMinutes = 10
const tries = 5

/** Six digits for the customer's session of this request; the code before is good no more. Few in a row, then each waits longer. */
export async function makeOwnCode(deps: AccessDeps, of: { request: Request; customer: number }, now: Date): Promise<string> {
  await mayTry(deps, 'link for', `own code ${of.customer}`, now)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const digest = sessionOf(of.request)
  const expires = new Date(now.getTime() + codeMinutes * 60_000)
  await sql`
    insert into keep.own_code (digest, customer_id, code, expires_at, tries) values (${digest}, ${of.customer}, ${sealed(deps, digest, code)}, ${expires}, 0)
    on conflict (digest) do update set code = excluded.code, expires_at = excluded.expires_at, tries = 0`.execute(deps.db)
  return code
}

/** Spends the code; throws for one that is wrong, late, or guessed at too often. A guess is counted before it is looked at. */
export async function giveOwnCode(deps: AccessDeps, { request, code }: { request: Request; code: string }, now: Date): Promise<void> {
  const digest = sessionOf(request)
  await sql`update keep.own_code set tries = tries + 1 where digest = ${digest}`.execute(deps.db)
  await inTransaction(deps.db, async (tx) => {
    const spent = await sql`
      delete from keep.own_code where digest = ${digest} and code = ${sealed(deps, digest, code)} and expires_at > ${now} and tries <= ${tries}`.execute(tx)
    if (!spent.numAffectedRows) throw new AppError('forbidden', 'This code is wrong or too old. Ask for a new one.', { place: 'code' })
    await confirmed({ db: tx }, readCookie(request, customerCookie) ?? '', now)
  })
}

const sessionOf = (request: Request) => digestOf(readCookie(request, customerCookie) ?? '')
const sealed = (deps: AccessDeps, session: Buffer, code: string) => deps.keyring.digest('own code', `${session.toString('hex')} ${code}`)
