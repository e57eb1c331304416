import { sql, type Tx } from '../../platform/db/index.ts'
import type { TermsTables } from '../terms/index.ts'

// What was reserved counts for the person: when two turn out to be one, both sides' contacts count together; when they turn
// out to be two after all, each keeps a copy, so that neither gets the same again.

/** Call in the transaction that merges, after the pointer was set. `from` now leads to `into`. */
export async function mergeContacts(tx: Tx<TermsTables>, merged: { from: number; into: number }): Promise<void> {
  await copyContacts(tx, { from: merged.from, to: merged.into })
}

/** Call in the transaction that takes a merge back, after the pointer was cleared. */
export async function unmergeContacts(tx: Tx<TermsTables>, undone: { customer: number; from: number }): Promise<void> {
  await copyContacts(tx, { from: undone.from, to: undone.customer })
}

async function copyContacts(tx: Tx<TermsTables>, copy: { from: number; to: number }): Promise<void> {
  const both = [copy.from, copy.to].sort((a, b) => a - b)
  await sql`insert into keep.person_state (customer_id) select * from unnest(${both}::bigint[]) on conflict do nothing`.execute(tx)
  await sql`select customer_id from keep.person_state where customer_id = any(${both}::bigint[]) order by customer_id for update`.execute(tx)
  await sql`
    insert into keep.contact as k (customer_id, content_key, addressed_id, purpose, channel, topic, campaign_id, state, reason, mark, at, unit)
    select ${copy.to}, content_key, addressed_id, purpose, channel, topic, campaign_id, state, reason, mark, at, unit from keep.contact where customer_id = ${copy.from}
    on conflict (customer_id, content_key) do update set state = excluded.state, reason = excluded.reason, mark = excluded.mark, at = excluded.at, channel = excluded.channel, unit = excluded.unit
      where k.state in ('released', 'refused') and excluded.state in ('reserved', 'made') or k.state = 'reserved' and excluded.state = 'made'`.execute(tx)
  // Of contacts with one content the row of one side stands; what counts is every contact that either side had. A mark both have is one contact:
  // it was copied when they were joined before.
  await sql`
    update keep.person_state s
    set recent = (select coalesce(array_agg(mark order by mark), '{}') from (
        select mark from (select customer_id, mark, row_number() over (partition by customer_id, mark) as nth
            from keep.person_state, unnest(recent) mark where customer_id = any(${both}::bigint[])) m
        group by mark, nth) counted)
    where s.customer_id = ${copy.to}`.execute(tx)
}
