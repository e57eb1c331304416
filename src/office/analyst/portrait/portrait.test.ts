import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { type Duck, literal } from '../mirror/duck.ts'
import { emptyMirror } from '../mirror/shape.ts'
import { type Event, type Goods, plainPortraits } from './plain.ts'
import { portraitOf, readPortrait } from './read.ts'

// Portraits in SQL over everybody, against the same worked out in plain steps of one person after another.

const now = Date.parse('2026-11-20T12:00:00Z')
const dayMs = 86_400_000
const from = now - 730 * dayMs
const asked = { now: new Date(now), from: new Date(from), zone: 'Europe/Moscow' }
const goods: Goods[] = Array.from({ length: 15 }, (_, i) => ({ sku: `s${i}`, category: i < 12 ? 'books' : 'cards', price: 1000 + (i % 9) * 150 }))

async function duckOf(t: { after(end: () => unknown): void }): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:')
  const duck = await instance.connect()
  t.after(() => instance.closeSync())
  for (const statement of emptyMirror) await duck.run(statement)
  const rows = goods.map(({ sku, category, price }) => `('${sku}', '${sku}', '${category}', ${price}, 'RUB', 1)`)
  await duck.run(`insert into product values ${rows.join(', ')}`)
  return duck
}

/** What happened, and who is known; what stood there before goes. */
async function hold(duck: Duck, events: readonly Event[], zones: { [person: number]: string } = {}): Promise<void> {
  for (const table of ['interaction', 'interaction_item', 'derived', 'kept_out', 'closed']) await duck.run(`delete from ${table}`)
  const people = [...new Set(events.map(({ person }) => person))]
  if (people.length === 0) return
  const known = people.map((id) => `(${id}, ${id}, 'person', 'customer', 'known', ${zones[id] ? literal(zones[id]) : 'null'}, 1)`)
  await duck.run(`insert into derived (person, customer_id, kind, role, status, time_zone, batch) values ${known.join(', ')}`)
  const facts = events.map((e) => {
    const amount = e.kind === 'order' ? e.lines.reduce((sum, line) => sum + line.amount, 0) + 1 : null
    const at = new Date(e.at).toISOString().replace('Z', '')
    return `(${e.person}, ${e.person}, ${e.id}, 1, '${at}', '${e.kind}', '${e.channel}', '${e.direction}', ${e.outcome ? `'${e.outcome}'` : 'null'}, ${literal(JSON.stringify(e.attrs))}, ${amount}, ${amount === null ? 'null' : `'RUB'`})`
  })
  await duck.run(
    `insert into interaction (person, customer_id, id, batch, "at", kind, channel, direction, outcome, attrs, amount, currency) values ${facts.join(', ')}`,
  )
  const lines = events.flatMap((e) =>
    e.lines.map((line, i) => `(${e.person}, ${e.person}, ${e.id}, ${i + 1}, 1, '${line.sku}', ${line.quantity}, ${line.price}, ${line.amount})`),
  )
  if (lines.length > 0)
    await duck.run(`insert into interaction_item (person, customer_id, interaction_id, line, batch, sku, quantity, price, amount) values ${lines.join(', ')}`)
}

const kinds = [
  'order',
  'order',
  'order',
  'product_viewed',
  'product_viewed',
  'product_added',
  'question',
  'message',
  'message',
  'message',
  'call',
  'visit',
  'letter',
] as const
const oneEvent = fc.record({
  person: fc.constantFrom(1, 1, 1, 2, 3),
  ago: fc.oneof(fc.integer({ min: 0, max: 60 * 24 * 60 }), fc.integer({ min: 0, max: 900 * 24 * 60 })),
  kind: fc.constantFrom(...kinds),
  channel: fc.constantFrom('email', 'email', 'email', 'web', 'shop'),
  out: fc.boolean(),
  outcome: fc.constantFrom(null, 'delivered', 'answered', 'failed', 'missed'),
  topic: fc.constantFrom('price', 'delivery', undefined),
  discount: fc.constantFrom(0, 0, 10),
  lines: fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 3 }),
})

