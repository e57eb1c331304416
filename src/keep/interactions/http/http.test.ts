import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from '../../../platform/db/index.ts'
import { signingSecretOf } from '../../access/index.ts'
import { listenFor, openStore } from '../testing.ts'

const visit = (more: object = {}) => ({
  at: '2026-11-20T10:00:00Z',
  kind: 'visit',
  channel: 'shop',
  customer: { identifiers: [{ kind: 'user', value: 'anna' }] },
  ...more,
})

async function open(t: TestContext) {
  const store = await openStore(t)
  const { url, queue } = await listenFor(t, store)
  const post = (path: string, body: unknown, headers: { [name: string]: string } = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-shop', ...headers },
      body: typeof body === 'string' ? body : body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body),
    })
  const count = async () => (await sql<{ n: number }>`select count(*) as n from fact.interaction`.execute(store.db)).rows[0]?.n
  return { ...store, url, queue, post, count }
}

test('POST /v1/interactions says of each what became of it, and the rest goes in', async (t) => {
  const at = await open(t)
  const answer = await at.post('/v1/interactions', {
    interactions: [visit({ id: '1' }), visit({ id: '1' }), visit({ at: 'yesterday' }), visit({ id: '2', facts: { guests: 2, mood: 'good' } })],
  })
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), {
    recorded: 2,
    repeated: 1,
    refused: 1,
    items: [
      { status: 'recorded' },
      { status: 'repeated' },
      { status: 'refused', place: 'interactions[2].at', detail: 'interactions[2].at: must be a time like 2026-11-21T14:05:00+03:00' },
      { status: 'recorded', moved_to_content: 1 },
    ],
  })
  assert.equal(await at.count(), 2)
})

test('ids are given to a secret key that asks, and to a public key never', async (t) => {
  const at = await open(t)
  const asked = await (await at.post('/v1/interactions?ids=true', [visit()])).json()
  assert.match(asked.items[0].customer, /^c_/)
  assert.match(asked.items[0].id, /^i_/)
  const page = await (await at.post('/v1/interactions?ids=true', [visit({ id: 'x' }), visit({ id: 'x' })], { authorization: 'Bearer wk-site' })).json()
  assert.deepEqual(page.items, [{ status: 'recorded' }, { status: 'recorded' }])
})

const bad: [what: string, body: string | Uint8Array, status: number, place: string, sentence: RegExp][] = [
  ['malformed JSON', '{"interactions": [\n  {"at": }]}', 400, 'body', /line 2, column 10/],
  ['half a document', '[{"at": "2026', 400, 'body', /line 1/],
  ['nothing', '', 400, 'body', /empty/],
  ['invalid UTF-8', Buffer.concat([Buffer.from('[{"kind":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}]')]), 400, 'body', /not valid UTF-8 \(byte 10\)/],
  ['a NUL byte in the body', '[{"kind":"a\0b"}]', 400, 'body', /line 1, column 12/],
  [
    'a NUL in an identifier',
    JSON.stringify([visit({ customer: { identifiers: [{ kind: 'user', value: 'a\0b' }] } })]),
    400,
    'interactions[0].customer.identifiers[0].value',
    /NUL/,
  ],
  ['a NUL in content', JSON.stringify([visit({ content: { deep: { text: 'a\0b' } } })]), 400, 'interactions[0].content.deep.text', /NUL/],
  ['a wrong type', JSON.stringify([visit({ kind: 7 })]), 400, 'interactions[0].kind', /must be a text/],
  [
    'an unknown zone',
    JSON.stringify([visit({ customer: { identifiers: [{ kind: 'user', value: 'a' }], time_zone: 'Europe/Atlantis' } })]),
    400,
    'interactions[0].customer.time_zone',
    /IANA/,
  ],
  [
    'an offset for a zone',
    JSON.stringify([visit({ customer: { identifiers: [{ kind: 'user', value: 'a' }], time_zone: '+03:00' } })]),
    400,
    'interactions[0].customer.time_zone',
    /IANA/,
  ],
  ['the year 20260', JSON.stringify([visit({ at: '20260-11-20T10:00:00Z' })]), 400, 'interactions[0].at', /time like/],
  ['the year 1812', JSON.stringify([visit({ at: '1812-11-20T10:00:00Z' })]), 400, 'interactions[0].at', /between 1932 and 2067/],
  ['31 February', JSON.stringify([visit({ at: '2026-02-31T10:00:00Z' })]), 400, 'interactions[0].at', /time like/],
  [
    'letters in a phone',
    JSON.stringify([visit({ customer: { identifiers: [{ kind: 'phone', value: 'letters' }] } })]),
    400,
    'interactions[0].customer.identifiers[0].value',
    /phone number like/,
  ],
  ['nobody', JSON.stringify([visit({ customer: { identifiers: [] } })]), 400, 'interactions[0].customer.identifiers', /at least one/],
  [
    'an unknown field',
    JSON.stringify([visit({ customer: { identifiers: [{ kind: 'user', value: 'a' }], fields: { shoe_size: '42' } } })]),
    400,
    'interactions[0].customer.fields.shoe_size',
    /no such field/,
  ],
  ['an unknown unit', JSON.stringify([visit({ unit: 'moon' })]), 400, 'interactions[0].unit', /no unit/],
  ['half a coin', JSON.stringify([visit({ amount: { minor: 1.5, currency: 'RUB' } })]), 400, 'interactions[0].amount.minor', /whole number/],
  [
    'an address as a product',
    JSON.stringify([visit({ items: [{ sku: 'a@b', quantity: 1, price_minor: 1, amount_minor: 1 }] })]),
    400,
    'interactions[0].items[0].sku',
    /not an address/,
  ],
  [
    'too deep',
    JSON.stringify([visit({ content: { a: JSON.parse('['.repeat(50) + ']'.repeat(50)) } })]),
    400,
    `interactions[0].content.a${'[0]'.repeat(32)}`,
    /deeper than 32/,
  ],
  ['too many', JSON.stringify(Array.from({ length: 1001 }, () => 0)), 413, 'interactions', /at most 1000/],
  ['a word', '"hello"', 400, 'body', /list of interactions/],
]

