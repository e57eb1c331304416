import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { keep, kept, keyOf } from './box.ts'
import type { Waiting } from './edits.ts'

const seal = Buffer.alloc(32, 7).toString('base64url')
const note = (text: string): Waiting => ({
  id: 'w1',
  at: '2026-11-22T10:00:00Z',
  edit: { kind: 'note', customer: 'c_olga', who: 'Петрова Ольга', text, how: 'note', direction: 'none', mentions: [], once: 'o1' },
  trouble: null,
})

/** The browser's storage, with room for so many letters. */
function storage(most: number): Map<string, string> {
  const held = new Map<string, string>()
  const setItem = (name: string, value: string) => {
    if (value.length > most) throw new DOMException('full', 'QuotaExceededError')
    held.set(name, value)
  }
  const sessionStorage = { setItem, getItem: (name: string) => held.get(name) ?? null, removeItem: (name: string) => held.delete(name) }
  Object.defineProperty(globalThis, 'sessionStorage', { value: sessionStorage, configurable: true })
  return held
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'sessionStorage')
})

test('a queue of long notes is kept through a reload, sealed', async () => {
  const held = storage(5_000_000)
  const all = [note('Петрова '.repeat(60_000))]
  await keep(await keyOf(seal), all)
  // Half a million letters of a seal spell any four of them sooner or later, and no sign that is none of theirs.
  assert.doesNotMatch([...held.values()].join(''), /c_olga|"customer"|Петрова/)
  assert.deepEqual(await kept(await keyOf(seal)), all)
})

test('where there is no room for all that waits, what waited before is not there to be sent again', async () => {
  storage(1_000)
  await keep(await keyOf(seal), [note('short')])
  assert.equal((await kept(await keyOf(seal))).length, 1)
  await keep(await keyOf(seal), [note('a long note '.repeat(500))])
  assert.deepEqual(await kept(await keyOf(seal)), [])
})

test('under the key of another session nothing is read, and it says so', async () => {
  storage(5_000)
  await keep(await keyOf(seal), [note('short')])
  assert.equal(await kept(await keyOf(Buffer.alloc(32, 8).toString('base64url'))), 'lost')
})
