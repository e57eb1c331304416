import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { signCheckpoint, signerOf } from '../log/sign.ts'
import { madeFile } from '../testing.ts'
import { type Bundle, verifyBundle } from './index.ts'
import { noPrevious } from './receipt.ts'

const signer = signerOf('bookshop.example/receipts', Buffer.alloc(32, 9))
const other = signerOf(signer.name, Buffer.alloc(32, 8))
const now = new Date('2026-11-21T12:00:00Z')
const good = await madeFile({ receipts: 40, waiting: 3, logSize: 1_000, otherCustomers: 200, signer, now })

test('a whole file holds, and says what is still waiting', () => {
  const verdict = verifyBundle(good, signer.shown)
  assert.deepEqual(
    verdict.checks.map((c) => [c.check, c.holds, c.count]),
    [
      ['file', true, 40],
      ['checkpoint', true, 1],
      ['chain', true, 40],
      ['log', true, 37],
      ['complete', true, 1],
    ],
  )
  assert.deepEqual([verdict.holds, verdict.waiting, verdict.log?.size, verdict.headsAt], [true, 3, 1_000, now.toISOString()])
})

test('files of any size hold', async () => {
  for (const made of [
    { receipts: 1, waiting: 0, logSize: 2, otherCustomers: 0 },
    { receipts: 2, waiting: 1, logSize: 3, otherCustomers: 1 },
    { receipts: 255, waiting: 0, logSize: 257, otherCustomers: 5_000 },
  ]) {
    const verdict = verifyBundle(await madeFile({ ...made, signer, now }), signer.shown)
    assert.ok(verdict.holds, JSON.stringify([made, verdict.checks]))
  }
})

type Broken = { name: string; change(file: Bundle): void; check: string; what?: string; seq?: number }

const broken: Broken[] = [
  { name: 'a receipt left out', change: (f) => f.chains[0]?.receipts.splice(4, 1), check: 'chain', what: 'missing', seq: 5 },
  {
    name: 'two receipts exchanged',
    change: (f) => f.chains[0]?.receipts.splice(4, 2, ...f.chains[0].receipts.slice(4, 6).reverse()),
    check: 'chain',
    what: 'missing',
    seq: 5,
  },
  { name: 'a receipt twice', change: (f) => f.chains[0]?.receipts.splice(4, 0, ...f.chains[0].receipts.slice(4, 5)), check: 'chain', what: 'order', seq: 5 },
  {
    name: 'a receipt changed',
    change: (f) => Object.assign(f.chains[0]?.receipts[4]?.codes ?? {}, { purpose: 'marketing' }),
    check: 'chain',
    what: 'prev',
    seq: 6,
  },
  { name: 'the last receipt changed', change: (f) => Object.assign(f.chains[0]?.receipts[36]?.codes ?? {}, { purpose: 'marketing' }), check: 'log' },
  {
    name: 'the beginning left out',
    change: (f) =>
      Object.assign(f.chains[0] ?? {}, { receipts: f.chains[0]?.receipts.slice(5), positions: f.chains[0]?.positions.slice(5), first: 6, before: noPrevious }),
    check: 'chain',
    what: 'prev',
    seq: 6,
  },
  { name: 'a position changed', change: (f) => f.chains[0]?.positions.splice(3, 1, 77), check: 'log' },
  { name: 'a position doubled', change: (f) => f.chains[0]?.positions.splice(3, 1, f.chains[0].positions[2] ?? 0), check: 'log' },
  { name: 'more positions than receipts', change: (f) => f.chains[0]?.positions.push(900, 901, 902, 903), check: 'log' },
  { name: 'a proof cut', change: (f) => Object.assign(f, { others: f.others.slice(0, -88) }), check: 'log' },
  { name: 'a proof that is no base 64', change: (f) => Object.assign(f, { others: '!' }), check: 'log' },
  {
    name: 'a checkpoint of somebody else',
    change: (f) => Object.assign(f, { checkpoint: signCheckpoint({ origin: signer.name, size: 1_000, root: new Uint8Array(32) }, [other]) }),
    check: 'checkpoint',
    what: 'signature',
  },
  {
    name: 'a checkpoint of another root',
    change: (f) => Object.assign(f, { checkpoint: signCheckpoint({ origin: signer.name, size: 1_000, root: new Uint8Array(32) }, [signer]) }),
    check: 'log',
    what: 'root',
  },
  { name: 'a head changed', change: (f) => Object.assign(f.chains[0]?.head ?? {}, { seq: 36 }), check: 'complete', what: 'tree of heads' },
  { name: 'a head left out', change: (f) => Object.assign(f.chains[0] ?? {}, { head: undefined }), check: 'complete', what: 'no head' },
  { name: 'a statement of heads changed', change: (f) => Object.assign(f.heads?.statement.heads ?? {}, { size: 3 }), check: 'log', what: 'root' },
  {
    name: "another customer's receipt",
    change: (f) => Object.assign(f.chains[0]?.receipts[4] ?? {}, { customer: 'ab'.repeat(16) }),
    check: 'chain',
    what: 'customer',
    seq: 5,
  },
]

