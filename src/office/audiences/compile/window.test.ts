import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../../test/store.ts'
import { type Db, openDb } from '../../../platform/db/index.ts'
import type { InsightTables } from '../../insight/index.ts'
import { type Asking, membersOf, rule } from '../index.ts'
import { history, live, now } from '../testing.ts'
import { type ComputedTrait, traitDefinition } from '../traits/definition.ts'
import { declared } from './testing.ts'
import { daysBack } from './window.ts'

// The log is read only as far back as a rule asks: what is older must change nothing, also not by what was taken back.

function counted(days: number): [string, ComputedTrait][] {
  const said = [
    { of: { bought: {} }, take: 'count' },
    { of: { bought: {} }, take: 'sum', what: 'amount', currency: 'RUB' },
    { of: { bought: { sku: ['a', 'b'] } }, take: 'sum', what: 'amount', currency: 'RUB' },
    { of: { bought: {} }, take: 'first', what: 'sku' },
    { of: { event: { kind: 'tasting' } }, take: 'sum', what: 'cups' },
  ]
  return said.map((one, i) => {
    const trait = `t${days}_${i}`
    return [trait, { trait, title: {}, definition: traitDefinition.parse({ ...one, within_days: days }), version: 1, deleted: false }]
  })
}
const asking: Asking = {
  now,
  zone: 'Europe/Moscow',
  use: 'marketing',
  asksLeave: false,
  asksClosed: false,
  ...declared,
  audiences: new Map(),
  traits: new Map([4, 15].flatMap(counted)),
}
/** True of everybody, and asks of all that ever was. */
const ofEverything = [{ bought: { at_least: 0 } }, { event: { kind: 'call', at_least: 0 } }]

const windowed = (days: number) => [
  { bought: { within_days: days } },
  { bought: { within_days: days, at_least: 0, at_most: 1 } },
  { bought: { within_days: days, at_least: 2, sku: ['a'] } },
  { spent: { within_days: days, sku: ['a', 'b'], at_least_minor: 2, currency: 'RUB' } },
  { spent: { within_days: days, at_least_minor: 2, currency: 'RUB' } },
  { spent: { within_days: days, at_most_minor: -1, currency: 'RUB' } },
  { last_purchase: { within_days: days } },
  { last_purchase: { within_days: days, before_days: 1 } },
  { last_purchase: { before_days: days } },
  ...[0, 1, 2, 4].map((i) => ({ trait: { trait: `t${days}_${i}`, is: 'more', value: 1 } })),
  { trait: { trait: `t${days}_3`, is: 'one_of', value: ['a'] } },
  { event: { kind: 'tasting', within_days: days } },
  { event: { kind: 'call', within_days: days, at_least: 0, at_most: 0 } },
  { sequence: [{ bought: {}, within_days: days }, { event: { kind: 'tasting' } }] },
  { sequence: [{ event: { kind: 'call' } }, { bought: {}, within_days: days }] },
  {
    sequence: [
      { event: { kind: 'call' }, within_days: days },
      { not: { bought: {} }, within_days: 2 },
    ],
  },
]

test('what is older than all a rule asks of changes nothing', async (t) => {
  const { url } = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: url.keep, max: 1 })
  const db: Db<InsightTables> = openDb({ url: url.office, max: 1 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  const who = (said: object) => membersOf(db, rule.parse(said), asking, { after: 0, limit: 100 })
  let [cut, chosen] = [0, 0]
  await fc.assert(
    fc.asyncProperty(history, async (past) => {
      await live(past, keep, db)
      for (const one of [4, 15].flatMap(windowed)) {
        const found = await who({ all: [one] })
        assert.deepEqual(found, await who({ all: [one, ...ofEverything] }), JSON.stringify(one))
        cut += daysBack([rule.parse({ all: [one] })], asking) === undefined ? 0 : 1
        chosen += found.length
      }
    }),
    { numRuns: 6, seed: 821, endOnFailure: true },
  )
  assert.ok(cut > 100 && chosen > 100, `${cut} rules read a part of the log and chose ${chosen}`)
})
