import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { type Db, openDb } from '../../../platform/db/index.ts'
import { logger } from '../../../platform/log.ts'
import { advanceLog, latestCheckpoint, logRoutes, type ReceiptTables, signerOf } from '../index.ts'
import { addWitness, mostWitnesses, removeWitness, witnessesOf } from '../log/witnesses.ts'
import { openCheckpoint, readVerifier } from '../verify/note.ts'
import { anna, noon, write } from '../walk/testing.ts'
import { cosign, type WitnessState, watchLog, witnessKey } from './watch.ts'

const signer = signerOf('bookshop.example', Buffer.alloc(32, 9))
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)
const own = { name: 'witness.example/w1', seed: Buffer.alloc(32, 3).toString('base64') }
const state: WitnessState = { ...own, log: { key: signer.shown, checkpoint: null } }

test('the example of the specification: a cosigned checkpoint opens with the key of the witness, and only unchanged', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  const key = readVerifier(witnessKey(own))
  assert.ok(key)
  const note = `${text}\n${cosign(own, text, noon)}`
  assert.deepEqual(openCheckpoint(note, [key])?.signers, [own.name])
  assert.equal(openCheckpoint(note.replace('20852163', '20852164'), [key]), undefined)
  const [, line = ''] = note.split('\n\n')
  const [dash, name, base = ''] = line.trim().split(' ')
  const bytes = Buffer.from(base, 'base64')
  bytes[11] = (bytes[11] ?? 0) ^ 1 // the time it was given is signed too
  assert.equal(openCheckpoint(`${text}\n${dash} ${name} ${bytes.toString('base64')}\n`, [key]), undefined)
})

test('POST /log/cosign takes the line of a registered witness under a checkpoint of ours, and nothing else', async (t) => {
  const { db, site } = await log(t)
  const post = async (body: string) => (await site.request('/log/cosign', { method: 'POST', body })).status
  const ours = (await latestCheckpoint(db))?.note ?? ''
  const [body = ''] = ours.split('\n\n')
  const signed = (text: string, by = own, when = at(1)) => `${text}\n${cosign(by, text, when)}`
  assert.equal(await post(signed(`${body}\n`)), 403, 'nobody is registered yet')
  for (const bad of ['', 'hello', signer.shown, `${signer.shown}A`, witnessKey(own).replace('w1+', 'w2+')])
    await assert.rejects(addWitness(db, { key: bad, now: noon }), { code: 'bad_input' }, bad)
  await addWitness(db, { key: witnessKey(own), now: noon })
  await assert.rejects(addWitness(db, { key: witnessKey(own), now: noon }), { code: 'conflict' })

  assert.equal(await post('hello'), 400)
  assert.equal(await post(`x${'y'.repeat(30_000)}`), 413)
  assert.equal(await post(signed(`${body}\n`, { ...own, seed: Buffer.alloc(32, 4).toString('base64') })), 403, 'another key by the same name')
  const good = signed(`${body}\n`)
  assert.equal(await post(good.replace(/(.{8})==\n$/, 'AAAAAAAA==\n')), 403, 'a wrong cosignature')
  const [origin, size, root = ''] = body.split('\n')
  assert.equal(await post(signed(`${origin}\n${size}\n${root.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}\n`)), 409, 'a log that was never ours')
  assert.equal(await post(signed(`${origin}\n${Number(size) + 1}\n${root}\n`)), 404)
  assert.equal(await post(signed(`${body}\n`, own, at(500))), 400, 'a time to come')
  assert.equal((await latestCheckpoint(db))?.note, ours, 'nothing of it stands anywhere')

  assert.equal(await post(good), 200)
  assert.equal(await post(signed(`${body}\n`, own, at(2))), 200, 'given again it changes nothing')
  const served = await (await site.request('/log/checkpoint')).text()
  assert.equal(served, `${ours}${cosign(own, `${body}\n`, at(1))}`)
  const keys = (await (await site.request('/log/witnesses')).text())
    .trim()
    .split('\n')
    .map((line) => readVerifier(line))
  assert.deepEqual(openCheckpoint(served, [signer, ...keys.filter((key) => key !== undefined)])?.signers, [signer.name, own.name])
  assert.deepEqual(
    (await witnessesOf(db)).map(({ name, last }) => [name, last?.size, last?.at]),
    [[own.name, Number(size), at(1)]],
  )

  const [{ witness } = { witness: '' }] = await witnessesOf(db)
  await removeWitness(db, { witness, now: at(3) })
  await assert.rejects(removeWitness(db, { witness, now: at(3) }), { code: 'not_found' })
  assert.equal((await latestCheckpoint(db))?.note, ours, 'served no more')
  await addWitness(db, { key: witnessKey(own), now: at(4) })
  assert.equal((await latestCheckpoint(db))?.note, served, 'who comes back, comes back with what they signed')
  for (let n = 1; n < mostWitnesses; n++)
    await addWitness(db, { key: witnessKey({ name: `w${n}`, seed: Buffer.alloc(32, 100 + n).toString('base64') }), now: at(5) })
  await assert.rejects(addWitness(db, { key: witnessKey({ name: 'more', seed: Buffer.alloc(32, 99).toString('base64') }), now: at(5) }), { code: 'bad_input' })
})

