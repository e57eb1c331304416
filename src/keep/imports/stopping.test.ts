import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { test } from 'node:test'
import { systemClock } from '../../platform/clock.ts'
import { openDb, sql } from '../../platform/db/index.ts'
import { type Importing, openImporting } from './testing.ts'

const header = 'Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID\n'

/** Orders of three lines; every seventh has its last line ten orders further down, every fiftieth a price of letters. */
function file(orders: number): string {
  const lines: string[] = []
  const late = new Map<number, string>()
  for (let n = 0; n < orders; n++) {
    const line = (k: number) =>
      `${100_000 + n},S${k},${1 + (n % 5)},2026-01-${String(1 + (n % 28)).padStart(2, '0')} 10:00:00,${n % 50 === 49 && k === 1 ? 'x' : '1.25'},${n % 4 === 3 ? '' : 5000 + (n % 900)}`
    lines.push(line(0), line(1))
    if (n % 7 === 0) late.set(n + 10, line(2))
    else lines.push(line(2))
    const due = late.get(n)
    if (due) lines.push(due)
    late.delete(n)
  }
  return `${header}${[...lines, ...late.values()].join('\n')}\n`
}

const orders = 20_000
const rejectedOrders = orders / 50

async function mustBeWhole(on: Importing, id: string): Promise<void> {
  const done = await on.get(id)
  assert.equal(done.state, 'done', JSON.stringify(done.trouble))
  assert.equal(done.counts?.rows, orders * 3)
  assert.equal(done.counts?.recorded, orders - rejectedOrders)
  assert.equal(done.counts?.repeated, 0)
  assert.equal(done.counts?.rejected, rejectedOrders * 3)
  assert.equal(done.reconciliation?.agrees, true, JSON.stringify(done.reconciliation))
  const [stored] = (
    await sql<{ orders: number; lines: number; rejects: number }>`
    select (select count(*) from fact.interaction) as orders, (select count(*) from fact.interaction_item) as lines, (select count(*) from keep.import_reject) as rejects`.execute(
      on.tables,
    )
  ).rows
  assert.deepEqual(stored, { orders: orders - rejectedOrders, lines: (orders - rejectedOrders) * 3, rejects: rejectedOrders * 3 })
}

