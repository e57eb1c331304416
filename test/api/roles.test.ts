import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { type Client, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

const rights = { title: { en: 'Till', ru: 'Касса' }, abilities: ['customers.see', 'customers.change', 'customers.add'], scope: 'all' } as const
const password = 'a long password of the till'
const reasonsOf = (card: { hidden: { section: string; reason: string }[] }) => [...new Set(card.hidden.map((h) => `${h.section} ${h.reason}`))].sort()

test('what a role does not see is hidden and says why, what it does not change stays, and both at once', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  await admin.api('PUT', '/v1/roles/till', { ...rights, sees: ['contact', 'content', 'profile'], changes: ['contact'], purposes: ['service'], from: 0 })
  await ask(admin, access.addStaff, { body: { name: 'Tilda', email: 'tilda@shop.example', password, role: 'till' } })
  const till = product.client()
  assert.equal((await till.api('POST', '/v1/session', { email: 'tilda@shop.example', password })).status, 200)
  const { id } = await ask(admin, console_.addCustomer, {
    body: { kind: 'person', fields: { surname: 'Петрова', name: 'Ольга', about: 'Любит чай' }, identifiers: [{ kind: 'phone', value: '+79161234567' }] },
  })
  await admin.api('POST', `/v1/customers/${id}/notes`, { text: 'Просила перезвонить', kind: 'note', direction: 'none' })
  const card = (who: Client) => ask(who, console_.readCard, { params: { customer_id: id }, query: {} })
  const words = async (who: Client) => JSON.stringify((await ask(who, console_.readTimeline, { params: { customer_id: id }, query: {} })).items)

  await t.test('all of it is seen while the role sees it', async () => {
    const seen = await card(till)
    assert.equal(seen.name?.full, 'Петрова Ольга')
    assert.ok(seen.fields.some((f) => f.field === 'about'))
    assert.match(await words(till), /перезвонить/)
  })
  await t.test('what it does not change is refused, and the customer’s journal has it', async () => {
    const refused: readonly [string, string, object][] = [
      ['PUT', `/v1/customers/${id}/fields/about`, { value: 'Не любит чай' }],
      ['POST', `/v1/customers/${id}/notes`, { text: 'Грубит', kind: 'note', direction: 'none' }],
      ['POST', '/v1/customers', { kind: 'person', fields: { surname: 'Нова', about: 'Из соседей' }, identifiers: [] }],
    ]
    for (const [method, path, body] of refused) {
      const answer = await till.api(method, path, body)
      assert.equal(answer.status, 403, path)
      assert.match(answer.text, /Your role does not include this\./)
    }
    assert.equal((await till.api('POST', `/v1/files/${id}?name=a.txt`, 'a')).status, 403)
    assert.equal((await till.api('PUT', `/v1/customers/${id}/fields/surname`, { value: 'Перова' })).status, 200)
    const looks = (await ask(admin, console_.listLooks, { params: { customer_id: id }, query: { limit: 50 } })).items.filter((one) => one.actor.role === 'till')
    assert.deepEqual(
      looks
        .filter((one) => one.decision === 'deny')
        .map((one) => [one.fields.join(), one.reason])
        .sort(),
      [
        ['about', 'role_not_covered'],
        ['texts', 'role_not_covered'],
      ],
    )
  })
  await t.test('a category taken away is hidden with the next look, though the card was opened a moment ago', async () => {
    await admin.api('PUT', '/v1/roles/till', { ...rights, sees: ['contact'], changes: ['contact'], from: 1 })
    const seen = await card(till)
    assert.equal(seen.name?.full, 'Перова Ольга')
    assert.deepEqual(
      seen.fields.filter((f) => f.category !== 'contact'),
      [],
    )
    assert.deepEqual(reasonsOf(seen), ['fields role_not_covered', 'timeline role_not_covered'])
    const timeline = await words(till)
    assert.doesNotMatch(timeline, /перезвонить/)
    assert.match(timeline, /role_not_covered/)
    assert.match(await words(admin), /перезвонить/)
  })
  await t.test('without names: no name, no address, and no searching by them', async () => {
    await admin.api('PUT', '/v1/roles/till', { ...rights, sees: [], changes: [], from: 2 })
    const seen = await card(till)
    assert.deepEqual([seen.name, seen.hidden.length > 0, seen.identifiers], [null, true, []])
    for (const q of ['Перова', '4567']) assert.equal((await till.api('GET', `/v1/search?q=${encodeURIComponent(q)}`)).status, 403)
    assert.doesNotMatch((await till.api('GET', '/v1/customers')).text, /Перова/)
  })
  await t.test('a purpose taken away closes the card itself', async () => {
    await admin.api('PUT', '/v1/roles/till', { ...rights, sees: ['contact'], changes: [], purposes: [], from: 3 })
    assert.deepEqual(reasonsOf(await card(till)), ['card role_not_covered'])
    assert.ok(!(await admin.api('GET', '/v1/purposes')).text.includes('till'))
  })
  await t.test('who is dismissed is out with the next request, in both wings', async () => {
    const { items } = await ask(admin, access.listStaff, { query: {} })
    const tilda = items.find((one) => one.email === 'tilda@shop.example')
    await ask(admin, access.dismissStaff, { params: { staff_id: tilda?.id ?? '' } })
    for (const path of [`/v1/customers/${id}/card`, '/v1/value-classes', '/v1/roles', `/v1/files/${id}`])
      assert.equal((await till.api('GET', path)).status, 401, path)
  })
})