const histories = fc.array(oneEvent, { minLength: 1, maxLength: 130, size: 'max' }).map((all) =>
  all.map(({ person, ago, kind, channel, out, outcome, topic, discount, lines }, i): Event => {
    const isOurs = (kind === 'message' || kind === 'call' || kind === 'letter') && out
    const skus = kind === 'order' ? lines : kind === 'product_viewed' ? lines.slice(0, 1) : []
    return {
      person,
      id: i + 1,
      // No two of one person at once: which was first is then nobody's guess.
      at: now - ago * 60_000 - i * 100,
      kind,
      channel,
      direction: isOurs ? 'out' : 'in',
      outcome,
      attrs: { ...(kind === 'question' && topic && { topic }), ...(kind === 'order' && discount > 0 && lines.length === 1 && { discount_percent: discount }) },
      lines: skus.map((sku) => {
        const price = goods[sku]?.price ?? 0
        return { sku: `s${sku}`, quantity: 1, price, amount: lines.length === 1 ? price : Math.round((price * (100 - discount)) / 100) }
      }),
    }
  }),
)

const near = (a: number | null, b: number | null) => a === b || (a !== null && b !== null && Math.abs(a - b) < 1e-6)

test('portraits in SQL are those of the plain steps, on random histories', async (t) => {
  const duck = await duckOf(t)
  const met = new Set<string>()
  await fc.assert(
    fc.asyncProperty(histories, async (events) => {
      await hold(duck, events)
      const { portrait, ways } = await readPortrait(duck, asked)
      const plain = plainPortraits({ events, goods, now, from })
      for (const person of [1, 2, 3]) {
        const [said, expected] = [portraitOf(portrait, person), plain.get(person) ?? {}]
        assert.deepEqual(Object.keys(said).sort(), Object.keys(expected).sort())
        for (const [line, { code, n, k, from: first, to, ...figures }] of Object.entries(said)) {
          met.add(`${line} ${code === '' ? 'nothing' : 'something'}`)
          const of = Object.entries(expected).find(([name]) => name === line)?.[1]
          assert.deepEqual({ line, code, n, k, first, to }, { line, code: of?.code, n: of?.n, k: of?.k, first: of?.from, to: of?.to })
          assert.ok(
            of && near(figures.value, of.value) && near(figures.low, of.low) && near(figures.high, of.high) && near(figures.usual, of.usual),
            JSON.stringify([line, figures, of]),
          )
          assert.ok(
            figures.low !== null &&
              figures.high !== null &&
              figures.value !== null &&
              figures.low <= figures.value + 1e-9 &&
              figures.value <= figures.high + 1e-9,
          )
        }
      }
      assert.equal(
        ways.bought + ways.left,
        ways.paths.reduce((sum, { bought, left }) => sum + bought + left, 0),
      )
      assert.equal(
        ways.bought + ways.left,
        ways.last.reduce((sum, { bought, left }) => sum + bought + left, 0),
      )
      assert.ok(ways.people <= 3 && ways.paths.every(({ people }) => people >= 1 && people <= ways.people))
    }),
    { numRuns: 20, seed: 5 },
  )
  for (const line of ['price_place', 'discounts', 'variety', 'best_channel', 'best_hour', 'pace', 'way', 'stops'])
    assert.ok(
      [...met].some((one) => one.startsWith(line)),
      `${line} was met`,
    )
})

const order = (person: number, id: number, daysAgo: number, sku = 's0'): Event => ({
  person,
  id,
  at: now - daysAgo * dayMs,
  kind: 'order',
  channel: 'web',
  direction: 'in',
  outcome: null,
  attrs: {},
  lines: [{ sku, quantity: 1, price: 1000, amount: 1000 }],
})
const step = (person: number, id: number, daysAgo: number, kind: string, attrs = {}): Event => ({ ...order(person, id, daysAgo), kind, attrs, lines: [] })

