import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { IdentifierKind } from '../event.ts'
import { graphOf, type Known, type Profile, personOf } from './graph.ts'
import { type Keyed, settling } from './settle.ts'

// The rules without a database: a store here is the rows that graphOf reads.

type Said = { points: readonly [IdentifierKind, string][]; proven: boolean }

const keyed = (kind: IdentifierKind, value: string, proven: boolean): Keyed => ({ kind, value, proven, key: `${kind} ${value}` })
const from = { source: 'test', importId: null }

class Store {
  #rows = new Map<string, Known>()
  #next = 1

  /** Settles a batch and keeps what it changed; gives the customer of each event. */
  record(batch: readonly Said[]): number[] {
    const pointers = graphOf(this.#rows.values())
    const work = settling(
      pointers,
      (i) => keyed('anonymous', `shared ${i.kind} ${i.value}`, false),
      () => true,
    )
    const targets = batch.map((said) => work.place(identifiersOf(said), 0, from))
    const settled = work.done()
    for (const profile of settled.fresh) profile.id = this.#next++
    const users = new Set([...pointers.values()].filter((p) => p.kind === 'user').map((p) => personOf(p.profile)))
    for (const p of pointers.values()) {
      const root = personOf(p.profile)
      this.#rows.set(p.key, {
        kind: p.kind,
        key: p.key,
        customer_id: p.profile.id,
        shared: p.shared,
        last_seen: 0,
        status: p.profile.status,
        merged_into: root === p.profile ? null : root.id,
        has_user: users.has(root),
      })
    }
    return targets.map((t) => t.id)
  }

  personOf(kind: IdentifierKind, value: string): number | undefined {
    const row = this.#rows.get(`${kind} ${value}`)
    return row && (row.merged_into ?? row.customer_id)
  }

  statusOf(customer: number): string | undefined {
    return [...this.#rows.values()].find((r) => r.customer_id === customer)?.status
  }

  rows = () => [...this.#rows.values()].map((r) => ({ ...r }))
}

function identifiersOf({ points, proven }: Said): Keyed[] {
  const out = points.map(([kind, value]) => keyed(kind, value, proven && kind !== 'anonymous'))
  const first = points[0]
  return proven || points.some(([kind]) => kind === 'anonymous') || !first ? out : [...out, keyed('anonymous', `claimed ${first.join(' ')}`, false)]
}

const point = fc.oneof(
  fc.tuple(fc.constant<IdentifierKind>('user'), fc.constantFrom('anna', 'boris', 'carl')),
  fc.tuple(fc.constant<IdentifierKind>('email'), fc.constantFrom('a@x', 'b@x', 'family@x')),
  fc.tuple(fc.constant<IdentifierKind>('phone'), fc.constantFrom('+1', '+2')),
  fc.tuple(fc.constant<IdentifierKind>('anonymous'), fc.constantFrom('phone', 'tablet', 'desk')),
)
const said = (proven: fc.Arbitrary<boolean>): fc.Arbitrary<Said> =>
  fc.record({ points: fc.uniqueArray(point, { minLength: 1, maxLength: 3, selector: ([kind]) => kind }), proven })
const anything = fc.array(said(fc.boolean()), { maxLength: 14 })

test('two customer numbers are never one person, whatever they share and in whatever order', () => {
  fc.assert(
    fc.property(anything, (events) => {
      const store = new Store()
      for (const event of events) store.record([event])
      const persons = ['anna', 'boris', 'carl'].map((u) => store.personOf('user', u)).filter((p) => p !== undefined)
      assert.equal(new Set(persons).size, persons.length)
    }),
    { numRuns: 2000 },
  )
})

test('how events are cut into batches changes nothing', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 5 }), (events, size) => {
      const [one, many] = [new Store(), new Store()]
      const alone = events.flatMap((e) => one.record([e]))
      const joined: number[] = []
      for (let at = 0; at < events.length; at += size) joined.push(...many.record(events.slice(at, at + size)))
      assert.deepEqual(partition(joined), partition(alone))
    }),
    { numRuns: 2000 },
  )
})

/** Which events are of one customer, whatever its number. */
function partition(customers: readonly number[]): number[] {
  const names = new Map<number, number>()
  return customers.map((c) => names.get(c) ?? names.set(c, names.size).size - 1)
}

test('a public sender never writes to a known customer and never moves what points at one', () => {
  fc.assert(
    fc.property(anything, fc.array(said(fc.constant(false)), { minLength: 1, maxLength: 8 }), (before, claims) => {
      const store = new Store()
      for (const event of before) store.record([event])
      const rows = store.rows().filter((r) => r.status === 'known')
      for (const target of store.record(claims)) assert.equal(store.statusOf(target), 'anonymous')
      const after = store.rows()
      for (const row of rows)
        assert.deepEqual(
          after.find((r) => r.key === row.key),
          row,
        )
    }),
    { numRuns: 2000 },
  )
})

test('the same events again go to the same customers, unless they showed that something is shared', () => {
  fc.assert(
    fc.property(anything, (events) => {
      const store = new Store()
      const first = store.record(events)
      const [second, third] = [store.record(events), store.record(events)]
      assert.equal(first.length, second.length)
      assert.deepEqual(third, second)
    }),
    { numRuns: 2000 },
  )
})

test('an anonymous identifier always points at an anonymous profile', () => {
  fc.assert(
    fc.property(anything, (events) => {
      const store = new Store()
      for (const event of events) store.record([event])
      for (const row of store.rows()) if (row.kind === 'anonymous') assert.equal(row.status, 'anonymous')
    }),
    { numRuns: 1000 },
  )
})

test('a merge pointer is never longer than one', () => {
  fc.assert(
    fc.property(anything, (events) => {
      const pointers = graphOf([])
      const work = settling(
        pointers,
        (i) => keyed('anonymous', `shared ${i.kind} ${i.value}`, false),
        () => true,
      )
      const targets = events.map((e) => work.place(identifiersOf(e), 0, from))
      const depth = (p: Profile): number => (p.root ? 1 + depth(p.root) : 0)
      for (const target of targets) assert.ok(depth(target) <= 1)
    }),
    { numRuns: 1000 },
  )
})
