import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { type Receiver, startReceiver } from '../../../test/receiver.ts'
import { until } from '../../../test/until.ts'
import { openWings, type Wings } from '../../../test/wings.ts'
import { sql } from '../../platform/db/index.ts'
import { outward } from '../../platform/http/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { logger } from '../../platform/log.ts'
import { tellChanges } from './follow.ts'
import type { Happening, Kind } from './kinds.ts'
import { keptMs, leaseMs, mostWaiting, offAfterMs } from './limits.ts'
import { sweepWebhooks, tellLater } from './queue.ts'
import type { WebhookTables } from './tables.ts'
import { openTeller, type Teller, type TellerDeps } from './teller.ts'

const ids = opaque('ids')
const log = logger('test')
log.level = 'silent'

type At = Wings & {
  teller: Teller
  deps: TellerDeps
  hook(receiver: Receiver, kinds: Kind[], more?: { id?: number }): Promise<number>
  tell(...h: Happening[]): Promise<void>
}

async function opened(t: TestContext): Promise<At> {
  const wings = await openWings(t)
  const db = wings.office.db.$pickTables<keyof WebhookTables>()
  const { clock } = wings
  const deps: TellerDeps = {
    db,
    ids,
    outward: outward('127.0.0.1'),
    clock,
    log,
    secretOf: async (webhook, version) => (await wings.office.door.ask({ service: 'webhooks' }, 'webhookSecret', { webhook, version })).secret,
  }
  return {
    ...wings,
    deps,
    teller: openTeller(deps),
    hook: async ({ url }, kinds) => {
      const id = await wings.office.rowIds.one()
      const now = clock.now()
      await sql`insert into office.webhook (webhook_id, title, url, kinds, made_by, made_at, changed_at) values (${id}, 'Test', ${url}, ${kinds}::text[], 1, ${now}, ${now})`.execute(
        db,
      )
      return id
    },
    tell: (...happenings) => tellLater({ db, rowIds: wings.office.rowIds }, happenings, clock.now()),
  }
}

const done = async (at: At) => {
  await at.teller.look()
  await at.teller.idle()
}
const task = (at: At, task_id: number): Happening => ({ customer: 5, kind: 'task.made', at: at.clock.now(), facts: { task_id, kind: 'promise', due_at: null } })
const log_ = async (at: At, webhook: number) =>
  (
    await sql<WebhookTables['office.webhook_delivery']>`select * from office.webhook_delivery where webhook_id = ${webhook} order by event_id`.execute(
      at.deps.db,
    )
  ).rows
const states = async (at: At, webhook: number) => (await log_(at, webhook)).map((d) => d.state)
const health = async (at: At, webhook: number) =>
  (await sql<WebhookTables['office.webhook']>`select * from office.webhook where webhook_id = ${webhook}`.execute(at.deps.db)).rows[0]

test('who asked for a kind is told of it once, in words that name nobody, and can check who says so', async (t) => {
  const at = await opened(t)
  const [one, other] = [await startReceiver(t), await startReceiver(t)]
  const hook = await at.hook(one, ['task.made'])
  await at.hook(other, ['case.opened'])
  await at.tell(task(at, 77), { customer: 0, kind: 'campaign.ended', at: at.clock.now(), facts: { handed_over: 3 } })
  await done(at)
  await done(at)
  assert.equal(one.got.length, 1)
  assert.equal(other.got.length, 0)
  const { headers, body } = one.got[0] ?? assert.fail()
  assert.deepEqual(JSON.parse(body), {
    type: 'task.made',
    timestamp: at.clock.now().toISOString(),
    data: { customer_id: ids.show('customer', 5), task_id: ids.show('task', 77), kind: 'promise', due_at: null },
  })
  // The library checks the time against the machine's, so only the signature is checked here; the clock of this test stands still.
  const { secret } = await at.office.door.ask({ service: 'webhooks' }, 'webhookSecret', { webhook: hook, version: 1 })
  const id = String(headers['webhook-id'])
  const made = new Webhook(secret).sign(id, new Date(Number(headers['webhook-timestamp']) * 1000), body)
  assert.equal(headers['webhook-signature'], made)
  assert.deepEqual(await states(at, hook), ['delivered'])
  const kept = await sql<{ n: number }>`select count(*)::int as n from office.webhook_event`.execute(at.deps.db)
  assert.equal(kept.rows[0]?.n, 1, 'what nobody hears is not kept')
})

