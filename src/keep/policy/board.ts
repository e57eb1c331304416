import type { Clock } from '../../platform/clock.ts'
import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import { type Decision, rulesOf, type Surveyed, surveyor } from '../gate/index.ts'
import { topicsNow } from '../terms/index.ts'
import { contactsOf, everybody, topicsOf } from './everybody.ts'
import type { Counted, PolicyDb } from './tables.ts'

// Who can be reached, over everybody: counted by the gate itself, in the background, and kept with its date.

export const boardTask = 'reach_board'
/** So many counts are kept. */
const mostBoards = 60

type Deps = { db: Db<PolicyDb>; rowIds: IdBlocks; clock: Clock }

/** Asks for everybody to be counted anew; while that waits or goes on, asking again changes nothing. */
export async function countSoon(tx: Tx<PolicyDb>, of: { board: number; by: Actor; now: Date }): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.reach_board'))`.execute(tx)
  const { rows } = await sql`select 1 from keep.reach_board where counted_at is null`.execute(tx)
  if (rows.length > 0) return
  await sql`insert into keep.reach_board (board_id, asked_at, by_kind, by_id) values (${of.board}, ${of.now}, ${of.by.kind}, ${of.by.id})`.execute(tx)
  await sql`select keep_jobs.add_job(${boardTask}::text, '{}'::json, queue_name := ${boardTask}::text, job_key := ${boardTask}::text)`.execute(tx)
}

/** Counts everybody and keeps it, as the answer to whoever asked or by the clock. Beginning again after a crash counts anew. */
export async function countReach({ db, rowIds, clock }: Deps, now: Date): Promise<void> {
  const began = clock.monotonic()
  const [version, counts] = await counted(db, now)
  const took = Math.round(clock.monotonic() - began)
  const waiting = await sql<{ board_id: number }>`select board_id from keep.reach_board where counted_at is null order by board_id limit 1`.execute(db)
  const board = waiting.rows[0]?.board_id ?? (await rowIds.one())
  await sql`
    insert into keep.reach_board (board_id, asked_at, by_kind, by_id, counted_at, took_ms, policy, counts) values (${board}, ${now}, 'service', 0, ${now}, ${took}, ${version}, ${JSON.stringify(counts)}::jsonb)
    on conflict (board_id) do update set counted_at = excluded.counted_at, took_ms = excluded.took_ms, policy = excluded.policy, counts = excluded.counts`.execute(
    db,
  )
  await sql`delete from keep.reach_board where counted_at is not null and board_id not in (select board_id from keep.reach_board order by counted_at desc limit ${mostBoards})`.execute(
    db,
  )
}

/** So many topics are counted, by their codes. */
export const mostTopics = 40
/** So many kinds of people are kept apart before they are added up. */
const mostKinds = 50_000

async function counted(db: Db<PolicyDb>, now: Date): Promise<[version: string, counts: Counted]> {
  const version = await policyNow(db)
  const rules = await rulesOf(db, version)
  const topics = [...(await topicsNow(db.$pickTables())).keys()].sort().slice(0, mostTopics)
  const contacts: Surveyed[] = [...contactsOf(rules.purposes.values()), ...topicsOf(rules.purposes.values(), topics)]
  const survey = surveyor(db, { contacts, now })
  const said = contacts.map(() => new Map<string, number>())
  const columns = [...Map.groupBy(contacts.keys(), (i) => `${contacts[i]?.purpose} ${contacts[i]?.topic ?? ''}`).values()].map((places) => ({
    places,
    reachable: 0,
  }))
  let people = 0
  // Whoever is alike has the same verdicts: they are counted first and gone through once.
  let kinds = new Map<readonly Decision[], number>()
  const addUp = () => {
    for (const [decisions, count] of kinds) {
      for (const [i, decision] of decisions.entries()) add(said[i], codeOf(decision), count)
      for (const of of columns) if (of.places.some((i) => decisions[i]?.decision === 'allow')) of.reachable += count
    }
    kinds = new Map()
  }
  for await (const batch of everybody(db)) {
    for (const { decisions } of await survey(batch)) {
      people += 1
      kinds.set(decisions, (kinds.get(decisions) ?? 0) + 1)
    }
    if (kinds.size >= mostKinds) addUp()
  }
  addUp()
  const told = columns.map(({ places, reachable }) => {
    const first = contacts[places[0] ?? 0]
    const channels = places.map((i) => ({ channel: contacts[i]?.channel ?? '', said: Object.fromEntries(said[i] ?? []) }))
    return { purpose: first?.purpose ?? '', topic: first?.topic, reachable, channels }
  })
  const purposes = told.flatMap(({ topic, ...whole }) => {
    if (topic !== undefined) return []
    const on = told.flatMap((one) =>
      one.purpose === whole.purpose && one.topic !== undefined ? [{ topic: one.topic, reachable: one.reachable, channels: one.channels }] : [],
    )
    return [{ ...whole, topics: on }]
  })
  return [version, { people, purposes }]
}

/** "allow", or the decision and its reason: "later quiet_hours". */
export const codeOf = (decision: Decision): string => (decision.decision === 'allow' ? 'allow' : `${decision.decision} ${decision.reason}`)

function add(counts: Map<string, number> | undefined, code: string, more: number): void {
  counts?.set(code, (counts.get(code) ?? 0) + more)
}

/** Which registers are in force. */
export async function policyNow(db: Db<PolicyDb>): Promise<string> {
  return (await sql<{ version: string }>`select version::text from keep.register_state`.execute(db)).rows[0]?.version ?? ''
}
