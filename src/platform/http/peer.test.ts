import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { test } from 'node:test'
import { callerAddress, trustedProxies } from './index.ts'

/** Where a real server thinks a request from 127.0.0.1 with these X-Forwarded-For comes from. */
async function seen(trusted: string, forwarded: string | string[] | undefined): Promise<string> {
  const list = trustedProxies(trusted)
  const server = createServer((asked, answer) => answer.end(callerAddress(asked, list))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  assert.ok(at !== null && typeof at === 'object')
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const text = await new Promise<string>((done, failed) => {
    request({ host: '127.0.0.1', port: at.port, headers }, (answer) => {
      let body = ''
      answer.on('data', (bytes) => (body += bytes)).on('end', () => done(body))
    })
      .on('error', failed)
      .end()
  })
  server.close()
  return text
}

test('nobody says who they are but a trusted proxy', async () => {
  assert.equal(await seen('', undefined), '127.0.0.1')
  assert.equal(await seen('', '203.0.113.7'), '127.0.0.1', 'no proxy is trusted')
  assert.equal(await seen('10.0.0.0/8', '203.0.113.7'), '127.0.0.1', 'another one is')
  assert.equal(await seen('127.0.0.1', '203.0.113.7'), '203.0.113.7')
  assert.equal(await seen('127.0.0.0/8, ::1', '203.0.113.7'), '203.0.113.7')
})

test('what a caller wrote before the proxy counts for nothing', async () => {
  assert.equal(await seen('127.0.0.1', '198.51.100.1, 203.0.113.7'), '203.0.113.7')
  assert.equal(await seen('127.0.0.1', ['198.51.100.1', '203.0.113.7']), '203.0.113.7', 'in a header of its own neither')
  assert.equal(await seen('127.0.0.1,10.0.0.0/8', '198.51.100.1, 203.0.113.7, 10.1.2.3'), '203.0.113.7', 'two proxies')
  assert.equal(await seen('127.0.0.1,10.0.0.0/8', '127.0.0.1, 203.0.113.7, 10.1.2.3'), '203.0.113.7', 'a caller who calls himself a proxy')
  assert.equal(await seen('127.0.0.1,10.0.0.0/8', '10.9.9.9, 10.1.2.3'), '10.9.9.9', 'a caller from inside')
  assert.equal(await seen('127.0.0.1', 'unknown'), '127.0.0.1')
  assert.equal(await seen('127.0.0.1', '203.0.113.7, <script>'), '127.0.0.1')
  assert.equal(await seen('127.0.0.1', undefined), '127.0.0.1', 'the proxy itself asks')
  assert.equal(await seen('127.0.0.1', '2001:db8::1'), '2001:db8::1')
  assert.equal(await seen('127.0.0.1', '::ffff:203.0.113.7'), '203.0.113.7')
})

test('a list that is none is refused with the part that is wrong', () => {
  for (const wrong of ['nginx', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '::/129', '10.0.0.0/8/8', '0.0.0.0/0', '::/0', '10.0.0.0/-1']) {
    assert.throws(() => trustedProxies(`127.0.0.1, ${wrong}`), new RegExp(`TRUSTED_PROXIES names "${wrong.replaceAll('.', '\\.')}"`))
  }
  assert.throws(() => trustedProxies(Array.from({ length: 65 }, (_, i) => `10.0.0.${i}`).join()), /at most 64/)
  assert.equal(trustedProxies('::1').has('::1'), true)
  assert.equal(trustedProxies('2001:db8::/32').has('2001:db8:1::1'), true)
  assert.equal(trustedProxies('2001:db8::/32').has('10.0.0.1'), false)
})
