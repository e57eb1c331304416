import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as access from '../../src/keep/access/contract.ts'
import * as account from '../../src/office/account/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as live from '../../src/office/live/contract.ts'
import * as notices from '../../src/office/notices/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { listenAs } from '../live.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

const password = 'correct horse battery'

async function until(is: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  for (let waited = 0; !(await is()); waited += 50) {
    assert.ok(waited < withinMs, 'it did not happen in time')
    await sleep(50)
  }
}

describe('what is told as it happens', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let olga: string
  const colleague = async (name: string, role: 'clerk' | 'analyst'): Promise<{ client: Client; id: string }> => {
    const made = await ask(admin, access.addStaff, { body: { name, email: `${name}@shop.example`, password, role } })
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return { client, id: made.id }
  }

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    const made = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Петрова' }, identifiers: [] } })
    olga = made.id
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('GET /v1/live: nobody without a session of staff, and no names in what is told', async () => {
    assert.equal((await product.api('GET', '/v1/live')).status, 401)
    assert.equal((await product.api('GET', '/v1/live', undefined, { cookie: 'rapport_session=forged' })).status, 401)
    const { secret } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record', 'read'] } })
    assert.equal((await product.api('GET', '/v1/live', undefined, { key: secret })).status, 403)

    const { client: clerk } = await colleague('clara', 'clerk')
    const { client: analyst } = await colleague('arthur', 'analyst')
    const page = await listenAs(clerk)
    const figures = await listenAs(analyst)
    assert.equal(page.status, 200)
    await ask(admin, console_.writeField, { params: { customer_id: olga, field: 'surname' }, body: { value: 'Сидорова' } })
    await page.until(new RegExp(`"customer","id":"${olga}"`))
    await ask(admin, work.addTask, { body: { kind: 'task', what: 'Позвонить Сидоровой', customer_id: olga } })
    await page.until(/"tasks"/)
    const order = { id: 'o1', at: new Date().toISOString(), kind: 'order', channel: 'shop', amount: { minor: 100, currency: 'RUB' } }
    const customer = { identifiers: [{ kind: 'email', value: 'nina@example.com' }], fields: { surname: 'Новая' } }
    assert.equal((await product.api('POST', '/v1/interactions', { interactions: [{ ...order, customer }] }, { key: secret })).status, 200)
    await page.until(/"customers"/)
    await figures.until(/"customers"/)
    assert.ok(!figures.told().some((one) => one.includes('"customer"')), 'who may not see customers hears of none')
    assert.doesNotMatch([...page.told(), ...figures.told()].join(), /[а-яё]|@|nina/i)

    const last = page.lastId()
    page.leave()
    await ask(admin, work.addTask, { body: { kind: 'task', what: 'Ещё' } })
    const again = await listenAs(clerk, last)
    await again.until(/"tasks"/)
    const lost = await listenAs(clerk, 'nobody.1')
    await lost.until(/everything/)
    for (const one of [again, lost, figures]) one.leave()
  })

  test('it ends at once with the session, everywhere else, and with somebody’s dismissal; others listen on', async () => {
    const { client: gone } = await colleague('gleb', 'clerk')
    const { client: dismissed, id } = await colleague('dina', 'clerk')
    const { client: elsewhere } = await colleague('eva', 'clerk')
    const here = product.client()
    assert.equal((await here.api('POST', '/v1/session', { email: 'eva@shop.example', password })).status, 200)
    const mine = await listenAs(admin)
    const [a, b, c, d] = [await listenAs(gone), await listenAs(dismissed), await listenAs(elsewhere), await listenAs(here)]
    assert.deepEqual([a.status, b.status, c.status, d.status], [200, 200, 200, 200])
    assert.equal((await gone.api('DELETE', '/v1/session')).status, 200)
    assert.equal((await here.api('DELETE', '/v1/session/others')).status, 200)
    await ask(admin, access.dismissStaff, { params: { staff_id: id } })
    await until(() => a.ended() && b.ended() && c.ended(), 15_000)
    assert.equal((await listenAs(dismissed)).status, 401)
    const tasks = () => [mine, d, b].map((page) => page.told().filter((one) => one.includes('"tasks"')).length)
    const [mineBefore = 0, hereBefore = 0, dismissedBefore = 0] = tasks()
    await ask(admin, work.addTask, { body: { kind: 'task', what: 'Дальше' } })
    await until(() => (tasks()[0] ?? 0) > mineBefore && (tasks()[1] ?? 0) > hereBefore)
    assert.equal(tasks()[2], dismissedBefore)
    for (const one of [mine, d]) one.leave()
  })

  test('whoever sees some customers hears of work without its number, and of whom they see now, also when that was changed a moment ago', async () => {
    for (const code of ['north', 'south'])
      assert.equal((await admin.api('PUT', `/v1/units/${code}`, { title: { en: code, ru: code }, kind: 'shop', parent: null })).status, 200)
    const seen = { sees: ['contact'], changes: [], scope: 'own', customers: 'units', purposes: ['service'], from: 0 }
    const shop = { title: { en: 'Shop', ru: 'Магазин' }, abilities: ['customers.see', 'work.see'], ...seen }
    assert.equal((await admin.api('PUT', '/v1/roles/shop', shop)).status, 200)
    const { client: lena, id } = await colleague('lena', 'analyst')
    assert.equal((await admin.api('PATCH', `/v1/staff/${id}`, { role: 'shop', units: ['north'] })).status, 200)
    const entered = { kind: 'person', fields: { surname: 'Северная' }, identifiers: [], units: ['north'] }
    const north = Object((await admin.api('POST', '/v1/customers', entered)).body).id
    const page = await listenAs(lena)
    let turn = 0
    const hears = async () => {
      const before = page.told().filter((one) => one.includes('"customers"')).length
      const from = page.told().length
      turn += 1
      assert.equal((await admin.api('PUT', `/v1/customers/${north}/fields/surname`, { value: `Северная${'а'.repeat(turn)}` })).status, 200)
      await until(() => page.told().filter((one) => one.includes('"customers"')).length > before)
      return page
        .told()
        .slice(from)
        .some((one) => one.includes(north))
    }
    await until(hears)
    const { id: task } = await ask(admin, work.addTask, { body: { kind: 'task', what: 'Тайное', customer_id: olga } })
    await ask(admin, work.changeTask, { params: { task_id: task }, body: { kind: 'promise' } })
    await page.until(/"tasks"/)
    assert.ok(!page.told().some((one) => one.includes(task)), 'of which task it was')
    assert.equal((await admin.api('PATCH', `/v1/staff/${id}`, { units: ['south'] })).status, 200)
    await until(async () => !(await hears()), 15_000)
    assert.equal((await admin.api('PATCH', `/v1/staff/${id}`, { units: ['north'] })).status, 200)
    await until(hears, 15_000)
    assert.equal((await admin.api('PUT', '/v1/roles/shop', { ...shop, customers: 'own', from: 1 })).status, 200)
    await until(async () => !(await hears()), 15_000)
    page.leave()
  })

  test('a flood of connections is refused with a sentence, and the rest of the house answers', async () => {
    const { client: noisy } = await colleague('nora', 'clerk')
    const many = await Promise.all(Array.from({ length: 30 }, () => listenAs(noisy)))
    assert.equal(many.filter((one) => one.status === 200).length, 8)
    assert.equal(many.filter((one) => one.status === 429).length, 22)
    assert.equal((await admin.api('GET', '/v1/tasks')).status, 200)
    for (const one of many) one.leave()
    let free = await listenAs(noisy)
    await until(async () => {
      if (free.status !== 200) free = await listenAs(noisy)
      return free.status === 200
    })
    free.leave()
  })

  test('GET /v1/presence/:customer_id, PUT /v1/presence/:customer_id, DELETE /v1/presence/:customer_id: who else has a customer open, for those who may see them', async () => {
    const { client: analyst } = await colleague('albina', 'analyst')
    const path = `/v1/presence/${olga}`
    const said = { page: 'aaaaaa', doing: 'looks' }
    for (const who of [product.client(), analyst]) {
      const no = who === analyst ? 403 : 401
      assert.equal((await who.api('GET', path)).status, no)
      assert.equal((await who.api('PUT', path, said)).status, no)
      assert.equal((await who.api('DELETE', `${path}?page=aaaaaa`)).status, no)
    }
    assert.equal((await admin.api('PUT', '/v1/presence/c_nobody', said)).status, 404)
    assert.equal((await admin.api('GET', '/v1/presence/c_nobody')).status, 404)
    assert.equal((await admin.api('PUT', path, { ...said, page: 'A B' })).status, 400)

    const { client: ben } = await colleague('ben', 'clerk')
    const here = (who: Client, page: string, doing: live.Doing = 'looks') =>
      ask(who, live.sayPresence, { params: { customer_id: olga }, body: { page, doing } }).then(({ items }) => items.map((one) => [one.name, one.doing]))
    const seen = (who: Client) => ask(who, live.readPresence, { params: { customer_id: olga } }).then(({ items }) => items.map((one) => [one.name, one.doing]))
    const vera = await listenAs(admin)
    const stream = await listenAs(ben)
    const toldOf = () => vera.told().filter((one) => one.includes(`"presence","id":"${olga}"`)).length
    assert.deepEqual(await here(admin, 'aaaaaa'), [])
    assert.deepEqual(await here(ben, 'bbbbbb'), [['Vera Glavnaya', 'looks']])
    await until(() => toldOf() === 2)
    assert.deepEqual(await seen(admin), [['ben', 'looks']])
    await here(ben, 'bbbbbb', 'changes')
    await until(() => toldOf() === 3)
    assert.deepEqual(await here(admin, 'aaaaaa'), [['ben', 'changes']])
    await ask(ben, live.leavePresence, { params: { customer_id: olga }, query: { page: 'bbbbbb' } })
    await until(() => toldOf() === 4)
    assert.deepEqual(await seen(admin), [])

    await here(ben, 'bbbbbb')
    await until(() => toldOf() === 5)
    stream.leave() // their browser died
    await until(async () => (await here(admin, 'aaaaaa')).length === 0)
    await until(() => toldOf() === 6)
    const stray = await listenAs((await colleague('stella', 'clerk')).client)
    await here(ben, 'cccccc')
    await until(() => toldOf() === 7)
    assert.ok(!stray.told().some((one) => one.includes('presence')), 'who does not have the card open hears of nobody')
    for (const one of [vera, stray]) one.leave()
  })

  test('through a colleague’s eyes one sees who is there and is not said to be', async () => {
    const { client: boris, id } = await colleague('boris', 'clerk')
    const { id: nina } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Смирнова' }, identifiers: [] } })
    const page = { params: { customer_id: nina }, body: { page: 'dddddd', doing: 'looks' } } as const
    await ask(boris, live.sayPresence, page)
    const eva = product.client()
    const { id: eyes } = await ask(admin, access.addStaff, { body: { name: 'eyes', email: 'eyes@shop.example', password, role: 'admin' } })
    assert.notEqual(eyes, id)
    assert.equal((await eva.api('POST', '/v1/session', { email: 'eyes@shop.example', password })).status, 200)
    await ask(eva, access.seeAs, { body: { staff_id: id } })
    assert.deepEqual(
      (await ask(eva, live.readPresence, { params: page.params })).items.map(({ name }) => name),
      ['boris'],
    )
    assert.equal((await eva.api('PUT', `/v1/presence/${nina}`, page.body)).status, 403)
    assert.deepEqual((await ask(boris, live.readPresence, { params: page.params })).items, [])
  })

  test('GET /v1/notices, GET /v1/notices/count, POST /v1/notices/read: one’s own, and nobody else’s', async () => {
    for (const path of ['/v1/notices', '/v1/notices/count', '/v1/notices/choices']) assert.equal((await product.api('GET', path)).status, 401)
    assert.deepEqual(await ask(admin, notices.countNotices), { unread: 0 })
    assert.deepEqual(await ask(admin, notices.listNotices, { query: {} }), { items: [], next_cursor: null })
    assert.equal((await admin.api('POST', '/v1/notices/read', { ids: ['nt_x'] })).status, 400)
    assert.equal((await admin.api('POST', '/v1/notices/read', { ids: 'all' })).status, 200)
    assert.equal((await admin.api('GET', '/v1/notices?cursor=nonsense')).status, 400)
    for (const path of ['/v1/notices', '/v1/notices/count']) {
      assert.equal((await admin.api('GET', `${path}?kinds=mention,review_asked`)).status, 200)
      assert.equal((await admin.api('GET', `${path}?kinds=gossip`)).status, 400)
    }
  })

  test('GET /v1/notices/choices, PUT /v1/notices/choices: what one is told, and when not', async () => {
    const usual = await ask(admin, notices.readChoices)
    assert.ok(usual.choices.every((c) => c.in_app && c.mail === 'no'))
    const quiet = { from: '21:00', to: '08:00', time_zone: 'Europe/Moscow' }
    await ask(admin, notices.writeChoices, { body: { choices: [{ kind: 'import_done', in_app: false, mail: 'no' }], quiet } })
    const now = await ask(admin, notices.readChoices)
    assert.deepEqual(now.quiet, quiet)
    assert.deepEqual(
      now.choices.filter((c) => !c.in_app).map((c) => c.kind),
      ['import_done'],
    )
    for (const [body, place] of [
      [{ quiet: { ...quiet, to: '25:00' } }, 'quiet.to'],
      [{ quiet: { ...quiet, time_zone: 'Nowhere' } }, 'quiet.time_zone'],
      [{ choices: [{ kind: 'gossip', in_app: true, mail: 'no' }] }, 'choices[0].kind'],
      [{ choices: [{ kind: 'mention', in_app: true, mail: 'hourly' }] }, 'choices[0].mail'],
    ] as const) {
      const refused = await admin.api('PUT', '/v1/notices/choices', body)
      assert.equal(refused.status, 400)
      assert.match(refused.text, new RegExp(`"place":"${place.replace(/[[\]]/g, '\\$&')}"`))
    }
    assert.deepEqual((await ask(admin, notices.readChoices)).quiet, quiet, 'nothing was half changed')
    await ask(admin, notices.writeChoices, { body: { choices: [{ kind: 'mention', in_app: true, mail: 'at_once' }] } })
    assert.deepEqual(
      (await ask(admin, notices.readChoices)).choices.filter((c) => c.mail !== 'no').map((c) => [c.kind, c.mail]),
      [['mention', 'at_once']],
    )
  })

  test('GET /v1/account/choices, PUT /v1/account/choices: how one works, one’s own', async () => {
    assert.equal((await product.api('GET', '/v1/account/choices')).status, 401)
    const { client: clerk } = await colleague('anton', 'clerk')
    assert.deepEqual(await ask(clerk, account.readAccount), { time_zone: null, single_keys: true, week_start: 1, hints: [], pins: [] })
    assert.equal((await clerk.api('PUT', '/v1/account/choices', {})).status, 200)
    await ask(clerk, account.writeAccount, { body: { time_zone: 'Asia/Vladivostok' } })
    await ask(clerk, account.writeAccount, { body: { single_keys: false, week_start: 7 } })
    assert.deepEqual(await ask(clerk, account.readAccount), { time_zone: 'Asia/Vladivostok', single_keys: false, week_start: 7, hints: [], pins: [] })
    assert.deepEqual(await ask(admin, account.readAccount), { time_zone: null, single_keys: true, week_start: 1, hints: [], pins: [] })
    const refused = await clerk.api('PUT', '/v1/account/choices', { time_zone: 'Mars/Olympus', single_keys: true, hints: [] })
    assert.match(refused.text, /"place":"time_zone"/)
    await ask(clerk, account.writeAccount, { body: { time_zone: null, hints: ['onboarding', 'onboarding'] } })
    assert.equal((await clerk.api('PUT', '/v1/account/choices', { hints: ['Anna Belova'] })).status, 400)
    assert.deepEqual(await ask(clerk, account.readAccount), { time_zone: null, single_keys: false, week_start: 7, hints: ['onboarding'], pins: [] })
  })

  test('PUT /v1/account/pins, DELETE /v1/account/pins: each by itself, so that no window writes over another; thirty at most', async () => {
    const { client: clerk } = await colleague('polina', 'clerk')
    const keep = (pin: string) => clerk.api('PUT', '/v1/account/pins', { pin })
    assert.equal((await product.api('PUT', '/v1/account/pins', { pin: '/leads' })).status, 401)
    assert.equal((await keep('https://elsewhere.example')).status, 400)
    const pages = ['/leads', '/import', '/classes', '/campaigns', '/duplicates']
    await Promise.all(pages.map(keep))
    assert.deepEqual((await ask(clerk, account.readAccount)).pins.toSorted(), pages.toSorted(), 'of five windows at once each is there')
    assert.deepEqual(await ask(clerk, account.addPin, { body: { pin: '/leads' } }), { pins: (await ask(clerk, account.readAccount)).pins }, 'once')
    await Promise.all([ask(clerk, account.removePin, { query: { pin: '/leads' } }), keep('/units')])
    assert.deepEqual((await ask(clerk, account.readAccount)).pins.toSorted(), [...pages.slice(1), '/units'].toSorted())
    assert.deepEqual((await ask(admin, account.readAccount)).pins, [])
    for (let n = 0; n < 25; n++) assert.equal((await keep(`/p${'a'.repeat(n)}`)).status, 200)
    const full = await keep('/leads')
    assert.equal(full.status, 409)
    assert.match(full.text, /take one away first/)
    assert.equal((await keep('/units')).status, 200, 'what is there is there')
  })

  test('GET /v1/recent, PUT /v1/recent/:customer_id: the cards opened last, once each, and nobody else’s', async () => {
    const { client: clerk } = await colleague('raisa', 'clerk')
    const { client: analyst } = await colleague('alla', 'analyst')
    assert.equal((await analyst.api('GET', '/v1/recent')).status, 403)
    assert.equal((await clerk.api('PUT', '/v1/recent/c_nobody')).status, 404)
    const page = await listenAs(clerk)
    const made = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Вторая' }, identifiers: [] } })
    for (const id of [olga, made.id, olga]) await ask(clerk, account.addRecent, { params: { customer_id: id } })
    await page.until(/"recent"/)
    const first = await ask(clerk, account.listRecent, { query: { limit: 1 } })
    assert.deepEqual(first.items, [{ customer_id: olga }])
    const rest = await ask(clerk, account.listRecent, { query: { limit: 1, ...(first.next_cursor && { cursor: first.next_cursor }) } })
    assert.deepEqual(rest, { items: [{ customer_id: made.id }], next_cursor: null })
    assert.deepEqual((await ask(admin, account.listRecent, { query: {} })).items, [])
    page.leave()
  })
})
