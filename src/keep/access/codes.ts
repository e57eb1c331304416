import { randomInt, timingSafeEqual } from 'node:crypto'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { AccessTables } from './tables.ts'

// A code by SMS that opens a customer's page: six digits, ten minutes, three tries, once. A number that is nobody's has its row too, with a code
// that was sent to nobody.

const minutes = 10
const mostTries = 3

type Deps = { db: Db<AccessTables>; keyring: Pick<Keyring, 'digest'> }

const placeOf = (deps: Deps, phone: string) => deps.keyring.digest('sign-in code', phone)
const hashOf = (deps: Deps, phone: string, code: string) => deps.keyring.digest('sign-in code itself', `${phone} ${code}`)

/** A new code for this number (E.164), in place of any before. `customer` null: nobody's, or shared by several. */
export async function makeSignInCode(deps: Deps, of: { phone: string; customer: number | null }, now: Date): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const row = {
    customer_id: of.customer,
    code: hashOf(deps, of.phone, code),
    tries: 0,
    made_at: now,
    expires_at: new Date(now.getTime() + minutes * 60_000),
    used_at: null,
  }
  await deps.db
    .insertInto('keep.sign_in_code')
    .values({ digest: placeOf(deps, of.phone), ...row })
    .onConflict((c) => c.column('digest').doUpdateSet(row))
    .execute()
  return code
}

/** Spends a try, and with the right code the code: the customer, once; undefined for one that is wrong, used, late, tried too often, or nobody's. */
export async function spendSignInCode(deps: Deps, given: { phone: string; code: string }, now: Date): Promise<number | undefined> {
  const digest = placeOf(deps, given.phone)
  const tried = await sql<{ code: Buffer; customer_id: number | null; made_at: Date }>`
    update keep.sign_in_code set tries = tries + 1 where digest = ${digest} and tries < ${mostTries} and used_at is null and expires_at > ${now}
    returning code, customer_id, made_at`.execute(deps.db)
  const [row] = tried.rows
  const right = timingSafeEqual(row?.code ?? hashOf(deps, given.phone, 'none'), hashOf(deps, given.phone, given.code))
  // Of two who bring the same right code at once, one has it.
  const spent = await sql<{ customer_id: number | null }>`
    update keep.sign_in_code set used_at = ${now} where digest = ${digest} and used_at is null and ${row !== undefined && right} and made_at = ${row?.made_at ?? now} returning customer_id`.execute(
    deps.db,
  )
  return spent.rows[0]?.customer_id ?? undefined
}
