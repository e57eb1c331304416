import { type Db, sql } from '../../platform/db/index.ts'
import type { WebhookTables } from './tables.ts'

// Whoever received data hears that it was corrected, erased or restricted, whatever kinds they asked for: the law tells them, not the subscription.
// The keep says who (fact.recipient) and reads in the log of tellings who took it.

const atOnce = 1_000

/** Puts what recipients are to hear into their queues, once; about nobody's row, so that it outlives whoever was erased. Gives how many. */
export async function tellRecipients(db: Db<WebhookTables>, now: Date): Promise<number> {
  const put = await sql`
    with due as (
      select r.notice_id + 1125899906842624 as event_id, r.customer_id, r.what, r.covers, r.ready_at, r.due_at, w.webhook_id
      from fact.recipient r join office.webhook w on w.state <> 'off' and case r.kind when 'key' then w.key_id else w.webhook_id end = case r.kind when 'file' then r.webhook_id else r.recipient_id end
      where r.ready_at <= ${now} and r.dropped_at is null and r.confirmed_at is null and r.by_hand_at is null
        and not exists (select from office.webhook_delivery d where d.customer_id = 0 and d.event_id = r.notice_id + 1125899906842624 and d.webhook_id = w.webhook_id)
      order by r.due_at limit ${atOnce}),
    kept as (insert into office.webhook_event (customer_id, event_id, kind, at, facts)
      select distinct on (event_id) 0, event_id, 'data.' || what, ready_at, jsonb_build_object('customer_id', customer_id, 'covers', covers, 'due_at', due_at) from due
      on conflict do nothing)
    insert into office.webhook_delivery (customer_id, event_id, webhook_id, next_at, at) select 0, event_id, webhook_id, ${now}, ${now} from due on conflict do nothing`.execute(
    db,
  )
  return Number(put.numAffectedRows ?? 0n)
}
