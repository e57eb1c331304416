import { inTransaction, sql } from '../../../platform/db/index.ts'
import { suppress } from '../../terms/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { customersOf } from '../link/links.ts'

/** What a provider reports of a message afterwards. `gone`: the number is not in use. */
export type Report = { message: number; delivered: boolean; gone: boolean }

const courier = { kind: 'service', id: 0, role: 'courier' } as const

/** Keeps what became of an SMS that was handed over; one that is not ours, or no SMS, is passed over. A number that is gone is not written to again. */
export async function messageDelivered(deps: Pick<ChannelDeps, 'db' | 'keyring' | 'clock'>, { message, delivered, gone }: Report): Promise<void> {
  const customer = (await customersOf(deps.db, deps.keyring, [message])).get(message)
  if (customer === undefined) return
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<{ customer_id: number }>`
      update keep.message set why = ${delivered ? 'delivered' : 'not_delivered'}, status = ${delivered ? '2.0.0' : gone ? '5.1.1' : '5.0.0'},
        state = case when state = 'unknown' then ${delivered ? 'sent' : 'failed'} else state end, recorded = recorded and state <> 'unknown'
      where customer_id = ${customer} and message_id = ${message} and channel = 'sms' and state in ('sent', 'unknown') and why is distinct from 'delivered'
      returning customer_id`.execute(tx)
    if (rows.length === 0 || delivered || !gone) return
    const numbers = await sql<{ digest: Buffer }>`
      select digest from keep.identifier where kind = 'phone' and sealed is not null and customer_id = ${customer} order by preferred desc, (verified_at is not null) desc, last_seen desc limit 1`.execute(
      tx,
    )
    await suppress(
      tx.$pickTables(),
      numbers.rows.map(({ digest }) => ({ kind: 'phone' as const, digest, reason: 'bounce' as const })),
      { actor: courier, now },
    )
  })
}
