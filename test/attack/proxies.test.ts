import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Product, startProduct } from '../product.ts'

// Guesses are counted by the network they come from (30 letters asked for in a row). Who may say what network that is?

const freeFromOneNetwork = 30

test('an address in X-Forwarded-For is believed of a trusted proxy only, and only the one it has added', { timeout: 240_000 }, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'rapport-proxies-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  chmodSync(home, 0o711)
  const open = await startProduct(t, { home })
  await open.setUp()
  assert.equal(await untilSlowed(open, (n) => `203.0.${n}.1`), freeFromOneNetwork + 1, 'a new address with each request helps nobody')
  await open.stop()

  const behind = await startProduct(t, { home, env: { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' } })
  assert.equal(await untilSlowed(behind, (n) => `198.51.${n}.1`), undefined, 'many customers of one proxy do not slow each other')
  assert.equal(await untilSlowed(behind, (n) => `203.0.${n}.1, 192.0.2.7, 10.0.0.3`), freeFromOneNetwork + 1, 'what stood there before is a stranger’s word')
  await behind.stop()
})

async function untilSlowed(product: Product, forwarded: (n: number) => string): Promise<number | undefined> {
  for (let n = 1; n <= freeFromOneNetwork + 5; n++) {
    const headers = { 'x-forwarded-for': forwarded(n) }
    const answer = await product.api('POST', '/v1/session/link', { email: `nobody${n}@strangers.example` }, { headers })
    if (answer.status === 429) return n
    assert.equal(answer.status, 200, answer.text)
  }
  return undefined
}
