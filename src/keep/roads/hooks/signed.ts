import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Db, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { UsedTables } from '../tables.ts'

// A provider's call is believed by its signature, as Standard Webhooks 1.0 makes it (what we sign by too): HMAC-SHA-256 over "id.timestamp.body" under
// the account's secret. It is good for five minutes, once.

const goodForMs = 5 * 60_000
const keptMs = 86_400_000

export type Signed = { id: string; timestamp: string; signature: string; body: Buffer }

export function signedOf(headers: Headers, body: Buffer): Signed {
  const header = (name: string) => headers.get(name) ?? ''
  return { id: header('webhook-id'), timestamp: header('webhook-timestamp'), signature: header('webhook-signature'), body }
}

/** Whether it was signed with this secret, lately. Of several signatures in the header one will do. */
export function isSigned({ id, timestamp, signature, body }: Signed, secret: string, now: Date): boolean {
  const at = /^\d{9,11}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN
  const inTime = Math.abs(now.getTime() - at) <= goodForMs
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const made = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  const fits = signature
    .split(' ')
    .slice(0, 5)
    .map((one) => Buffer.from(one.replace(/^v1,/, ''), 'base64'))
    .map((given) => given.length === made.length && timingSafeEqual(given, made))
  return inTime && /^[\x21-\x7e]{1,100}$/.test(id) && fits.includes(true)
}

type Call = { account: number; id: string }
const digestOf = ({ account, id }: Call) => createHash('sha256').update(`${account}\0${id}`).digest()

/** Throws conflict when this call was heard already. What it does is done before it is marked: whoever dies in between is called again, and nothing is done twice. */
export async function mustBeNew(db: Db<UsedTables>, call: Call): Promise<void> {
  const { rows } = await sql`select from keep.callback where digest = ${digestOf(call)}`.execute(db)
  if (rows.length > 0) throw new AppError('conflict', 'This call was heard already.')
}

export async function markHeard(db: Db<UsedTables>, call: Call, now: Date): Promise<void> {
  await sql`insert into keep.callback (digest, at) values (${digestOf(call)}, ${now}) on conflict do nothing`.execute(db)
}

/** Forgets calls that are too old to be believed again. For a job. */
export async function forgetCallbacks(db: Db<UsedTables>, now: Date): Promise<void> {
  await sql`delete from keep.callback where at < ${new Date(now.getTime() - keptMs)}`.execute(db)
}
