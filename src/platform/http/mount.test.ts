import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { Hono } from 'hono'
import { z } from 'zod'
import { AppError, badInput } from '../errors.ts'
import { logger } from '../log.ts'
import { endpoint } from './contract.ts'
import { listen, listenerOf, mount } from './index.ts'

const log = logger('test')
log.level = 'silent'

const order = endpoint({
  method: 'POST',
  path: '/things/:id',
  who: 'public',
  summary: 'Try it',
  params: z.object({ id: z.string().max(5) }),
  query: z.object({ limit: z.coerce.number().int().max(10).optional() }),
  body: z.object({ items: z.array(z.object({ n: z.int(), words: z.record(z.string(), z.string()).optional() })) }),
  output: z.object({ said: z.string() }),
  status: 201,
})

async function house(t: TestContext, answer: (n: number) => unknown = () => ({ said: 'yes' })) {
  const steps: string[] = []
  const app = new Hono()
  const authenticate = async (request: Request) => {
    steps.push('caller')
    if (!request.headers.get('authorization')) throw new AppError('unauthenticated', 'Sign in first.')
    return 'anna'
  }
  mount(app, { log, now: () => new Date(0), authenticate, bodyLimit: 200 }, order, async ({ caller, body }) => {
    steps.push(`handler for ${caller}`)
    const said: unknown = answer(body.items[0]?.n ?? 0)
    return JSON.parse(JSON.stringify(said))
  })
  const { port, close } = await listen(listenerOf(app.fetch), { port: 0, host: '127.0.0.1' })
  t.after(close)
  const post = async (
    body: string | Uint8Array<ArrayBuffer> | ReadableStream,
    path = '/things/a',
    headers: Record<string, string> = { authorization: 'x' },
  ) => {
    steps.length = 0
    const streaming = body instanceof ReadableStream ? { duplex: 'half' as const } : {}
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers, ...streaming })
    const said = z.record(z.string(), z.unknown()).parse(await response.json())
    return { status: response.status, said, headers: response.headers }
  }
  return { post, steps }
}

const good = JSON.stringify({ items: [{ n: 1 }] })

test('the caller comes before the input, and the handler sees only what was declared', async (t) => {
  const { post, steps } = await house(t)
  assert.equal((await post('not even JSON', '/things/a', {})).status, 401)
  assert.deepEqual(steps, ['caller'])
  const refusals: [string, string, string | undefined][] = [
    ['{"items":[{"n":1},{"n":"two"}]}', '/things/a', 'items[1].n'],
    ['{}', '/things/a', 'items'],
    [good, '/things/far-too-long', 'path.id'],
    [good, '/things/a?limit=11', 'query.limit'],
    [good, '/things/a%00', 'path.id'],
    ['{"items":[{"n":1,"words":{"en":"a\\u0000"}}]}', '/things/a', 'items[0].words.en'],
    ['{"items":[{"n":1,"words":{"en":"\\ud83d"}}]}', '/things/a', 'items[0].words.en'],
    ['{"items":[{"n":1,"words":{"\\u0000":"a"}}]}', '/things/a', 'items[0].words'],
    ['', '/things/a', 'body'],
    ['{"items":\n [}', '/things/a', 'body'],
  ]
  for (const [body, path, place] of refusals) {
    const { status, said, headers } = await post(body, path)
    assert.deepEqual([status, said['status'], said['place']], [400, 400, place], path + body)
    assert.deepEqual(steps, ['caller'])
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
    for (const member of ['type', 'title', 'detail', 'id']) assert.equal(typeof said[member], 'string', member)
  }
  assert.equal((await post(new Uint8Array([0x22, 0xff, 0x22]))).said['place'], 'body')
  const { status, said, headers } = await post(good)
  assert.deepEqual([status, said, headers.get('cache-control')], [201, { said: 'yes' }, 'no-store'])
  assert.deepEqual(steps, ['caller', 'handler for anna'])
})

test('a body over the limit is refused, told its length or not', async (t) => {
  const { post, steps } = await house(t)
  const large = JSON.stringify({ items: [], more: 'x'.repeat(300) })
  assert.equal((await post(large)).status, 413)
  const unsaid = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 40; i++) controller.enqueue(new TextEncoder().encode('xxxxxxxxxx'))
      controller.close()
    },
  })
  assert.equal((await post(unsaid)).status, 413)
  assert.deepEqual(steps, ['caller'])
})

test('what was not declared never leaves; an answer that breaks its contract is our bug, not the caller’s', async (t) => {
  const { post } = await house(t, (n) => {
    if (n === 2) return { said: 5, secret: 'Белова' }
    if (n === 3) throw badInput('Too late.', 'items[0].n')
    if (n === 4) throw new Error('surname Белова')
    if (n === 5) throw new AppError('too_many', 'Slow down.', { retryAfterSeconds: 9 })
    return { said: 'yes', secret: 'Белова' }
  })
  const tell = (n: number) => post(JSON.stringify({ items: [{ n }] }))
  assert.deepEqual((await tell(1)).said, { said: 'yes' })
  for (const n of [2, 4]) {
    const { status, said } = await tell(n)
    assert.equal(status, 500)
    assert.ok(!JSON.stringify(said).includes('Белова'))
    assert.match(String(said['type']), /bug$/)
  }
  const late = await tell(3)
  assert.deepEqual([late.status, late.said['detail'], late.said['place']], [400, 'Too late.', 'items[0].n'])
  const slow = await tell(5)
  assert.deepEqual([slow.status, slow.headers.get('retry-after')], [429, '9'])
})
