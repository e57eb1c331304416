import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { testStore } from '../../../../test/store.ts'
import { inTransaction, openDb, sql } from '../../../platform/db/index.ts'
import { insightOf, leaveInsight } from '../../insight/index.ts'
import type { OfficeTables } from '../../tables.ts'
import { declared, definition } from '../compile/testing.ts'
import { type Asking, checkRule, membersOf, refuseContradiction, rule } from '../index.ts'
import { dayMs, history, live, now as start } from '../testing.ts'
import { wrongDefinition } from './check.ts'
import { type TraitDefinition, traitDefinition, typeOf } from './definition.ts'
import { compareTraits, keepTraits } from './keep.ts'
import { spreadOf, stepOf, together } from './preview.ts'
import { computedTraits } from './store.ts'
import { valuesInStore } from './values.ts'

const kinds = new Map([...declared.kinds].map(([code, kind]) => [code, { ...kind, purposes: code === 'closed' ? [] : ['marketing', 'analysis'] }]))

async function house(t: TestContext) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  const db = openDb<OfficeTables>({ url: store.url.office, max: 3 })
  t.after(() => Promise.all([keep.destroy(), db.destroy()]))
  const askingFor = async (use: string, now: Date): Promise<Asking> => ({
    ...declared,
    kinds,
    now,
    zone: 'Europe/Moscow',
    use,
    asksLeave: false,
    asksClosed: false,
    audiences: new Map(),
    traits: await computedTraits(db),
  })
  return { keep, db, askingFor, deps: { db, askingFor } }
}
type House = Awaited<ReturnType<typeof house>>

let batch = 5_000
const changed = async ({ keep }: House, what: string[], customers: readonly number[] | null) =>
  sql`insert into fact.change (batch, at, what, customers) values (${batch++}, now(), ${what}::text[], ${customers === null ? null : [...customers]}::bigint[])`.execute(
    keep,
  )

const define = ({ db }: House, trait: string, said: TraitDefinition) =>
  sql`insert into office.trait (trait, title, definition, type, made_by, created_at)
    values (${trait}, ${JSON.stringify({ en: trait })}::jsonb, ${JSON.stringify(said)}::jsonb, ${typeOf(said, kinds)}, 1, ${start})
    on conflict (trait) do update set definition = excluded.definition, type = excluded.type, version = office.trait.version + 1`.execute(db)

/** Turns until nobody is left. */
async function followed({ deps }: House, now: Date): Promise<void> {
  for (let turns = 0; turns < 200; turns++) if (!(await keepTraits(deps, { now, piece: 3 })).more) return
  assert.fail('traits are never up with the facts')
}

type Kept = { customer_id: number; number: number | null; said: string | null; n: number; last_at: Date }
const keptOf = async ({ db }: House, trait: string): Promise<Kept[]> =>
  (await sql<Kept>`select customer_id, number, said, n, last_at from office.trait_value where trait = ${trait} order by customer_id`.execute(db)).rows

async function freshOf({ db, askingFor }: House, trait: string, now: Date): Promise<Kept[]> {
  const asking = await askingFor('analysis', now)
  const one = asking.traits.get(trait)
  assert.ok(one)
  const values = await valuesInStore(db, one, asking, 'everybody')
  return values.map(({ person, number, said, n, last_at }) => ({ customer_id: person, number, said, n, last_at: new Date(last_at) }))
}

