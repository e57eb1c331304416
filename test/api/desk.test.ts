import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as desk from '../../src/keep/desk/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import { addWebhook } from '../../src/office/webhooks/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

const password = 'a long password of a colleague'

describe('the desk of whoever answers for the data', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let olga: Client
  let clara: Client
  let people: string[]
  let key = ''

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    for (const [name, role] of [
      ['Clara', 'clerk'],
      ['Olga', 'privacy'],
    ] as const)
      await ask(admin, access.addStaff, { body: { name, email: `${name.toLowerCase()}@shop.example`, password, role } })
    clara = await signedIn('clara')
    olga = await signedIn('olga')
    key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
    people = await recordPeople(
      admin,
      key,
      ['Белова', 'Волкова', 'Громова'].map((surname, i) => ({ user: `p${i}`, email: `p${i}@desk.example`, fields: { surname } })),
    )
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })
  async function signedIn(name: string): Promise<Client> {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const owner = <T>(text: string, values: unknown[] = []) => withClient<T[]>(product.databaseUrl('owner'), async (db) => (await db.query(text, values)).rows)
  const activityOf = (read: z.output<typeof desk.register>, code: string) => read.activities.find(({ purpose }) => purpose === code)

  const days = { from: new Date(Date.now() - 30 * 86_400_000).toISOString(), until: new Date(Date.now() + 86_400_000).toISOString() }
  const span = new URLSearchParams(days).toString()
  const idOf = async (who: Client) => (await ask(who, access.readSession)).staff?.id ?? ''

  test('GET /v1/desk and all below it are closed to a clerk with one sentence, to programs and to nobody', async () => {
    const below = ['/register', `/touched?${span}`, `/touched/people?${span}`, `/refusals?${span}`, `/refusals/people?${span}`]
    for (const path of ['', ...below].map((rest) => `/v1/desk${rest}`)) {
      const answer = await clara.api('GET', path)
      assert.equal(answer.status, 403, path)
      assert.match(answer.text, /"detail":"[^"]+\."/)
      assert.equal((await product.api('GET', path, undefined, { key })).status, 401, path)
      assert.equal((await product.api('GET', path)).status, 401, path)
    }
  })

  test('a role that sees some customers only cannot be given the desk', async () => {
    const role = { title: { en: 'Shop', ru: 'Магазин' }, abilities: ['customers.see', 'desk.see'], sees: [], changes: [], scope: 'all', purposes: [], from: 0 }
    assert.equal((await admin.api('PUT', '/v1/roles/shop', { ...role, customers: 'units' })).status, 400)
  })

  test('GET /v1/desk counts what waits, and what did not happen is not counted', async () => {
    const quiet = await ask(olga, desk.readDesk)
    assert.deepEqual([quiet.refused.count, quiet.erasures.waiting, quiet.waiting.exports, quiet.keys.unused], [0, 0, 0, 0])
    assert.equal(quiet.keys.wide, 1, 'the key reads and was made for no purpose')
    assert.deepEqual(quiet.texts, [])

    // Clara has no right to marketing: each of these is refused, and leaves a receipt.
    for (const id of people) assert.doesNotMatch((await clara.api('GET', `/v1/customers/${id}/card?purpose=marketing`)).text, /Белова/)
    await owner(`update keep.customer set language = 'fr' where language is distinct from 'fr' and merged_into is null`)
    await owner(`update keep.api_key set made_at = made_at - interval '200 days', used_at = now() - interval '91 days' where source = 'shop'`)
    const read = await ask(olga, desk.readDesk)
    assert.equal(read.refused.count, 3)
    assert.deepEqual(
      read.texts.map(({ purpose, lacks }) => [purpose, lacks]),
      [['marketing', [{ language: 'fr', persons: 3 }]]],
    )
    assert.equal(read.keys.unused, 1)
  })

  test('GET /v1/desk/register says of each purpose what its register, the annotations and the keys say', async () => {
    await ask(admin, addWebhook, { body: { title: 'Warehouse', url: 'https://warehouse.example/hook', kinds: ['task.done'] } })
    const read = await ask(olga, desk.readRegister)
    const kept = await owner<{ n: number }>('select count(*)::int as n from public.annotation')
    assert.equal(read.columns.length, kept[0]?.n)
    assert.deepEqual(read.officers, ['Olga'])
    assert.deepEqual(read.persons, [{ kind: 'person', role: 'customer' }])
    assert.deepEqual(
      read.told.map(({ host, kinds, on }) => ({ host, kinds, on })),
      [{ host: 'warehouse.example', kinds: ['task.done'], on: true }],
    )
    const { items } = await ask(olga, terms.listPurposes, { query: {} })
    assert.deepEqual(read.activities.map(({ purpose }) => purpose).sort(), items.map(({ code }) => code).sort())
    for (const { code, roles, retention, legal_basis } of items) {
      const of = activityOf(read, code)
      assert.deepEqual([of?.roles, of?.retention, of?.legal_basis.code], [roles, retention, legal_basis.code], code)
    }
    const programs = (code: string) => activityOf(read, code)?.recipients.map(({ kind, source, got }) => ({ kind, source, got }))
    assert.deepEqual(programs('service'), [{ kind: 'key', source: 'shop', got: false }])
    assert.deepEqual(programs('marketing'), [], 'a key acts as a clerk, whom marketing is not for')

    await product.api('GET', `/v1/customers/${people[0]}/card`, undefined, { key })
    assert.deepEqual(
      activityOf(await ask(olga, desk.readRegister), 'service')?.recipients.map(({ got }) => got),
      [true],
    )
  })

  test('a new column, a new field and a new purpose stand in the register without anybody entering them there', async () => {
    const before = activityOf(await ask(olga, desk.readRegister), 'service')?.data.find(({ category }) => category === 'profile')
    await owner('create table fact.shoe (customer_id bigint primary key, size int not null)')
    await owner(`select annotate('fact.shoe', '{size}', 'profile', '{service}', 'P7D', 'row', 'yes', 'no')`)
    const field = { code: 'x_heel', type: 'number', title: { en: 'Heel', ru: 'Каблук' }, purposes: ['service'], about: 'preference' }
    assert.equal((await admin.api('POST', '/v1/fields', field)).status, 200)
    const purpose = {
      code: 'fitting',
      title: { en: 'Fitting', ru: 'Примерка' },
      description: { en: 'To bring shoes that fit.', ru: 'Чтобы принести обувь по ноге.' },
      dpv: 'dpv:ServiceProvision',
      legal_basis: 'contract',
      categories: ['profile'],
      fields: ['*'],
      retention: 'P1Y',
      roles: ['admin', 'clerk'],
      recipients: ['Cobbler Ltd'],
    }
    assert.equal((await admin.api('POST', '/v1/purposes', purpose)).status, 200)
    const read = await ask(olga, desk.readRegister)
    const after = activityOf(read, 'service')?.data.find(({ category }) => category === 'profile')
    assert.equal(after?.columns, (before?.columns ?? 0) + 1)
    assert.ok(after?.retention.includes('P7D'))
    assert.deepEqual(after?.own_fields, [{ code: 'x_heel', title: field.title, about: 'preference' }])
    assert.ok(read.columns.some((one) => one.table === 'fact.shoe' && one.column === 'size'))
    assert.deepEqual(
      activityOf(read, 'fitting')?.recipients.map(({ kind, name }) => ({ kind, name })),
      [
        { kind: 'declared', name: 'Cobbler Ltd' },
        { kind: 'key', name: 'shop' },
      ],
    )
  })

  test('GET /v1/desk/touched finds whose data a colleague touched, as a hand counts it, and not what they were refused', async () => {
    for (const id of people.slice(0, 2)) assert.equal((await clara.api('GET', `/v1/customers/${id}/card`)).status, 200)
    const by = await idOf(clara)
    const read = await ask(olga, desk.readTouched, { query: { ...days, by } })
    const hand = await owner<{ persons: number; uses: number; refused: number }>(
      `select count(distinct r.customer_id) filter (where c.decision = 'allow')::int as persons, count(*) filter (where c.decision = 'allow')::int as uses,
        count(*) filter (where c.decision <> 'allow')::int as refused
       from keep.receipt r join keep.receipt_codes c using (codes_id) where c.actor = 'staff' and c.role = 'clerk'`,
    )
    assert.deepEqual([{ persons: read.persons, uses: read.uses, refused: read.refused }], hand)
    assert.deepEqual([read.persons, read.refused, read.who?.name], [2, 3, 'Clara'])
    assert.equal(read.categories.find(({ category }) => category === 'contact')?.persons, 2)
    assert.deepEqual([read.left.persons, read.left.programs], [0, []])
    assert.deepEqual(
      read.deeds.map(({ deed, persons }) => [deed, persons]),
      [['card', 2]],
    )
    const none = await ask(olga, desk.readTouched, { query: { from: '2020-01-01T00:00:00Z', until: '2020-02-01T00:00:00Z', by } })
    assert.deepEqual([none.persons, none.uses, none.first], [0, 0, null])
  })

  test('GET /v1/desk/touched of everybody names who it was, and what a key fetched has left the house', async () => {
    const read = await ask(olga, desk.readTouched, { query: days })
    const names = read.by.map(({ who }) => who.name)
    assert.ok(names.includes('Clara') && names.includes('shop'), names.join())
    const program = read.by.find(({ who }) => who.kind === 'api')?.who.id ?? ''
    const ofKey = await ask(olga, desk.readTouched, { query: { ...days, by: program } })
    assert.deepEqual([ofKey.persons, ofKey.left.persons], [1, 1])
    assert.deepEqual(
      ofKey.left.programs.map(({ source }) => source),
      ['shop'],
    )
  })

  test('no span that makes no sense, and nobody who is no colleague and no key: the same 404', async () => {
    for (const [from, until] of [
      [days.until, days.from],
      ['2001-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ] as const) {
      const answer = await olga.api('GET', `/v1/desk/touched?from=${from}&until=${until}`)
      assert.deepEqual([answer.status, answer.text.includes('"place":"query.until"')], [400, true], answer.text)
    }
    const answers = []
    for (const by of [people[0] ?? '', 'nobody', `${await idOf(clara)}x`]) answers.push(await olga.api('GET', `/v1/desk/touched?${span}&by=${by}`))
    const said = answers.map(({ status, text }) => `${status} ${/"detail":"[^"]+"/.exec(text)?.[0]}`)
    assert.deepEqual([new Set(said).size, answers[0]?.status], [1, 404], said.join('\n'))
  })

  test('GET /v1/desk/touched/people goes by pages, opens no name, costs of the budget, and each reads of it', async () => {
    const by = await idOf(clara)
    const first = await ask(olga, desk.listTouched, { query: { ...days, by, limit: 1 } })
    const second = await ask(olga, desk.listTouched, { query: { ...days, by, limit: 1, cursor: first.next_cursor ?? '' } })
    const listed = [...first.items, ...second.items]
    assert.equal(second.next_cursor, null)
    assert.deepEqual(listed.map(({ customer_id }) => customer_id).sort(), people.slice(0, 2).sort())
    for (const one of listed) assert.deepEqual([one.hidden, one.uses, one.left, one.deeds], [null, 1, false, ['card']])
    assert.doesNotMatch(JSON.stringify(listed), /Белова|desk\.example/)
    const other = await olga.api('GET', `/v1/desk/touched/people?${span}&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)
    assert.equal(other.status, 400, 'a cursor belongs to its list')
    const told = await owner<{ n: number }>(
      `select count(distinct r.customer_id)::int as n from keep.receipt r join keep.receipt_codes c using (codes_id)
       where c.role = 'privacy' and c.purpose = 'security' and c.operation = 'list' and 'touched' = any(c.fields) and c.decision = 'allow'`,
    )
    assert.equal(told[0]?.n, 2)
    const opened = await owner<{ n: number }>(
      `select count(*)::int as n from keep.opened o join keep.staff s on s.staff_id = o.actor_id where s.role = 'privacy' and o.actor_kind = 'staff'`,
    )
    assert.equal(opened[0]?.n, 2)
  })

  test('GET /v1/desk/refusals counts by day, reason, role and purpose; each facet tells what the others leave of it', async () => {
    const all = await ask(olga, desk.readRefusals, { query: days })
    assert.deepEqual([all.count, all.persons, all.days.length], [3, 3, 1])
    assert.deepEqual(
      all.roles.map(({ role, count }) => [role, count]),
      [['clerk', 3]],
    )
    const [reason = ''] = all.reasons.map((one) => one.reason)
    const none = await ask(olga, desk.readRefusals, { query: { ...days, reason, purpose: 'service' } })
    assert.deepEqual([none.count, none.persons, none.days], [0, 0, []])
    assert.deepEqual(
      none.purposes.map(({ purpose, count }) => [purpose.code, count]),
      [['marketing', 3]],
    )
  })

  test('GET /v1/desk/refusals/people: whoever is restricted is counted and nothing more is told of them', async () => {
    await owner(`update keep.customer set status = 'restricted' where customer_id = (select min(customer_id) from keep.customer where merged_into is null)`)
    const { items } = await ask(olga, desk.listRefused, { query: { ...days, role: 'clerk' } })
    assert.equal(items.length, 3)
    assert.deepEqual(
      items.map(({ hidden, uses }) => [hidden, uses]).sort(),
      [
        ['restricted', null],
        [null, 1],
        [null, 1],
      ].sort(),
    )
  })
})
