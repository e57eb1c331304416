import type { Db, Tx } from '../../platform/db/index.ts'
import { type ReceiptTables, receiptsOfSaying } from '../receipts/index.ts'
import { identitiesOf, publishReach, type TermsTables } from '../terms/index.ts'
import { obeyGpc, signalOf } from './store.ts'
import type { AgreementTables } from './tables.ts'

// The signal of a browser where nobody is signed in: a public form, the company's own site.

/** Only `Sec-GPC: 1`, exactly, says anything (Global Privacy Control, section 3.1). */
export const sendsGpc = (request: Request): boolean => request.headers.get('sec-gpc') === '1'

export const signalObeyed = async (db: Db<AgreementTables> | Tx<AgreementTables>, members: readonly number[]): Promise<boolean> =>
  members.length > 0 && (await signalOf(db, members)).state === 'obeyed'

/** Hears the signal for whoever this is, in the caller's transaction and under the lock on their row: once, and never against what they said themselves. */
export async function gpcHeard(
  tx: Tx<AgreementTables & TermsTables & ReceiptTables>,
  { customer, road }: { customer: number; road: { kind: 'form' | 'site' } },
  now: Date,
): Promise<void> {
  const members = (await identitiesOf(tx.$pickTables(), [customer])).get(customer) ?? [customer]
  if (!(await obeyGpc(tx.$pickTables(), { customer, members, method: 'browser', now }))) return
  await publishReach(tx.$pickTables(), [customer], now)
  await receiptsOfSaying(tx, [{ customer, deed: 'terms', road, said: ['gpc', 'heard'] }], now)
}
