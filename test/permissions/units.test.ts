import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, startProduct } from '../product.ts'

// Whoever works with their own units sees work of these, what is given to them and what they began: by every road.

const password = 'a long password of everybody'
const rights = {
  title: { en: 'Shop', ru: 'Магазин' },
  abilities: ['customers.see', 'customers.add', 'customers.change', 'work.see', 'work.do', 'leads.work'],
  sees: ['contact', 'profile', 'content'],
  changes: ['contact', 'profile', 'content'],
  scope: 'own',
  purposes: ['service'],
  from: 0,
}
const idOf = (body: unknown): string => String(Object(body)['id'])
const itemsOf = (body: unknown): Record<string, unknown>[] => Object(body)['items']

test('work of another unit is nobody’s to whoever works with their own', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const sure = async (who: Client, method: string, path: string, body?: object) => {
    const answer = await who.api(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  const unit = (code: string, parent: string | null) => sure(admin, 'PUT', `/v1/units/${code}`, { title: { en: code, ru: code }, kind: 'shop', parent })
  await unit('north', null)
  await unit('till', 'north')
  await unit('south', null)
  await sure(admin, 'PUT', '/v1/roles/shop', rights)
  const clerk = async (name: string, units: string[]) => {
    const made = await sure(admin, 'POST', '/v1/staff', { name, email: `${name}@shop.example`, password, role: 'shop', units })
    const client = product.client()
    await sure(client, 'POST', '/v1/session', { email: `${name}@shop.example`, password })
    return { client, id: idOf(made) }
  }
  const nora = await clerk('nora', ['north'])
  const till = await clerk('till', ['till'])
  const sam = await clerk('sam', ['south'])
  const customer = idOf(await sure(admin, 'POST', '/v1/customers', { kind: 'person', fields: { surname: 'Петрова' }, identifiers: [] }))
  const task = idOf(await sure(till.client, 'POST', '/v1/tasks', { kind: 'task', what: 'Перезвонить', customer_id: customer }))
  const matter = idOf(await sure(till.client, 'POST', '/v1/cases', { kind: 'question', subject: 'Где заказ', customer_id: customer }))
  const lead = idOf(await sure(till.client, 'POST', '/v1/leads', { kind: 'person', fields: { surname: 'Новикова' }, identifiers: [] }))
  const seen = async ({ client }: { client: Client }) => {
    const lists: unknown[] = []
    for (const path of ['/v1/tasks', '/v1/cases', '/v1/leads']) lists.push(itemsOf(await sure(client, 'GET', path)).map((one) => one['id']))
    const about: number[] = []
    for (const path of ['/v1/tasks', '/v1/cases']) about.push(itemsOf(await sure(client, 'GET', `${path}?customer_id=${customer}`)).length)
    const card = Object(await sure(client, 'GET', `/v1/customers/${customer}/card`))
    const [row] = itemsOf(await sure(client, 'GET', `/v1/customers?ids=${customer}`))
    const counts = Object(await sure(client, 'GET', '/v1/leads/counts'))
    const day = Object(await sure(client, 'GET', '/v1/my-day?whose=all&time_zone=Europe/Moscow'))
    return {
      lists,
      about,
      card: [card.tasks.length, card.cases.length],
      hidden: card.hidden
        .filter((h: { reason: string }) => h.reason === 'other_unit')
        .map((h: { section: string; count: number }) => `${h.section} ${h.count}`),
      row: [row?.['open_tasks'], row?.['open_cases']],
      leads: counts.open,
      day: [day.tasks.undated, day.cases],
    }
  }
  const all = { lists: [[task], [matter], [lead]], about: [1, 1], card: [1, 1], hidden: [], row: [1, 1], leads: 1, day: [1, 1] }

  await t.test('lists, cards, rows and counts have it for its unit, for the one above, and for whoever works with all', async () => {
    for (const who of [till, nora, { client: admin }]) assert.deepEqual(await seen(who), all)
  })
  await t.test('and have it not for another unit, where the card says how much is not shown', async () => {
    assert.deepEqual(await seen(sam), { lists: [[], [], []], about: [0, 0], card: [0, 0], hidden: ['tasks 1', 'cases 1'], row: [0, 0], leads: 0, day: [0, 0] })
  })
  const roads: readonly [method: string, path: string, body?: object][] = [
    ['PATCH', `/v1/tasks/${task}`, { kind: 'promise' }],
    ['POST', `/v1/tasks/${task}/complete`, {}],
    ['POST', `/v1/tasks/${task}/drop`, {}],
    ['POST', `/v1/tasks/${task}/reopen`, {}],
    ['GET', `/v1/tasks/${task}/changes`],
    ['PATCH', `/v1/cases/${matter}`, { kind: 'request' }],
    ['POST', `/v1/cases/${matter}/solve`, { resolution: 'ok' }],
    ['POST', `/v1/cases/${matter}/reopen`, {}],
    ['GET', `/v1/cases/${matter}/changes`],
    ['POST', '/v1/tasks', { kind: 'task', what: 'x', case_id: matter }],
    ['GET', `/v1/leads/${lead}`],
    ['GET', `/v1/leads/${lead}/changes`],
    ['PATCH', `/v1/leads/${lead}`, { unit: 'south' }],
    ['POST', `/v1/leads/${lead}/convert`, {}],
    ['POST', `/v1/leads/${lead}/disqualify`, { reason: 'spam' }],
    ['POST', `/v1/leads/${lead}/reopen`, {}],
  ]
  for (const [method, path, body] of roads)
    await t.test(`by its id it is nobody’s: ${method} ${path.replace(/[A-Za-z0-9_-]{20,}/, ':id')}`, async () => {
      assert.equal((await sam.client.api(method, path, body)).status, 404)
    })
  await t.test('and nothing of all that changed anything', async () => assert.deepEqual(await seen(nora), all))
  await t.test('what is given to somebody is theirs, whatever its unit', async () => {
    await sure(nora.client, 'PATCH', `/v1/tasks/${task}`, { assignee_id: sam.id })
    assert.equal(itemsOf(await sure(sam.client, 'GET', '/v1/tasks')).length, 1)
    await sure(nora.client, 'PATCH', `/v1/leads/${lead}`, { owner_id: sam.id })
    assert.equal((await sam.client.api('GET', `/v1/leads/${lead}`)).status, 200)
  })
  await t.test('work belongs to the unit of whoever begins it, and only to one of theirs; what leaves their units is seen no more', async () => {
    const unitOf = async (path: string, id: string) =>
      itemsOf(await sure(admin, 'GET', `${path}?customer_id=${customer}`)).find((one) => one['id'] === id)?.['unit']
    assert.deepEqual([await unitOf('/v1/tasks', task), await unitOf('/v1/cases', matter)], ['till', 'till'])
    const wishes: readonly [method: string, path: string, body: object][] = [
      ['PATCH', `/v1/tasks/${task}`, {}],
      ['PATCH', `/v1/cases/${matter}`, {}],
      ['PATCH', `/v1/leads/${lead}`, {}],
      ['POST', '/v1/tasks', { kind: 'task', what: 'x', customer_id: customer }],
      ['POST', '/v1/cases', { kind: 'question', subject: 'x', customer_id: customer }],
      ['POST', '/v1/leads', { kind: 'person', fields: { surname: 'Чужая' }, identifiers: [] }],
    ]
    const before = await seen(nora)
    for (const [method, path, body] of wishes) {
      const answer = await nora.client.api(method, path, { ...body, unit: 'south' })
      assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`)
      assert.equal((await admin.api(method, path, { ...body, unit: 'nowhere' })).status, 400, path)
    }
    assert.deepEqual(await seen(nora), before)
    await sure(nora.client, 'PATCH', `/v1/cases/${matter}`, { unit: 'north' })
    assert.deepEqual((await seen(till)).lists[1], [matter], 'they began it')
    const ofNorth = idOf(await sure(admin, 'POST', '/v1/tasks', { kind: 'task', what: 'Север', customer_id: customer, unit: 'north', assignee_id: null }))
    assert.equal((await till.client.api('PATCH', `/v1/tasks/${ofNorth}`, { unit: 'till' })).status, 404, 'the unit above is not theirs')
    await sure(nora.client, 'PATCH', `/v1/tasks/${ofNorth}`, { unit: null })
    assert.equal((await nora.client.api('PATCH', `/v1/tasks/${ofNorth}`, { unit: 'north' })).status, 404)
    await sure(admin, 'POST', '/v1/units/till/retire', {})
    assert.equal((await admin.api('PATCH', `/v1/tasks/${ofNorth}`, { unit: 'till' })).status, 400, 'a closed one is for nothing new')
    await sure(admin, 'PATCH', `/v1/tasks/${task}`, { unit: 'till', kind: 'task' })
    await sure(admin, 'POST', '/v1/units/till/restore', {})
    await sure(admin, 'POST', `/v1/tasks/${ofNorth}/drop`, {})
    await sure(admin, 'PATCH', `/v1/cases/${matter}`, { unit: 'till' })
  })
  await t.test('a unit that is changed changes it with the next request', async () => {
    await sure(admin, 'PATCH', `/v1/staff/${sam.id}`, { units: ['till'] })
    assert.equal(itemsOf(await sure(sam.client, 'GET', '/v1/cases')).length, 1)
    await sure(admin, 'PATCH', `/v1/staff/${sam.id}`, { units: ['south'] })
    assert.equal(itemsOf(await sure(sam.client, 'GET', '/v1/cases')).length, 0)
  })
  await t.test('and through their eyes an administrator sees as little', async () => {
    await sure(admin, 'POST', '/v1/session/seeing', { staff_id: sam.id })
    assert.deepEqual(itemsOf(await sure(admin, 'GET', '/v1/cases')), [])
    await sure(admin, 'DELETE', '/v1/session/seeing')
  })
})