test('units: GET /v1/units, PUT /v1/units/:unit, POST /v1/units/:unit/retire and POST /v1/units/:unit/restore', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const north = { title: { en: 'North shop', ru: 'Северный магазин' }, kind: 'shop' }
  await ask(admin, access.addStaff, { body: { name: 'Clara', email: 'clara@shop.example', password, role: 'clerk' } })
  const clerk = product.client()
  await clerk.api('POST', '/v1/session', { email: 'clara@shop.example', password })
  const clara = (await ask(admin, access.listStaff, { query: {} })).items.find((one) => one.role === 'clerk')?.id ?? ''

  assert.equal((await clerk.api('PUT', '/v1/units/north', north)).status, 403)
  assert.equal((await admin.api('PUT', '/v1/units/North shop', north)).status, 400)
  assert.equal((await admin.api('PUT', '/v1/units/north', { ...north, title: { en: 'x', ru: '' } })).status, 400)
  assert.equal((await admin.api('PATCH', `/v1/staff/${clara}`, { units: ['north'] })).status, 400)
  assert.equal((await admin.api('PUT', '/v1/units/north', north)).status, 200)
  assert.equal((await admin.api('PUT', '/v1/units/north', { ...north, title: { en: 'North', ru: 'Север' } })).status, 200)
  assert.equal((await admin.api('PATCH', `/v1/staff/${clara}`, { units: ['north'] })).status, 200)
  const units = async (query = '') => JSON.stringify((await clerk.api('GET', `/v1/units${query}`)).body)
  assert.match(await units(), /"en":"North"[^}]*}.*"people":1/)
  assert.equal((await clerk.api('POST', '/v1/units/north/retire', {})).status, 403)
  for (const _ of [1, 2]) assert.equal((await admin.api('POST', '/v1/units/north/retire', {})).status, 200)
  assert.doesNotMatch(await units(), /North/)
  assert.match(await units('?retired=true'), /North/)
  // Who has it keeps it, nobody else is given it.
  assert.equal((await admin.api('PATCH', `/v1/staff/${clara}`, { units: ['north'] })).status, 200)
  await admin.api('PATCH', `/v1/staff/${clara}`, { units: [] })
  assert.equal((await admin.api('PATCH', `/v1/staff/${clara}`, { units: ['north'] })).status, 400)
  assert.equal((await admin.api('POST', '/v1/units/north/restore', {})).status, 200)
  assert.equal((await admin.api('POST', '/v1/units/south/retire', {})).status, 404)
  const till = { title: { en: 'Till', ru: 'Касса' }, kind: 'department' }
  assert.equal((await admin.api('PUT', '/v1/units/till', { ...till, parent: 'north' })).status, 200)
  for (const parent of ['south', 'till']) assert.equal((await admin.api('PUT', '/v1/units/north', { ...north, parent })).status, 400, parent)
  assert.equal((await admin.api('PUT', '/v1/units/till', { ...till, title: { en: 'Cash', ru: 'Касса' } })).status, 200)
  assert.match(await units(), /"en":"Cash"[^}]*},"kind":"department","parent":"north"/)
  assert.equal((await admin.api('PATCH', `/v1/staff/${clara}`, { units: ['north'] })).status, 200)
})