test('a witness follows a log that grows, and signs neither a fork of it by the same key nor an older state', async (t) => {
  const true_ = await log(t)
  let known = state
  const look = (of: { site: ReturnType<typeof logRoutes> }, minute: number) =>
    watchLog(known, at(minute), {
      get: (path) => answered(of.site, path),
      post: (path, body) => answered(of.site, path, { method: 'POST', body }),
      keep: (next) => {
        known = next
      },
    })
  const early = await look(true_, 1)
  assert.match('refused' in early ? (early.refused ?? '') : '', /None of the signatures/)
  await addWitness(true_.db, { key: witnessKey(own), now: noon })
  assert.deepEqual(await look(true_, 1), { is: 'signed', size: 4 }, 'given again once it is registered')
  assert.deepEqual(await look(true_, 2), { is: 'same' })
  const old = (await latestCheckpoint(true_.db))?.note ?? ''
  await grow(true_.db, 30, 3)
  assert.deepEqual(await look(true_, 4), { is: 'signed', size: 34 })
  const before = known

  const forked = await log(t)
  await addWitness(forked.db, { key: witnessKey(own), now: noon })
  await grow(forked.db, 60, 3)
  const fork = await look(forked, 5)
  assert.deepEqual([fork.is, 'seen' in fork && fork.seen !== fork.shown], ['forked', true])
  assert.equal((await witnessesOf(forked.db))[0]?.last, null, 'it signed nothing there')
  const shrunk = await watchLog(known, at(6), { get: async () => ({ status: 200, text: old }), post: never, keep: never })
  assert.equal(shrunk.is, 'shrunk')
  const foreign = await watchLog({ ...known, log: { ...known.log, key: signerOf('bookshop.example', Buffer.alloc(32, 7)).shown } }, at(6), {
    get: (path) => answered(true_.site, path),
    post: never,
    keep: never,
  })
  assert.equal(foreign.is, 'foreign')
  assert.equal(known, before, 'what it knows is what it signed')
})

const never = () => {
  throw new Error('a witness that was shown another log hands over nothing')
}

async function answered(site: ReturnType<typeof logRoutes>, path: string, init: RequestInit = {}) {
  const answer = await site.request(path, init)
  return { status: answer.status, text: await answer.text() }
}

/** A log of its own with four entries, by the house's key. */
async function log(t: TestContext) {
  const store = await testStore(t)
  const db = openDb<ReceiptTables>({ url: store.url.keep, max: 2 })
  t.after(() => db.destroy())
  await grow(db, 3, 0)
  return { db, site: logRoutes({ db: db.$pickTables(), key: signer.shown, log: logger('test'), now: () => at(10) }) }
}

async function grow(db: Db<ReceiptTables>, n: number, minute: number) {
  await write(db, anna, n, at(minute))
  await advanceLog(db, { signers: [signer], now: at(minute) })
}