test('a secret is another for every webhook and version, is made by the keep alone, and two sign while one is exchanged', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  const hook = await at.hook(receiver, ['task.made'])
  const ask = (webhook: number, version: number) => at.office.door.ask({ service: 'webhooks' }, 'webhookSecret', { webhook, version }).then((a) => a.secret)
  const made = await Promise.all([ask(hook, 1), ask(hook, 2), ask(hook + 1, 1)])
  assert.equal(new Set(made).size, 3)
  assert.equal(await ask(hook, 1), made[0])
  for (const secret of made) assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  for (const service of ['campaigns', 'insight', 'health'] as const)
    await assert.rejects(at.office.door.ask({ service }, 'webhookSecret', { webhook: hook, version: 1 }), { code: 'forbidden' })

  const until = new Date(at.clock.now().getTime() + 3_600_000)
  await sql`update office.webhook set secret_version = 2, old_secret_until = ${until} where webhook_id = ${hook}`.execute(at.deps.db)
  await at.tell(task(at, 1))
  await done(at)
  at.clock.set(until)
  await at.tell(task(at, 2))
  await done(at)
  const signatures = receiver.got.map(({ headers, body }) => ({ signed: String(headers['webhook-signature']).split(' '), headers, body }))
  const by = (secret: string | undefined, i: number) => {
    const { headers, body } = signatures[i] ?? assert.fail()
    return new Webhook(secret ?? '').sign(String(headers['webhook-id']), new Date(Number(headers['webhook-timestamp']) * 1000), body)
  }
  assert.deepEqual(signatures[0]?.signed, [by(made[1], 0), by(made[0], 0)])
  assert.deepEqual(signatures[1]?.signed, [by(made[1], 1)], 'the old one is over')
})

test('one that answers 500 is asked by one telling at a time, ever more seldom; when it is well all go, under the same ids', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  const hook = await at.hook(receiver, ['task.made'])
  receiver.answers(500)
  await at.tell(...Array.from({ length: 10 }, (_, i) => task(at, i + 1)))
  await done(at)
  const first = receiver.got.length
  assert.ok(first <= 4, `${first} were tried before it was known that it fails`)
  await done(at)
  assert.equal(receiver.got.length, first, 'it is left in peace')
  const seen: number[] = []
  for (let hour = 0; hour < 24; hour++) {
    at.clock.advance(3_600_000)
    const before = receiver.got.length
    await done(at)
    seen.push(receiver.got.length - before)
  }
  assert.ok(
    seen.every((n) => n <= 1),
    `tries by the hour: ${seen}`,
  )
  assert.ok(seen.some((n) => n === 1))
  assert.deepEqual([(await health(at, hook))?.state, (await health(at, hook))?.off_because], ['on', null], 'a day of failures ends nothing')
  receiver.answers(204)
  for (let i = 0; i < 40 && (await states(at, hook)).includes('waiting'); i++) {
    at.clock.advance(6 * 3_600_000)
    await done(at)
  }
  assert.ok((await states(at, hook)).every((s) => s === 'delivered'))
  assert.deepEqual([(await health(at, hook))?.failures, (await health(at, hook))?.failing_since], [0, null])
  const tries = Map.groupBy(receiver.got, ({ body }) => JSON.parse(body).data.task_id)
  assert.equal(tries.size, 10)
  for (const of of tries.values()) assert.equal(new Set(of.map(({ headers }) => headers['webhook-id'])).size, 1, 'every try bears the same id')
})

