import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../../../test/store.ts'
import { fixedClock } from '../../../platform/clock.ts'
import { type Db, openDb, sql } from '../../../platform/db/index.ts'
import { figuresShape } from '../../analyst/shapes.ts'
import { testAnalyst } from '../../analyst/testing.ts'
import type { FactTables } from '../../catalogue/index.ts'
import { simulate } from '../../value/testing.ts'
import { askRun, computeValueClasses, goOnWithRun, type InsightTables, insightOf, insightsOf, leaveInsight } from '../index.ts'
import { spreadOfValue } from '../spread.ts'
import { settledShape } from './classes.ts'
import { askStop, findRun } from './register.ts'

// The models over everybody, from facts in the store to what is said of one person: on real databases, the analyst on a real socket.

const now = new Date('2026-11-20T12:00:00Z')
const dayMs = 86_400_000
const ago = (days: number) => new Date(now.getTime() - days * dayMs)

type Bought = { by: number; at: Date; amount: number; currency: string; sku: string | null }

/** Customers who behave as MBG/NBD says, and some whom no model can say anything of. */
function town(): { people: number[]; bought: Bought[] } {
  const rhythm = { model: 'mbg', r: 0.8, alpha: 40, a: 0.9, b: 3 } as const
  const { before } = simulate(rhythm, { customers: 260, watched: 900, arrive: 600, after: 0, seed: 7, wholeDays: true })
  const bought: Bought[] = []
  const people = Array.from({ length: 260 }, (_, i) => i + 1)
  people.forEach((by, i) => {
    const [x, tx, T] = [before.x[i] ?? 0, before.tx[i] ?? 0, before.T[i] ?? 0]
    for (let k = 0; k <= x; k++)
      bought.push({
        by,
        at: ago(T - (x === 0 ? 0 : Math.round((k * tx) / x))),
        amount: 40_000 + ((by * 7_919) % 60_000) + k * 100,
        currency: 'RUB',
        sku: `s${(by + k * (by % 3)) % 12}`,
      })
  })
  return { people, bought }
}

