import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../../src/platform/launcher/index.ts'
import { freePort, startProduct } from '../product.ts'

const rapport = join(import.meta.dirname, '..', '..', 'bin', 'rapport')

test('a second start on the same folder says so in one sentence and leaves the first alone', async (t) => {
  const product = await startProduct(t)
  await product.setUp()
  const before = await product.pids()

  const second = await run(['start', '--home', product.home, '--port', String(await freePort())])
  assert.equal(second.code, 1)
  assert.match(
    second.stderr.trim(),
    /^This installation is already running \(process \d+ on .+, since .+\): stop that one first, or use another RAPPORT_HOME\.$/,
  )
  assert.ok(second.stderr.includes(String(before.main)), 'it says which process')
  assert.equal(second.stdout, '')

  await product.healthy()
  assert.deepEqual(await product.pids(), before)
})

test('a start on a port that is taken says so in one sentence and leaves nothing running', async (t) => {
  const product = await startProduct(t)
  const other = await startProduct(t)
  await other.stop()
  const taken = new URL(product.url).port

  const refused = await run(['start', '--home', other.home, '--port', taken])
  assert.equal(refused.code, 1)
  assert.equal(refused.stderr.trim(), `Port ${taken} is in use by another program: choose another with --port or PORT.`)
  assert.equal(other.postgres(), undefined)
})

test('SIGTERM ends the parts in order: whoever uses another goes first, and the database shuts down whole', async (t) => {
  const product = await startProduct(t, { fsync: true })
  const pids = await product.pids()
  const wanted = ['analyst', 'office', 'keep', 'postgres', 'main'] as const
  const order: string[] = []
  const stopped = product.stop()
  while (order.length < wanted.length) {
    // Two that ended between two looks, on a busy machine, were not seen in a wrong order.
    for (const part of wanted) if (!order.includes(part) && !isAlive(pids[part])) order.push(part)
    await sleep(2)
  }
  assert.equal(await stopped, 0)
  assert.deepEqual(order, wanted)
  const log = globSync(join(product.home, 'data/log/*'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('')
  assert.match(log.trim().split('\n').at(-1) ?? '', /database system is shut down/)
})

function run(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [rapport, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', (bytes: Buffer) => {
    out.stdout += bytes.toString('utf8')
  })
  child.stderr.on('data', (bytes: Buffer) => {
    out.stderr += bytes.toString('utf8')
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...out })))
}
