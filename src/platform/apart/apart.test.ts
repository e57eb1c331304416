import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type ConnectionOptions, connect } from 'node:tls'
import { AppError } from '../errors.ts'
import { farAway, listen, pipe } from '../http/index.ts'
import { logger } from '../log.ts'
import { connectRpc, type RpcClient, serveRpc } from '../rpc/index.ts'
import { makePapers, openSecurePort, type Papers, readPapers, secureWay, type Wing } from './index.ts'

const log = logger('test')
log.level = 'silent'
const now = new Date()
const shared = { door: 'the secret of the door', ids: 'the secret of ids' }

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-papers-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const papersIn = (folder: string, wing: Wing) => readPapers({ folder, wing, now, say: assert.fail }).papers

function madeIn(t: TestContext) {
  const to = folderOf(t)
  makePapers({ to, shared, setUpCode: 'code', now })
  return { to, keep: papersIn(to, 'keep'), office: papersIn(to, 'office') }
}

test('certificates say what they are for, and Node and OpenSSL believe them', (t) => {
  const { to, keep, office } = madeIn(t)
  const ca = new X509Certificate(keep.ca)
  assert.ok(ca.ca && ca.verify(ca.publicKey))
  for (const [name, papers, purpose] of [
    ['keep', keep, 'sslserver'],
    ['office', office, 'sslclient'],
  ] as const) {
    const cert = new X509Certificate(papers.cert)
    assert.ok(cert.checkIssued(ca) && cert.verify(ca.publicKey) && cert.checkPrivateKey(createPrivateKey(papers.key)), name)
    assert.ok(!cert.ca, 'a part signs nobody')
    assert.equal(cert.checkHost(name), name)
    assert.equal(cert.checkHost('elsewhere'), undefined)
    const years = (cert.validToDate.getTime() - now.getTime()) / (365 * 86_400_000)
    assert.ok(years > 4.9 && years < 5.1)
    const asked = spawnSync('openssl', ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', join(to, 'ca.crt'), join(to, name, 'own.crt')], {
      encoding: 'utf8',
    })
    if (!asked.error) assert.equal(asked.stdout.trim(), `${join(to, name, 'own.crt')}: OK`, asked.stderr)
  }
})

test('what a part gets holds no more than it needs, for nobody else to read', (t) => {
  const { to } = madeIn(t)
  assert.deepEqual(readdirSync(join(to, 'office')).sort(), ['ca.crt', 'door', 'ids', 'own.crt', 'own.key'])
  assert.deepEqual(readdirSync(join(to, 'keep')).sort(), ['ca.crt', 'door', 'ids', 'own.crt', 'own.key', 'set-up-code'])
  for (const file of ['ca.key', 'office/own.key', 'office/door', 'keep/ids']) assert.equal(statSync(join(to, file)).mode & 0o777, 0o600, file)
})

test('made again they are of the same authority, and the older ones stay good', (t) => {
  const { to, keep, office } = madeIn(t)
  makePapers({ to, shared, setUpCode: 'code', now })
  assert.equal(papersIn(to, 'keep').ca, keep.ca)
  assert.notEqual(papersIn(to, 'office').cert, office.cert)
  assert.ok(new X509Certificate(papersIn(to, 'office').cert).verify(new X509Certificate(office.ca).publicKey))
})

test('a certificate that ends soon is told, one that has ended stops the start, a missing one is named', (t) => {
  const { to } = madeIn(t)
  const said: string[] = []
  const read = (days: number) => readPapers({ folder: to, wing: 'office', now: new Date(now.getTime() + days * 86_400_000), say: (line) => said.push(line) })
  read(5 * 365 - 61)
  assert.deepEqual(said, [])
  read(5 * 365 - 30)
  assert.match(said.join(), /ends on \d{4}-\d\d-\d\d: make new ones/)
  assert.throws(() => read(5 * 365 + 1), /ended on/)
  rmSync(join(to, 'office/own.key'))
  assert.throws(
    () => read(0),
    (e) => e instanceof AppError && /own.key is missing: copy the folder "office"/.test(e.message),
  )
})

/** Whether the port lets somebody in: it speaks the door's protocol and waits for an answer. */
function letsIn(port: number, secret: string, o: ConnectionOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'keep', ...o })
    const end = (yes: boolean) => {
      clearTimeout(late)
      socket.destroy()
      resolve(yes)
    }
    const late = setTimeout(() => end(false), 5_000)
    socket.on('error', () => end(false))
    socket.on('close', () => end(false))
    socket.on('data', () => end(true))
    for (const frame of [
      { id: 0, verb: 'hello', input: secret },
      { id: 1, verb: 'ask' },
    ]) {
      const body = Buffer.from(JSON.stringify(frame))
      const head = Buffer.alloc(4)
      head.writeUInt32BE(body.length)
      socket.write(Buffer.concat([head, body]))
    }
  })
}

