import { type Db, sql } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Happening } from './kinds.ts'
import { keptMs, mostWaiting } from './limits.ts'
import type { WebhookTables } from './tables.ts'

/** Puts what happened into the queues of those who are to hear of it; in the caller's transaction, when it has one. What nobody hears is not kept. */
export async function tellLater(deps: { db: Db<WebhookTables>; rowIds: IdBlocks }, happenings: readonly Happening[], now: Date): Promise<void> {
  const heard = await heardKinds(deps.db)
  const told = happenings.filter(({ kind }) => heard.has(kind))
  if (told.length === 0) return
  const ids = await deps.rowIds.next(told.length)
  const rows = told.map(({ customer, kind, at, facts }, i) => ({ customer_id: customer, event_id: ids[i], kind, at, facts }))
  await sql`
    with happened as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(customer_id bigint, event_id bigint, kind text, at timestamptz, facts jsonb)),
    kept as (insert into office.webhook_event (customer_id, event_id, kind, at, facts) select * from happened)
    insert into office.webhook_delivery (customer_id, event_id, webhook_id, next_at, at)
    select customer_id, event_id, webhook_id, ${now}, ${now} from happened join office.webhook w on happened.kind = any(w.kinds) and w.state <> 'off'`.execute(
    deps.db,
  )
}

/** Kinds that somebody hears of. */
export async function heardKinds(db: Db<WebhookTables>): Promise<Set<string>> {
  const { rows } = await sql<{ kind: string }>`select distinct unnest(kinds) as kind from office.webhook where state <> 'off'`.execute(db)
  return new Set(rows.map(({ kind }) => kind))
}

const sweptAtOnce = 10_000

/** Forgets what is past its time, and drops the oldest of a queue that is too long. Gives how many rows it dealt with; call it until there are none. */
export async function sweepWebhooks(db: Db<WebhookTables>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptMs)
  const past = await sql`
    delete from office.webhook_event e using (select customer_id, event_id from office.webhook_event where at < ${before} order by at limit ${sweptAtOnce}) p
    where (e.customer_id, e.event_id) = (p.customer_id, p.event_id)`.execute(db)
  const dropped = await sql`
    update office.webhook_delivery d set state = 'dropped', at = ${now} from office.webhook w cross join lateral (
      select customer_id, event_id from office.webhook_delivery where webhook_id = w.webhook_id and state = 'waiting'
      order by next_at desc offset ${mostWaiting} limit ${sweptAtOnce}) o
    where (d.customer_id, d.event_id, d.webhook_id) = (o.customer_id, o.event_id, w.webhook_id)`.execute(db)
  return Number((past.numAffectedRows ?? 0n) + (dropped.numAffectedRows ?? 0n))
}
