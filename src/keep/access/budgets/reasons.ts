import { inTransaction, sql } from '../../../platform/db/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import type { AccessDeps } from '../deps.ts'
import type { AccessTables } from '../tables.ts'

// Why somebody asks for more people, and why it is declined: words that may name a customer, sealed and bound to their request.

type Sealing = Pick<Keyring, 'sealRecord' | 'openRecord'>
type Row = AccessTables['keep.budget_request']

const place = (request: number, what: 'why' | 'declined') => `budget request\0${request}\0${what}`

export const sealWhy = (keyring: Sealing, request: number, why: string): Buffer => keyring.sealRecord(place(request, 'why'), why)
export const sealDeclined = (keyring: Sealing, request: number, why: string): Buffer => keyring.sealRecord(place(request, 'declined'), why)

/** The words of a request; null where there are none. */
export function reasonsOf(keyring: Sealing, row: Pick<Row, 'request_id' | 'sealed_why' | 'sealed_declined_why'>): { why: string; declined: string | null } {
  const open = (sealed: Buffer | null, what: 'why' | 'declined') => (sealed ? keyring.openRecord(place(row.request_id, what), sealed).toString('utf8') : null)
  return { why: open(row.sealed_why, 'why') ?? '', declined: open(row.sealed_declined_why, 'declined') }
}

const atOnce = 500

/** Seals what an earlier version left in the clear; called as a keep starts. */
export async function sealOldReasons(deps: Pick<AccessDeps, 'db' | 'keyring'>): Promise<void> {
  for (;;) {
    const sealed = await inTransaction(deps.db, async (tx) => {
      const { rows } = await sql<{ request_id: number; why: string | null; declined_why: string | null }>`
        select request_id, why, declined_why from keep.budget_request where why is not null or declined_why is not null
        order by request_id limit ${atOnce} for update skip locked`.execute(tx)
      for (const { request_id, why, declined_why } of rows) {
        await sql`update keep.budget_request set why = null, declined_why = null,
            sealed_why = coalesce(${why === null ? null : sealWhy(deps.keyring, request_id, why)}, sealed_why),
            sealed_declined_why = coalesce(${declined_why === null ? null : sealDeclined(deps.keyring, request_id, declined_why)}, sealed_declined_why)
          where request_id = ${request_id}`.execute(tx)
      }
      return rows.length
    })
    if (sealed === 0) return
  }
}
