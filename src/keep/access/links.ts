import { type Db, sql } from '../../platform/db/index.ts'
import type { AccessTables } from './tables.ts'
import { digestOf, newToken } from './tokens.ts'

const minutes = 15

/** A link that opens a customer's page once, within a quarter of an hour. The token goes into the mail; we keep its digest. */
export async function makeMagicLink(db: Db<AccessTables>, customer: number, now: Date): Promise<string> {
  const { token, digest } = newToken()
  await db
    .insertInto('keep.magic_link')
    .values({ digest, customer_id: customer, made_at: now, expires_at: new Date(now.getTime() + minutes * 60_000), used_at: null })
    .execute()
  return token
}

/** Spends a link: the customer it was for, once; undefined for one that is unknown, used or late. Only a POST may call this. */
export async function spendMagicLink(db: Db<AccessTables>, token: string, now: Date): Promise<number | undefined> {
  const rows = await sql<{
    customer_id: number
  }>`update keep.magic_link set used_at = ${now} where digest = ${digestOf(token)} and used_at is null and expires_at > ${now} returning customer_id`.execute(
    db,
  )
  return rows.rows[0]?.customer_id
}

/** Spends what links of a customer are open: an address they went to is theirs no more. */
export async function spendOpenLinks(db: Db<AccessTables>, customers: readonly number[], now: Date): Promise<void> {
  await sql`update keep.magic_link set used_at = ${now} where customer_id = any(${[...customers]}::bigint[]) and used_at is null`.execute(db)
}
