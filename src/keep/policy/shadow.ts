import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { type Decision, type Past, replay, rulesOf, rulesUnder, surveyor } from '../gate/index.ts'
import { besideOf, samples, type TrialDeps } from './beside.ts'
import { codeOf, policyNow } from './board.ts'
import { policyOf } from './body.ts'
import { contactsOf, everybody } from './everybody.ts'
import type { Change, PolicyDb, PolicyTables } from './tables.ts'

// A draft beside the policy in force: for whom, and for what that was sent, would the gate have said something else? Nothing is written
// but the answer: no contact, no receipt of a use, no count.

export const trialTask = 'policy_trial'
/** So many changes are told apart. */
export const mostChanges = 500
const atOnce = 500
const dayMs = 86_400_000

type Trial = PolicyTables['keep.policy_trial']
type Cell = Change & { people: number[] }

/** Tries what stands in this row, once: beginning again after a crash tries anew. */
export async function runTrial(deps: TrialDeps, trial: number, now: Date): Promise<void> {
  const db = deps.db.$pickTables<keyof PolicyDb>()
  const row = await db.selectFrom('keep.policy_trial').selectAll().where('trial_id', '=', trial).executeTakeFirst()
  if (!row || row.ended_at) return
  const version = await policyNow(db)
  const cells = new Map<string, Cell>()
  const people = await overEverybody(db, row, { cells, now })
  const contacts = await overThePast(db, row, { cells, now })
  const changes = [...cells.values()].sort((a, b) => b.count - a.count).slice(0, mostChanges)
  const more = (await besideOf(deps, row, now)).slice(0, mostChanges)
  await inTransaction(db, async (tx) => {
    const told = (cells: readonly { people: number[] }[]) => JSON.stringify(cells.map(({ people: _, ...said }) => said))
    await sql`update keep.policy_trial set ended_at = ${now}, policy = ${version}, people = ${people}, contacts = ${contacts}, changes = ${told(changes)}::jsonb, more = ${told(more)}::jsonb
      where trial_id = ${trial} and ended_at is null`.execute(tx)
    const sampledOf = (cells: readonly { people: number[] }[], from: number) =>
      cells.flatMap(({ people: few }, i) => few.map((person) => ({ person, change: from + i })))
    const sampled = [...sampledOf(changes, 0), ...sampledOf(more, mostChanges)]
    await sql`insert into keep.policy_sample (customer_id, trial_id, change)
      select p, ${trial}, c from unnest(${sampled.map((s) => s.person)}::bigint[], ${sampled.map((s) => s.change)}::int[]) as t(p, c)
      where exists (select from keep.customer where customer_id = p) on conflict do nothing`.execute(tx)
  })
}

type Into = { cells: Map<string, Cell>; now: Date }

async function overEverybody(db: Db<PolicyDb>, { body }: Trial, { cells, now }: Into): Promise<number> {
  const contacts = contactsOf((await rulesOf(db, await policyNow(db))).purposes.values())
  const policy = policyOf(body)
  const before = surveyor(db, { contacts, now })
  const after = surveyor(db, { contacts, now, as: (rules) => rulesUnder(rules, policy) })
  let people = 0
  for await (const batch of everybody(db)) {
    const was = await before(batch)
    const would = new Map((await after(batch)).map(({ person, decisions }) => [person, decisions]))
    for (const { person, decisions } of was) {
      people += 1
      for (const [i, contact] of contacts.entries()) differing(cells, { when: 'now', ...contact, person }, decisions[i], would.get(person)?.[i])
    }
  }
  return people
}

/**
 * What was sent to a card that was joined to another one stands with both, also after they were taken apart (gate/merge.ts): with whose it is not it
 * counts under the limits, and is not counted as a message once more.
 */
async function overThePast(db: Db<PolicyDb>, { body, days }: Trial, { cells, now }: Into): Promise<number> {
  const policy = policyOf(body)
  const since = new Date(now.getTime() - days * dayMs)
  let contacts = 0
  for (let last = 0; ; ) {
    const { rows } = await sql<Past & { person: number; own: boolean }>`
      select customer_id as person, at, purpose, channel, topic, unit,
        exists (select from keep.customer m where m.customer_id = addressed_id and coalesce(m.merged_into, m.customer_id) = k.customer_id) as own from keep.contact k
      where state = 'made' and mark is not null and at >= ${since} and customer_id in (
        select distinct customer_id from keep.contact join keep.customer using (customer_id)
        where customer_id > ${last} and merged_into is null and state = 'made' and mark is not null and at >= ${since} order by 1 limit ${atOnce})
      order by customer_id, at`.execute(db)
    if (rows.length === 0) return contacts
    contacts += rows.filter(({ own }) => own).length
    last = rows.at(-1)?.person ?? last
    const again = await replay(
      db,
      Map.groupBy(rows, (row) => row.person),
      { now, as: (rules) => rulesUnder(rules, policy) },
    )
    for (const { person, contact, before, after } of again)
      if (contact.own) differing(cells, { when: 'past', purpose: contact.purpose, channel: contact.channel, person }, before, after)
  }
}

type Where = Pick<Change, 'when' | 'purpose' | 'channel'> & { person: number }

function differing(cells: Map<string, Cell>, { person, ...where }: Where, was: Decision | undefined, would: Decision | undefined): void {
  if (!was || !would) return
  const [before, after] = [codeOf(was), codeOf(would)]
  if (before === after) return
  const key = `${where.when} ${where.purpose} ${where.channel} ${before} ${after}`
  const cell = cells.get(key) ?? { when: where.when, purpose: where.purpose, channel: where.channel, before, after, count: 0, people: [] }
  cell.count += 1
  if (cell.people.length < samples && cell.people.at(-1) !== person) cell.people.push(person)
  cells.set(key, cell)
}
