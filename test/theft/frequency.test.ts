import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { opaque } from '../../src/platform/ids/index.ts'
import { keyOf } from '../attack/people.ts'
import { startProduct } from '../product.ts'
import { crowd, type Somebody } from './crowd.ts'
import { type Row, readDump } from './dump.ts'

// The attack of somebody who holds the whole dump, no key, and a list of everybody who is in it: how often each name occurs,
// how long each address is, how everything is stored. Only which row is whose they do not know.

const size = Number(process.env['RAPPORT_CROWD'] ?? 20_000)
const together = 1000
const most = 0.001

test('frequencies and lengths name fewer than one in a thousand', { timeout: 480_000 }, async (t) => {
  const people = crowd(size, 'frequency')
  const product = await startProduct(t)
  const key = await keyOf(await product.setUp(), 'secret', 'shop')
  const began = performance.now()
  const truth = await recordAll(product, key, people)
  t.diagnostic(`recorded ${truth.size} in ${Math.round(performance.now() - began)} ms`)
  const { rows, columns } = await readDump(product.databaseUrl('owner'))
  assert.ok(rows.length >= size && columns.size > 20)
  const fullNames = new Map([...truth].map(([customer, who]) => [customer, fullName(who)]))
  const ranked = byFrequency(countsOf(people.map(fullName)))

  const guessed = share(people.map(fullName))
  t.diagnostic(`whoever names everybody by the most frequent full name is right for ${percent(guessed)} %`)
  for (const [column, held] of columns) {
    const right = byRank(held, ranked, (customer) => fullNames.get(customer) ?? '') / people.length
    assert.ok(right < most, `${column}: matching values to names by how frequent they are names ${percent(right)} %`)
  }
  const own = ['vault.surname.sealed', 'vault.name.sealed', 'vault.patronymic.sealed', 'derived.person.gender'].filter((name) => columns.has(name))
  assert.equal(own.length, 4, 'the columns that depend on names are there')
  const looks = looksOf(rows)
  const names = coded(rows.map((row) => fullNames.get(row.customer) ?? '')).map((code, n) => (fullNames.get(rows[n]?.customer ?? 0) ? code : nobody))
  const all = rows.map((_, n) => n)
  const exact = learnedAndTried(all, all, looks(own), names)
  t.diagnostic(`lengths of sealed names with exact frequencies name ${percent(exact)} %`)
  const [half, otherHalf] = [all.filter((n) => n % 2 === 0), all.filter((n) => n % 2 === 1)]
  const others = [...columns.keys()].filter((name) => !own.includes(name))
  const tries = [...others.map((name) => [name]), ...others.map((name) => [...own, name]), [...own, 'identifier.email.sealed', 'content.interaction.sealed']]
  const best = tries.map((features) => ({ features, right: learnedAndTried(half, otherHalf, looks(features), names) })).sort((x, y) => y.right - x.right)
  for (const { features, right } of best.slice(0, 3))
    t.diagnostic(`${features.join(' + ')}, learned on one half and tried on the other, name ${percent(right)} %`)
  assert.ok(exact < most, `${percent(exact)} % are named by the lengths of their sealed names`)
  for (const { features, right } of best) assert.ok(right < most, `${features.join(' + ')} name ${percent(right)} %`)
})

const recorded = z.object({ refused: z.number(), items: z.array(z.object({ customer: z.string() })) })