test('410 ends a webhook at once and five days of failures do; nothing goes to one that is off or paused, and what waits is kept', async (t) => {
  const at = await opened(t)
  const [gone, failing] = [await startReceiver(t), await startReceiver(t)]
  const [first, second] = [await at.hook(gone, ['task.made']), await at.hook(failing, ['task.made'])]
  gone.answers(410)
  failing.answers(500)
  await at.tell(task(at, 1))
  await done(at)
  assert.deepEqual([(await health(at, first))?.state, (await health(at, first))?.off_because], ['off', 'gone'])
  for (let passed = 0; passed <= offAfterMs; passed += 3_600_000) {
    at.clock.advance(3_600_000)
    await at.tell(task(at, 2))
    await done(at)
  }
  assert.deepEqual([(await health(at, second))?.state, (await health(at, second))?.off_because], ['off', 'failing'])
  const told = await sql<{ staff_id: number; webhook: number; off: boolean }>`
    select staff_id, subject_id as webhook, (facts ->> 'off')::boolean as off from office.notice where kind = 'webhook_failing' order by at`.execute(at.deps.db)
  const toldOf = (webhook: number) => told.rows.filter((n) => n.webhook === webhook)
  assert.deepEqual(
    toldOf(first).map((n) => [n.staff_id, n.off]),
    [[1, true]],
    'who made it is told that it is off',
  )
  assert.deepEqual([toldOf(second).filter((n) => n.off).length, toldOf(second).filter((n) => !n.off).length], [1, 5], 'and each day that it fails')
  const asked = [gone.got.length, failing.got.length]
  at.clock.advance(7 * 86_400_000)
  await done(at)
  assert.deepEqual([gone.got.length, failing.got.length], asked)
  assert.ok((await states(at, second)).includes('waiting'))
})

test('one that hangs keeps nobody else waiting', async (t) => {
  const at = await opened(t)
  const [hanging, well] = [await startReceiver(t), await startReceiver(t)]
  const stuck: (() => void)[] = []
  hanging.answers((response) => void stuck.push(() => response.writeHead(200).end()))
  await at.hook(hanging, ['task.made'])
  const other = await at.hook(well, ['task.made'])
  await at.tell(...Array.from({ length: 12 }, (_, i) => task(at, i + 1)))
  await at.teller.look()
  for (let waited = 0; !(await states(at, other)).every((s) => s === 'delivered'); waited += 50) {
    assert.ok(waited < 30_000, 'the other one is told meanwhile')
    await at.teller.look()
    await sleep(50)
  }
  await until('the hanging one is asked', async () => stuck.length > 0)
  assert.ok(stuck.length <= 4)
  hanging.answers(200)
  for (const release of stuck) release()
  await at.teller.idle()
})

test('one that never answers is let go of, called too slow and asked again later; then the same telling comes through', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  const hook = await at.hook(receiver, ['task.made'])
  receiver.answers(() => undefined)
  const { outward: way } = at.deps
  const teller = openTeller({ ...at.deps, outward: { ...way, post: (url, sent) => way.post(url, sent, 300) } })
  await at.tell(task(at, 1))
  await teller.look()
  await teller.idle()
  const [slow] = await log_(at, hook)
  assert.deepEqual([slow?.state, slow?.trouble, slow?.status, slow?.tries], ['waiting', 'too_slow', null, 1])
  assert.ok((slow?.next_at.getTime() ?? 0) > at.clock.now().getTime(), 'not at once')
  assert.ok((await health(at, hook))?.held_until, 'and everything else for it waits')
  await teller.look()
  await teller.idle()
  assert.equal(receiver.got.length, 1)
  receiver.answers(200)
  at.clock.advance(3_600_000)
  await done(at)
  assert.deepEqual(await states(at, hook), ['delivered'])
  assert.equal(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size, 1)
})

