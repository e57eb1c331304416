import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../test/store.ts'
import { systemClock } from '../../platform/clock.ts'
import { type Db, openDb, sql } from '../../platform/db/index.ts'
import { logger } from '../../platform/log.ts'
import { serveRpc } from '../../platform/rpc/index.ts'
import { openAnalyst } from '../analyst/index.ts'
import { testMirror } from '../analyst/mirror/testing.ts'
import { analystHandler } from '../analyst/serve.ts'
import { openRuns } from '../analyst/thinking/runs.ts'
import type { InsightTables } from '../insight/index.ts'
import { asked, declared, definition, questions } from './compile/testing.ts'
import { askCopy, divideAmong } from './counting.ts'
import { type Asking, audienceInCopy, chosenAmong, countAudience, membersOf, type Rule, rule, turnsAt } from './index.ts'
import { dayMs, type History, history, live, now, people } from './testing.ts'
import { type ComputedTrait, type TraitDefinition, typeOf } from './traits/definition.ts'
import { compareTraits, keepTraits } from './traits/keep.ts'
import { computedTraits } from './traits/store.ts'
import { valuesInCopy, valuesInStore } from './traits/values.ts'

// One definition, two evaluators: whatever happened and whatever is asked, the copy for analysis and the store choose the same persons, all at once and
// one by one; and between now and the moment that a rule says of itself, time alone changes nothing.

const inOrder = (a: number, b: number) => a - b

test('the copy and the store choose the same persons, together and one by one, and time alone changes nothing before the moment that is said', async (t) => {
  const { db, analyst, mirror, lived, persons: personsOf } = await house(t)
  let chosen = 0
  let apart = 0
  let moved = 0
  let valued = 0
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.array(asked, { minLength: 8, maxLength: 8 }),
      asked,
      fc.boolean(),
      traitsAsked,
      async (past, given, other, asksLeave, asks) => {
        const rules = [...given.map(leaving), ...asks.map(({ said }, i) => ruleAbout(`t${i}`, said))]
        const traits = new Map(asks.map(({ definition: counted }, i) => [`t${i}`, computed(`t${i}`, counted)]))
        await lived(past)
        await mirror.rebuild()
        const named = new Map([['other', { title: 'Other', rule: withoutNames(other), deleted: false }]])
        const asking: Asking = {
          now,
          zone: 'Europe/Moscow',
          use: 'marketing',
          asksLeave,
          asksClosed: false,
          traits,
          ...declared,
          audiences: named,
        }
        for (const each of traits.values()) {
          const inStore = await valuesInStore(db, each, asking, 'everybody')
          assert.deepEqual(await valuesInCopy({ db, analyst }, each, asking, { above: 0, upTo: 100 }), inStore, JSON.stringify(each.definition))
          const few = people.slice(4, 8)
          const persons = await personsOf(few)
          assert.deepEqual(
            await valuesInStore(db, each, asking, { customers: few }),
            inStore.filter(({ person }) => persons.has(person)),
            'of some and of all',
          )
          valued += inStore.length
        }
        const some = rules.slice(0, 3)
        const divided = await divideAmong({ db, analyst }, some, asking)
        assert.deepEqual(await divideAmong({ db, analyst: undefined }, some, asking), divided, 'who is in which of some audiences')
        const sets = await Promise.all(some.map(async (one) => new Set(await membersOf(db, one, asking, { after: 0, limit: 100 }))))
        for (const [place, count] of divided.entries())
          if (place > 0) assert.equal(count, people.filter((person) => sets.every((set, n) => set.has(person) === ((place >> n) % 2 === 1))).length)
        for (const [i, one] of rules.entries()) {
          const inStore = await membersOf(db, one, asking, { after: 0, limit: 100 })
          const few = people.slice(0, 3)
          const inCopy = (await askCopy({ db, analyst }, await audienceInCopy(db, one, asking)))?.map(([person]) => Number(person)).sort(inOrder)
          assert.deepEqual(inCopy, inStore, 'the copy and the store')
          const alone = await chosenAmong(db, one, asking, few)
          const persons = await personsOf(few)
          assert.deepEqual(
            [...alone].sort(inOrder),
            inStore.filter((person) => persons.has(person)),
            'some of them and all',
          )
          chosen += inStore.length > 0 && inStore.length < 10 ? 1 : 0
          const turns = await turnsAt(db, one, asking, people)
          const next = Math.min(...[...turns.own.values(), ...(turns.all ? [turns.all] : [])].map((at) => at.getTime()), now.getTime() + 60 * dayMs)
          const before = new Date(Math.max(next - 1, now.getTime()))
          assert.deepEqual(
            await membersOf(db, one, { ...asking, now: before }, { after: 0, limit: 100 }),
            inStore,
            `nothing changes before ${new Date(next).toISOString()}`,
          )
          const then = await membersOf(db, one, { ...asking, now: new Date(next + 1) }, { after: 0, limit: 100 })
          if (then.join() !== inStore.join()) moved += 1
          if (i % 4 > 0) continue
          const counted = await countAudience({ db, analyst }, one, asking)
          assert.equal(counted.count, inStore.length)
          assert.deepEqual(await countAudience({ db, analyst: undefined }, one, asking), counted, 'why somebody is not chosen')
          apart += counted.not_chosen.length
        }
      },
    ),
    { numRuns: 4, seed: 988, endOnFailure: true },
  )
  assert.ok(valued > 10, `traits that say something: ${valued} values`)
  assert.ok(chosen > 8 && apart > 0 && moved > 1, `rules that say something: ${chosen} chose some, ${apart} left some out, ${moved} changed by time`)
})

