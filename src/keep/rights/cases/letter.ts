import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { type ChannelDeps, sendMany } from '../../channels/index.ts'
import type { UsedTables } from '../deps.ts'
import type { CaseView } from './shapes.ts'
import type { CaseRow } from './store.ts'

// The letter that says that a request was answered, or takes longer. The law owes it, so it goes also to whoever stopped all else; it says which
// request and nothing of what was asked or answered, for whoever reads over a shoulder, and colleagues who see the card do not learn of it.

/** The job by which it goes with the answer's commit. */
export const answerLetterTask = 'rights_letter'

export type News = 'answered' | 'extended'
type Of = Pick<CaseRow, 'customer_id' | 'case_id'>
type Way = 'email' | 'sms'

const house = { kind: 'service', id: 0, role: 'house' } as const
/** Whoever's mail is out for longer finds it on their page. */
const usefulMs = 14 * 86_400_000
const comingMs = 3_600_000
const templates = { answered: { email: 'right_answered', sms: 'right_news_sms' }, extended: { email: 'right_put_off', sms: 'right_news_sms' } } as const

/** Has it written once what was done is committed. */
export async function writeLater(tx: Tx<UsedTables>, { customer_id, case_id }: Of, news: News): Promise<void> {
  await sql`select keep_jobs.add_job(${answerLetterTask}::text, ${JSON.stringify({ customer: customer_id, case: case_id, news })}::json)`.execute(tx)
}

/** Writes it, once for each news of a case; nobody who has no address, or is gone, is written to. */
export async function writeOfCase(letters: ChannelDeps, db: Db<UsedTables>, of: { customer: number; case: number; news: News }, now: Date): Promise<void> {
  const row = await db
    .selectFrom('keep.rights_case')
    .select(['customer_id', 'case_id', 'number', 'ended_at'])
    .where('customer_id', '=', of.customer)
    .where('case_id', '=', of.case)
    .executeTakeFirst()
  const to = row && (await wayTo(db, row.customer_id))
  // Whoever has had the answer meanwhile needs no letter that it takes longer.
  if (!row || !to || (of.news === 'extended' && row.ended_at !== null)) return
  await sendMany(
    letters,
    {
      purpose: 'own_view',
      topic: null,
      channels: [to.way],
      template: templates[of.news][to.way],
      customers: [{ customer: to.person }],
      contentKey: contentKey(row, of.news),
      urls: { link: `${letters.publicUrl}/my/rights` },
      slots: { number: String(row.number) },
      latest: new Date(now.getTime() + usefulMs),
      discreet: true,
    },
    { actor: house, now },
  )
}

const contentKey = ({ case_id }: Pick<Of, 'case_id'>, news: News) => `right.${case_id}.${news}`

/** The person, and how a letter reaches them: by e-mail before SMS, but rather by what they did not stop. Undefined: by neither. */
async function wayTo(db: Db<UsedTables>, customer: number): Promise<{ person: number; way: Way } | undefined> {
  const { rows } = await sql<{ person: number; way: Way }>`
    with of as (select coalesce(merged_into, customer_id) as person from keep.customer where customer_id = ${customer} and status <> 'erased'),
      them as (select c.customer_id from keep.customer c join of on c.customer_id = of.person or c.merged_into = of.person)
    select of.person, case i.kind when 'email' then 'email' else 'sms' end as way
    from of, keep.identifier i
    where i.customer_id in (select customer_id from them) and i.kind in ('email', 'phone')
      and not exists (select from keep.suppression x where x.kind = i.kind and x.digest = i.digest)
    order by exists (select from keep.stop s where s.customer_id in (select customer_id from them) and s.lifted_at is null and s.purpose = '*' and s.topic = '*'
      and s.channel = case i.kind when 'email' then 'email' else 'sms' end), i.kind limit 1`.execute(db)
  return rows[0]
}

/** What became of the letter about the newest there is in a case; null where none is owed: nothing has happened yet, or they did it themselves. */
export async function letterOf(db: Db<UsedTables>, row: CaseRow, now: Date): Promise<CaseView['letter']> {
  const news = newsOf(row)
  if (news === null) return null
  const { rows } = await sql<{ channel: Way; state: string; at: Date | null }>`
    select channel, state, coalesce(done_at, handed_at) as at from keep.message
    where content_key = ${contentKey(row, news)} and customer_id in (
      select coalesce(merged_into, customer_id) from keep.customer where customer_id = ${row.customer_id} union select ${row.customer_id}::bigint)`.execute(db)
  const [sent] = rows
  if (sent) return { state: states[sent.state] ?? 'failed', by: sent.channel, at: sent.at?.toISOString() ?? null }
  const way = await wayTo(db, row.customer_id)
  if (!way) return { state: 'no_address', by: null, at: null }
  const since = row.ended_at ?? now
  return now.getTime() - since.getTime() < comingMs ? { state: 'coming', by: way.way, at: null } : null
}

const states: { readonly [state: string]: 'coming' | 'sent' } = { queued: 'coming', handing: 'coming', sent: 'sent' }

/** What a person does about themselves on their page they see there at once. */
export const isOwed = (by: { kind: string }) => by.kind !== 'customer'

function newsOf(row: CaseRow): News | null {
  if (row.state === 'answered') return row.ended_kind === 'staff' || isOwed({ kind: row.by_kind }) ? 'answered' : null
  return row.state === 'open' && row.extended ? 'extended' : null
}
