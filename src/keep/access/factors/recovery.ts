import { randomInt } from 'node:crypto'
import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'

// Codes for the day the phone is lost: ten, each works once. We keep keyed digests, so that a stolen table is nothing to try codes against.

export const howMany = 10
/** Without letters and digits that are taken for one another; ten of them are 49 bits. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz'
const length = 10

const plain = (code: string) => code.toLowerCase().replace(/[^a-z0-9]/g, '')
const digestFor = (deps: Pick<AccessDeps, 'keyring'>, staff: number, code: string) => deps.keyring.digest('recovery code', `${staff}\0${plain(code)}`)

/** Whether somebody typed a recovery code rather than six digits. */
export const looksLikeRecovery = (code: string): boolean => plain(code).length === length

/** Ten new codes instead of the old ones; shown this once. In a transaction. */
export async function makeRecoveryCodes(deps: AccessDeps, staff: number): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''))
  await deps.db.deleteFrom('keep.recovery_code').where('staff_id', '=', staff).execute()
  await deps.db
    .insertInto('keep.recovery_code')
    .values(codes.map((code) => ({ staff_id: staff, digest: digestFor(deps, staff, code), used_at: null })))
    .execute()
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`)
}

/** Spends a code: whether it was one that nobody has used. */
export async function spendRecoveryCode(deps: AccessDeps, staff: number, code: string, now: Date): Promise<boolean> {
  const spent = await sql`
    update keep.recovery_code set used_at = ${now} where staff_id = ${staff} and digest = ${digestFor(deps, staff, code)} and used_at is null`.execute(deps.db)
  return Number(spent.numAffectedRows ?? 0n) === 1
}

export async function recoveryCodesLeft(deps: Pick<AccessDeps, 'db'>, staff: number): Promise<number> {
  const { rows } = await sql<{ left: number }>`select count(*)::int as left from keep.recovery_code where staff_id = ${staff} and used_at is null`.execute(
    deps.db,
  )
  return rows[0]?.left ?? 0
}
