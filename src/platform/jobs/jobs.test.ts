import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { type TestStore, testStore } from '../../../test/store.ts'
import { fixedClock } from '../clock.ts'
import { withClient } from '../launcher/index.ts'
import { startJobs, type Task } from './index.ts'
import { jobsPool } from './pool.ts'
import type { Queue } from './queues.ts'

const clock = fixedClock(new Date('2026-03-01T03:00:00Z'))

const ends = new WeakMap<TestContext, (() => unknown)[]>()

/** What began last ends first: a worker has stopped before its database goes. */
function afterwards(t: TestContext, end: () => unknown): void {
  const known = ends.get(t)
  if (known) return void known.push(end)
  const mine = [end]
  ends.set(t, mine)
  t.after(async () => {
    for (const one of mine.toReversed()) await one()
  })
}

const storeOf = (t: TestContext): Promise<TestStore> => testStore({ after: (end: () => unknown) => afterwards(t, end) })

/** A worker that runs until the test ends, and what it has logged. */
async function working(t: TestContext, url: string, schema: Queue, tasks: { [name: string]: Task }, { crontab = '', concurrency = 1 } = {}) {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const jobs = await startJobs({ url, schema, tasks, crontab, clock, log, concurrency })
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= jobs.stop())
  afterwards(t, stop)
  return { lines, stop }
}

const add = (url: string, schema: Queue, task: string, payload: object = {}) =>
  withClient(url, (c) => c.query(`select from ${schema}.add_job($1, $2::json)`, [task, JSON.stringify(payload)]))

async function until(what: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  for (let waited = 0; !(await what()); waited += 50) {
    assert.ok(waited < withinMs, 'it did not happen in time')
    await sleep(50)
  }
}

const rows = async (store: TestStore, sql: string) => (await withClient(store.url.admin, (c) => c.query(sql))).rows

for (const [schema, who] of [
  ['keep_jobs', 'keep'],
  ['office_jobs', 'office'],
] as const) {
  test(`${who} runs the jobs of ${schema}, with its payload and the clock's time`, async (t) => {
    const store = await storeOf(t)
    const ran: { payload: unknown; now: Date }[] = []
    await working(t, store.url[who], schema, { look: async (payload, now) => ran.push({ payload, now }) })
    await add(store.url[who], schema, 'look', { customer: 7 })
    await until(() => ran.length > 0)
    assert.deepEqual(ran, [{ payload: { customer: 7 }, now: clock.now() }])
    await until(async () => (await rows(store, `select from ${schema}._private_jobs`)).length === 0)
  })
}

test('the keep adds to the queue of the office and takes nothing out of it', async (t) => {
  const store = await storeOf(t)
  const ran: unknown[] = []
  await working(t, store.url.office, 'office_jobs', { look: async (payload) => ran.push(payload) })
  await add(store.url.keep, 'office_jobs', 'look', { from: 'keep' })
  await until(() => ran.length > 0)
  assert.deepEqual(ran, [{ from: 'keep' }])
  await assert.rejects(
    withClient(store.url.keep, (c) => c.query('delete from office_jobs._private_jobs')),
    /permission denied/,
  )
})

test('the office and the analyst neither add to the queue of the keep nor read it', async (t) => {
  const store = await storeOf(t)
  for (const url of [store.url.office, store.url.analyst]) {
    await assert.rejects(add(url, 'keep_jobs', 'look'), /permission denied/)
    for (const table of ['_private_jobs', '_private_tasks', '_private_job_queues', '_private_known_crontabs', 'jobs', 'migrations']) {
      await assert.rejects(
        withClient(url, (c) => c.query(`select * from keep_jobs.${table}`)),
        /permission denied/,
      )
    }
  }
  await assert.rejects(add(store.url.analyst, 'office_jobs', 'look'), /permission denied/)
})