test('a way and what stops somebody, of whoever may be analysed, from kinds that are kept for it', async (t) => {
  const duck = await duckOf(t)
  const events = [1, 2].flatMap((person) =>
    [0, 1, 2, 3, 4].flatMap((n) => [
      step(person, person * 100 + n * 10, 600 - n * 60, 'product_added'),
      step(person, person * 100 + n * 10 + 1, 598 - n * 60, 'question', { topic: 'size' }),
      order(person, person * 100 + n * 10 + 2, 596.5 - n * 60),
      ...(n < 3 ? [step(person, person * 100 + n * 10 + 3, 570 - n * 60, 'question', { topic: 'delivery' })] : []),
    ]),
  )
  // Cancelled purchases were none: the last one was taken back.
  const taken: Event = { ...order(1, 999, 330), kind: 'order_cancelled', lines: [] }
  await hold(duck, [...events, ...[1, 2, 3, 4].map((n) => order(3, 900 + n, n * 10))], { 1: 'Asia/Vladivostok', 2: 'Nowhere/Land' })
  const { portrait, ways } = await readPortrait(duck, asked)
  const said = portraitOf(portrait, 2)
  assert.deepEqual([said.way?.code, said.way?.k, said.way?.n], ['basket,ask', 5, 5])
  assert.deepEqual([said.pace?.value, said.pace?.low, said.pace?.high], [3.5, 3.5, 3.5])
  assert.deepEqual([said.stops?.code, said.stops?.k, said.stops?.n, said.stops?.usual], ['delivery', 3, 3, 0])
  assert.deepEqual(portraitOf(portrait, 3), {}, 'four purchases are too few for anything')
  assert.deepEqual(portraitOf(portrait, 77), {})
  assert.deepEqual([ways.people, ways.bought, ways.left, ways.at_once, ways.days?.half], [2, 10, 6, 4, 3.5])
  assert.deepEqual(ways.questions, [
    { topic: 'size', bought: 10, left: 0, people: 2 },
    { topic: 'delivery', bought: 0, left: 6, people: 2 },
  ])

  await duck.run(
    `insert into interaction (person, customer_id, id, batch, "at", kind, channel, direction, amount, currency) values (1, 1, 999, 1, '${new Date(taken.at).toISOString().replace('Z', '')}', 'order_cancelled', 'web', 'in', -1001, 'RUB')`,
  )
  const back = portraitOf((await readPortrait(duck, asked)).portrait, 1)
  assert.deepEqual([back.way, back.pace], [undefined, undefined], 'of five one was taken back')

  await duck.run('insert into kept_out values (1)')
  await duck.run(`insert into closed values ('kind', 'question')`)
  const closed = await readPortrait(duck, asked)
  assert.deepEqual(portraitOf(closed.portrait, 1), {}, 'who objects is in none of it')
  assert.deepEqual([portraitOf(closed.portrait, 2).way?.code, portraitOf(closed.portrait, 2).stops, closed.ways.people], ['basket', undefined, 1])
})

test('the hour is that of the customer, and what is sent and lost waits for no answer', async (t) => {
  const duck = await duckOf(t)
  const mails = (person: number) =>
    [1, 2, 3, 4, 5, 6].flatMap((n): Event[] => [
      { ...step(person, person * 100 + n, 30 * n, 'message'), channel: 'email', direction: 'out', outcome: n === 6 ? 'bounced' : 'delivered' },
      { ...step(person, person * 100 + 50 + n, 30 * n - 1, 'message'), channel: 'email' },
      { ...step(person, person * 100 + 70 + n, 30 * n - 8, 'visit'), channel: 'web' },
    ])
  // Eighteen letters a year and one answer: no channel by which somebody is reached, though they have no better one.
  const once = Array.from(
    { length: 18 },
    (_, n): Event => ({ ...step(3, 300 + n, 20 * (n + 1), 'message'), channel: 'email', direction: 'out', outcome: 'delivered' }),
  )
  const answer: Event = { ...step(3, 399, 199, 'message'), channel: 'email' }
  await hold(duck, [...mails(1), ...mails(2), ...once, answer], { 2: 'Asia/Vladivostok' })
  const { portrait } = await readPortrait(duck, asked)
  const seldom = portraitOf(portrait, 3).best_channel
  assert.deepEqual([seldom?.code, seldom?.k, seldom?.n], ['', 1, 18])
  const [here, there] = [portraitOf(portrait, 1), portraitOf(portrait, 2)]
  assert.deepEqual([here.best_channel?.code, here.best_channel?.k, here.best_channel?.n], ['email', 5, 5])
  assert.deepEqual([here.best_hour?.code, there.best_hour?.code], ['13', '20'], 'noon in UTC: three in Moscow, ten in the evening in Vladivostok')
})

test('of nobody nothing is said', async (t) => {
  const duck = await duckOf(t)
  await hold(duck, [])
  const { portrait, ways } = await readPortrait(duck, asked)
  assert.deepEqual(portraitOf(portrait, 1), {})
  assert.deepEqual(ways, { people: 0, bought: 0, left: 0, at_once: 0, days: null, paths: [], last: [], questions: [] })
})
