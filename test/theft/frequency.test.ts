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
  // Asked for millions of times below, so made once.
  const fullNames = new Map([...truth].map(([customer, who]) => [customer, fullName(who)]))
  const nameOf = (row: Row) => fullNames.get(row.customer) ?? ''
  const ranked = byFrequency(countsOf(people.map(fullName)))

  const guessed = share(people.map(fullName))
  t.diagnostic(`whoever names everybody by the most frequent full name is right for ${percent(guessed)} %`)
  for (const [column, held] of columns) {
    const right = byRank(held, ranked, (customer) => fullNames.get(customer) ?? '') / people.length
    assert.ok(right < most, `${column}: matching values to names by how frequent they are names ${percent(right)} %`)
  }
  const own = ['vault.surname.sealed', 'vault.name.sealed', 'vault.patronymic.sealed', 'derived.person.gender'].filter((name) => columns.has(name))
  assert.equal(own.length, 4, 'the columns that depend on names are there')
  const exact = learnedAndTried(rows, rows, own, nameOf)
  t.diagnostic(`lengths of sealed names with exact frequencies name ${percent(exact)} %`)
  const [half, otherHalf] = [rows.filter((_, n) => n % 2 === 0), rows.filter((_, n) => n % 2 === 1)]
  const others = [...columns.keys()].filter((name) => !own.includes(name))
  const tries = [...others.map((name) => [name]), ...others.map((name) => [...own, name]), [...own, 'identifier.email.sealed', 'content.interaction.sealed']]
  const best = tries.map((features) => ({ features, right: learnedAndTried(half, otherHalf, features, nameOf) })).sort((x, y) => y.right - x.right)
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

/** Most looks are one person's: those need no counting. */
const mostFrequent = (names: readonly string[]) => (names.length === 1 ? names[0] : byFrequency(countsOf(names))[0])

/** The oldest attack on ciphers: the most frequent value is the most frequent name, the second the second, and so on. Gives how many that names. */
function byRank(held: ReadonlyMap<number, string>, names: readonly string[], nameOf: (customer: number) => string): number {
  const values = byFrequency(countsOf(held.values()))
  const guess = new Map(values.map((value, rank) => [value, names[rank]]))
  return [...held].filter(([customer, value]) => guess.get(value) === nameOf(customer)).length
}

/**
 * For each look (these features together) the name that most people of that look bore where the attacker could learn it; gives
 * for how many of the others that is right. Learned and tried on the same rows, it is the attack of somebody who knows
 * exactly how often each name occurs and how a record of it looks.
 */
function learnedAndTried(learn: readonly Row[], attack: readonly Row[], features: readonly string[], nameOf: (row: Row) => string): number {
  const lookOf = (row: Row) => features.map((name) => row.seen.get(name) ?? '-').join(' ')
  const learned = new Map([...Map.groupBy(learn, lookOf)].map(([look, rows]) => [look, mostFrequent(rows.map(nameOf))]))
  const right = attack.filter((row) => nameOf(row) !== '' && learned.get(lookOf(row)) === nameOf(row)).length
  return right / attack.length
}