test('one that sends us on to a private address is not followed there: the log calls it a redirect, and it is told when it answers itself', async (t) => {
  const at = await opened(t)
  const [receiver, inside] = [await startReceiver(t), await startReceiver(t)]
  const hook = await at.hook(receiver, ['task.made'])
  for (const [i, status] of [301, 302, 303, 307, 308].entries()) {
    receiver.answers((response) => response.writeHead(status, { location: inside.url }).end())
    await at.tell(task(at, i + 1))
    at.clock.advance(24 * 3_600_000)
    await done(at)
  }
  assert.equal(inside.got.length, 0, 'nothing went where it pointed')
  assert.ok(receiver.got.length >= 5)
  assert.deepEqual(new Set((await log_(at, hook)).flatMap((d) => d.trouble ?? [])), new Set(['redirect']))
  receiver.answers(204)
  for (let i = 0; i < 20 && (await states(at, hook)).includes('waiting'); i++) {
    at.clock.advance(12 * 3_600_000)
    await done(at)
  }
  assert.ok((await states(at, hook)).every((s) => s === 'delivered'))
  assert.deepEqual([inside.got.length, (await health(at, hook))?.state], [0, 'on'])
})

test('a secret rotated between two tries: the second is signed by the new one, and by the old one while it may still be', async (t) => {
  const at = await opened(t)
  const secretOf = (webhook: number, version: number) =>
    at.office.door.ask({ service: 'webhooks' }, 'webhookSecret', { webhook, version }).then((a) => a.secret)
  const rotate = (webhook: number, until: Date | null) =>
    sql`update office.webhook set secret_version = secret_version + 1, old_secret_until = ${until} where webhook_id = ${webhook}`.execute(at.deps.db)
  const twice = async (overlapMs: number) => {
    const receiver = await startReceiver(t)
    const hook = await at.hook(receiver, ['task.made'])
    receiver.answers(500)
    await at.tell(task(at, 1))
    await done(at)
    await rotate(hook, overlapMs === 0 ? null : new Date(at.clock.now().getTime() + overlapMs))
    receiver.answers(200)
    at.clock.advance(3_600_000)
    await done(at)
    const [first, second] = receiver.got
    assert.ok(first && second && receiver.got.length === 2)
    assert.equal(first.headers['webhook-id'], second.headers['webhook-id'])
    assert.equal(first.body, second.body)
    const by = (secret: string, { headers, body }: typeof first) =>
      new Webhook(secret).sign(String(headers['webhook-id']), new Date(Number(headers['webhook-timestamp']) * 1000), body)
    const [old, fresh] = await Promise.all([secretOf(hook, 1), secretOf(hook, 2)])
    assert.equal(first.headers['webhook-signature'], by(old, first))
    return { signed: String(second.headers['webhook-signature']).split(' '), fresh: by(fresh, second), old: by(old, second) }
  }
  const overlapping = await twice(24 * 3_600_000)
  assert.deepEqual(overlapping.signed, [overlapping.fresh, overlapping.old])
  const past = await twice(1_800_000)
  assert.deepEqual(past.signed, [past.fresh], 'the old one was over before the second try')
  const atOnce = await twice(0)
  assert.deepEqual(atOnce.signed, [atOnce.fresh])
})

test('what a killed process was telling is told again when its lease is past; of two processes each tells other things', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  const hook = await at.hook(receiver, ['task.made'])
  await at.tell(task(at, 1))
  const until = new Date(at.clock.now().getTime() + leaseMs)
  await sql`update office.webhook_delivery set tries = 1, next_at = ${until} where webhook_id = ${hook}`.execute(at.deps.db)
  await done(at)
  assert.equal(receiver.got.length, 0, 'another is believed to be at it')
  at.clock.advance(leaseMs)
  const second = openTeller(at.deps)
  await at.tell(...Array.from({ length: 30 }, (_, i) => task(at, i + 2)))
  await Promise.all([at.teller.look(), second.look()])
  await Promise.all([at.teller.idle(), second.idle()])
  assert.equal(receiver.got.length, 31)
  assert.equal(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size, 31, 'nothing twice')
})

