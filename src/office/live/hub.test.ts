import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ear, limits, openHub } from './hub.ts'

const still = { monotonic: () => 0 }

/** Somebody who listens, and what they were sent. */
function ear(staff: number, o: { hears?: Ear['hears']; reads?: () => boolean } = {}) {
  const got: string[] = []
  const state = { ended: false }
  const one: Ear = {
    staff,
    hears: o.hears ?? ((change) => change),
    send: (text) => {
      if (o.reads && !o.reads()) return false
      got.push(text)
      return true
    },
    end: () => {
      state.ended = true
    },
  }
  const changes = () => got.flatMap((text) => [...text.matchAll(/^data: (\{"topic".*)$/gm)].map((m): unknown => JSON.parse(m[1] ?? '')))
  const lastId = () => /id: (\S+)/.exec(got.findLast((text) => text.includes('id: ')) ?? '')?.[1]
  return { one, got, changes, lastId, state }
}

const customer = (id: string, to?: number[]) => ({ change: { topic: 'customer' as const, id }, to })

test('what changed is told once to each who may hear it, and to nobody else', () => {
  const hub = openHub(still)
  const anna = ear(1)
  const ben = ear(2)
  const analyst = ear(3, { hears: (change) => (change.topic === 'customer' ? undefined : change) })
  for (const { one } of [anna, ben, analyst]) assert.ok(hub.join(one, undefined))
  hub.note(customer('c_1'))
  hub.note(customer('c_1'))
  hub.note({ change: { topic: 'notices', id: null }, to: [2] })
  hub.flush()
  hub.flush()
  assert.deepEqual(anna.changes(), [{ topic: 'customer', id: 'c_1' }])
  assert.deepEqual(ben.changes(), [
    { topic: 'customer', id: 'c_1' },
    { topic: 'notices', id: null },
  ])
  assert.deepEqual(analyst.changes(), [])
})

test('a connection that broke goes on behind its last event; one that nobody remembers is told to look at everything', () => {
  const hub = openHub(still)
  const before = ear(1)
  hub.join(before.one, undefined)
  hub.note(customer('c_1'))
  hub.flush()
  const last = before.lastId()
  hub.leave(before.one)
  hub.note(customer('c_2'))
  hub.note({ change: { topic: 'notices', id: null }, to: [9] })
  hub.flush()
  const again = ear(1)
  hub.join(again.one, last)
  assert.deepEqual(again.changes(), [{ topic: 'customer', id: 'c_2' }])
  for (const strange of ['', 'x', 'other.1', `${last?.split('.')[0]}.999`, `${last?.split('.')[0]}.-1`, 'a'.repeat(10_000)]) {
    const lost = ear(1)
    hub.join(lost.one, strange)
    assert.deepEqual(lost.changes(), [{ topic: 'everything', id: null }], strange.slice(0, 20))
    hub.leave(lost.one)
  }
})

test('a page that has just been loaded hears what was told while it asked, and no older', () => {
  let at = 0
  const hub = openHub({ monotonic: () => at })
  hub.note(customer('c_1'))
  hub.flush()
  at += limits.loadingMs + 1
  hub.note(customer('c_2'))
  hub.note({ change: { topic: 'notices', id: null }, to: [9] })
  hub.flush()
  at += 1_000
  const anna = ear(1)
  hub.join(anna.one, undefined)
  assert.deepEqual(anna.changes(), [{ topic: 'customer', id: 'c_2' }])
})

test('what is older than what is kept is not guessed at', () => {
  const hub = openHub(still)
  const first = ear(1)
  hub.join(first.one, undefined)
  const begin = first.lastId()
  for (let n = 0; n <= limits.kept; n++) {
    hub.note(customer(`c_${n}`))
    hub.flush()
  }
  const late = ear(1)
  hub.join(late.one, begin)
  assert.deepEqual(late.changes(), [{ topic: 'everything', id: null }])
})

test('more things at once than anybody looks at become their topic', () => {
  const hub = openHub(still)
  const anna = ear(1)
  hub.join(anna.one, undefined)
  for (let n = 0; n <= limits.atOnce; n++) hub.note(customer(`c_${n}`))
  hub.note({ change: { topic: 'tasks', id: 't_1' }, to: undefined })
  hub.flush()
  assert.deepEqual(anna.changes(), [
    { topic: 'customer', id: null },
    { topic: 'tasks', id: 't_1' },
  ])
})

test('one person has so many connections and no more, whoever does not read is let go, and their place is free again', () => {
  const hub = openHub(still)
  const many = Array.from({ length: limits.each }, () => ear(1))
  for (const { one } of many) assert.ok(hub.join(one, undefined))
  const over = ear(1)
  assert.equal(hub.join(over.one, undefined), false)
  assert.deepEqual(over.got, [])
  assert.ok(hub.join(ear(2).one, undefined), 'others come in')
  const slow = ear(3, { reads: () => false })
  hub.join(slow.one, undefined)
  assert.ok(slow.state.ended)
  const [first] = many
  if (first) hub.leave(first.one)
  assert.ok(first?.state.ended)
  assert.ok(hub.join(over.one, undefined))
})

test('all together have so many connections and no more', () => {
  const hub = openHub(still)
  for (let n = 0; n < limits.all; n++) assert.ok(hub.join(ear(n).one, undefined))
  assert.equal(hub.join(ear(limits.all).one, undefined), false)
})
