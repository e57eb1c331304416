import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startReceiver } from '../../../test/receiver.ts'
import { makePapers } from '../apart/index.ts'
import { AppError } from '../errors.ts'
import { isPublic, outward } from './outward.ts'

const sent = { headers: { 'content-type': 'application/json' }, body: '{"a":1}' }
const opened = outward('127.0.0.1')
const patience = 30_000

test('an address of the internet is one, and nothing that lies nearer', () => {
  for (const address of ['8.8.8.8', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4010::8a'])
    assert.ok(isPublic(address), address)
  const near = [
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '198.18.0.1'],
    ...[
      '192.0.2.7',
      '203.0.113.9',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::a9fe:a9fe',
      'fe80::1',
      'fd00::1',
    ],
    ...['ff02::1', '2001:db8::1', '2002:7f00:1::', '2001::1', 'fec0::1', '5f00::1', '', 'localhost', '0177.0.0.1', '127.1'],
  ]
  for (const address of near) assert.ok(!isPublic(address), address)
})

test('what is typed must be a web address by https, of no private network', () => {
  const shut = outward('')
  assert.equal(shut.checked('https://example.com/hook?a=1#b', 'url'), 'https://example.com/hook?a=1')
  for (const [url, why] of [
    ['example.com', /no web address/],
    ['ftp://example.com', /no web address/],
    ['javascript:alert(1)', /no web address/],
    ['https://me:secret@example.com/', /name and password/],
    ['http://example.com/', /begin with https/],
    ['https://127.0.0.1/', /private network/],
    ['https://[::1]/', /private network/],
    ['https://2130706433/', /private network/],
    ['https://0x7f.1/', /private network/],
    ['https://169.254.169.254/latest/meta-data', /private network/],
  ] as const) {
    assert.throws(
      () => shut.checked(url, 'url'),
      (error) => error instanceof AppError && error.code === 'bad_input' && error.place === 'url' && why.test(error.message),
      url,
    )
  }
  assert.equal(opened.checked('http://127.0.0.1:9/x', 'url'), 'http://127.0.0.1:9/x')
})

test('a private address is refused when the connection is made, also behind a name, unless the operator opened its network', async (t) => {
  const receiver = await startReceiver(t)
  const shut = outward('')
  assert.deepEqual(await shut.post(receiver.url, sent, patience), { trouble: 'private_address' })
  assert.deepEqual(await shut.post(`http://localhost:${receiver.port}/hook`, sent, patience), { trouble: 'private_address' })
  assert.equal(receiver.got.length, 0)
  assert.deepEqual(await opened.post(receiver.url, sent, patience), { status: 200, retryAfter: null })
  assert.deepEqual(
    receiver.got.map(({ body }) => body),
    ['{"a":1}'],
  )
})

test('a redirect is an answer and is not followed', async (t) => {
  const [receiver, other] = [await startReceiver(t), await startReceiver(t)]
  receiver.answers((response) => response.writeHead(307, { location: other.url, 'retry-after': '7' }).end())
  assert.deepEqual(await opened.post(receiver.url, sent, patience), { status: 307, retryAfter: '7' })
  assert.equal(other.got.length, 0)
})

test('one that hangs, one that hangs up, one that is not there and one that is not secure each have their word', async (t) => {
  const receiver = await startReceiver(t)
  receiver.answers(() => undefined)
  assert.deepEqual(await opened.post(receiver.url, sent, 300), { trouble: 'too_slow' })
  receiver.answers((response) => response.destroy())
  assert.deepEqual(await opened.post(receiver.url, sent, patience), { trouble: 'cut_off' })
  assert.deepEqual(await opened.post('http://127.0.0.1:1/', sent, patience), { trouble: 'not_reached' })
  assert.deepEqual(await opened.post('https://no-such-host.invalid/', sent, patience), { trouble: 'no_address' })

  const folder = mkdtempSync(join(tmpdir(), 'rapport-outward-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  makePapers({ to: folder, shared: { door: 'd', ids: 'i' }, setUpCode: 'code', now: new Date() })
  const tls = createServer({ cert: readFileSync(join(folder, 'keep/own.crt')), key: readFileSync(join(folder, 'keep/own.key')) }, (_, response) =>
    response.end(),
  )
  await new Promise<void>((ready) => tls.listen(0, '127.0.0.1', ready))
  t.after(() => tls.close())
  const at = tls.address()
  const port = typeof at === 'object' && at !== null ? at.port : 0
  assert.deepEqual(await opened.post(`https://127.0.0.1:${port}/`, sent, patience), { trouble: 'not_secure' })
})

test('an answer that never ends is read no further than it matters', async (t) => {
  const receiver = await startReceiver(t)
  const hungUp = new Promise<void>((done) => {
    receiver.answers((response) => {
      response.writeHead(200)
      const piece = Buffer.alloc(16_384)
      const write = () => {
        while (response.write(piece));
        response.once('drain', write)
      }
      response.once('close', () => done())
      write()
    })
  })
  assert.deepEqual(await opened.post(receiver.url, sent, patience), { status: 200, retryAfter: null })
  await hungUp
})

test('what is asked for is read to its end, unless it is too long; never from a private network, in the open, or round a corner', async (t) => {
  const [receiver, other] = [await startReceiver(t), await startReceiver(t)]
  const get = (url: string, of = opened, mostBytes = 1000) => of.ask({ method: 'GET', url, headers: {} }, { patienceMs: patience, mostBytes })
  receiver.answers((response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"a":"ё"}'))
  assert.deepEqual(await get(receiver.url), { status: 404, type: 'application/json', body: '{"a":"ё"}' })
  assert.deepEqual(await get(receiver.url, opened, 9), { trouble: 'too_long' })
  assert.deepEqual(await opened.ask({ method: 'POST', url: receiver.url, headers: {}, body: 'a=ё' }, { patienceMs: patience, mostBytes: 1000 }), {
    status: 404,
    type: 'application/json',
    body: '{"a":"ё"}',
  })
  assert.equal(receiver.got.at(-1)?.body, 'a=ё')
  const before = receiver.got.length
  assert.deepEqual(await get(`https://127.0.0.1:${receiver.port}/`, outward('')), { trouble: 'private_address' })
  assert.deepEqual(await get(`https://localhost:${receiver.port}/`, outward('')), { trouble: 'private_address' })
  assert.deepEqual(await get(receiver.url, outward('')), { trouble: 'not_secure' })
  assert.equal(receiver.got.length, before)
  receiver.answers((response) => response.writeHead(302, { location: other.url }).end('elsewhere'))
  assert.deepEqual(await get(receiver.url), { status: 302, type: '', body: 'elsewhere' })
  assert.equal(other.got.length, 0)
  receiver.answers((response) => response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy()))
  assert.deepEqual(await get(receiver.url), { trouble: 'cut_off' })
})
