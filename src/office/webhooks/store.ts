import { type Db, sql } from '../../platform/db/index.ts'
import type { WebhookTables } from './tables.ts'
import type { Telling } from './telling.ts'

type Reader = Db<WebhookTables>
export type Webhook = WebhookTables['office.webhook'] & { waiting: number }

const webhooks = sql`
  select w.*, (select count(*)::int from (select 1 from office.webhook_delivery d where d.webhook_id = w.webhook_id and d.state = 'waiting' limit 10001) x) as waiting
  from office.webhook w`

export async function webhooksAfter(db: Reader, page: { after: number | undefined; limit: number }): Promise<Webhook[]> {
  return (await sql<Webhook>`${webhooks} where webhook_id > ${page.after ?? -1} order by webhook_id limit ${page.limit}`.execute(db)).rows
}

export async function findWebhook(db: Reader, id: number): Promise<Webhook | undefined> {
  return (await sql<Webhook>`${webhooks} where webhook_id = ${id}`.execute(db)).rows[0]
}

export type Delivery = WebhookTables['office.webhook_delivery'] & {
  kind: Telling['kind']
  happened_at: Date
  facts: Telling['facts']
}

const deliveries = sql`select d.*, e.kind, e.facts, e.at as happened_at from office.webhook_delivery d join office.webhook_event e using (customer_id, event_id)`

/** What a webhook was told, the newest first: `below` is the number of the last one of the page before. */
export async function deliveriesOf(
  db: Reader,
  webhook: number,
  page: { state: Delivery['state'] | undefined; below: number | undefined; limit: number },
): Promise<Delivery[]> {
  const state = page.state ? sql`and d.state = ${page.state}` : sql``
  const below = page.below === undefined ? sql`` : sql`and d.event_id < ${page.below}`
  return (await sql<Delivery>`${deliveries} where d.webhook_id = ${webhook} ${state} ${below} order by d.event_id desc limit ${page.limit}`.execute(db)).rows
}

export async function findDelivery(db: Reader, webhook: number, event: number): Promise<Delivery | undefined> {
  return (await sql<Delivery>`${deliveries} where d.webhook_id = ${webhook} and d.event_id = ${event}`.execute(db)).rows[0]
}

/** Puts one back into the queue, to be told at once. */
export async function tellAgain(db: Reader, webhook: number, event: number, now: Date): Promise<void> {
  await sql`update office.webhook_delivery set state = 'waiting', tries = 0, next_at = ${now}
    where webhook_id = ${webhook} and event_id = ${event}`.execute(db)
  await sql`update office.webhook set held_until = null where webhook_id = ${webhook}`.execute(db)
}

/** The same for all that failed or were dropped; gives how many wait now. */
export async function tellFailedAgain(db: Reader, webhook: number, since: Date, now: Date): Promise<number> {
  const done = await sql`
    update office.webhook_delivery set state = 'waiting', tries = 0, next_at = ${now} where webhook_id = ${webhook} and state in ('failed', 'dropped') and at >= ${since}`.execute(
    db,
  )
  return Number(done.numAffectedRows ?? 0n)
}
