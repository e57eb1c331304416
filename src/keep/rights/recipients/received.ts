import { type AnyDb, sql } from '../../../platform/db/index.ts'

// Who received data of somebody, by name (GDPR 15 (1)(c), EU court C-154/21): programs that fetched it, whoever webhooks told, whoever was given a file.

export type ReceivedRow = {
  kind: 'key' | 'webhook' | 'file'
  recipient_id: number
  /** As it is called; of a file it is opened by its reader. */
  title: string | null
  purposes: string[]
  categories: string[]
  first_at: Date
  last_at: Date
}

/** The last who received something first. */
export async function receivedBy(
  db: AnyDb,
  members: readonly number[],
  page: { after: Pick<ReceivedRow, 'kind' | 'recipient_id' | 'last_at'> | undefined; limit: number },
): Promise<ReceivedRow[]> {
  const whose = sql`customer_id = any(${[...members]}::bigint[])`
  const { after } = page
  const rest = after ? sql`where (last_at, kind, recipient_id) < (${after.last_at}, ${after.kind}, ${after.recipient_id})` : sql``
  const { rows } = await sql<ReceivedRow>`
    with used as (
      select case c.actor when 'api' then 'key' else 'file' end as kind, case c.actor when 'api' then r.actor_id else e.export_id end as recipient_id, r.at, c.purpose, c.categories
      from keep.receipt r join keep.receipt_codes c using (codes_id) left join keep.export e on c.activity = 'export' and e.export_id = r.activity_id and e.sealed_recipient is not null
      where r.${whose} and c.decision = 'allow' and (c.actor = 'api' and c.operation in ('read', 'list') or (e.downloads > 0 or e.sealed_key is not null)))
    select * from (
      select kind, recipient_id, case kind when 'key' then (select k.title from keep.api_key k where k.key_id = recipient_id) end as title,
        array_agg(distinct purpose) as purposes, (select array_agg(distinct one) from used u, unnest(u.categories) one where u.kind = used.kind and u.recipient_id = used.recipient_id) as categories,
        min(at) as first_at, max(at) as last_at
      from used group by kind, recipient_id
      union all select 'webhook', d.webhook_id, max(w.title), '{}'::text[], '{record}'::text[], min(d.at), max(d.at)
      from office.webhook_delivery d join office.webhook w using (webhook_id) where d.${whose} and d.state = 'delivered' group by d.webhook_id) had
    ${rest} order by last_at desc, kind desc, recipient_id desc limit ${page.limit}`.execute(db)
  return rows
}
