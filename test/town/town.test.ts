import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { channels, interaction } from '../../src/keep/interactions/contract.ts'
import { calendar } from './calendar.ts'
import { townSize, townsfolk } from './crowd.ts'
import { companies, town, usualSeed } from './index.ts'
import type { FactAttribute } from './shapes.ts'

const today = '2026-11-21'
const day = 86_400_000

test('the same day and seed give the same town, another seed another', () => {
  for (const company of companies) {
    const text = (seed?: string): string => JSON.stringify(town({ company, today, ...(seed !== undefined && { seed }) }))
    assert.equal(text(), text(), company)
    assert.notEqual(text(), text('other'), company)
  }
})

test('every interaction is one the API takes, in order of time, each with an id of its own', () => {
  for (const company of companies) {
    const all = [...town({ company, today }).interactions]
    for (const one of all) {
      const checked = interaction.safeParse(one)
      assert.ok(checked.success, `${company} ${one.id}: ${checked.success ? '' : checked.error.message}`)
    }
    const times = all.map((one) => Date.parse(one.at))
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
      company,
    )
    assert.equal(new Set(all.map((one) => one.id)).size, all.length, company)
  }
})

test('about five hundred people, each a customer of somebody, many of several', () => {
  const folk = townsfolk(calendar(today), usualSeed)
  assert.equal(folk.length, townSize)
  assert.equal(new Set(folk.map((p) => p.key)).size, folk.length)
  const memberships = folk.map((p) => Object.keys(p.in).length)
  assert.ok(memberships.every((n) => n >= 1))
  assert.ok(memberships.filter((n) => n >= 2).length > 150)
  assert.ok(folk.filter((p) => p.name.length === 2).length > 25, 'some have no patronymic')
  assert.ok(folk.some((p) => /оглы|кызы/u.test(p.name[2] ?? '')))
  assert.ok(folk.some((p) => p.name[0].includes('-')))
  assert.ok(folk.some((p) => /ё/iu.test(p.name[0])))
  assert.ok(folk.some((p) => /^\p{Script=Latin}/u.test(p.name[0])))
})

test('the companies share nothing: no number, no interaction of one is known to another', () => {
  const seen = new Map<string, string>()
  for (const company of companies) {
    for (const p of town({ company, today }).people) {
      assert.equal(seen.get(p.ref), undefined, `${p.ref} in ${company} and ${seen.get(p.ref)}`)
      seen.set(p.ref, company)
    }
  }
})

test('people keep their names from company to company, and sometimes gave another address', () => {
  const addresses = new Map<string, Set<string>>()
  const names = new Map<string, Set<string>>()
  for (const company of companies) {
    for (const p of town({ company, today }).people.filter((one) => one.role === 'customer' && !one.key.startsWith('org'))) {
      names.set(p.key, (names.get(p.key) ?? new Set()).add(`${p.surname} ${p.name} ${p.patronymic}`))
      for (const c of p.contacts) if (c.kind === 'email') addresses.set(p.key, (addresses.get(p.key) ?? new Set()).add(c.value))
    }
  }
  assert.ok([...names.values()].every((set) => set.size === 1))
  assert.ok([...addresses.values()].filter((set) => set.size > 1).length > 10)
})

test('two years over every channel, in each company over at least nine', () => {
  const used = new Set<string>()
  for (const company of companies) {
    const all = [...town({ company, today }).interactions]
    const here = new Set(all.map((one) => one.channel))
    assert.ok(here.size >= 9, `${company} uses ${here.size}`)
    for (const channel of here) used.add(channel)
    const months = new Set(all.filter((one) => Date.parse(one.at) > Date.parse(today) - 730 * day).map((one) => one.at.slice(0, 7)))
    assert.ok(months.size >= 24, `${company} has ${months.size} months`)
    assert.ok(all.some((one) => one.direction === 'in') && all.some((one) => one.direction === 'out'))
  }
  assert.deepEqual(
    [...channels].filter((channel) => !used.has(channel)),
    [],
  )
})

test('what is declared as a fact is one, and nothing else stands among the facts', () => {
  for (const company of companies) {
    const here = town({ company, today })
    const types = new Map(here.eventTypes.map((type) => [type.code, type]))
    const skus = new Set(here.products.map((product) => product.sku))
    for (const one of here.interactions) {
      const type = types.get(one.kind)
      assert.ok(type, `${company} did not declare ${one.kind}`)
      for (const [name, value] of Object.entries(one.facts ?? {})) isDeclared(`${one.kind}.${name}`, type.attributes[name], value)
      if (type.sensitive) assert.ok(one.facts === undefined && one.amount === undefined && one.items === undefined, one.id)
      for (const item of one.items ?? []) assert.ok(skus.has(item.sku), item.sku)
    }
  }
})

function isDeclared(name: string, attribute: FactAttribute | undefined, value: unknown): void {
  assert.ok(attribute, name)
  assert.equal(typeof value, attribute.type === 'code' ? 'string' : attribute.type)
  if (attribute.type === 'code') assert.ok(attribute.codes.includes(String(value)), `${name} = ${String(value)}`)
}

test('orders add up to their lines, and cancellations bring them back', () => {
  for (const company of companies) {
    for (const one of town({ company, today }).interactions) {
      // What is only looked at costs nothing.
      if (one.items === undefined || one.kind.startsWith('product_')) continue
      assert.equal(
        one.amount?.minor,
        one.items.reduce((sum, item) => sum + item.amount_minor, 0),
        one.id,
      )
      assert.equal((one.amount?.minor ?? 0) < 0, one.kind === 'order_cancelled', one.id)
    }
  }
})

test('everything refers to somebody there: consents, notes, promises, tasks, cases, relations', () => {
  for (const company of companies) {
    const here = town({ company, today })
    const refs = new Set([...here.people, ...here.organisations].map((p) => p.ref))
    const staff = new Set(here.staff.map((s) => s.key))
    for (const { ref } of [...here.consents, ...here.notes, ...here.promises, ...here.cases]) assert.ok(refs.has(ref), `${company} ${ref}`)
    for (const { ref } of here.tasks) assert.ok(ref === undefined || refs.has(ref))
    for (const { from, to } of here.relations) assert.ok(refs.has(from) && refs.has(to))
    for (const { by } of [...here.notes, ...here.promises, ...here.tasks, ...here.cases]) assert.ok(staff.has(by), by)
    assert.equal(new Set(here.cases.map((c) => c.number)).size, here.cases.length)
    const owner = here.staff.find((s) => s.role === 'admin')?.key
    assert.ok(
      here.tasks.some(({ by }) => by === owner),
      'whoever opens the console first has something to do',
    )
  }
})

test('on any day of many years nothing recorded lies in the future, and nobody does anything before they came', () => {
  const anyDay = fc.date({ min: new Date('2025-01-01'), max: new Date('2031-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10))
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...companies), (now, company) => {
      const here = town({ company, today: now })
      const came = new Map<string, number>()
      for (const one of here.interactions) {
        const at = Date.parse(one.at)
        assert.ok(at < Date.parse(`${now}T00:00:00+03:00`), `${one.id} at ${one.at}`)
        const user = one.customer.identifiers.find((i) => i.kind === 'user')?.value
        if (one.kind === 'registered') for (const i of one.customer.identifiers) came.set(i.value, at)
        else if (user !== undefined) assert.ok((came.get(user) ?? Number.POSITIVE_INFINITY) < at, `${one.id} of ${user}`)
      }
      for (const c of here.consents) assert.ok(c.at <= `${now}T24`, c.at)
    }),
    { numRuns: 25, seed: 7 },
  )
})