test('what is kept is what the definition says, after whatever happened and whoever was named', async (t) => {
  const at = await house(t)
  let kept = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(history, { minLength: 2, maxLength: 2 }),
      fc.array(definition, { minLength: 3, maxLength: 3 }),
      fc.boolean(),
      async (pasts, given, named) => {
        for (const [i, said] of given.entries()) await define(at, `t${i}`, said)
        let now = start
        for (const [turn, past] of pasts.entries()) {
          await live(past, at.keep, at.db.$pickTables())
          await changed(at, ['interaction', 'derived'], named ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] : null)
          now = new Date(start.getTime() + turn * dayMs)
          await followed(at, now)
          for (const trait of ['t0', 't1', 't2']) {
            const found = await keptOf(at, trait)
            assert.deepEqual(found, await freshOf(at, trait, now), trait)
            kept += found.length
          }
        }
        // Time alone moves what is counted in a window: the night finds it.
        now = new Date(now.getTime() + 5 * dayMs)
        await compareTraits({ ...at.deps, analyst: undefined }, now)
        await followed(at, now)
        for (const trait of ['t0', 't1', 't2']) assert.deepEqual(await keptOf(at, trait), await freshOf(at, trait, now), `${trait} after time went by`)
      },
    ),
    { numRuns: 5, seed: 988, endOnFailure: true },
  )
  assert.ok(kept > 12, `${kept} values were kept`)
})

const tastings: TraitDefinition = traitDefinition.parse({ of: { event: { kind: 'tasting' } }, take: 'count', within_days: 30 })