async function house(t: Parameters<typeof testStore>[0]) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 3 })
  const db: Db<InsightTables & FactTables> = openDb({ url: store.url.office, max: 3 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  const clock = fixedClock(now)
  const at = await testAnalyst(t, { analyst: store.url.analyst })
  let number = 0
  const record = async (bought: readonly Bought[]) => {
    const rows = bought.map((one) => ({ ...one, id: ++number, batch: 1 }))
    await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
      select by, id, batch, at, 'order', 'shop', 'in', 'test', amount, currency from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (by bigint, id bigint, batch bigint, at timestamptz, amount bigint, currency text)`.execute(
      keep,
    )
    await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
      select by, id, 1, batch, sku, 1, amount, amount from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (by bigint, id bigint, batch bigint, amount bigint, sku text) where sku is not null`.execute(
      keep,
    )
  }
  const people = (ids: readonly number[]) =>
    sql`insert into fact.derived (customer_id, person, kind, role, status, batch) select id, id, 'person', 'customer', 'known', 1 from unnest(${[...ids]}::bigint[]) id`.execute(
      keep,
    )
  const house = { db, clock, analyst: at.analyst, zone: async () => 'Europe/Moscow' }
  let run = 0
  return {
    ...at,
    db,
    keep,
    clock,
    house,
    people,
    record,
    run: async () => {
      await at.mirror.rebuild()
      await at.mirror.refreshAside()
      run += 1
      await askRun(db, { run, by: null, now: clock.now() })
      while (await goOnWithRun(house));
      const done = await findRun(db, run)
      assert.deepEqual([done?.state, done?.error], ['done', null])
      return { figures: figuresShape.parse(done?.figures), classes: settledShape.parse(done?.classes), run: done }
    },
    of: async (person: number) => new Map((await insightOf(db, person, clock.now())).items.map((one) => [one.kind, one])),
    classOf: async (person: number) =>
      (await sql<InsightTables['office.value_class']>`select * from office.value_class where customer_id = ${person}`.execute(db)).rows[0],
  }
}

test('a run says of everybody what the facts allow, and plainly where they do not', async (t) => {
  const at = await house(t)
  const { people, bought } = town()
  const [refunded, mixed, future, oneDay, once, none, often, silent] = [901, 902, 903, 904, 905, 906, 907, 908]
  await at.people([...people, refunded, mixed, future, oneDay, once, none, often, silent])
  const plain = { amount: 1_000, currency: 'RUB', sku: null }
  await at.record([
    ...bought,
    { ...plain, by: refunded, at: ago(100) },
    { ...plain, by: refunded, at: ago(90), amount: -9_000 },
    { ...plain, by: mixed, at: ago(100) },
    { ...plain, by: mixed, at: ago(50), currency: 'EUR' },
    { ...plain, by: future, at: ago(100) },
    { ...plain, by: future, at: ago(-40) },
    ...Array.from({ length: 5 }, () => ({ ...plain, by: oneDay, at: ago(30) })),
    { ...plain, by: once, at: ago(200) },
    ...Array.from({ length: 10_000 }, (_, k) => ({ ...plain, by: often, at: ago(k / 12) })),
    ...Array.from({ length: 4 }, (_, k) => ({ ...plain, by: silent, at: ago(700 - 10 * k) })),
  ])
  await computeValueClasses(at.db, now)
  const { figures, classes, run } = await at.run()

  assert.equal(run?.customers, people.length + 7, 'who never bought and was never in touch has no row')
  assert.deepEqual(
    figures.unsaid.filter(({ why }) => why !== 'no_purchases').map(({ why, n }) => [why, n]),
    [
      ['in_the_future', 1],
      ['mixed_currencies', 1],
      ['refunds_exceed_purchases', 1],
    ],
  )
  for (const [person, why] of [
    [refunded, 'refunds_exceed_purchases'],
    [mixed, 'mixed_currencies'],
    [future, 'in_the_future'],
  ] as const)
    for (const kind of ['value', 'staying', 'next', 'rhythm'] as const) assert.equal((await at.of(person)).get(kind)?.why, why, `${kind} of ${person}`)
  const numbers = (await sql`select * from office.insight`.execute(at.db)).rows.flatMap((row) =>
    Object.values(Object(row)).filter((value) => typeof value === 'number'),
  )
  assert.ok(numbers.length > 2_000 && numbers.every(Number.isFinite))

  const day = await at.of(oneDay)
  assert.deepEqual([day.get('value')?.why, day.get('value')?.evidence.find((e) => e.code === 'purchases')?.count], [null, 1], 'purchases of one day are one')
  assert.equal(day.get('rhythm')?.why, 'too_few')
  assert.deepEqual(
    day.get('value_class')?.items.map(({ code }) => code),
    [(await at.classOf(oneDay))?.class],
    'the class is among what is thought',
  )
  const single = (await at.of(once)).get('value')
  assert.ok(single?.amount && single.low !== null && single.low <= single.amount.minor, 'of one purchase the model says what it says of such customers')
  const known = (await at.of(often)).get('discounts')
  assert.deepEqual(
    [known?.why, known?.n, known?.items],
    ['no_effect', 8_761, []],
    'nobody buys at a discount, so nothing is said of it; two years of twelve a day, both ends',
  )
  assert.deepEqual([(await at.of(once)).get('discounts')?.why, (await at.of(once)).get('way')?.why], ['too_few', 'too_few'])
  const busy = await at.of(often)
  assert.ok((busy.get('staying')?.number ?? 0) > 0.9 && (busy.get('value')?.evidence.find((e) => e.code === 'expected_purchases')?.count ?? 0) > 200)
  const gone = await at.of(silent)
  assert.ok((gone.get('staying')?.number ?? 1) < 0.2, 'a habit of ten days and two years of silence')
  assert.equal(gone.get('next')?.why, 'unlikely')
  assert.ok((gone.get('rhythm')?.number ?? 1) < 0.05)
  assert.deepEqual((await insightOf(at.db, none, now)).why, 'not_computed')

  assert.ok('chosen' in figures.check, 'held-out figures are there')
  if (!('chosen' in figures.check)) return
  const { check } = figures
  assert.ok(check.n > 150 && check.days === 182 && (check.auc ?? 0) > 0.6)
  const chosen = check.models.find((one) => one.model === check.chosen)
  assert.ok(chosen && Math.abs(chosen.forecast / chosen.made - 1) < 0.35, `${chosen?.forecast} for ${chosen?.made}`)
  const last = check.tracking.at(-1)
  assert.ok(last && last.made > 100 && Math.abs(last.expected / last.made - 1) < 0.35)
  assert.ok(check.calibration.length > 3 && check.calibration.every((one) => one.n > 0))
  assert.equal(
    check.deciles.reduce((sum, { n }) => sum + n, 0),
    check.n,
  )
  const [least, most] = [check.deciles[0], check.deciles.at(-1)]
  assert.ok(check.deciles.length === 10 && least && most && least.expected < most.expected && least.made < most.made, 'of whom more was expected, who did more')
  const spread = await spreadOfValue(at.db, { now, within: undefined, currency: undefined, bins: 12 })
  const chances = (await sql<{ n: number }>`select count(*) as n from office.insight where alive is not null`.execute(at.db)).rows[0]?.n
  assert.deepEqual([spread.staying.length, spread.staying.reduce((sum, { count }) => sum + count, 0)], [10, chances], 'everybody with a chance is in one step')
  const fit = figures.fits.find(({ currency }) => currency === 'RUB')
  assert.ok(fit && 'log_likelihood' in fit.rhythm && fit.rhythm.log_likelihood < 0 && 'p' in fit.spend)
  assert.ok('hits_again' in figures.proposals && figures.proposals.items === 12)

  // Everybody with a class by recency, frequency and money has one by expected value now, but those of whom nothing is said.
  assert.equal((await at.classOf(mixed))?.method, 'recency_frequency_money')
  const best = (await sql<{ customer_id: number }>`select customer_id from office.insight order by value desc nulls last limit 1`.execute(at.db)).rows[0]
  const first = await at.classOf(best?.customer_id ?? 0)
  assert.deepEqual([first?.class, first?.method, first?.changed_on], ['first', 'expected_value', null])
  const [bound] = classes.bounds
  assert.ok(bound && (bound.first ?? 0) > (bound.second ?? 0) && (bound.second ?? 0) > 0)
})

test('contested, objecting, joined: what is computed of them decides nothing and goes', async (t) => {
  const at = await house(t)
  const { people, bought } = town()
  await at.people(people)
  await at.record(bought)
  await computeValueClasses(at.db, now)
  await at.run()
  const [best, second, third, fourth] = (
    await sql<{
      customer_id: number
    }>`select i.customer_id from office.insight i join office.value_class c using (customer_id) where c.class = 'first' order by i.value desc limit 4`.execute(
      at.db,
    )
  ).rows.map((row) => row.customer_id)
  assert.ok(best && second && third && fourth)
  assert.equal((await at.of(best)).get('value')?.contested_at, null)

  await sql`insert into fact.contest (customer_id, about, at) values (${best}, 'value', ${now}), (${best}, 'again', ${now})`.execute(at.keep)
  const said = await at.of(best)
  assert.deepEqual([said.get('value')?.why, said.get('value')?.amount, said.get('again')?.items], ['contested', null, []])
  assert.equal(said.get('staying')?.why, null, 'what is not contested is said')
  const line = { code: 'often', n: 6, k: 5, value: 5 / 6, low: 0.5, high: 0.96, usual: 0.3, from: 20_000, to: 20_700 }
  await sql`update office.insight set portrait = ${JSON.stringify({ discounts: line, variety: { ...line, code: 'new' } })}::jsonb where customer_id = ${best}`.execute(
    at.db,
  )
  const drawn = (await at.of(best)).get('discounts')
  assert.deepEqual([drawn?.number, drawn?.low, drawn?.level, drawn?.items[0]?.code], [5 / 6, 0.5, 0.9, 'often'])
  assert.deepEqual(
    drawn?.evidence.map(({ code, count, on }) => [code, count ?? on]),
    [
      ['times', 5],
      ['of', 6],
      ['usual_share', 0.3],
      ['first_on', '2024-10-04'],
      ['last_on', '2026-09-04'],
    ],
  )
  await sql`insert into fact.contest (customer_id, about, at) values (${best}, 'discounts', ${now})`.execute(at.keep)
  const { discounts: quieted, variety } = Object.fromEntries(await at.of(best))
  assert.deepEqual([quieted?.why, quieted?.number, quieted?.low, quieted?.items, quieted?.evidence, variety?.why], ['contested', null, null, [], [], null])
  await sql`insert into fact.contest (customer_id, about, at) values (${third}, 'value_class', ${now})`.execute(at.keep)
  assert.deepEqual([(await at.of(third)).get('value_class')?.items, (await at.of(third)).get('value')?.why], [[], null])
  await sql`insert into fact.product (sku, title, category, batch) select 's' || n, 'Tea ' || n, 'hot_drinks', 2 from generate_series(0, 11) n`.execute(at.keep)
  const both = await insightsOf(
    at.db,
    [fourth, best].map((person) => ({ person, now })),
  )
  const proposed = both.get(fourth)?.items.flatMap(({ kind, items }) => (kind === 'again' || kind === 'fresh' ? items : [])) ?? []
  assert.ok(proposed.length > 0 && proposed.every(({ title, code }) => title?.['ru'] === `Tea ${code.slice(1)}`), 'goods are told by their titles')
  assert.equal(both.get(best)?.items.find(({ kind }) => kind === 'value')?.why, 'contested', 'of many at once as of one')
  await sql`insert into fact.objection (customer_id, purpose) values (${second}, 'analysis')`.execute(at.keep)
  assert.deepEqual(await insightOf(at.db, second, now).then(({ why, items }) => [why, items]), ['objected', []], 'at once')
  await sql`update fact.derived set person = ${fourth}, batch = 2 where customer_id = ${third}`.execute(at.keep)
  assert.equal(await leaveInsight(at.db), 5, 'two rows of who objects, of the joined two their insight and the class of the one that is no person any more')
  assert.equal((await insightOf(at.db, fourth, now)).why, 'not_computed', 'what was said of half of somebody is not said')
  assert.ok(await at.classOf(best))

  at.clock.set(new Date(now.getTime() + dayMs))
  await computeValueClasses(at.db, at.clock.now())
  const { classes } = await at.run()
  const quiet = await at.classOf(best)
  assert.deepEqual([quiet?.method, quiet?.class, quiet?.value], ['recency_frequency_money', quiet?.rfm_class, null], 'a contested value decides no class')
  assert.equal(await at.classOf(second), undefined)
  assert.equal((await insightOf(at.db, second, at.clock.now())).why, 'objected')
  assert.equal((await insightOf(at.db, fourth, at.clock.now())).why, null, 'both histories as one')
  assert.equal(
    classes.counts[1]?.[1],
    (
      await sql<{
        n: number
      }>`select count(*) as n from office.value_class where class = 'first' and method = 'expected_value' and value_before is not null`.execute(at.db)
    ).rows[0]?.n,
  )
  at.clock.set(new Date(now.getTime() + 20 * dayMs))
  assert.equal((await insightOf(at.db, fourth, at.clock.now())).why, 'not_computed', 'what is out of date is not said')
})

test('one run at a time; stopped or broken in the middle, the last good one stands', async (t) => {
  const at = await house(t)
  const { people, bought } = town()
  await at.people(people)
  await at.record(bought)
  await at.run()
  const good = (await sql`select * from office.insight order by customer_id`.execute(at.db)).rows
  assert.ok(good.length === people.length)

  const two = await askRun(at.db, { run: 50, by: 7, now })
  const again = await askRun(at.db, { run: 51, by: 8, now })
  assert.deepEqual([two.began, again.began, again.run.run_id], [true, false, 50])
  await at.analyst.ask('think', { run: 50, now: now.toISOString(), zone: 'UTC', horizon: 365 })
  assert.equal(await askStop(at.db, 50), true)
  assert.equal(await goOnWithRun(at.house), false)
  assert.equal((await findRun(at.db, 50))?.state, 'stopped')
  assert.equal((await at.analyst.ask('thinking', { run: 50 })).at?.state, 'stopped')
  assert.equal(await askStop(at.db, 50), false, 'what is over cannot be stopped')

  // What a killed analyst lost it thinks anew, three times and no more.
  await askRun(at.db, { run: 60, by: null, now })
  for (let n = 0; n < 3; n++) {
    await at.analyst.ask('thinking', { run: 60 })
    await sql`update office.model_run set tries = ${n} where run_id = 60`.execute(at.db)
  }
  await sql`update office.model_run set tries = 3, state = 'running' where run_id = 60`.execute(at.db)
  assert.equal(await goOnWithRun(at.house), false)
  const lost = await findRun(at.db, 60)
  assert.deepEqual([lost?.state, lost?.error], ['failed', 'The analyst ended 3 times before the run did.'])

  await askRun(at.db, { run: 70, by: null, now })
  await at.analyst.ask('think', { run: 70, now: now.toISOString(), zone: 'UTC', horizon: 365 })
  await at.begunAnew()
  while (await goOnWithRun(at.house));
  assert.deepEqual([(await findRun(at.db, 70))?.state, (await findRun(at.db, 70))?.tries], ['done', 1])
  await askRun(at.db, { run: 80, by: null, now })
  assert.equal(await goOnWithRun({ ...at.house, analyst: undefined }), false)
  assert.match((await findRun(at.db, 80))?.error ?? '', /another machine/)
  assert.equal((await sql`select 1 from office.insight where run_id <> 70`.execute(at.db)).rows.length, 0)
})

test('too few customers are not enough to say, and that is said', async (t) => {
  const at = await house(t)
  await at.people([1, 2, 3])
  await at.record([1, 2, 3].map((by) => ({ by, at: ago(10 * by), amount: 500, currency: 'RUB', sku: null })))
  await computeValueClasses(at.db, now)
  const before = await at.classOf(1)
  const { figures } = await at.run()
  assert.deepEqual([figures.check, figures.gaps, figures.proposals], Array(3).fill({ why: 'too_few' }))
  assert.deepEqual(figures.fits[0]?.rhythm, { why: 'no_repeats' })
  assert.equal((await at.of(1)).get('value')?.why, 'no_repeats')
  assert.deepEqual(await at.classOf(1), before, 'its class stays the one by recency, frequency and money')
})