test('bad input gets one clear sentence with its place, and nothing of it is stored', async (t) => {
  const at = await open(t)
  for (const [what, body, status, place, sentence] of bad) {
    const answer = await at.post('/v1/interactions', body)
    const problem = await answer.json()
    assert.equal(answer.status, status, what)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8', what)
    assert.equal(problem.place, place, what)
    assert.match(problem.detail, sentence, what)
    assert.equal(problem.status, status, what)
  }
  assert.equal(await at.count(), 0)
  const rows = await sql<{
    n: number
  }>`select (select count(*) from keep.customer) + (select count(*) from keep.seen) + (select count(*) from keep.identifier) as n`.execute(at.db)
  assert.equal(rows.rows[0]?.n, 0)
})

test('a body of 50 MB is refused in one sentence, declared or not, without being kept', async (t) => {
  const at = await open(t)
  const huge = Buffer.alloc(50 * 1024 * 1024, ' ')
  const declared = await at.post('/v1/interactions', huge)
  assert.equal(declared.status, 413)
  assert.match((await declared.json()).detail, /larger than 4096 KiB/)
  assert.equal(await chunked(at.url, huge), 413)
  const zipped = await at.post('/v1/interactions', gzipSync(huge), { 'content-encoding': 'gzip' })
  assert.equal(zipped.status, 413)
  assert.equal((await at.post('/v1/batch', Buffer.alloc(2 * 1024 * 1024, ' '))).status, 413)
})

function chunked(url: string, body: Buffer): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(`${url}/v1/interactions`, { method: 'POST', headers: { authorization: 'Bearer sk-shop' } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    call.on('error', reject)
    for (let i = 0; i < body.length; i += 1 << 20) call.write(body.subarray(i, i + (1 << 20)))
    call.end()
  })
}

test('gzip, text/plain and every way to bring the key', async (t) => {
  const at = await open(t)
  const body = JSON.stringify([visit()])
  assert.equal((await at.post('/v1/interactions', gzipSync(body), { 'content-encoding': 'gzip' })).status, 200)
  assert.equal((await at.post('/v1/interactions', body, { 'content-type': 'text/plain' })).status, 200)
  assert.equal((await at.post('/v1/interactions', body, { authorization: `Basic ${Buffer.from('sk-shop:').toString('base64')}` })).status, 200)
  assert.equal((await at.post('/v1/track', { writeKey: 'sk-shop', userId: 'anna', event: 'Visited' }, { authorization: '' })).status, 200)
  for (const [key, status] of [
    ['Bearer nonsense', 401],
    ['', 401],
    ['Bearer sk-read', 403],
  ] as const) {
    const answer = await at.post('/v1/interactions', body, { authorization: key })
    assert.equal(answer.status, status)
    assert.match((await answer.json()).detail, /key/)
  }
  assert.equal((await at.post('/v1/interactions', gzipSync(body).subarray(0, 40), { 'content-encoding': 'gzip' })).status, 400)
  assert.equal(await at.count(), 4)
})

