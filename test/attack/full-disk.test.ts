import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendLoad, source } from '../crash/load.ts'
import { reckon } from '../crash/reckoning.ts'
import { type Product, startProduct } from '../product.ts'
import { until } from '../until.ts'
import { keyOf } from './people.ts'

// A disk that fills up: a real one, small, made for the occasion.

const mountable = process.platform === 'linux' && process.getuid?.() === 0 && canMount()
const why = mountable ? false : 'needs a file system of its own, which only root on Linux can mount'
const sizeMb = 480

test('a full disk stops recording with one sentence and loses nothing that was acknowledged', { skip: why, timeout: 240_000 }, async (t) => {
  const disk = mkdtempSync(join(tmpdir(), 'rapport-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=0711`, 'tmpfs', disk])
  try {
    await t.test('almost full, and full to the last byte', (inner) => fillUp(inner, disk))
  } finally {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
})

async function fillUp(t: TestContext, disk: string): Promise<void> {
  const product = await startProduct(t, { home: join(disk, 'home'), fsync: true })
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', source)
  assert.equal((await record(product, key, 1)).status, 200)
  assert.match((await product.api('GET', '/health')).text, /"state":"up"/)

  const ballast = join(disk, 'ballast')
  execFileSync('fallocate', ['-l', `${freeMb(disk) - 150}M`, ballast])
  await until('recording is refused', async () => (await record(product, key, 2)).status === 503)
  const refused = await record(product, key, 2)
  assert.match(refused.text, /"detail":"The disk is almost full, so nothing more can be recorded\. What was acknowledged is safe\."/)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  const health = await product.api('GET', '/health')
  assert.match(health.text, /"state":"degraded".*"note":"The disk is almost full: recording is refused until there is room\."/)
  assert.equal((await admin.api('GET', '/v1/customers')).status, 200, 'who only looks is served')
  rmSync(ballast)
  await until('recording goes on when there is room', async () => (await record(product, key, 2)).status === 200)

  // Now at once, under load, before anybody can look: PostgreSQL itself meets the end of the disk.
  const load = sendLoad(t, { url: product.url, key, senders: 3, seed: 'full' })
  await until('there is a load', async () => load.acknowledged.size > 500)
  spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M'], { stdio: 'ignore' })
  await sleep(3_000)
  const stood = load.acknowledged.size
  await sleep(500)
  assert.equal(load.acknowledged.size, stood, 'nothing is acknowledged on a full disk')
  rmSync(ballast)
  await product.healthy(30_000)
  await until('it goes on by itself', async () => load.acknowledged.size > stood + 200)
  await load.stop()
  t.diagnostic(`${load.acknowledged.size} events acknowledged; answers ${JSON.stringify(Object.fromEntries(load.answers))}`)
  const { counts, ...found } = await reckon({ home: product.home, urlOf: product.databaseUrl, load, now: new Date(), besides: [1, 2] })
  assert.ok(counts.events > 500)
  assert.deepEqual(found, {
    lost: [],
    doubled: [],
    stray: [],
    halves: { seenWithoutFact: 0, factsUnseen: 0, withoutContent: 0, withoutLines: 0 },
    unopened: [],
    receipts: [],
  })
}

function record(product: Product, key: string, n: number) {
  const event = {
    id: `one-${n}`,
    at: '2026-11-01T12:00:00Z',
    kind: 'order',
    channel: 'web',
    customer: { identifiers: [{ kind: 'user', value: 'someone' }] },
    amount: { minor: n, currency: 'RUB' },
    content: { text: 'An order' },
  }
  return product.api('POST', '/v1/interactions', [event], { key })
}

function freeMb(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / 2 ** 20)
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (mounted) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true, force: true })
  return mounted
}
