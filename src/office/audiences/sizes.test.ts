import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { sql } from '../../platform/db/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { rule } from './index.ts'
import { switchLiving } from './living/index.ts'
import { countSizes, keepLivingSizes, sizesOf } from './sizes.ts'

const zone = 'Europe/Moscow'
const dayMs = 86_400_000

test('each night says how many are in each audience that is not kept up, day by day in the company’s zone, and what cannot be counted stops nobody else', async (t) => {
  const { office, keep, customers, clock } = await openWings(t)
  const db = office.db
  const ids = opaque('test')
  const people = await customers(5)
  const now = clock.now()
  // The i-th bought i days ago.
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency, sealed)
    select c, i, 1, ${now}::timestamptz - i * interval '1 day', 'order', 'shop', 'in', 'test', 100, 'RUB', false from unnest(${people}::bigint[]) with ordinality as u(c, i)`.execute(
    keep.db,
  )
  const add = async (title: string, said: object) => {
    const id = await office.rowIds.one()
    await sql`insert into office.audience (audience_id, title, rule, made_by, created_at) values (${id}, ${title}, ${JSON.stringify(rule.parse(said))}::jsonb, 1, ${now})`.execute(
      db,
    )
    return id
  }
  const lately = await add('Bought within three days', { all: [{ bought: { within_days: 3 } }] })
  const gone = await add('Deleted', { all: [] })
  await sql`update office.audience set deleted_at = ${now} where audience_id = ${gone}`.execute(db)
  const broken = await add('Names one that was deleted', { all: [{ audience: ids.show('audience', gone) }] })
  const everybody = await add('Everybody', { all: [] })
  const kept = await add('Kept up', { all: [] })
  await switchLiving(db, kept, 'marketing', now)
  const sizing = { db: db.$pickTables(), door: office.door, ids, analyst: undefined }
  const sizes = (audience: number, at: Date) => sizesOf(db, audience, { now: at, zone })

  assert.deepEqual(await sizes(lately, now), [], 'before the first night nothing is known')
  // Ten in the evening in UTC is the next day in Moscow.
  const nights = [0, 1, 2].map((n) => new Date(new Date('2026-11-21T22:00:00Z').getTime() + n * dayMs))
  for (const night of nights) await countSizes(sizing, { now: night, zone, purpose: 'marketing' })
  const last = nights[2] ?? now
  assert.deepEqual(await sizes(lately, last), [
    { day: '2026-11-22', count: 2 },
    { day: '2026-11-23', count: 1 },
    { day: '2026-11-24', count: 0 },
  ])
  assert.deepEqual(
    (await sizes(everybody, last)).map(({ count }) => count),
    [5, 5, 5],
    'a broken rule beside it stops nobody',
  )
  for (const [what, audience] of [
    ['a broken rule', broken],
    ['a deleted one', gone],
    ['one that is kept up', kept],
  ] as const)
    assert.deepEqual(await sizes(audience, last), [], `${what} is not counted`)

  await countSizes(sizing, { now: last, zone, purpose: 'service' })
  const { rows } = await sql<{ n: number; purpose: string }>`
    select count(*)::int as n, max(purpose) as purpose from office.audience_size where audience_id = ${everybody} and day = '2026-11-24'`.execute(db)
  assert.deepEqual(rows, [{ n: 1, purpose: 'service' }], 'counted twice a day it has one size, the later one')

  await keepLivingSizes({ db: db.$pickTables() }, { now: last, zone })
  assert.deepEqual(await sizes(kept, last), [], 'nor has one that nobody was gone through yet')
  await sql`update office.audience_live set complete_at = ${last}, walk = null, walk_why = null`.execute(db)
  await keepLivingSizes({ db: db.$pickTables() }, { now: last, zone })
  assert.deepEqual(await sizes(kept, last), [{ day: '2026-11-24', count: 0 }])

  const later = new Date(last.getTime() + 732 * dayMs)
  await countSizes(sizing, { now: later, zone, purpose: 'marketing' })
  assert.deepEqual(
    (await sizes(everybody, later)).map(({ day }) => day),
    ['2028-11-25'],
    'what lies two years back is forgotten',
  )
})
