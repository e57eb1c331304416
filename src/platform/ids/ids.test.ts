import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../test/store.ts'
import { openDb, sql } from '../db/index.ts'
import { Bug } from '../errors.ts'
import { idBlocks, interactionId, type OpaqueKind, opaque, timeOfInteraction } from './index.ts'

const kinds: readonly OpaqueKind[] = [
  'customer',
  'interaction',
  'task',
  'case',
  'note',
  'audience',
  'campaign',
  'run',
  'purpose',
  'import',
  'message',
  'staff',
  'key',
  'receipt',
  'file',
  'request',
  'webhook',
  'happening',
]

test('an opaque id is read only by its kind and its key', () => {
  const [ours, theirs] = [opaque('ours'), opaque('theirs')]
  for (const kind of kinds) {
    const shown = ours.show(kind, 7)
    assert.equal(theirs.read(kind, shown), undefined)
    for (const other of kinds) {
      if (other === kind) continue
      assert.equal(ours.read(other, shown), undefined)
      const disguised = ours.show(other, 7).split('_')[0] + shown.slice(1)
      assert.equal(ours.read(other, disguised), undefined, `${kind} under the letter of ${other}`)
    }
    assert.equal(ours.read(kind, shown), 7)
  }
})

test('whatever is not one of our ids is no id, and what is comes back', () => {
  const ids = opaque('ours')
  fc.assert(fc.property(fc.string(), (said) => ids.read('customer', said) === undefined && ids.read('customer', `c_${said}`) === undefined))
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.maxSafeInteger(), fc.nat(23), (kind, id, place) => {
      const shown = ids.show(kind, id)
      assert.equal(ids.read(kind, shown), id)
      assert.match(shown, /^[a-z]_[A-Za-z0-9_-]{22}$/)
      const letter = shown[place] === 'A' ? 'B' : 'A'
      assert.equal(ids.read(kind, shown.slice(0, place) + letter + shown.slice(place + 1)), undefined)
    }),
  )
})

test('an id has one spelling', () => {
  const ids = opaque('ours')
  const shown = ids.show('task', 12)
  const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter(
    (last) => ids.read('task', shown.slice(0, -1) + last) !== undefined,
  )
  assert.deepEqual(spellings, [shown.at(-1)])
})

test('blocks of a sequence give each id once, whoever asks at the same time', async (t) => {
  const store = await testStore(t)
  const [one, another] = [openDb<Record<string, never>>({ url: store.url.owner }), openDb<Record<string, never>>({ url: store.url.owner })]
  t.after(() => Promise.all([one.destroy(), another.destroy()]))
  await sql`create sequence public.numbers increment by 10 start 10`.execute(one)
  const blocks = [idBlocks(one, 'public.numbers', 10), idBlocks(another, 'public.numbers', 10)]
  const sizes = [1, 3, 10, 11, 25, 1, 40, 7]
  const answers = await Promise.all(blocks.flatMap((b) => sizes.map((n) => b.next(n))))
  for (const [i, ids] of answers.entries()) {
    assert.equal(ids.length, sizes[i % sizes.length])
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    )
  }
  const all = answers.flat()
  assert.equal(new Set(all).size, all.length)
  const fewest = await sql<{ at: number }>`select last_value as at from public.numbers`.execute(one)
  assert.ok((fewest.rows[0]?.at ?? 0) / 10 <= all.length / 10 + 4, 'no block is thrown away')
})

test('after the database could not be asked, ids go on', async (t) => {
  const store = await testStore(t)
  const db = openDb<Record<string, never>>({ url: store.url.owner })
  t.after(() => db.destroy())
  const ids = idBlocks(db, 'public.later', 10)
  await assert.rejects(ids.next(1))
  await sql`create sequence public.later increment by 10 start 10`.execute(db)
  assert.deepEqual(await ids.next(2), [10, 11])
  assert.equal(await ids.one(), 12)
})

test('ids of interactions stand in the order of their seconds, from 1932 to 2068, and give the second back', () => {
  const at = fc.date({ min: new Date('1932-01-01'), max: new Date('2068-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(at, at, fc.maxSafeInteger().map(Math.abs), fc.maxSafeInteger().map(Math.abs), (a, b, n, m) => {
      const [x, y] = [interactionId(a, n), interactionId(b, m)]
      assert.ok(Number.isSafeInteger(x))
      const [s, u] = [Math.floor(a.getTime() / 1000), Math.floor(b.getTime() / 1000)]
      if (s !== u) assert.equal(x < y, s < u)
      assert.equal(timeOfInteraction(x).getTime(), s * 1000)
    }),
  )
  const noon = new Date('2026-11-21T12:00:00Z')
  assert.ok(interactionId(noon, 1) < interactionId(noon, 2))
  assert.throws(() => interactionId(new Date('2500-01-01'), 1), Bug)
  assert.throws(() => interactionId(new Date('never'), 1), Bug)
})
