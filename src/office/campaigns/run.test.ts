import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { openWings, type Wings } from '../../../test/wings.ts'
import type { Door } from '../../keep/door/contract.ts'
import { sql } from '../../platform/db/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { changeRule } from '../audiences/changing.ts'
import { rule } from '../audiences/index.ts'
import { goOnWithRuns } from './goOn.ts'
import { beginRun, type Campaign, type Deps, leaseMs, runById, takeTurn, turnMs } from './run.ts'
import { findCampaign } from './store.ts'

// A run that is broken off goes on where it was: nobody twice, nobody left out, and the counts are true.

const as = { service: 'campaigns' } as const
const people = 1_100
const agreed = 22

type At = Wings & { deps: Deps; campaign: Campaign; ids: number[] }

async function planned(t: TestContext): Promise<At> {
  const wings = await openWings(t)
  const ids = await wings.customers(people)
  for (let i = 0; i < people; i += people / agreed) await wings.agrees(ids[i] ?? 0)
  const deps: Deps = { ...wings.office, ids: opaque('test'), db: wings.office.db.$pickTables() }
  const now = wings.clock.now()
  await sql`insert into office.audience (audience_id, title, rule, made_by, created_at) values (1, 'All', ${JSON.stringify(rule.parse({}))}::jsonb, 1, ${now})`.execute(
    deps.db,
  )
  await sql`insert into office.campaign (campaign_id, title, audience_id, purpose, topic, channel, template, slots, made_by, created_at)
    values (1, 'Thanks', 1, 'marketing', null, 'email', 'thank_you', '{"discount_percent": 10}', 1, ${now})`.execute(deps.db)
  const campaign = await findCampaign(deps.db.$pickTables(), 1)
  assert.ok(campaign)
  return { ...wings, deps, campaign, ids }
}

/** The door, counting how often each customer is asked about; `after` happens when an answer is there and before it is given. */
function watched(door: Door, after: (sends: number) => void): { door: Door; asked: Map<number, number> } {
  const asked = new Map<number, number>()
  let sends = 0
  return {
    asked,
    door: {
      async ask(who, verb, input) {
        const answer = await door.ask(who, verb, input)
        if (verb === 'send' && typeof input === 'object' && 'customers' in input && Array.isArray(input.customers)) {
          for (const customer of input.customers) if (typeof customer === 'number') asked.set(customer, (asked.get(customer) ?? 0) + 1)
          sends += 1
          after(sends)
        }
        return answer
      },
    },
  }
}

async function told(at: At, run: number) {
  const { handed_over, audience_count, left_out, ended_at } = await runById(at.deps.db, run)
  const members = await sql<{ n: number; customers: number; allowed: number }>`
    select count(*)::int as n, count(distinct customer_id)::int as customers, count(*) filter (where decision = 'allow')::int as allowed
    from office.campaign_member where run_id = ${run}`.execute(at.deps.db)
  const messages = await sql<{ n: number; people: number }>`select count(*)::int as n, count(distinct customer_id)::int as people from keep.message`.execute(
    at.keep.db,
  )
  return { handed_over, audience_count, left_out, ended: ended_at !== null, members: members.rows[0], messages: messages.rows[0] }
}

const whole = {
  handed_over: agreed,
  audience_count: people,
  left_out: { 'deny consent_missing': people - agreed },
  ended: true,
  members: { n: people, customers: people, allowed: agreed },
  messages: { n: agreed, people: agreed },
}