test('killed with -9 again and again, an import goes on and every order is in once', async (t) => {
  const on = await openImporting(t)
  const { id } = await on.upload(file(orders))
  await on.tables.updateTable('keep.import').set({ state: 'running', started_at: systemClock.now() }).execute()
  let kills = 0
  for (const ms of [150, 400, 700, 500]) {
    const { finished } = await goOn(on, ms)
    if (finished) break
    kills += 1
  }
  assert.ok(kills >= 3, `killed only ${kills} times`)
  for (;;) {
    await on.imports.runner.tick(systemClock.now())
    await on.imports.runner.idle()
    if ((await on.get(id)).reconciliation) break
    // The database notices a dead session a moment later; until then its lock stands.
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await mustBeWhole(on, id)
})

/** Another process goes on with the import, and is killed so long after it began. */
function goOn(on: Importing, ms: number): Promise<{ finished: boolean }> {
  const child = fork(new URL('fixtures/run-alone.ts', import.meta.url), {
    env: { ...process.env, TEST_KEEP_URL: on.store.url.keep, TEST_KEYS_URL: on.store.url.keys, TEST_KEYS: on.keyring.folder, TEST_HOME: on.home },
  })
  return new Promise((resolve) => {
    child.once('message', () => setTimeout(() => child.kill('SIGKILL'), ms))
    child.once('exit', (code) => resolve({ finished: code === 0 }))
  })
}

test('stopped, an import keeps what is in; resumed, it goes on; and a closing keep leaves it to the next', async (t) => {
  const on = await openImporting(t)
  const { id } = await on.upload(file(orders))
  await on.call('POST', `/v1/imports/${id}/run`)
  const rows = await rowsAtLeast(on, id, 1)
  const stopped = await on.act(id, 'stop')
  assert.equal(stopped.state, 'stopped')
  assert.ok((stopped.counts?.rows ?? 0) >= rows && (stopped.counts?.rows ?? 0) < orders * 3, String(stopped.counts?.rows))
  const before = await on.tables
    .selectFrom('fact.interaction')
    .select((e) => e.fn.countAll().as('n'))
    .executeTakeFirst()
  assert.equal(before?.n, stopped.counts?.recorded)
  assert.equal((await on.call('POST', `/v1/imports/${id}/run`)).status, 409)

  await on.call('POST', `/v1/imports/${id}/resume`)
  await rowsAtLeast(on, id, (stopped.counts?.rows ?? 0) + 1)
  await on.imports.close()
  assert.equal((await on.get(id)).state, 'running')
  const next = on.again()
  await next.runner.tick(systemClock.now())
  await next.runner.idle()
  await mustBeWhole(on, id)
})

async function rowsAtLeast(on: Importing, id: string, least: number): Promise<number> {
  for (;;) {
    const rows = (await on.get(id)).progress?.rows ?? 0
    if (rows >= least) return rows
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('what runs for a program whose key was revoked, or for somebody who left, is stopped; a colleague goes on with it', async (t) => {
  const on = await openImporting(t)
  const owner = openDb<unknown>({ url: on.store.url.owner, max: 1 })
  t.after(() => owner.destroy())
  const { id } = await on.upload(file(3 * orders))
  const key = await on.keyWith(['import'])
  const state = async () => {
    const { state, trouble } = await on.get(id)
    return [state, trouble?.sentence.includes('left') ?? false]
  }
  await on.call('POST', `/v1/imports/${id}/run`, undefined, { authorization: `Bearer ${key}` })
  await rowsAtLeast(on, id, 1)
  await on.imports.runner.tick(systemClock.now())
  assert.deepEqual(await state(), ['running', false], 'not while the key works')
  await sql`update keep.api_key set revoked_at = ${systemClock.now()} where key_id = (select max(key_id) from keep.api_key)`.execute(on.tables)
  await on.imports.runner.tick(systemClock.now())
  await on.imports.runner.idle()
  assert.deepEqual(await state(), ['stopped', true])

  await on.call('POST', `/v1/imports/${id}/resume`)
  await rowsAtLeast(on, id, ((await on.get(id)).counts?.rows ?? 0) + 1)
  await sql`update keep.import_change set by_kind = 'staff', by_id = 7 where seq = (select max(seq) from keep.import_change)`.execute(owner)
  await on.imports.runner.tick(systemClock.now())
  await on.imports.runner.idle()
  assert.deepEqual(await state(), ['stopped', true], 'there is no such colleague any more')
})

test('an undo that is broken off goes on, and two keeps do not do the same work', async (t) => {
  const on = await openImporting(t)
  const { id } = await on.upload(file(6_000))
  const second = on.again()
  await on.call('POST', `/v1/imports/${id}/run`)
  await second.runner.tick(systemClock.now())
  await Promise.all([on.imports.runner.idle(), second.runner.idle()])
  assert.equal((await on.get(id)).counts?.recorded, 6_000 - 120)
  await on.call('POST', `/v1/imports/${id}/undo`)
  await on.imports.close()
  await second.runner.tick(systemClock.now())
  await second.runner.idle()
  const undone = await on.get(id)
  assert.equal(undone.state, 'undone', JSON.stringify(undone.trouble))
  assert.equal(undone.undone?.interactions, 6_000 - 120)
  const left = await sql<{
    n: number
  }>`select (select count(*) from keep.customer) + (select count(*) from keep.seen) + (select count(*) from fact.interaction_item) + (select count(*) from keep.content) as n`.execute(
    on.tables,
  )
  assert.equal(left.rows[0]?.n, 0)
  await second.close()
})

test('more files than there are connections, sent in one moment, are all looked at', async (t) => {
  const on = await openImporting(t)
  const sent = await Promise.all(Array.from({ length: 9 }, (_, n) => on.upload(file(20 + n))))
  await Promise.all(sent.map(({ id }) => on.call('POST', `/v1/imports/${id}/dry-run`)))
  await on.imports.runner.idle()
  const states = await Promise.all(sent.map(async ({ id }) => (await on.get(id)).state))
  assert.deepEqual(
    states,
    sent.map(() => 'checked'),
  )
})