test('a job that fails is tried again, and what its error quotes stands in no row and no line', async (t) => {
  const store = await storeOf(t)
  let tries = 0
  const { lines } = await working(t, store.url.office, 'office_jobs', {
    look: async () => {
      tries += 1
      if (tries === 1) throw new TypeError('anna@example.org is no number')
    },
  })
  await add(store.url.keep, 'office_jobs', 'look')
  await until(() => lines.length > 0)
  assert.equal(tries, 1)
  await until(async () => (await rows(store, 'select from office_jobs._private_jobs where last_error is not null')).length === 1)
  assert.deepEqual(await rows(store, 'select attempts, last_error from office_jobs._private_jobs'), [{ attempts: 1, last_error: 'TypeError' }])
  await until(() => tries === 2)
  await until(async () => (await rows(store, 'select from office_jobs._private_jobs')).length === 0)
  assert.equal(JSON.parse(lines[0] ?? '').task, 'look')
})

test('a job whose process was killed is done when the wing starts again', async (t) => {
  const store = await storeOf(t)
  await add(store.url.keep, 'keep_jobs', 'look')
  await rows(store, `update keep_jobs._private_jobs set attempts = 1, locked_by = 'worker-of-the-dead', locked_at = now()`)
  let ran = 0
  await working(t, store.url.keep, 'keep_jobs', { look: async () => (ran += 1) })
  await until(() => ran === 1)
})

test('of two processes with one queue one works, and the other takes over when it is gone', async (t) => {
  const store = await storeOf(t)
  const ran: string[] = []
  let letGo = () => {}
  const long = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const first = await working(t, store.url.keep, 'keep_jobs', { look: () => (ran.push('first'), long) })
  await add(store.url.keep, 'keep_jobs', 'look')
  await until(() => ran.length === 1)
  await working(t, store.url.keep, 'keep_jobs', { look: async () => ran.push('second') })
  await sleep(3_000)
  assert.deepEqual(ran, ['first'], 'a job under way is not taken from whoever works on it')
  letGo()
  await first.stop()
  await add(store.url.keep, 'keep_jobs', 'look')
  await until(() => ran.length === 2)
  assert.deepEqual(ran, ['first', 'second'])
})

test('a worker whose connections are cut goes on by itself', async (t) => {
  const store = await storeOf(t)
  let ran = 0
  await working(t, store.url.office, 'office_jobs', { look: async () => (ran += 1) })
  await rows(store, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'rapport_office'`)
  await add(store.url.keep, 'office_jobs', 'look')
  await until(() => ran === 1)
})

test('jobs of different queues run side by side, of one queue one after another', async (t) => {
  const store = await storeOf(t)
  const ran: string[] = []
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const tasks = {
    long: async () => {
      ran.push('long begins')
      await held
      ran.push('long ends')
    },
    next: async () => ran.push('next of its queue'),
    short: async () => ran.push('short'),
  }
  await working(t, store.url.office, 'office_jobs', tasks, { concurrency: 3 })
  const queued = (task: string, queue: string) => rows(store, `select from office_jobs.add_job('${task}', '{}'::json, queue_name := '${queue}')`)
  await queued('long', 'one')
  await until(() => ran.includes('long begins'))
  await queued('next', 'one')
  await queued('short', 'other')
  await until(() => ran.includes('short'))
  assert.deepEqual(ran, ['long begins', 'short'])
  letGo()
  await until(() => ran.includes('next of its queue'))
  assert.deepEqual(ran, ['long begins', 'short', 'long ends', 'next of its queue'])
})

test('a connection that is let go twice goes back once', async (t) => {
  const store = await storeOf(t)
  const pool = jobsPool(store.url.keep, { name: 'twice', max: 1 })
  afterwards(t, () => pool.end())
  const take = () => new Promise<() => void>((resolve, reject) => pool.connect((error, _, done) => (error ? reject(error) : resolve(() => done()))))
  const first = await take()
  first()
  const second = await take()
  first()
  assert.equal(pool.idleCount, 0, 'it is the second one’s now')
  second()
  second()
  assert.equal(pool.idleCount, 1)
})

test('lines of cron are known to the queue, and a wrong one stops the start', async (t) => {
  const store = await storeOf(t)
  const { stop } = await working(t, store.url.keep, 'keep_jobs', { look: async () => {} }, { crontab: '7 * * * * look ?jobKey=look&max=5' })
  await until(async () => (await rows(store, `select from keep_jobs._private_known_crontabs where identifier = 'look'`)).length === 1)
  await stop()
  await assert.rejects(working(t, store.url.keep, 'keep_jobs', {}, { crontab: '7 * * look' }), /crontab/i)
})
