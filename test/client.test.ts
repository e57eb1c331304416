import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { connect, RapportError } from '../client/index.js'
import { type Client, type Product, startProduct } from './product.ts'

// The client for programs, as its README says it is used, against the running product.

test('what is generated of the client is what the contracts say', () => {
  const make = fileURLToPath(new URL('../client/make.ts', import.meta.url))
  execFileSync(process.execPath, [make, '--check'], { stdio: 'inherit' })
})

describe('the client', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let key: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) })
    admin = await product.setUp()
    key = await keyWith(['record', 'read', 'change'])
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const keyWith = async (scopes: string[]) => {
    const made = await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'crm', source: 'crm', scopes, purposes: ['service'] })
    return z.object({ secret: z.string() }).parse(made.body).secret
  }
  const order = (n: number) => ({
    id: `o${n}`,
    at: '2026-11-20T10:00:00Z',
    kind: 'visit',
    channel: 'shop' as const,
    direction: 'in' as const,
    customer: { identifiers: [{ kind: 'email' as const, value: `c${n}@example.org` }], fields: { name: 'Zoe', surname: `Winter${n}` } },
  })

  test('records, walks all pages of a list, adds a customer and a task of nobody', async () => {
    const rapport = connect({ url: product.url, key })
    const recorded = await rapport.interactions.record({ body: { interactions: [1, 2, 3, 4, 5].map(order) } })
    assert.equal(recorded.recorded, 5)
    // The order of names follows what is recorded a moment later.
    const seen = new Set<string>()
    for (let waited = 0; seen.size < 5; waited += 100) {
      assert.ok(waited < 60_000, 'all five are listed')
      await sleep(100)
      for await (const customer of rapport.each(rapport.customers.listCustomers, { query: { limit: 2 } })) seen.add(customer.id)
    }
    assert.equal(seen.size, 5)
    const { id } = await rapport.customers.addCustomer({
      body: { kind: 'person', fields: { name: 'Ann', surname: 'Frost' }, identifiers: [{ kind: 'email', value: 'ann@example.org' }] },
    })
    const task = await rapport.work.addTask({ body: { kind: 'task', what: 'Pack the parcel', customer_id: id } })
    assert.deepEqual([task.what, task.assignee, task.state], ['Pack the parcel', null, 'open'])
    assert.equal((await rapport.work.completeTask({ params: { task_id: task.id }, body: {} })).state, 'done')
    const card = await rapport.customers.readCard({ params: { customer_id: id } })
    assert.equal(card.name?.full, 'Ann Frost')
  })

  test('the example of the README runs as it stands', () => {
    const readme = readFileSync(new URL('../client/README.md', import.meta.url), 'utf8')
    const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? []
    const from = new URL('../client/index.js', import.meta.url).href
    const env = { ...process.env, RAPPORT_URL: product.url, RAPPORT_KEY: key }
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', example.replace("'rapport-client'", `'${from}'`)], { env, encoding: 'utf8' })
    assert.match(said, /^Boris\n/)
  })

  test('a refusal is thrown with its sentence, its place and its id; a key does what its scopes say', async () => {
    const rapport = connect({ url: product.url, key })
    await assert.rejects(rapport.work.addTask({ body: { kind: 'task', what: '' } }), (error) => {
      assert.ok(error instanceof RapportError)
      assert.deepEqual([error.status, error.place], [400, 'what'])
      assert.match(String(error.id), /./)
      return true
    })
    const reader = connect({ url: product.url, key: await keyWith(['read']) })
    await assert.rejects(reader.work.addTask({ body: { kind: 'task', what: 'x' } }), { status: 403, message: /scope "change"/ })
    await assert.rejects(connect({ url: product.url, key: 'rsk_nobody_has_this_key' }).customers.listCustomers(), { status: 401 })
    await assert.rejects(rapport.customers.readCard({ params: { customer_id: 'c_nobody' } }), { status: 404 })
  })

  test('what was read already is not sent again', async () => {
    const at = `${product.url}/v1/tags`
    const headers = { authorization: `Bearer ${key}` }
    const first = await fetch(at, { headers })
    const etag = first.headers.get('etag') ?? ''
    assert.match(etag, /^"[\w-]{22}"$/)
    const again = await fetch(at, { headers: { ...headers, 'if-none-match': `W/"x", ${etag}` } })
    assert.deepEqual([again.status, await again.text()], [304, ''])
    assert.equal(again.headers.get('cache-control'), 'no-store')
    assert.equal((await fetch(at, { headers: { ...headers, 'if-none-match': '"another"' } })).status, 200)
    assert.equal((await fetch(at, { headers: { 'if-none-match': etag } })).status, 401, 'who may not see is not told whether it changed')
  })

  test('a busy server is asked again, after the time it asks for; what may have been done is not repeated', async () => {
    const asked: string[] = []
    let answers: number[] = []
    // Between the client and the product: answers for a busy server, then lets through.
    const between = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      const status = answers.shift()
      if (status === 0) return void request.socket.destroy()
      if (status !== undefined)
        return void response.writeHead(status, { 'retry-after': '0', 'content-type': 'application/problem+json' }).end('{"detail":"Busy."}')
      fetch(`${product.url}${request.url}`, { headers: { authorization: request.headers.authorization ?? '' } })
        .then(async (answer) => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()))
        .catch(() => response.destroy())
    })
    await new Promise<void>((ready) => between.listen(0, '127.0.0.1', ready))
    ends.push(() => between.close())
    const at = between.address()
    const rapport = connect({ url: `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}`, key })

    answers = [503, 0, 429]
    assert.ok(Array.isArray((await rapport.work.listTasks()).items))
    assert.equal(asked.length, 4)
    asked.length = 0
    answers = [503, 503, 503, 503]
    await assert.rejects(rapport.work.listTasks(), { status: 503, message: 'Busy.' })
    assert.equal(asked.length, 4)
    for (const [status, thrown] of [
      [503, 503],
      [0, 0],
    ] as const) {
      asked.length = 0
      answers = [status]
      await assert.rejects(rapport.work.addTask({ body: { kind: 'task', what: 'x' } }), { status: thrown })
      assert.equal(asked.length, 1, 'it may have been done')
    }
  })
})
