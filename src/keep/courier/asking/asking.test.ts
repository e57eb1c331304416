import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startReceiver } from '../../../../test/receiver.ts'
import { startAsker } from './index.ts'

test('a process that holds nothing asks other sites, and private ones only where the operator opened them', async (t) => {
  const receiver = await startReceiver(t)
  receiver.answers((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"issuer":"x"}'))
  const [shut, open] = [startAsker(''), startAsker('127.0.0.0/8')]
  t.after(() => {
    shut.close()
    open.close()
  })
  const asked = { method: 'GET', url: receiver.url, headers: { accept: 'application/json' } } as const
  assert.deepEqual(await shut.ask({ ...asked, url: receiver.url.replace('http:', 'https:') }), { trouble: 'private_address' })
  assert.deepEqual(await open.ask(asked), { status: 200, type: 'application/json', body: '{"issuer":"x"}' })
  // Three at once, with two processes.
  assert.equal(
    (await Promise.all([1, 2, 3].map(() => open.ask(asked)))).every((said) => 'status' in said && said.status === 200),
    true,
  )
  assert.equal(receiver.got.length, 4)
  receiver.answers((response) => response.writeHead(200).end('x'.repeat(300_000)))
  assert.deepEqual(await open.ask(asked), { trouble: 'too_long' })
  receiver.answers((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  assert.deepEqual(await open.ask(asked), { status: 200, type: 'application/json', body: '{}' })
})
