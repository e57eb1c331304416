import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { canUse } from '../../platform/launcher/index.ts'
import { bytesOf } from './fixtures/desk.ts'
import { type ByteSource, type Courier, readTable, startCourier } from './index.ts'

const parquet = readFileSync(new URL('fixtures/order-lines.parquet', import.meta.url))
const nothing = bytesOf(Buffer.alloc(0))
const lines = (n: number) => Buffer.from(`id,name\n${Array.from({ length: n }, (_, i) => `${i},name ${i}\n`).join('')}`)

async function count(courier: Courier, from: ByteSource): Promise<number> {
  let rows = 0
  for await (const batch of readTable(courier, from, { form: {} })) rows += batch.rows.length
  return rows
}

test('the courier reads CSV and Parquet in its own process, one after the other in the same one', async (t) => {
  const courier = startCourier({ hands: 1 })
  t.after(() => courier.close())
  assert.equal(await count(courier, bytesOf(lines(50_000))), 50_001)
  assert.equal(await count(courier, bytesOf(parquet)), 13)
})

test('it has no environment, is nobody where we are root, and may read no file but its own code', async (t) => {
  const courier = startCourier({ hands: 1, limits: { entry: 'fixtures/probe.ts' } })
  t.after(() => courier.close())
  const told = []
  const file = new URL('../../../package-lock.json', import.meta.url).pathname
  for await (const said of courier.run({ errand: 'look', input: file }, nothing)) told.push(said)
  const own = process.getuid?.() ?? null
  const user = own === 0 && canUse({ uid: 65_532, gid: 65_532 }, fileURLToPath(import.meta.url), 'read') ? 65_532 : own
  assert.deepEqual(told, [{ user, environment: [], file: 'ERR_ACCESS_DENIED', child: 'ERR_ACCESS_DENIED' }])
})

test('it works where the packages are behind a link and the code is run through one', { timeout: 60_000 }, (t) => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'rapport-linked-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  cpSync(join(root, 'src'), join(folder, 'real/src'), { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'real/package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'real/node_modules'))
  symlinkSync(join(folder, 'real'), join(folder, 'link'))
  const script = `
    import { readTable, startCourier, startMailCourier } from './src/keep/courier/index.ts'
    import { systemClock } from './src/platform/clock.ts'
    setInterval(() => {}, 1000) // a waiting courier keeps nobody from ending
    const file = Buffer.from(process.argv[1], 'base64')
    const courier = startCourier({ hands: 1 })
    let rows = 0
    for await (const batch of readTable(courier, { size: file.length, read: async (at, n) => file.subarray(at, at + n) }, { form: {} })) rows += batch.rows.length
    const mail = startMailCourier(systemClock)
    console.log(rows, (await mail.read(Buffer.from('Subject: hello\\r\\n\\r\\nyou'))).subject)
    process.exit(0)`
  for (const place of ['real', 'link']) {
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script, parquet.toString('base64')], { cwd: join(folder, place), encoding: 'utf8' })
    assert.equal(ran.stdout.trim(), '13 hello', `${place}: ${ran.stderr}`)
  }
})

test('a trouble of the file is a sentence, and the courier goes on with the next file', async (t) => {
  const courier = startCourier({ hands: 1 })
  t.after(() => courier.close())
  await assert.rejects(count(courier, bytesOf(parquet.subarray(0, 500))), { code: 'bad_input', message: /cut short/ })
  assert.equal(await count(courier, bytesOf(parquet)), 13)
})

test('leaving the loop early ends that process and the next file gets another', async (t) => {
  const courier = startCourier({ hands: 1 })
  t.after(() => courier.close())
  for await (const batch of readTable(courier, bytesOf(lines(400_000)), { form: {} })) {
    assert.ok(batch.rows.length > 0)
    break
  }
  assert.equal(await count(courier, bytesOf(parquet)), 13)
})

test('a keep that takes its time holds the courier back', async (t) => {
  const courier = startCourier({ hands: 1, limits: { ahead: 2 } })
  t.after(() => courier.close())
  const bytes = lines(600_000)
  let read = 0
  const counting: ByteSource = {
    size: bytes.length,
    read: async (offset, length) => {
      read = Math.max(read, offset + length)
      return bytes.subarray(offset, offset + length)
    },
  }
  const batches = readTable(courier, counting, { form: { kind: 'csv', encoding: 'utf-8', delimiter: ',' } })
  await batches.next()
  await new Promise((resolve) => setTimeout(resolve, 300))
  assert.ok(read < 5_000_000, `read ${read} bytes ahead of one batch taken`)
  await batches.return({ form: { kind: 'csv' }, rows: 0 })
})

test('silence for too long, and more memory than it may have, end it with a sentence', async (t) => {
  const slow = startCourier({ hands: 1, limits: { silenceMs: 400, entry: 'fixtures/probe.ts' } })
  t.after(() => slow.close())
  await assert.rejects(
    async () => {
      for await (const _ of slow.run({ errand: 'hang', input: '5000' }, nothing));
    },
    { code: 'bad_input', message: /took too long/ },
  )
  const narrow = startCourier({ hands: 1, limits: { memoryMb: 150, entry: 'fixtures/probe.ts' } })
  t.after(() => narrow.close())
  await assert.rejects(
    async () => {
      for await (const _ of narrow.run({ errand: 'grow', input: '600' }, nothing));
    },
    { code: 'bad_input', message: /more memory/ },
  )
})
