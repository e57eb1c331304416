import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { openDb, sql } from '../../platform/db/index.ts'
import type { Asking } from './asking.ts'
import { checkRule, membersOf, refuseContradiction, rule } from './index.ts'
import { wrongDefinition } from './traits/check.ts'
import { type ComputedTrait, traitDefinition } from './traits/definition.ts'

// The examples of the guide are rules, and sequences choose whom the guide says.

const guide = readFileSync(new URL('../../../docs/audiences.md', import.meta.url), 'utf8')
const blocks = [...guide.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, said = '']): object => JSON.parse(said))
const examples = blocks.filter((said) => !('take' in said))
const definitions = blocks.filter((said) => 'take' in said).map((said) => traitDefinition.parse(said))

const now = new Date('2026-11-21T12:00:00Z')
const kind = (code: string, attributes: { [attribute: string]: { type: string } } = {}) =>
  [code, { code, title: { en: code }, attributes, purposes: ['marketing'], sensitive: false, retired: false }] as const
const until = {
  code: 'x_loyalty_until',
  title: { en: 'Until' },
  type: 'time',
  codes: null,
  currency: null,
  category: 'profile',
  purposes: ['marketing'],
  retired: false,
} as const
function exampleOf(trait: string, i: number): ComputedTrait {
  const definition = definitions[i]
  assert.ok(definition)
  return { trait, title: { en: trait }, definition, version: 1, deleted: false }
}
const asking: Asking = {
  now,
  zone: 'Europe/Moscow',
  use: 'marketing',
  asksLeave: false,
  asksClosed: false,
  lists: new Map([['u_9dLTKp…', { list: 1, title: 'Visitors of the fair', purpose: 'marketing', complete: true, deleted: false }]]),
  traits: new Map(['calls_in_a_quarter', 'spent_on_travel', 'favourite_category'].map((trait, i) => [trait, exampleOf(trait, i)])),
  fields: new Map([['x_loyalty_until', until]]),
  kinds: new Map([kind('complaint'), kind('answer'), kind('call'), kind('tasting', { tea: { type: 'code' }, cups: { type: 'number' } })]),
  audiences: new Map(),
}

type Bought = { by: number; days: number; sku: string }

const sequences: [string, Bought[], object[], number[]][] = [
  [
    'in order',
    [
      { by: 1, days: 50, sku: 'A' },
      { by: 1, days: 40, sku: 'B' },
      { by: 2, days: 50, sku: 'B' },
      { by: 2, days: 40, sku: 'A' },
    ],
    [a(), b()],
    [1],
  ],
  [
    'in time',
    [
      { by: 1, days: 50, sku: 'A' },
      { by: 1, days: 20, sku: 'B' },
      { by: 2, days: 51, sku: 'A' },
      { by: 2, days: 20, sku: 'B' },
    ],
    [a(), { ...b(), within_days: 30 }],
    [1],
  ],
  [
    'of one moment',
    [
      { by: 1, days: 50, sku: 'A' },
      { by: 1, days: 50, sku: 'B' },
    ],
    [a(), b()],
    [],
  ],
  [
    'the latest one before counts',
    [
      { by: 1, days: 90, sku: 'A' },
      { by: 1, days: 35, sku: 'A' },
      { by: 1, days: 30, sku: 'B' },
    ],
    [a(), { ...b(), within_days: 10 }],
    [1],
  ],
  [
    'not after',
    [
      { by: 1, days: 50, sku: 'A' },
      { by: 2, days: 50, sku: 'A' },
      { by: 2, days: 20, sku: 'B' },
      { by: 3, days: 50, sku: 'A' },
      { by: 3, days: 19, sku: 'B' },
    ],
    [a(), { not: b(), within_days: 30 }],
    [1, 3],
  ],
  [
    'not before the days are over',
    [
      { by: 1, days: 30, sku: 'A' },
      { by: 2, days: 31, sku: 'A' },
    ],
    [a(), { not: b(), within_days: 30 }],
    [2],
  ],
  [
    'one of several times is enough',
    [
      { by: 1, days: 90, sku: 'A' },
      { by: 1, days: 89, sku: 'B' },
      { by: 1, days: 50, sku: 'A' },
    ],
    [a(), { not: b(), within_days: 30 }],
    [1],
  ],
  [
    'lately',
    [
      { by: 1, days: 91, sku: 'A' },
      { by: 1, days: 3, sku: 'B' },
      { by: 2, days: 90, sku: 'A' },
      { by: 2, days: 3, sku: 'B' },
    ],
    [{ ...a(), within_days: 90 }, b()],
    [2],
  ],
  [
    'after what did not come',
    [
      { by: 1, days: 60, sku: 'A' },
      { by: 1, days: 10, sku: 'C' },
      { by: 2, days: 60, sku: 'A' },
      { by: 2, days: 50, sku: 'B' },
      { by: 2, days: 10, sku: 'C' },
    ],
    [a(), { not: b(), within_days: 30 }, { bought: { sku: ['C'] } }],
    [1],
  ],
]
function a() {
  return { bought: { sku: ['A'] } }
}
function b() {
  return { bought: { sku: ['B'] } }
}

test('every example of the guide is a rule that can be asked, and one thing after another is what the guide says', async (t) => {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 1 })
  const db = openDb<Record<string, never>>({ url: store.url.office, max: 1 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  assert.ok(examples.length >= 6)
  for (const said of definitions) assert.deepEqual(wrongDefinition(said, asking), [], JSON.stringify(said))
  for (const said of examples) {
    const read = rule.parse(said)
    refuseContradiction(read)
    if (JSON.stringify(said).includes('"trait"')) checkRule(read, asking)
    assert.deepEqual(await membersOf(db, read, asking, { after: 0, limit: 10 }), [], JSON.stringify(said))
  }
  await sql`insert into fact.derived (customer_id, person, kind, role, status, batch) select n, n, 'person', 'customer', 'known', 1 from generate_series(1, 3) n`.execute(
    keep,
  )
  for (const [what, bought, sequence, chosen] of sequences) {
    for (const table of ['interaction', 'interaction_item']) await sql`delete from ${sql.raw(`fact.${table}`)}`.execute(keep)
    for (const [id, { by, days, sku }] of bought.entries()) {
      const at = new Date(now.getTime() - days * 86_400_000)
      await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency) values (${by}, ${id}, 1, ${at}, 'order', 'shop', 'in', 'test', 1, 'RUB')`.execute(
        keep,
      )
      await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount) values (${by}, ${id}, 1, 1, ${sku}, 1, 1, 1)`.execute(
        keep,
      )
    }
    assert.deepEqual(await membersOf(db, rule.parse({ all: [{ sequence }] }), asking, { after: 0, limit: 10 }), chosen, what)
  }
})