for (const { name, change, check, what, seq } of broken) {
  test(`does not hold: ${name}`, () => {
    const file = structuredClone(good)
    change(file)
    const verdict = verifyBundle(file, signer.shown)
    const failed = verdict.checks.find((c) => c.check === check)
    assert.equal(verdict.holds, false)
    assert.equal(failed?.holds, false, JSON.stringify(verdict.checks))
    if (what) assert.deepEqual([failed.problems[0]?.what, failed.problems[0]?.seq], [what, seq ?? failed.problems[0]?.seq])
  })
}

test('does not hold: the newest receipts kept from the reader', async () => {
  const file = await madeFile({ receipts: 40, waiting: 0, hidden: 3, logSize: 1_000, otherCustomers: 200, signer, now })
  const verdict = verifyBundle(file, signer.shown)
  assert.deepEqual(
    verdict.checks.map((c) => c.holds),
    [true, true, true, true, false],
  )
  assert.deepEqual(verdict.checks[4]?.problems, [{ what: 'head', customer: file.chains[0]?.customer, seq: 40 }])
})

test("the file's own key proves nothing to one who knows the house's", async () => {
  const forged = await madeFile({ receipts: 5, waiting: 0, logSize: 20, otherCustomers: 3, signer: other, now })
  assert.ok(verifyBundle(forged).holds)
  assert.equal(verifyBundle(forged, signer.shown).holds, false)
})

test('what is no receipts file is told with the place, and never throws', () => {
  for (const file of [undefined, null, 1, 'text', [], {}, { ...good, format: 'rapport-receipts/2' }, { ...good, key: 'no key' }, { ...good, more: 1 }]) {
    const verdict = verifyBundle(file)
    assert.equal(verdict.holds, false)
    assert.equal(verdict.checks[0]?.holds, false)
  }
  const bad = structuredClone(good)
  Object.assign(bad.chains[0]?.receipts[7] ?? {}, { seq: 'seven' })
  assert.match(verifyBundle(bad).checks[0]?.problems[0]?.what ?? '', /^chains\.0\.receipts\.7\.seq/)
  fc.assert(fc.property(fc.json(), (json) => assert.equal(verifyBundle(JSON.parse(json)).holds, false)))
})

test('any one character of a file changed makes it fail', async () => {
  const { key, ...rest } = await madeFile({ receipts: 9, waiting: 0, logSize: 300, otherCustomers: 20, signer, now })
  const text = JSON.stringify(rest)
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789abcdef"'), (at, character) => {
      fc.pre(text[at] !== character)
      const changed = `${text.slice(0, at)}${character}${text.slice(at + 1)}`
      let file: unknown
      try {
        file = { ...JSON.parse(changed), key }
      } catch {
        return
      }
      assert.equal(verifyBundle(file, signer.shown).holds, false, text.slice(at - 40, at + 10))
    }),
    { numRuns: 200 },
  )
})

test('the verifier runs in a browser: it imports nothing of Node and nothing outside its folder', () => {
  const folder = import.meta.dirname
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))) {
    const imported = [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map((m) => m[1] ?? '')
    for (const name of imported) assert.match(name, /^(\.\/[a-z]+\.ts|@noble\/(hashes|curves)\/[a-z0-9]+\.js|zod)$/, `${file} imports ${name}`)
  }
})
