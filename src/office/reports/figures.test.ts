import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { systemClock } from '../../platform/clock.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { logger } from '../../platform/log.ts'
import type { WeekStart } from '../account/index.ts'
import { testMirror } from '../analyst/mirror/testing.ts'
import { analystHandler } from '../analyst/serve.ts'
import { openRuns } from '../analyst/thinking/runs.ts'
import { type Asking, type AudienceTables, rule } from '../audiences/index.ts'
import { type InsightTables, valueClassesOf } from '../insight/index.ts'
import { askFor } from './ask.ts'
import { figuresAnswer, funnelAnswer, retentionAnswer } from './contract.ts'
import { classFlow } from './flow.ts'
import { rememberAsked } from './nearness.ts'
import { type Question, question } from './shapes.ts'

// Reports of a small shop in Moscow: 60 people, of whom the first 40 live in Tver, and each bought in the shop in October; the first 25 also by phone on the first
// of November at half past midnight, which is October in UTC. Somebody gave half back; somebody cancelled; somebody objects.

const now = new Date('2026-11-21T12:00:00Z')
type Kind = Asking['kinds'] extends ReadonlyMap<string, infer K> ? K : never
const kind = (code: string, more: Partial<Kind> = {}): Kind => ({
  code,
  title: { en: code, ru: code },
  attributes: {},
  purposes: ['analysis'],
  sensitive: false,
  retired: false,
  ...more,
})
const kinds = [
  kind('order'),
  kind('visit', { attributes: { minutes: { type: 'number' }, mood: { type: 'code' } } }),
  kind('illness', { sensitive: true }),
  kind('gone', { retired: true }),
  kind('secret', { purposes: ['service'] }),
]
const size = {
  code: 'x_size',
  title: { en: 'Size', ru: 'Размер' },
  type: 'code',
  codes: ['s', 'l'],
  currency: null,
  category: 'profile',
  purposes: ['analysis'],
  retired: false,
} as const
const asking: Asking = {
  now,
  zone: 'Europe/Moscow',
  use: 'analysis',
  asksLeave: false,
  asksClosed: false,
  traits: new Map(),
  lists: new Map(),
  fields: new Map([['x_size', { ...size, codes: [...size.codes] }]]),
  kinds: new Map(kinds.map((one) => [one.code, one])),
  audiences: new Map(),
}
const autumn = { from: '2026-09-01', to: '2026-11-21' }