test('nobody is let in without a certificate of our authority made out to the office', { timeout: 60_000 }, async (t) => {
  const { keep, office } = madeIn(t)
  const others = madeIn(t)
  const seen: string[] = []
  const secure = await openSecurePort({ host: '127.0.0.1', port: 0, papers: keep, whom: 'office' }, log)
  await serveRpc({ secure, secret: shared.door }, async (verb) => void seen.push(verb), log)
  t.after(() => secure.close())
  const ALPNProtocols = ['rapport-door']
  const strangers: { [who: string]: ConnectionOptions } = {
    'without a certificate': { ca: keep.ca, ALPNProtocols },
    'with one of another authority': { ca: keep.ca, cert: others.office.cert, key: others.office.key, ALPNProtocols },
    'with the keep’s own': { ...keep, ALPNProtocols },
    'with a protocol nobody speaks': { ...office, ALPNProtocols: ['h2'] },
    'with no protocol': { ...office },
    'with an older TLS': { ...office, ALPNProtocols, maxVersion: 'TLSv1.2' },
  }
  for (const [who, how] of Object.entries(strangers)) assert.equal(await letsIn(secure.port, shared.door, { ...how, rejectUnauthorized: false }), false, who)
  assert.deepEqual(seen, [])
  assert.equal(await letsIn(secure.port, 'a guess', { ...office, ALPNProtocols }), false, 'the right certificate with a wrong secret')
  assert.equal(await letsIn(secure.port, shared.door, { ...office, ALPNProtocols }), true)
  assert.deepEqual(seen, ['ask'])
})

test('the office speaks to nobody who is not the keep of its authority', { timeout: 30_000 }, async (t) => {
  const { office } = madeIn(t)
  const others = madeIn(t)
  const impostor = await openSecurePort({ host: '127.0.0.1', port: 0, papers: others.keep, whom: 'office' }, log)
  const seen: string[] = []
  await serveRpc({ secure: impostor, secret: shared.door }, async (verb) => void seen.push(verb), log)
  t.after(() => impostor.close())
  const client = connectRpc({ way: secureWay([{ host: '127.0.0.1', port: impostor.port }], office, 'keep'), secret: shared.door })
  await assert.rejects(client.call('ask', {}), { code: 'unavailable' })
  assert.deepEqual(seen, [])
})

test('calls and piped bytes share one port, and the next keep is tried when one is gone', { timeout: 30_000 }, async (t) => {
  const { keep, office } = madeIn(t)
  const one = await part(keep, 'one')
  const two = await part(keep, 'two')
  t.after(() => two.close())
  const way = secureWay([one.place, two.place], office, 'keep')
  const client = connectRpc({ way, secret: shared.door })
  const front = await listen((request, response) => pipe({ ...farAway(way), caller: '' }, request, response), { host: '127.0.0.1', port: 0 })
  t.after(() => front.close())
  const ask = async () => (await fetch(`http://127.0.0.1:${front.port}/v1/batch?x=1`, { method: 'POST', body: 'я'.repeat(300_000) })).text()
  assert.equal(await client.call('who', {}), 'one')
  assert.equal(await ask(), 'one POST /v1/batch?x=1 600000')
  await one.close()
  // The first call may find the old connection closing, the next nobody at the old place; then the other place is tried.
  const tries = [await said(client), await said(client), await said(client)]
  assert.equal(tries.at(-1), 'two', tries.join())
  assert.equal(await ask(), 'two POST /v1/batch?x=1 600000')
  client.close()
})

const said = (client: RpcClient) => client.call('who', {}).catch((error: unknown) => (error instanceof AppError ? error.code : 'a bug'))

async function part(papers: Papers, name: string) {
  const secure = await openSecurePort({ host: '127.0.0.1', port: 0, papers, whom: 'office' }, log)
  await serveRpc({ secure, secret: shared.door }, async () => name, log)
  const bulk = await listen((request, response) => void sizeOf(request).then((size) => response.end(`${name} ${request.method} ${request.url} ${size}`)), {
    secure,
  })
  return { place: { host: '127.0.0.1', port: secure.port }, close: () => Promise.all([bulk.close(), secure.close()]) }
}

async function sizeOf(request: IncomingMessage): Promise<number> {
  let size = 0
  for await (const part of request) size += part.length
  return size
}
