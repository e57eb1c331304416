import { type Db, sql } from '../../../platform/db/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import type { CustomerTables } from '../tables.ts'

/** An identifier as its row stands, value sealed. */
export type Point = {
  customer: number
  kind: string
  digest: Buffer
  sealed: Buffer | null
  verified: boolean
  shared: boolean
  preferred: boolean
  source: string
  first_seen: Date
}

/** What names an identifier outside: a digest of its digest, so that no address is in a path or a log. */
export function identifierId(keyring: Pick<Keyring, 'digest'>, of: { kind: string; digest: Buffer }): string {
  return keyring
    .digest('identifier id', `${of.kind} ${of.digest.toString('hex')}`)
    .subarray(0, 16)
    .toString('base64url')
}

const columns = sql`customer_id as customer, kind, digest, sealed, verified_at is not null as verified, shared, preferred, source, first_seen`

/** What points at any of these ids of a person. */
export async function pointsOf(db: Db<CustomerTables>, members: readonly number[]): Promise<Point[]> {
  return (await sql<Point>`select ${columns} from keep.identifier where customer_id = any(${[...members]}::bigint[]) order by first_seen`.execute(db)).rows
}

/** Where this identifier points; undefined when nobody has it. */
export async function pointAt(db: Db<CustomerTables>, kind: string, digest: Buffer): Promise<Point | undefined> {
  return (await sql<Point>`select ${columns} from keep.identifier where kind = ${kind} and digest = ${digest}`.execute(db)).rows[0]
}