describe('figures', () => {
  const ends: (() => unknown)[] = []
  const t = { after: (end: () => unknown) => void ends.push(end) }
  let asked: (said: unknown, weekStart?: WeekStart) => ReturnType<typeof askFor>
  let keep: Db<Record<string, never>>
  let db: Db<AudienceTables & InsightTables>
  let turn: () => Promise<unknown>
  let staff = 1

  before(async () => {
    const store = await testStore(t)
    keep = openDb({ url: store.url.keep, max: 2 })
    db = openDb({ url: store.url.office, max: 2 })
    ends.push(() => Promise.all([keep.destroy(), db.destroy()]))
    await sql`insert into fact.derived (customer_id, person, kind, role, status, language, region, since, batch)
      select n, n, 'person', 'customer', 'known', 'ru', case when n <= 40 then 'Тверь' else 'Псков' end, timestamptz '2026-09-10 10:00+00' + n * interval '1 day', 1 from generate_series(1, 61) n`.execute(
      keep,
    )
    await sql`insert into fact.objection (customer_id, purpose) values (61, 'analysis')`.execute(keep)
    const buy = (from: number, to: number, o: { id: number; at: string; channel: string; amount: number; kind?: string }) =>
      sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
        select n, ${o.id} * 1000 + n, 1, ${o.at}::timestamptz, ${o.kind ?? 'order'}, ${o.channel}, 'in', 'test', ${o.amount}::bigint, 'RUB' from generate_series(${from}::int, ${to}::int) n`.execute(
        keep,
      )
    await buy(1, 61, { id: 1, at: '2026-10-10 10:00+00', channel: 'shop', amount: 1_000 })
    await buy(1, 25, { id: 2, at: '2026-10-31 21:30+00', channel: 'phone', amount: 2_000 })
    await buy(1, 1, { id: 3, at: '2026-11-05 10:00+00', channel: 'shop', amount: -500, kind: 'order_cancelled' })
    await buy(2, 2, { id: 4, at: '2026-11-05 10:00+00', channel: 'shop', amount: -2_000, kind: 'order_cancelled' })
    await buy(30, 34, { id: 5, at: '2026-11-06 10:00+00', channel: 'email', amount: 700 })
    await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
      select customer_id, id, line, 1, case line when 1 then 'tea' else 'cup' end, 1, 500, 500 from fact.interaction, generate_series(1, 2) line where id between 1000 and 1999`.execute(
      keep,
    )
    await sql`insert into fact.product (sku, title, category, batch) values ('tea', 'Чай', 'drinks', 1), ('cup', 'Чашка', null, 1)`.execute(keep)
    await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, attrs)
      select n, 6000 + n, 1, timestamptz '2026-10-01 10:00+00', 'visit', 'site', 'in', 'test', '{"minutes": 2.5, "mood": "good"}' from generate_series(1, 50) n`.execute(
      keep,
    )
    await sql`insert into fact.field (customer_id, field, code, batch) select n, 'x_size', 's', 1 from generate_series(1, 30) n`.execute(keep)
    await sql`insert into office.value_class (customer_id, class, computed_at, days_since_last, purchases, spent, currency, window_days)
      select n, 'first', now(), 1, 1, 1, 'RUB', 730 from generate_series(1, 22) n`.execute(db)
    const audience = (id: number, all: unknown[]) =>
      sql`insert into office.audience (audience_id, title, rule, made_by, created_at) values (${id}, 'A', ${JSON.stringify({ all })}::jsonb, 1, now())`.execute(
        db,
      )
    await audience(1, [{ bought: { within_days: 100, at_least: 2 } }])
    await audience(2, [{ value_class: ['first'] }])
    await audience(3, [{ language: ['ru'] }])
    await audience(4, [{ bought: { within_days: 18, at_least: 1 } }])
    await sql`select 1`.execute(db)
    const { mirror } = await testMirror(t, { analyst: store.url.analyst })
    turn = async () => {
      await mirror.turn()
      await mirror.refreshAside()
    }
    await turn()
    const runs = openRuns({ mirror, clock: systemClock, log: logger('test') })
    const handle = analystHandler({ mirror, runs, free: { ask: () => Promise.reject(new Error('nobody asks')), stop: () => 0 }, clock: systemClock })
    // As the client of the analyst's socket, without the socket.
    const analyst = { ask: async (verb: string, input: unknown) => handle(verb, input) } as Parameters<typeof askFor>[0]['analyst']
    const ids = { read: (_: string, shown: string) => Number(shown.slice(2)), show: (_: string, id: number) => `x_${id}` }
    const unitCodes = async (units: readonly number[]) => new Map(units.map((unit) => [unit, `unit-${unit}`]))
    const before = rememberAsked()
    asked = async (said, weekStart = 1) => askFor({ db, analyst, ids, unitCodes, asking, weekStart, asker: { staff, before } }, question.parse(said))
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const figures = async (said: Partial<Extract<Question, { measure: unknown }>>) =>
    figuresAnswer.parse(await asked({ measure: 'revenue', by: [], span: autumn, ...said }))
  const rows = async (said: Parameters<typeof figures>[0]) => (await figures(said)).rows.map(({ key, value }) => [...key, value])
  const refused = (place: string) => (error: unknown) =>
    error instanceof AppError && error.code === 'bad_input' && error.place === place && /^[A-Z].*\.$/.test(error.message)

  const wrong = (place: string) => (error: unknown) => error instanceof AppError && error.place === place && error.message.startsWith(`${place}: `)

  test('money is net of what was given back, and a month is one of the company’s zone', async () => {
    assert.deepEqual((await figures({})).totals, [{ currency: 'RUB', value: 60 * 1_000 + 25 * 2_000 - 500 - 2_000 + 5 * 700, people: 60 }])
    assert.deepEqual(await rows({ by: ['month'] }), [
      ['2026-10-01', 60_000],
      ['2026-11-01', 24 * 2_000 - 500 + 5 * 700],
    ])
    assert.deepEqual(await rows({ measure: 'purchases', by: ['month'] }), [
      ['2026-10-01', 60],
      ['2026-11-01', 24 + 5],
    ])
    assert.equal((await figures({ measure: 'average_basket' })).totals[0]?.value, Math.round(111_000 / 89))
    assert.deepEqual(await rows({ measure: 'buyers', by: ['quarter'] }), [['2026-10-01', 60]])
  })

  test('a week begins on the day on which it does for whoever asks', async () => {
    const weeks = async (weekStart: WeekStart) => {
      const said = await asked({ measure: 'purchases', by: ['week'], span: { from: '2026-10-02', to: '2026-11-02' } }, weekStart)
      const { rows, week_start } = figuresAnswer.parse(said)
      return [week_start, ...rows.map(({ key, value }) => `${key[0]} ${value}`)]
    }
    assert.deepEqual(await weeks(1), [1, '2026-10-05 60', '2026-10-26 25'])
    assert.deepEqual(await weeks(7), [7, '2026-10-04 60', '2026-11-01 25'])
    assert.deepEqual(await weeks(6), [6, '2026-10-10 60', '2026-10-31 25'])
  })

  test('it is split by channel, goods, people’s facts, class and a field of one’s own', async () => {
    assert.deepEqual(await rows({ measure: 'customers', by: ['region'], span: { last: 1, unit: 'day' } }), [
      ['Тверь', 40],
      ['Псков', 20],
    ])
    assert.deepEqual(await rows({ measure: 'buyers', by: ['value_class'] }), [
      [null, 38],
      ['first', 22],
    ])
    assert.deepEqual(await rows({ measure: 'buyers', by: ['field:x_size'] }), [
      ['s', 30],
      [null, 30],
    ])
    const goods = await figures({ by: ['product'] })
    assert.deepEqual(
      goods.rows.map(({ key, value, people }) => [...key, value, people]),
      [
        ['tea', 30_000, 60],
        ['cup', 30_000, 60],
      ].sort((a, b) => goods.rows.findIndex((r) => r.key[0] === a[0]) - goods.rows.findIndex((r) => r.key[0] === b[0])),
    )
    assert.deepEqual(goods.titles[0]?.['tea'], { en: 'Чай', ru: 'Чай' })
    assert.deepEqual(
      (await rows({ measure: 'purchases', by: ['category'] })).sort(),
      [
        ['drinks', 60],
        [null, 60],
      ].sort(),
    )
    assert.equal((await figures({ measure: { sum: 'visit', attribute: 'minutes' } })).totals[0]?.value, 125)
    assert.equal((await figures({ measure: { events: 'visit' } })).totals[0]?.people, 50)
    assert.deepEqual(await rows({ measure: 'new_customers', by: ['month'] }), [['2026-10-01', 31]], 'with November’s nine go September’s twenty')
  })

  test('nothing is said of fewer than 20, nor can it be taken from the sum', async () => {
    // 60 by shop, 24 by phone, 5 by e-mail: with the five goes the next, or the sum would tell them.
    const said = await figures({ measure: 'buyers', by: ['channel'] })
    assert.deepEqual([said.rows.map(({ key }) => key[0]), said.withheld], [['shop'], 2])
    const few = await figures({ measure: 'purchases', span: { from: '2026-11-02', to: '2026-11-21' } })
    assert.deepEqual([few.totals, few.rows], [[], []])
    const funnel = funnelAnswer.parse(await asked({ funnel: ['visit', 'order'], within_days: 60, span: autumn }))
    assert.deepEqual(
      funnel.steps.map(({ people, days }) => [people, days]),
      [
        [50, 0],
        [50, 9],
      ],
    )
    await assert.rejects(figures({ audience: 'a_4' }), refused('question.audience'), 'five people')
  })

  test('of an audience only', async () => {
    assert.equal((await figures({ measure: 'buyers', audience: 'a_2' })).totals[0]?.value, 22)
    assert.equal((await figures({ measure: 'buyers', audience: 'a_3' })).totals[0]?.value, 60)
    await assert.rejects(figures({ audience: 'a_9' }), refused('question.audience'))
  })

  test('of those who fit a filter, alone and within an audience; never of few, nor of all but few of those asked about before', async () => {
    staff = 2
    const tver = { about: { fact: 'region', is: 'one_of', value: ['Тверь'] } }
    const lately = { bought: { within_days: 18, at_least: 1 } }
    const of = (all: object[], none: object[] = []) => rule.parse({ all, none })
    const said = async (filter: ReturnType<typeof of>, audience: string | null = null) =>
      (await figures({ measure: 'buyers', filter, audience })).totals[0]?.value
    assert.equal(await said(of([tver])), 40)
    assert.equal(await said(of([tver]), 'a_3'), 40)
    await assert.rejects(said(of([lately])), refused('question.filter'), 'five people')
    await assert.rejects(said(of([tver], [lately])), refused('question.filter'), 'all in Tver were asked about, and these are all but five')
    await assert.rejects(said(of([tver], [tver])), wrong('question.filter.none[0]'))
    await assert.rejects(said(of([{ own: { field: 'x_none', is: 'empty' } }])), wrong('question.filter.all[0].own.field'))
  })

  test('GET /v1/value-classes/flow: who went from which class to which, never fewer than 20', async () => {
    const flow = async () => (await classFlow(db, now)).moves.map(({ from, to, people }) => [from, to, people])
    assert.deepEqual(await flow(), [['first', 'first', 22]])
    const put = (people: readonly number[], was: string, is: string, on: string) =>
      sql`insert into office.value_class (customer_id, class, previous, changed_on, computed_at, days_since_last, purchases, spent, currency, window_days)
        select n, ${is}, ${was}, ${on}::date, now(), 1, 1, 1, 'RUB', 730 from unnest(${[...people]}::bigint[]) n`.execute(db)
    const many = (from: number, n: number) => Array.from({ length: n }, (_, i) => from + i)
    await put(many(1_000, 25), 'first', 'second', '2026-11-10')
    await put(many(2_000, 30), 'third', 'second', '2026-05-10')
    assert.deepEqual(
      await flow(),
      [
        ['first', 'first', 22],
        ['first', 'second', 25],
        ['second', 'second', 30],
      ],
      'who moved in May stands where they stood a month ago',
    )
    await put(many(3_000, 3), 'second', 'third', '2026-11-10')
    const said = await classFlow(db, now)
    assert.ok(!said.moves.some(({ to }) => to === 'third') && said.withheld > 1, 'three are too few, and nothing around shows them')
    await sql`delete from office.value_class where customer_id >= 1000`.execute(db)
  })

  test('somebody’s objection takes the class from nobody else', async () => {
    assert.equal((await valueClassesOf(db, [1, 61])).size, 1)
  })

  test('whoever objects is in no figure from the next question', async () => {
    await sql`insert into fact.objection (customer_id, purpose) values (60, 'analysis')`.execute(keep)
    await turn()
    assert.equal((await figures({ measure: 'customers' })).totals[0]?.value, 59)
    await sql`delete from fact.objection where customer_id = 60`.execute(keep)
    await turn()
  })

  test('retention is of cohorts, in whole periods', async () => {
    const said = retentionAnswer.parse(await asked({ first: 'visit', then: 'order', every: 'week', span: { from: '2026-09-28', to: '2026-10-18' } }))
    assert.deepEqual(said.cohorts, [{ start: '2026-09-28', people: 50, shares: [1, 0] }])
    const open = retentionAnswer.parse(await asked({ first: 'order', then: 'order', every: 'month', span: { from: '2026-09-01', to: '2026-11-21' } }))
    assert.deepEqual(open.cohorts, [{ start: '2026-10-01', people: 60, shares: [] }], 'November is not over')
  })

  test('what means nothing is said in one sentence with its place', async () => {
    for (const [said, place] of [
      [{ measure: { events: 'nothing' } }, 'question.measure.events'],
      [{ measure: { events: 'illness' } }, 'question.measure.events'],
      [{ measure: { events: 'gone' } }, 'question.measure.events'],
      [{ measure: { events: 'secret' } }, 'question.measure.events'],
      [{ measure: { sum: 'visit', attribute: 'mood' } }, 'question.measure.attribute'],
      [{ measure: { sum: 'visit', attribute: 'constructor' } }, 'question.measure.attribute'],
      [{ measure: { sum: 'visit', attribute: 'minutes' }, by: ['product'] }, 'question.by[0]'],
      [{ measure: 'customers', by: ['month'] }, 'question.by[0]'],
      [{ measure: 'customers', by: ['channel'] }, 'question.by[0]'],
      [{ by: ['channel', 'channel'] }, 'question.by'],
      [{ by: ['month', 'week'] }, 'question.by'],
      [{ by: ['field:x_none'] }, 'question.by[0]'],
      [{ span: { from: '2026-10-02', to: '2026-10-01' } }, 'question.span.to'],
      [{ span: { from: '1900-10-02', to: '2026-10-01' } }, 'question.span.from'],
      [{ by: ['day'], span: { last: 3, unit: 'year' } }, 'question.by'],
    ] as const)
      await assert.rejects(asked({ measure: 'revenue', by: [], span: autumn, ...said }), refused(place), JSON.stringify(said))
    await assert.rejects(asked({ funnel: ['visit', 'nothing'], within_days: 3, span: autumn }), refused('question.funnel[1]'))
    await assert.rejects(asked({ first: 'visit', then: 'illness', every: 'month', span: autumn }), refused('question.then'))
  })
})