/** Thirty customers; the i-th had i tastings, a day apart. */
async function thirty(at: House): Promise<void> {
  await sql`insert into fact.derived (customer_id, person, kind, role, status, has_email, has_phone, has_address, units, batch)
    select i, i, 'person', 'customer', 'known', false, false, false, '{}', 1 from generate_series(1, 30) i`.execute(at.keep)
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, attrs, sealed)
    select i, i * 100 + n, 1, ${start}::timestamptz - n * interval '1 day', 'tasting', 'shop', 'in', 'test', jsonb_build_object('tea', case when i % 3 = 0 then 'green' else 'black' end), false
    from generate_series(1, 30) i, generate_series(1, i) n`.execute(at.keep)
}

test('a trait is there for rules and for its person; who leaves analysis, is erased or calls it wrong, is not', async (t) => {
  const at = await house(t)
  await thirty(at)
  await define(at, 'tastings', tastings)
  await define(at, 'tea', traitDefinition.parse({ of: { event: { kind: 'tasting' } }, take: 'most_frequent', what: 'tea' }))
  await define(at, 'since', traitDefinition.parse({ of: { event: { kind: 'tasting' } }, take: 'days_since' }))
  await followed(at, start)
  const chosen = async (said: object) => {
    const asking = await at.askingFor('marketing', start)
    const read = rule.parse({ all: [{ trait: said }] })
    checkRule(read, asking)
    return membersOf(at.db, read, asking, { after: 0, limit: 100 })
  }
  const told = async (person: number) => {
    const { traits } = await insightOf(at.db.$pickTables(), person, new Date(start.getTime() + 2 * dayMs))
    return Object.fromEntries(traits.map((one) => [one.trait, [one.number, one.said, one.n, one.first_on, one.contested_at !== null]]))
  }

  await t.test('rules ask it by its type', async () => {
    assert.deepEqual(await chosen({ trait: 'tastings', is: 'more', value: 28 }), [29, 30])
    assert.deepEqual(await chosen({ trait: 'tastings', is: 'between', value: [2, 3] }), [2, 3])
    assert.equal((await chosen({ trait: 'tea', is: 'one_of', value: ['green'] })).length, 10)
    assert.deepEqual(await chosen({ trait: 'since', is: 'more', value: 1 }), [], 'everybody was there yesterday')
    assert.equal((await chosen({ trait: 'since', is: 'equals', value: 1 })).length, 30)
    await assert.rejects(chosen({ trait: 'tastings', is: 'one_of', value: ['green'] }), /cannot be asked "one_of"/)
    await assert.rejects(chosen({ trait: 'since', is: 'more', value: 1.5 }), /whole days/)
    const both = rule.parse({ all: [{ trait: { trait: 'tastings', is: 'less', value: 2 } }, { trait: { trait: 'tastings', is: 'more', value: 5 } }] })
    assert.throws(() => refuseContradiction(both), /nobody can fit this/)
  })

  await t.test('its person is told the value, what it was counted from and as of when; days go on by themselves', async () => {
    assert.deepEqual(await told(30), {
      since: [3, null, 30, '2026-10-22', false],
      tastings: [30, null, 30, '2026-10-22', false],
      tea: [null, 'green', 30, '2026-10-22', false],
    })
    assert.deepEqual(await told(31), {}, 'nobody')
  })

  await t.test('what is called wrong decides nothing and says nothing, and the rest stands', async () => {
    await sql`insert into fact.contest (customer_id, about, at) values (30, 'trait:tastings', ${start})`.execute(at.keep)
    assert.deepEqual(await chosen({ trait: 'tastings', is: 'more', value: 28 }), [29])
    assert.equal((await chosen({ trait: 'tastings', is: 'empty' })).length, 0, 'it is not known, which is not the same as none')
    assert.deepEqual((await told(30))['tastings'], [null, null, null, null, true])
    assert.deepEqual((await told(30))['tea'], [null, 'green', 30, '2026-10-22', false])
    await followed(at, start)
    assert.equal((await keptOf(at, 'tastings')).length, 30, 'counting goes on beside it')
  })

  await t.test('who objects to analysis is out at once, and a minute later nothing is kept of them; who is erased likewise', async () => {
    await sql`insert into fact.objection (customer_id, purpose) values (29, 'analysis')`.execute(at.keep)
    assert.deepEqual(await told(29), {})
    assert.deepEqual(await chosen({ trait: 'tastings', is: 'more', value: 27 }), [28])
    await sql`update fact.derived set status = 'erased' where customer_id = 28`.execute(at.keep)
    assert.ok((await leaveInsight(at.db.$pickTables())) >= 6)
    const left = (await keptOf(at, 'tastings')).map(({ customer_id }) => customer_id)
    assert.deepEqual([left.includes(29), left.includes(28), left.length], [false, false, 28])
    await changed(at, ['interaction', 'derived'], [28, 29])
    await followed(at, start)
    assert.equal((await keptOf(at, 'tastings')).length, 28, 'and no counting brings them back')
  })

  await t.test('a trait that is deleted while it is counted leaves no value behind', async () => {
    assert.ok((await keptOf(at, 'since')).length > 0)
    await changed(at, ['derived'], null)
    const { turns } = await inTransaction(at.db, async (tx) => {
      await sql`update office.trait set deleted_at = ${start} where trait = 'since'`.execute(tx)
      await sql`delete from office.trait_value where trait = 'since'`.execute(tx)
      const turns = followed(at, start)
      const waits = async () =>
        (await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(at.db)).rows.length > 0
      for (let waited = 0; !(await waits()); waited += 20) {
        assert.ok(waited < 30_000, 'whoever counts waits for it')
        await sleep(20)
      }
      return { turns }
    })
    await turns
    assert.deepEqual(await keptOf(at, 'since'), [])
  })

  await t.test('another definition is what counts from its moment on; until it is counted nothing is said', async () => {
    await define(at, 'tastings', { ...tastings, within_days: 5 })
    assert.equal((await told(20))['tastings'], undefined)
    assert.deepEqual(await chosen({ trait: 'tastings', is: 'more', value: 5 }), [], 'rules go by it at once')
    await changed(at, ['derived'], null)
    await followed(at, start)
    assert.equal((await told(20))['tastings']?.[0], 5)
    await sql`update office.trait set deleted_at = ${start} where trait = 'tastings'`.execute(at.db)
    await assert.rejects(chosen({ trait: 'tastings', is: 'more', value: 5 }), /the trait "tastings" was deleted/)
  })
})

test('the spread of a trait tells of no group of fewer than twenty', async (t) => {
  const at = await house(t)
  await thirty(at)
  const spread = async (said: object, now = start) =>
    spreadOf(
      { db: at.db, analyst: undefined },
      { trait: 'x', title: {}, version: 1, deleted: false, definition: traitDefinition.parse(said) },
      await at.askingFor('analysis', now),
    )
  const of = { event: { kind: 'tasting' } }
  const counts = await spread({ of, take: 'count' })
  assert.deepEqual(
    [counts.have, counts.none, counts.groups],
    [30, 0, [{ from: null, to: null, said: null, count: 30 }]],
    'nor of the least and the most of one person',
  )
  const teas = await spread({ of, take: 'most_frequent', what: 'tea' })
  assert.deepEqual(teas.groups, [], 'ten who like green would be told by the twenty who do not')
  const few = await spread({ of: { event: { kind: 'tasting', where: [{ attribute: 'tea', one_of: ['green'] }] } }, take: 'count' })
  assert.deepEqual(few, { have: null, none: null, groups: [] })
  const long = await spread({ of, take: 'days_since' })
  assert.deepEqual(long.groups, [{ from: 0, to: 7, said: null, count: 30 }])
  const closed = await spread({ of: { event: { kind: 'closed' } }, take: 'count' })
  assert.deepEqual(closed, { have: 0, none: 30, groups: [] })
})

test('steps are round and about a thousand; neighbours of few are told together, and nobody is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(1, 0.01), (low, more, scale) => {
      const step = stepOf(low * scale, (low + more) * scale)
      const steps = (more * scale) / step
      assert.ok(steps <= 1_001 && steps > 199, `${low} ${more}: ${step}`)
      assert.match(step.toExponential(), /^[125]e/)
    }),
    { seed: 988 },
  )
  assert.deepEqual(
    [stepOf(0, 0), stepOf(7, 7)].map((step) => step > 0),
    [true, true],
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), fc.integer({ min: 20, max: 60 }), (counts, wanted) => {
      const groups = counts.map((count, i) => ({ from: i, to: i + 1, said: null, count }))
      const told = together(groups, wanted)
      const sum = (all: readonly { count: number }[]) => all.reduce((n, { count }) => n + count, 0)
      assert.equal(sum(told), sum(groups), 'nobody is lost')
      if (sum(groups) >= 20) assert.ok(told.every(({ count }) => count >= 20))
      for (const [i, one] of told.entries()) if (i > 0) assert.equal(one.from, told[i - 1]?.to)
    }),
    { seed: 988 },
  )
})

const wrong: [object, string, RegExp][] = [
  [{ of: { event: { kind: 'never' } }, take: 'count' }, 'definition.of.event.kind', /there is no kind of events "never"/],
  [{ of: { event: { kind: 'tasting' } }, take: 'sum' }, 'definition.what', /"sum" needs "what"/],
  [{ of: { event: { kind: 'tasting' } }, take: 'sum', what: 'tea' }, 'definition.what', /is no number/],
  [{ of: { event: { kind: 'tasting' } }, take: 'last', what: 'gone' }, 'definition.what', /has no attribute "gone"/],
  [{ of: { event: { kind: 'tasting' } }, take: 'count', what: 'tea' }, 'definition.what', /takes no "what"/],
  [{ of: { bought: {} }, take: 'sum', what: 'amount' }, 'definition.currency', /say which/],
  [{ of: { bought: {} }, take: 'last', what: 'amount', currency: 'RUB' }, 'definition.what', /takes "sku" or "category"/],
  [{ of: { bought: {} }, take: 'count', currency: 'RUB' }, 'definition.currency', /only amounts/],
]

test('what a definition cannot mean is told in one sentence with its place', () => {
  for (const [said, place, sentence] of wrong) {
    const [found] = wrongDefinition(traitDefinition.parse(said), { kinds })
    assert.deepEqual([found?.place, sentence.test(found?.sentence ?? '')], [place, true], JSON.stringify(found))
  }
  assert.deepEqual(wrongDefinition(tastings, { kinds }), [])
})
