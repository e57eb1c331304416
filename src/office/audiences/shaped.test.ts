import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { type Asking, countAudience, membersOf } from './index.ts'
import { rule } from './rule.ts'

// Audiences by what the company declared: each type of field, kinds of events, what is kept for something else, and who said no.

const now = new Date('2026-11-21T12:00:00Z')
const title = (text: string) => ({ en: text, ru: text })
const field = (code: string, type: 'number' | 'money' | 'time' | 'boolean' | 'code' | 'text', more: object = {}) =>
  [
    code,
    {
      code,
      title: title(code),
      type,
      codes: type === 'code' ? ['gold', 'silver'] : null,
      currency: type === 'money' ? 'RUB' : null,
      purposes: ['marketing'],
      category: 'profile',
      retired: false,
      ...more,
    },
  ] as const
const kind = (code: string, more: object = {}) =>
  [
    code,
    {
      code,
      title: title(code),
      attributes: { cups: { type: 'number' }, tea: { type: 'code' } },
      purposes: ['marketing'],
      sensitive: false,
      retired: false,
      ...more,
    },
  ] as const

const asking: Asking = {
  now,
  zone: 'Europe/Moscow',
  use: 'marketing',
  asksLeave: false,
  asksClosed: false,
  traits: new Map(),
  lists: new Map(),
  fields: new Map([
    field('x_points', 'number'),
    field('x_limit', 'money'),
    field('x_until', 'time'),
    field('x_wholesale', 'boolean'),
    field('x_tier', 'code'),
    field('x_words', 'text'),
    field('x_internal', 'number', { purposes: ['service'] }),
    field('x_old', 'number', { retired: true }),
    field('x_allergy', 'boolean', { category: 'sensitive' }),
  ]),
  audiences: new Map(),
  kinds: new Map([kind('tasting'), kind('visit', { purposes: ['service'] }), kind('diagnosis', { sensitive: true }), kind('fair', { retired: true })]),
}