/** Definitions of traits, each with a question that fits what it gives. */
const traitsAsked = fc.array(
  definition.chain((counted) => questions[typeOf(counted, declared.kinds)].map((said) => ({ definition: counted, said }))),
  { minLength: 6, maxLength: 6 },
)
const computed = (trait: string, counted: TraitDefinition): ComputedTrait => ({ trait, title: { en: trait }, definition: counted, version: 1, deleted: false })
const ruleAbout = (trait: string, said: object): Rule =>
  rule.parse(trait === 't3' ? { none: [{ trait: { trait, ...said } }] } : { all: [{ trait: { trait, ...said } }] })

/** Some rules leave out whom they know too little of. */
const leaving = (said: Rule, i: number): Rule => {
  const ways = [['not_known'], undefined, ['contradictory'], undefined, ['not_known', 'contradictory']] as const
  const way = ways[i % ways.length]
  return way ? { ...said, leave_out: [...way] } : said
}

const withoutNames = (said: Rule): Rule => rule.parse(JSON.parse(JSON.stringify(said).replaceAll('{"audience":"other"}', '{"role":["lead"]}')))

async function house(t: TestContext) {
  const store = await testStore(t)
  const keep = openDb<Record<string, never>>({ url: store.url.keep, max: 2 })
  const db: Db<InsightTables> = openDb({ url: store.url.office, max: 2 })
  const { mirror, folder } = await testMirror(t, { analyst: store.url.analyst })
  const at = { socket: join(folder, 'analyst.sock'), secret: 'analyst' }
  const free = { ask: () => Promise.reject(new Error('nobody asks freely here')), stop: () => 0 }
  const runs = openRuns({ mirror, clock: systemClock, log: logger('test') })
  const served = await serveRpc(at, analystHandler({ mirror, free, runs, clock: systemClock }), logger('test'))
  const analyst = openAnalyst(at)
  t.after(async () => {
    analyst.close()
    await Promise.all([served.close(), keep.destroy(), db.destroy()])
  })
  return {
    db,
    keep,
    mirror,
    analyst,
    lived: (past: History) => live(past, keep, db),
    persons: async (customers: readonly number[]) =>
      new Set(
        (await sql<{ person: number }>`select person from fact.derived where customer_id = any(${[...customers]}::bigint[])`.execute(db)).rows.map(
          ({ person }) => person,
        ),
      ),
  }
}

test('each night whoever differs from the copy, because time went by, is counted anew, and nobody else', async (t) => {
  const { db, analyst, mirror, keep } = await house(t)
  await sql`insert into fact.derived (customer_id, person, kind, role, status, has_email, has_phone, has_address, units, batch)
    select i, i, 'person', 'customer', 'known', false, false, false, '{}', 1 from generate_series(1, 5) i`.execute(keep)
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, attrs, sealed)
    select i, i, 1, ${now}::timestamptz - i * interval '10 days', 'tasting', 'shop', 'in', 'test', '{"cups": 0.1}', false from generate_series(1, 5) i`.execute(
    keep,
  )
  await sql`insert into office.trait (trait, title, definition, type, made_by, created_at)
    values ('cups', '{}', '{"of": {"event": {"kind": "tasting"}}, "take": "sum", "what": "cups", "within_days": 35}', 'number', 1, ${now})`.execute(db)
  await mirror.rebuild()
  const kinds = new Map([...declared.kinds].map(([code, kind]) => [code, { ...kind, purposes: ['analysis'] }]))
  const rest = { zone: 'Europe/Moscow', asksLeave: false, asksClosed: false, fields: declared.fields, lists: declared.lists, kinds, audiences: new Map() }
  const deps = { db, analyst, askingFor: async (use: string, at: Date) => ({ ...rest, use, now: at, traits: await computedTraits(db) }) }
  const kept = async () =>
    (await sql<{ id: number; number: number }>`select customer_id as id, number from office.trait_value order by 1`.execute(db)).rows.map((row) => [
      row.id,
      row.number,
    ])
  const due = async () => (await sql<{ id: number }>`select customer_id as id from office.trait_due order by 1`.execute(db)).rows.map(({ id }) => id)
  assert.equal(await compareTraits(deps, now), 3)
  assert.deepEqual(await due(), [1, 2, 3], 'nothing was kept yet')
  await keepTraits(deps, { now, piece: 100 })
  assert.deepEqual(await kept(), [
    [1, 0.1],
    [2, 0.1],
    [3, 0.1],
  ])
  await sql`delete from office.trait_due`.execute(db)
  assert.equal(await compareTraits(deps, now), 0)
  const later = new Date(now.getTime() + 10 * dayMs)
  assert.equal(await compareTraits(deps, later), 1)
  assert.deepEqual(await due(), [3])
  await keepTraits(deps, { now: later, piece: 100 })
  assert.deepEqual(
    (await kept()).map(([id]) => id),
    [1, 2],
  )
  const { rows } = await sql<{ differing: number; compared_at: Date }>`select differing, compared_at from office.trait`.execute(db)
  assert.deepEqual(rows, [{ differing: 1, compared_at: later }])
})
