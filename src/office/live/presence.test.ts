import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Here, openPresence, presenceLimits } from './presence.ts'

const [vera, ben, clara] = [1, 2, 3]
const olga = 70
const here = (staff: number, customer: number | null = olga, o: Partial<Here> = {}): Here => ({ staff, page: `p${staff}`, customer, doing: 'looks', ...o })

function house() {
  const moved: [number, readonly number[]][] = []
  const told: Here[] = []
  return { moved, told, presence: openPresence({ moved: (customer, who) => moved.push([customer, who]), told: (one) => told.push(one) }) }
}

test('who comes and who goes is told to those who have the card open, and staying is told to nobody', () => {
  const { presence, moved, told } = house()
  presence.say(here(vera), 0)
  presence.say(here(ben), 0)
  assert.deepEqual(moved.splice(0), [
    [olga, [vera]],
    [olga, [vera, ben]],
  ])
  presence.say(here(ben), 20_000)
  presence.sweep(30_000)
  assert.deepEqual(moved, [])
  presence.say(here(ben, null), 30_000)
  assert.deepEqual(moved.splice(0), [[olga, [vera]]])
  assert.deepEqual(presence.at(olga), [{ staff: vera, doing: 'looks' }])
  assert.deepEqual(
    told.map(({ staff, customer }) => [staff, customer]),
    [
      [vera, olga],
      [ben, olga],
      [ben, null],
    ],
  )
})

test('two pages of one person are one face, and whoever writes in one of them is said to', () => {
  const { presence } = house()
  presence.say(here(ben), 0)
  presence.say(here(ben, olga, { page: 'other', doing: 'changes' }), 0)
  assert.deepEqual(presence.at(olga), [{ staff: ben, doing: 'changes' }])
  presence.say(here(ben, null, { page: 'other' }), 0)
  assert.deepEqual(presence.at(olga), [{ staff: ben, doing: 'looks' }])
})

test('whoever goes on to another card is told of on both', () => {
  const { presence, moved } = house()
  presence.say(here(vera), 0)
  presence.say(here(ben), 0)
  moved.length = 0
  presence.say(here(ben, 71), 0)
  assert.deepEqual(moved, [
    [olga, [vera]],
    [71, [ben]],
  ])
})

test('what is not said again is not believed for ever, here or from another office', () => {
  const { presence, moved } = house()
  presence.say(here(vera), 0)
  presence.hear([here(clara)], 0)
  assert.equal(presence.at(olga).length, 2)
  presence.say(here(vera), 30_000)
  presence.sweep(presenceLimits.believedMs - 1)
  assert.equal(presence.at(olga).length, 2)
  moved.length = 0
  presence.sweep(presenceLimits.believedMs)
  assert.deepEqual(presence.at(olga), [{ staff: vera, doing: 'looks' }])
  assert.deepEqual(moved, [[olga, [vera]]])
})

test('what another office says of a page does not undo what that page said here, and is not told on', () => {
  const { presence, told } = house()
  presence.say(here(vera), 0)
  presence.hear([here(vera, null), here(clara)], 0)
  assert.equal(presence.at(olga).length, 2)
  assert.deepEqual(
    presence.own().map(({ staff }) => staff),
    [vera],
  )
  presence.hear([here(clara, null)], 0)
  assert.deepEqual(
    told.map(({ staff }) => staff),
    [vera],
  )
  assert.equal(presence.at(olga).length, 1)
})

test('whose last connection broke is gone from every card of theirs; nobody opens without end', () => {
  const { presence } = house()
  for (let page = 0; page < presenceLimits.each; page += 1) assert.ok(presence.say(here(ben, olga + page, { page: `p${page}` }), 0))
  assert.ok(!presence.say(here(ben, olga, { page: 'one more' }), 0))
  assert.ok(presence.say(here(ben, olga + 1, { page: 'p0' }), 0), 'a page that is known goes on')
  presence.drop(ben)
  assert.deepEqual(presence.own(), [])
})