async function office(t: TestContext) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  const db: Db<Record<string, never>> = openDb({ url: store.url.office, max: 2 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  let last = 0
  return {
    db,
    person: (id: number, person = id) =>
      sql`insert into fact.derived (customer_id, person, kind, role, status, batch) values (${id}, ${person}, 'person', 'customer', 'known', 1)`.execute(keep),
    has: (id: number, code: string, value: number | boolean | string, batch = 1) => {
      const [some, yes] = [typeof value === 'number' ? value : null, typeof value === 'boolean' ? value : null]
      const [time, word] = typeof value !== 'string' ? [null, null] : code === 'x_until' ? [value, null] : [null, value]
      const [number, minor] = code === 'x_limit' ? [null, some] : [some, null]
      return sql`insert into fact.field (customer_id, field, number, minor, time, yes, code, batch) values (${id}, ${code}, ${number}, ${minor}, ${time}, ${yes}, ${word}, ${batch})`.execute(
        keep,
      )
    },
    happened: (id: number, code: string, days: number, attrs: object | null = null) => {
      last += 1
      const at = new Date(now.getTime() - days * 86_400_000)
      return sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, attrs)
        values (${id}, ${last}, 1, ${at}, ${code}, 'shop', 'in', 'test', ${attrs === null ? null : JSON.stringify(attrs)}::jsonb)`.execute(keep)
    },
    lets: (id: number, reach = true) =>
      sql`insert into fact.reach (customer_id, purpose, channel, topic, reach, batch) values (${id}, 'marketing', 'email', '*', ${reach}, 1)`.execute(keep),
    against: (id: number, ...codes: string[]) =>
      sql`insert into fact.quality (customer_id, fields, confirmed, against, gathered_at) values (${id}, '{}', '{}', ${codes}::text[], ${now})`.execute(keep),
    chosen: (said: object, by: Asking = asking) => membersOf(db, rule.parse(said), by, { after: 0, limit: 100 }),
    left: async (said: object, by: Asking = asking) => (await countAudience({ db, analyst: undefined }, rule.parse(said), by)).not_chosen,
  }
}

test('a condition on a field of our own chooses whom it says, by its type, and what was written last of who was merged', async (t) => {
  const at = await office(t)
  for (const id of [1, 2, 3]) await at.person(id)
  await at.person(4, 3)
  await at.has(1, 'x_points', 12.5)
  await at.has(2, 'x_points', 100)
  await at.has(3, 'x_points', 7, 1)
  await at.has(4, 'x_points', 50, 2)
  await at.has(1, 'x_limit', 123450)
  await at.has(2, 'x_limit', -500)
  await at.has(1, 'x_until', '2026-11-30T21:00:00Z')
  await at.has(2, 'x_until', '2026-11-01T00:00:00Z')
  await at.has(1, 'x_wholesale', true)
  await at.has(2, 'x_wholesale', false)
  await at.has(1, 'x_tier', 'gold')
  await at.has(2, 'x_tier', 'silver')
  const own = (code: string, is: string, value?: unknown) => ({ own: { field: code, is, ...(value === undefined ? {} : { value }) } })
  const cases: [object, number[], number[]][] = [
    [own('x_points', 'more', 12), [1, 2, 3], []],
    [own('x_points', 'more', 12.5), [2, 3], [1]],
    [own('x_points', 'between', [10, 60]), [1, 3], [2]],
    [own('x_points', 'equals', 7), [], [1, 2, 3]],
    [own('x_limit', 'more', { minor: 123449, currency: 'RUB' }), [1], [2, 3]],
    [own('x_limit', 'less', 123450), [2], [1, 3]],
    [own('x_limit', 'between', [-500, 123450]), [1, 2], [3]],
    [own('x_limit', 'empty'), [3], [1, 2]],
    [own('x_until', 'next_days', 14), [1], [2, 3]],
    [own('x_until', 'before', '2026-11-02'), [2], [1, 3]],
    [own('x_wholesale', 'true'), [1], [2, 3]],
    [own('x_wholesale', 'false'), [2], [1, 3]],
    [own('x_wholesale', 'empty'), [3], [1, 2]],
    [own('x_tier', 'one_of', ['gold', 'silver']), [1, 2], [3]],
    [own('x_tier', 'none_of', ['gold']), [2, 3], [1]],
  ]
  for (const [condition, fits, not] of cases) {
    assert.deepEqual(await at.chosen({ all: [condition] }), fits, JSON.stringify(condition))
    assert.deepEqual(await at.chosen({ none: [condition] }), not, `none of ${JSON.stringify(condition)}`)
  }
})

test('a condition on a kind of events counts how often, since when, and adds its numbers up, over all ids of a person', async (t) => {
  const at = await office(t)
  for (const id of [1, 2, 3]) await at.person(id)
  await at.person(4, 1)
  await at.happened(1, 'tasting', 5, { cups: 2 })
  await at.happened(4, 'tasting', 40, { cups: 3.5, tea: 'green' })
  await at.happened(2, 'tasting', 400, { cups: 'many' })
  await at.happened(2, 'fair', 1)
  const cases: [object, number[]][] = [
    [{}, [1, 2]],
    [{ within_days: 30 }, [1]],
    [{ at_least: 2 }, [1]],
    [{ at_least: 2, within_days: 30 }, []],
    [{ at_least: 0, at_most: 0 }, [3]],
    [{ at_least: 0, at_most: 1 }, [2, 3]],
    [{ sum: { attribute: 'cups', at_least: 5.5 } }, [1]],
    [{ sum: { attribute: 'cups', at_least: 5.6 } }, []],
    [{ sum: { attribute: 'cups', at_most: 5 } }, [2]],
    [{ within_days: 30, sum: { attribute: 'cups', at_least: 1, at_most: 3 } }, [1]],
  ]
  for (const [more, fits] of cases) {
    const said = { event: { kind: 'tasting', ...more } }
    assert.deepEqual(await at.chosen({ all: [said] }), fits, JSON.stringify(more))
    assert.deepEqual(
      await at.chosen({ none: [said] }),
      [1, 2, 3].filter((id) => !fits.includes(id)),
      `none of ${JSON.stringify(more)}`,
    )
  }
})

test('of whom too little is known, or what cannot be so, may be left out with the reason; asking for emptiness doubts nothing', async (t) => {
  const at = await office(t)
  for (const id of [1, 2, 3, 4]) await at.person(id)
  for (const id of [1, 2, 4]) await at.has(id, 'x_points', id === 4 ? 0 : 5)
  await at.against(2, 'x_points:sources_differ')
  await at.against(1, 'phone:other_country')
  const open = { own: { field: 'x_points', is: 'more', value: 1 } }
  const few = { own: { field: 'x_points', is: 'less', value: 1 } }
  assert.deepEqual(await at.chosen({ all: [open] }), [1, 2])
  assert.deepEqual(await at.chosen({ all: [open], leave_out: ['contradictory'] }), [1], 'what contradicts elsewhere is no matter')
  assert.deepEqual(await at.left({ all: [open], leave_out: ['contradictory'] }), [
    { reason: 'not_known', count: 1 },
    { reason: 'contradictory', count: 1 },
  ])
  assert.deepEqual(await at.chosen({ none: [open] }), [3, 4])
  assert.deepEqual(await at.chosen({ none: [open], leave_out: ['not_known'] }), [4])
  assert.deepEqual(await at.left({ none: [open], leave_out: ['not_known'] }), [{ reason: 'not_known', count: 1 }])
  assert.deepEqual(await at.chosen({ all: [{ own: { field: 'x_points', is: 'empty' } }], leave_out: ['not_known', 'contradictory'] }), [3])
  const audiences = new Map([['some', { title: 'Some', rule: rule.parse({ all: [open], leave_out: ['not_known', 'contradictory'] }), deleted: false }]])
  assert.deepEqual(await at.chosen({ none: [{ audience: 'some' }] }, { ...asking, audiences }), [4], 'who is left out is not known not to be in it')
  assert.deepEqual(await at.chosen({ any: [{ audience: 'some' }, few] }, { ...asking, audiences }), [1, 4])
  assert.equal(rule.safeParse({ all: [open], leave_out: ['old'] }).success, false)
})

test('what is kept for something else chooses nobody wherever it stands, and says how many it would have', async (t) => {
  const at = await office(t)
  for (const id of [1, 2, 3]) await at.person(id)
  await at.has(1, 'x_internal', 5)
  await at.has(2, 'x_points', 5)
  await at.happened(3, 'visit', 3)
  const closed = { own: { field: 'x_internal', is: 'more', value: 1 } }
  const open = { own: { field: 'x_points', is: 'more', value: 1 } }
  const visit = { event: { kind: 'visit' } }
  assert.deepEqual(await at.chosen({ all: [closed] }), [])
  assert.deepEqual(await at.chosen({ none: [closed] }), [], 'who is not known not to fit is not chosen')
  assert.deepEqual(await at.chosen({ any: [closed, open, visit] }), [2], 'another part may choose all the same')
  assert.deepEqual(await at.left({ all: [closed] }), [{ reason: 'shape_not_covered', count: 1 }])
  assert.deepEqual(await at.left({ none: [closed] }), [{ reason: 'shape_not_covered', count: 2 }])
  assert.deepEqual(await at.left({ any: [closed, open, visit] }), [
    { reason: 'shape_not_covered', count: 2 },
    { reason: 'not_known', count: 2 },
  ])
  assert.deepEqual(await at.left({ all: [open] }), [{ reason: 'not_known', count: 2 }], 'who may fit, for all that is known')
  assert.deepEqual(await at.chosen({ all: [closed] }, { ...asking, use: 'service' }), [1], 'for what it is kept for it chooses')
})

test('who did not let the purpose be is not chosen by what the company keeps about them, and is counted', async (t) => {
  const at = await office(t)
  for (const id of [1, 2, 3]) {
    await at.person(id)
    await at.has(id, 'x_points', id)
  }
  await at.lets(1)
  await at.lets(2, false)
  const asks = { ...asking, asksLeave: true }
  const some = { own: { field: 'x_points', is: 'more', value: 0 } }
  const never = { event: { kind: 'tasting', at_least: 0, at_most: 0 } }
  assert.deepEqual(await at.chosen({ all: [some] }, asks), [1])
  assert.deepEqual(await at.chosen({ none: [{ event: { kind: 'tasting' } }] }, asks), [1], 'nor by what never happened')
  assert.deepEqual(await at.chosen({ all: [never] }, asks), [1])
  assert.deepEqual(await at.left({ all: [some] }, asks), [{ reason: 'leave_missing', count: 2 }])
  assert.deepEqual(await at.chosen({ all: [{ role: ['customer'] }] }, asks), [1, 2, 3], 'what the gate decides is left to the gate')
})

test('what means nothing is told in one sentence with its place', async (t) => {
  const at = await office(t)
  const wrong: [object, string, RegExp][] = [
    [{ all: [{ own: { field: 'x_gone', is: 'true' } }] }, 'rule.all[0].own.field', /there is no field "x_gone"/],
    [{ any: [{ role: ['lead'] }, { own: { field: 'x_old', is: 'more', value: 1 } }] }, 'rule.any[1].own.field', /"x_old" was retired/],
    [{ all: [{ own: { field: 'x_words', is: 'not_empty' } }] }, 'rule.all[0].own.field', /"x_words" is text, which is sealed/],
    [{ all: [{ own: { field: 'x_allergy', is: 'true' } }] }, 'rule.all[0].own.field', /"x_allergy" says something delicate/],
    [{ none: [{ own: { field: 'x_points', is: 'true' } }] }, 'rule.none[0].own.is', /cannot be asked "true"/],
    [{ all: [{ own: { field: 'x_points', is: 'more', value: 'lots' } }] }, 'rule.all[0].own.value', /must be a number/],
    [{ all: [{ event: { kind: 'nothing' } }] }, 'rule.all[0].event.kind', /there is no kind of events "nothing"/],
    [{ all: [{ event: { kind: 'fair' } }] }, 'rule.all[0].event.kind', /"fair" was retired/],
    [{ all: [{ event: { kind: 'diagnosis' } }] }, 'rule.all[0].event.kind', /"diagnosis" says something delicate/],
    [{ all: [{ event: { kind: 'tasting', sum: { attribute: 'tea', at_least: 1 } } }] }, 'rule.all[0].event.sum.attribute', /is no number/],
    [{ all: [{ event: { kind: 'tasting', sum: { attribute: 'gone', at_least: 1 } } }] }, 'rule.all[0].event.sum.attribute', /no attribute "gone"/],
    [{ all: [{ event: { kind: 'tasting', sum: { attribute: 'cups' } } }] }, 'rule.all[0].event.sum', /must say/],
  ]
  for (const [said, place, sentence] of wrong)
    await assert.rejects(
      at.chosen(said),
      (error) => error instanceof AppError && error.code === 'bad_input' && error.place === place && sentence.test(error.message),
      place,
    )
})