test('an office that dies in the middle of a run goes on where it was', async (t) => {
  const at = await planned(t)
  const { run_id } = await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })
  const dying = watched(at.deps.door, (sends) => {
    if (sends === 2) throw new Error('the office was killed')
  })
  await assert.rejects(takeTurn({ ...at.deps, door: dying.door }, as, at.campaign, { run: run_id, clock: at.clock }), /killed/)
  assert.equal((await runById(at.deps.db, run_id)).audience_count, 500, 'the first batch is noted; the second was handed over and is not')
  await changeRule(at.deps.db, { audience: 1, rule: rule.parse({ all: [{ role: ['supplier'] }] }), seen: 1, by: 1, now: at.clock.now() })
  const again = watched(at.deps.door, () => {})
  assert.equal(await goOnWithRuns({ ...at.deps, door: again.door }, at.clock), false)
  assert.deepEqual(await told(at, run_id), whole)
  assert.ok(
    at.ids.slice(0, 500).every((id) => !again.asked.has(id)),
    'who was noted is not asked again, and a run goes by the rule it began with',
  )
  assert.equal(await goOnWithRuns(at.deps, at.clock), false, 'nothing is left')
  assert.deepEqual(await told(at, run_id), whole)
})

test('a killed process is believed to live until its lease has ended; then another goes on', async (t) => {
  const at = await planned(t)
  const { run_id } = await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })
  await sql`update office.campaign_run set leased_until = ${new Date(at.clock.now().getTime() + leaseMs)} where run_id = ${run_id}`.execute(at.deps.db)
  assert.equal(await takeTurn(at.deps, as, at.campaign, { run: run_id, clock: at.clock }), 'busy')
  assert.equal(await goOnWithRuns(at.deps, at.clock), false)
  assert.equal((await runById(at.deps.db, run_id)).audience_count, 0)
  at.clock.advance(leaseMs)
  assert.equal(await goOnWithRuns(at.deps, at.clock), false)
  assert.deepEqual(await told(at, run_id), whole)
})

test('a turn ends after twenty seconds and says that there is more; asking for a run again goes on with the one there is', async (t) => {
  const at = await planned(t)
  const { run_id } = await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })
  const slow = watched(at.deps.door, () => at.clock.advance(turnMs))
  assert.equal(await takeTurn({ ...at.deps, door: slow.door }, as, at.campaign, { run: run_id, clock: at.clock }), 'more')
  assert.equal((await runById(at.deps.db, run_id)).audience_count, 500)
  assert.equal((await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })).run_id, run_id)
  assert.equal(await goOnWithRuns({ ...at.deps, door: slow.door }, at.clock), true)
  assert.equal(await goOnWithRuns({ ...at.deps, door: slow.door }, at.clock), true)
  assert.equal(await goOnWithRuns({ ...at.deps, door: slow.door }, at.clock), false)
  assert.deepEqual(await told(at, run_id), whole)
  assert.ok([...slow.asked.values()].every((times) => times === 1))
  const next = await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })
  assert.notEqual(next.run_id, run_id)
  assert.equal(await takeTurn(at.deps, as, at.campaign, { run: next.run_id, clock: at.clock }), 'ended')
  const { handed_over, left_out } = await runById(at.deps.db, next.run_id)
  assert.deepEqual(
    [handed_over, left_out],
    [0, { 'deny already_sent': agreed, 'deny consent_missing': people - agreed }],
    'the same content reaches nobody twice',
  )
})

test('a campaign that is stopped ends its run; what can never be right ends it too', async (t) => {
  const at = await planned(t)
  const first = await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })
  await assert.rejects(takeTurn(at.deps, as, { ...at.campaign, template: 'nothing_of_the_kind' }, { run: first.run_id, clock: at.clock }))
  assert.ok((await runById(at.deps.db, first.run_id)).ended_at)
  const second = await beginRun(at.deps, as, at.campaign, { staff: 1, now: at.clock.now() })
  await sql`update office.campaign set stopped_at = ${at.clock.now()} where campaign_id = 1`.execute(at.deps.db)
  assert.equal(await goOnWithRuns(at.deps, at.clock), false)
  assert.equal((await told(at, second.run_id)).messages?.n, 0)
  const stopped = await findCampaign(at.deps.db.$pickTables(), 1)
  assert.ok(stopped)
  await assert.rejects(beginRun(at.deps, as, stopped, { staff: 1, now: at.clock.now() }), /was stopped/)
})