async function recordAll(product: Awaited<ReturnType<typeof startProduct>>, key: string, people: readonly Somebody[]): Promise<Map<number, Somebody>> {
  const ids = opaque(readFileSync(join(product.home, 'secrets/ids'), 'utf8').trim())
  const truth = new Map<number, Somebody>()
  for (let from = 0; from < people.length; from += together) {
    const some = people.slice(from, from + together)
    const events = some.map((p) => ({
      id: p.user,
      at: '2026-11-01T12:00:00Z',
      kind: 'order',
      channel: 'shop',
      customer: {
        identifiers: [
          { kind: 'user', value: p.user },
          { kind: 'email', value: p.email },
          { kind: 'phone', value: p.phone },
        ],
        fields: { surname: p.surname, name: p.name, ...(p.patronymic ? { patronymic: p.patronymic } : {}), address: p.address },
        language: 'ru',
      },
      amount: { minor: 100, currency: 'RUB' },
      content: { text: `Заказ для ${p.name} ${p.surname}` },
    }))
    const answer = await product.api('POST', '/v1/interactions?ids=true', events, { key })
    assert.equal(answer.status, 200, answer.text.slice(0, 300))
    const said = recorded.parse(answer.body)
    assert.equal(said.refused, 0)
    for (const [i, { customer }] of said.items.entries()) {
      const who = some[i]
      if (who) truth.set(ids.read('customer', customer) ?? -1, who)
    }
  }
  return truth
}

const fullName = (p: Somebody | undefined) => (p ? [p.surname, p.name, p.patronymic].filter(Boolean).join(' ') : '')
const percent = (part: number) => (part * 100).toFixed(3)

function share(names: readonly string[]): number {
  return Math.max(...countsOf(names).values()) / names.length
}

function countsOf(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const byFrequency = (counts: Map<string, number>) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)

/** The oldest attack on ciphers: the most frequent value is the most frequent name, the second the second, and so on. Gives how many that names. */
function byRank(held: ReadonlyMap<number, string>, names: readonly string[], nameOf: (customer: number) => string): number {
  const values = byFrequency(countsOf(held.values()))
  const guess = new Map(values.map((value, rank) => [value, names[rank]]))
  return [...held].filter(([customer, value]) => guess.get(value) === nameOf(customer)).length
}

/** The name of a row that is nobody's. */
const nobody = -1

/** Each text as a number, the same for the same text, in the order of the texts: tens of millions are compared below. */
function coded(texts: readonly string[]): Int32Array {
  const codes = new Map([...new Set(texts)].sort().map((text, code) => [text, code]))
  return Int32Array.from(texts, (text) => codes.get(text) ?? -1)
}

/** How each row looks in these features together, as a number; what several ask for is made once. */
function looksOf(rows: readonly Row[]): (features: readonly string[]) => Int32Array {
  const made = new Map<string, Int32Array>()
  const look = (features: readonly string[]): Int32Array => {
    const key = features.join(' ')
    const known = made.get(key)
    if (known) return known
    const last = features.at(-1) ?? ''
    const before = features.length > 1 ? look(features.slice(0, -1)) : undefined
    const own = coded(rows.map((row) => row.seen.get(last) ?? '-'))
    const seen = before ? Int32Array.from(numbered(Array.from(own, (code, n) => (before[n] ?? 0) * rows.length + code))) : own
    made.set(key, seen)
    return seen
  }
  return look
}

function numbered(values: readonly number[]): number[] {
  const numbers = new Map<number, number>()
  return values.map((value) => {
    const number = numbers.get(value) ?? numbers.size
    numbers.set(value, number)
    return number
  })
}

/**
 * For each look the name that most people of that look bore where the attacker could learn it; gives for how many of the others
 * that is right. Learned and tried on the same rows, it is the attack of somebody who knows exactly how often each name occurs
 * and how a record of it looks.
 */
function learnedAndTried(learn: readonly number[], attack: readonly number[], looks: Int32Array, names: Int32Array): number {
  const learned = new Map([...Map.groupBy(learn, (n) => looks[n] ?? -1)].map(([look, rows]) => [look, mostFrequent(rows.map((n) => names[n] ?? nobody))]))
  return attack.filter((n) => names[n] !== nobody && learned.get(looks[n] ?? -1) === names[n]).length / attack.length
}

/** Of those that are equally frequent the first by the alphabet. */
function mostFrequent(names: readonly number[]): number | undefined {
  if (names.length === 1) return names[0] // most looks are one person's
  const counts = new Map<number, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  let best: number | undefined
  for (const [name, count] of counts) {
    const most = best === undefined ? 0 : (counts.get(best) ?? 0)
    if (count > most || (count === most && best !== undefined && name < best)) best = name
  }
  return best
}