test('pages of any site may call, after a preflight', async (t) => {
  const at = await open(t)
  const preflight = await fetch(`${at.url}/v1/t`, {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example.org', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/)
  const refused = await at.post('/v1/t', 'nonsense', { authorization: 'Bearer wk-site' })
  assert.equal(refused.headers.get('access-control-allow-origin'), '*')
})

test('a signed user id of a page joins the known customer; a wrong signature only claims', async (t) => {
  const at = await open(t)
  await at.post('/v1/interactions', [visit({ id: 'a' })])
  const anna = (await at.db.selectFrom('fact.interaction').select('customer_id').executeTakeFirstOrThrow()).customer_id
  const signature = createHmac('sha256', signingSecretOf(at.keyring, 'site')).update('anna').digest('hex')
  const page = { authorization: 'Bearer wk-site' }
  const call = (id: string, sign: object) => at.post('/v1/track', { messageId: id, userId: 'anna', anonymousId: 'cookie', event: 'Signed', ...sign }, page)
  assert.equal((await call('b', { context: { signature } })).status, 200)
  assert.equal((await call('c', { context: { signature: signature.replace(/^./, (d) => (d === '0' ? '1' : '0')) } })).status, 200)
  assert.equal((await call('d', {})).status, 200)
  const rows = await at.db.selectFrom('fact.interaction').select(['customer_id']).where('kind', '=', 'signed').orderBy('id').execute()
  assert.equal(rows.filter((r) => r.customer_id === anna).length, 1)
  const header = await at.post('/v1/interactions', [visit({ id: 'e', kind: 'call' })], { ...page, 'x-user-signature': signature })
  assert.equal(header.status, 200)
  assert.equal((await at.db.selectFrom('fact.interaction').select('customer_id').where('kind', '=', 'call').executeTakeFirstOrThrow()).customer_id, anna)
})

test('an Idempotency-Key makes a repeated call one call, and refuses another body', async (t) => {
  const at = await open(t)
  const key = { 'idempotency-key': 'call-1' }
  const body = [visit(), visit({ kind: 'call' })]
  const first = await (await at.post('/v1/interactions', body, key)).json()
  const second = await (await at.post('/v1/interactions', body, key)).json()
  assert.deepEqual([first.recorded, second.recorded, second.repeated], [2, 0, 2])
  const other = await at.post('/v1/interactions', [visit({ kind: 'meeting' })], key)
  assert.equal(other.status, 409)
  assert.equal((await other.json()).place, 'Idempotency-Key')
  assert.equal((await at.post('/v1/interactions', body)).status, 200)
  assert.equal(await at.count(), 4)
})

test('of several bodies under one Idempotency-Key at the same time one is taken', async (t) => {
  const at = await open(t)
  const key = { 'idempotency-key': 'call-1' }
  const kinds = ['call', 'meeting', 'visit', 'call', 'meeting', 'visit', 'call', 'meeting']
  const answers = await Promise.all(kinds.map((kind, n) => at.post('/v1/interactions', [visit({ kind }), visit({ kind, subject: `${n}` })], key)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...kinds.slice(1).map(() => 409)])
  assert.equal(await at.count(), 2)
})

test('a call of which nothing was taken leaves its Idempotency-Key to the one that is mended', async (t) => {
  const at = await open(t)
  const key = { 'idempotency-key': 'call-1' }
  assert.equal((await at.post('/v1/interactions', [visit({ kind: 'no such kind' })], key)).status, 400)
  assert.equal((await at.post('/v1/interactions', [visit()], key)).status, 200)
})

test('too much at a time is sent away with the time to come back, and what was taken is kept', async (t) => {
  const at = await open(t)
  const { openQueue } = await import('../record/queue.ts')
  const tight = await listenFor(t, at, { queue: openQueue(at.deps, { lanes: 1, rows: 10, waitingRows: 20, waitingBytes: 1 << 20, waiters: 4 }) })
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      fetch(`${tight.url}/v1/interactions`, { method: 'POST', headers: { authorization: 'Bearer sk-shop' }, body: JSON.stringify([visit({ id: `q-${n}` })]) }),
    ),
  )
  const away = answers.filter((a) => a.status === 503)
  assert.ok(away.length > 0 && away.length < 30)
  assert.equal(away[0]?.headers.get('retry-after'), '1')
  assert.equal(await at.count(), answers.filter((a) => a.status === 200).length)
})

test('other paths are left to others', async (t) => {
  const at = await open(t)
  assert.equal((await fetch(`${at.url}/v1/customers`)).status, 404)
  assert.equal((await fetch(`${at.url}/v1/batch`)).status, 400)
})
