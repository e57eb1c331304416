import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { isAlive } from '../src/platform/launcher/index.ts'
import { startProduct } from './product.ts'

test('the product starts in a folder of its own, is set up, and stops in order', async (t) => {
  const began = performance.now()
  const product = await startProduct(t, { fromNothing: true })
  t.diagnostic(`ready after ${Math.round(performance.now() - began)} ms`)
  const pids = await product.pids()
  for (const pid of Object.values(pids)) assert.ok(isAlive(pid), `process ${pid} lives`)

  const admin = await product.setUp()
  const session = await admin.api('GET', '/v1/session')
  assert.match(session.text, /"role":"admin"/)
  assert.equal((await product.api('GET', '/v1/staff')).status, 401)

  assert.equal(await product.stop(), 0)
  for (const pid of Object.values(pids)) assert.ok(!isAlive(pid), `process ${pid} ended`)
  assert.equal(product.postgres(), undefined)
  assert.ok(existsSync(product.home))
  assert.doesNotMatch(product.log(), /connection limit/, 'each process may hold the connections that it may want')
})