test('what the keep writes is told once: somebody new, something that happened, terms, a card that was joined; an import is history', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  await at.hook(receiver, ['customer.created', 'customer.changed', 'customer.joined', 'interaction.recorded', 'terms.changed'])
  await tellChanges({ db: at.deps.db, rowIds: at.office.rowIds }, at.clock.now())
  const [ann = 0, ben = 0] = await at.customers(2)
  const turn = async () => {
    const before = receiver.got.length
    // Two at once: each change is told by one of them.
    await Promise.all([1, 2].map(() => tellChanges({ db: at.deps.db, rowIds: at.office.rowIds }, at.clock.now())))
    await tellChanges({ db: at.deps.db, rowIds: at.office.rowIds }, at.clock.now())
    await done(at)
    return receiver.got.slice(before).map(({ body }) => JSON.parse(body))
  }
  const shown = (id: number) => ids.show('customer', id)
  const first = await turn()
  const count = (list: { type: string }[]) => Object.fromEntries([...Map.groupBy(list, (h) => h.type)].map(([kind, of]) => [kind, of.length]))
  assert.equal(count(first)['customer.created'], 2)
  assert.equal(count(first)['interaction.recorded'], 2)
  assert.ok(!JSON.stringify(first).match(/Анна|Белова|@/), 'nobody is named')
  const one = first.find((h) => h.type === 'customer.created' && h.data.customer_id === shown(ann))
  assert.deepEqual([one?.data.kind, one?.data.role, one?.data.status, one?.data.language], ['person', 'customer', 'known', 'ru'])

  await at.agrees(ann)
  const terms = (await turn()).filter((h) => h.type === 'terms.changed')
  assert.ok(
    terms.some(
      (h) =>
        h.data.customer_id === shown(ann) &&
        h.data.reach.some((r: { purpose: string; channel: string; reach: boolean }) => r.purpose === 'marketing' && r.reach),
    ),
  )

  await at.joins(ben, ann)
  const joined = (await turn()).find((h) => h.type === 'customer.joined')
  assert.deepEqual(joined?.data, { customer_id: shown(ben), into_id: shown(ann) })

  await at.customers(1) // the first of them comes again
  await sql`update fact.interaction set import_id = 9`.execute(at.keep.db)
  assert.equal(count(await turn())['interaction.recorded'], undefined)
})

test('after a restore the mark of the other database is left, and what happens from then on is told', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  await at.hook(receiver, ['customer.created'])
  const turn = () => tellChanges({ db: at.deps.db, rowIds: at.office.rowIds }, at.clock.now())
  await turn()
  await sql`update office.followed set snapshot = '900000000:900000000:'`.execute(at.deps.db)
  await turn()
  await at.customers(1)
  await turn()
  await done(at)
  assert.equal(receiver.got.length, 1)
})

test('the past is forgotten after thirty days, and a queue that is too long loses its oldest', async (t) => {
  const at = await opened(t)
  const receiver = await startReceiver(t)
  const hook = await at.hook(receiver, ['task.made'])
  await at.tell(task(at, 1))
  at.clock.advance(keptMs + 1)
  while ((await sweepWebhooks(at.deps.db, at.clock.now())) > 0);
  assert.deepEqual(await log_(at, hook), [])
  await sql`insert into office.webhook_event select 5, n, 'task.made', ${at.clock.now()}, '{}' from generate_series(1, ${mostWaiting + 7}) n`.execute(
    at.deps.db,
  )
  await sql`insert into office.webhook_delivery (customer_id, event_id, webhook_id, next_at, at)
    select 5, n, ${hook}, ${at.clock.now()}::timestamptz + n * interval '1 millisecond', ${at.clock.now()} from generate_series(1, ${mostWaiting + 7}) n`.execute(
    at.deps.db,
  )
  while ((await sweepWebhooks(at.deps.db, at.clock.now())) > 0);
  const dropped = await sql<{ event_id: number }>`select event_id from office.webhook_delivery where state = 'dropped' order by 1`.execute(at.deps.db)
  assert.deepEqual(
    dropped.rows.map((d) => d.event_id),
    [1, 2, 3, 4, 5, 6, 7],
  )
})
