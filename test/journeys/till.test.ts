import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enterRight } from '../../src/keep/rights/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { readRun, startRun } from '../../src/office/insight/contract.ts'
import { listTillGoods, readBuyer } from '../../src/office/till/contract.ts'
import { openCase } from '../../src/office/work/contract.ts'
import { ask } from '../town/demo/visitor.ts'
import { type TownPerson, town } from '../town/index.ts'
import { until } from '../until.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// Scene 3, the newsagent: two papers as usual, a magazine about travel, a line that is lost, and two refusals.

test('the newsagent sells as usual, suggests by counts, and goes on without a connection', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'kiosk')
  const { people } = town({ company: 'kiosk', today: new Date().toISOString().slice(0, 10) })
  const [owner, clerk, analyst] = await Promise.all(['owner', 'clerk1', 'analyst'].map((who) => shop.as(who)))
  assert.ok(owner && clerk && analyst)
  const run = await ask(owner, startRun, { body: {} })
  await until('the run is done', async () => (await ask(owner, readRun, { params: { run_id: run.id } })).state === 'done')

  const named = (key: string): TownPerson => {
    const who = people.find((p) => p.key === key)
    assert.ok(who)
    return who
  }
  const markOf = ({ contacts }: TownPerson) => contacts.flatMap(({ kind, value }) => (kind === 'card' || kind === 'phone' ? [{ kind, value }] : []))[0] ?? null
  const buyer = (mark: ReturnType<typeof markOf>, basket: string[] = []) => ask(clerk, readBuyer, { body: { mark, basket } })
  const customerOf = async ({ surname, name }: TownPerson) => (await ask(owner, console_.search, { query: { q: `${surname} ${name}` } })).items[0]?.id ?? ''
  const zaitsev = named('zaitsev')

  await t.test('POST /v1/till/buyer, GET /v1/till/goods: not for everybody, and of nobody who is not known', async () => {
    await assert.rejects(ask(analyst, readBuyer, { body: { mark: markOf(zaitsev) } }), /403/)
    await assert.rejects(ask(analyst, listTillGoods, {}), /403/)
    assert.deepEqual(await buyer({ kind: 'card', value: '0000' }), { known: false, usual: [], suggestion: null })
    assert.deepEqual((await buyer(markOf(named('kruglov')))).suggestion, null, 'said no twice, eleven days ago')
  })

  await t.test('two papers for 245 ₽; four of six other purchases were about travel; the look stands in the journal, without a name', async () => {
    const said = await buyer(markOf(zaitsev))
    assert.deepEqual(
      said.usual.map(({ sku, quantity, price }) => [sku, quantity, price.minor]),
      [
        ['gorodskie-vesti', 1, 9_500],
        ['vecherniy-listok', 1, 15_000],
      ],
    )
    const { sku, because, topic, count, of } = said.suggestion ?? {}
    assert.deepEqual([sku, because, topic?.['ru'], count, of], ['vokrug-sveta-11', 'topic', 'Путешествия', 4, 6])
    const { items } = await ask(owner, console_.listLooks, { params: { customer_id: await customerOf(zaitsev) }, query: {} })
    const till = items.find(({ deed }) => deed === 'till')
    assert.deepEqual(till && [till.purpose.code, till.categories, till.fields], ['service', ['record'], ['till']])
  })

  await t.test('to somebody unknown what goes with the basket is suggested', async () => {
    const { suggestion } = await buyer(null, ['puti'])
    assert.equal(suggestion?.because, 'together')
    assert.ok((suggestion?.count ?? 0) >= 5 && (suggestion?.of ?? 0) >= (suggestion?.count ?? 0))
    assert.equal((await buyer(null)).suggestion, null)
  })

  await t.test('who complains, or does not want to be counted, is suggested nothing; the usual stays', async () => {
    const regulars = people.filter((p) => p.key !== 'zaitsev' && markOf(p))
    const suggestedTo: TownPerson[] = []
    for (const p of regulars) if (suggestedTo.length < 2 && (await buyer(markOf(p))).suggestion !== null) suggestedTo.push(p)
    const [complaining, objecting] = suggestedTo
    assert.ok(complaining && objecting)
    const usual = (await buyer(markOf(objecting))).usual
    await ask(owner, openCase, { body: { kind: 'complaint', subject: 'Вчерашняя газета', customer_id: await customerOf(complaining) } })
    const about = { kind: 'purpose', name: 'analysis' } as const
    await ask(owner, enterRight, {
      params: { customer_id: await customerOf(objecting) },
      body: { right: 'object', about, road: 'phone', evidence: 'Звонок в 9:40' },
    })
    assert.deepEqual([(await buyer(markOf(complaining))).suggestion, (await buyer(markOf(objecting))).suggestion], [null, null])
    assert.deepEqual((await buyer(markOf(objecting))).usual, usual)
  })

  const sale = {
    id: 'till-test-1',
    at: new Date().toISOString(),
    kind: 'order',
    channel: 'shop',
    customer: { identifiers: [{ kind: 'card', value: '123456' }] },
  }
  const post = (body: object, headers: Record<string, string> = {}) =>
    clerk.fetch('/v1/interactions', {
      method: 'POST',
      body: JSON.stringify({ interactions: [body] }),
      headers: { 'content-type': 'application/json', ...headers },
    })

  await t.test('POST /v1/interactions by a session takes sales and answers only, from our own pages only, and each once', async () => {
    assert.equal((await post(sale, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await analyst.fetch('/v1/interactions', { method: 'POST', body: '[]' })).status, 403)
    for (const wrong of [
      { ...sale, kind: 'call' },
      { ...sale, channel: 'email' },
      { ...sale, content: { text: 'x' } },
    ])
      assert.equal((await post(wrong)).status, 400)
    const key = { 'idempotency-key': 'till-test-1' }
    const said = [await (await post(sale, key)).json(), await (await post(sale, key)).json()]
    assert.deepEqual(
      said.map(({ recorded, repeated }) => [recorded, repeated]),
      [
        [1, 0],
        [0, 1],
      ],
    )
  })

  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, shop.site, { language: 'ru', width: 360 })
  const { page, context } = window
  await lend(window, shop.site, clerk.cookies)
  const ordersOf = async (who: TownPerson, kind: string) => {
    const { items } = await ask(owner, console_.readTimeline, { params: { customer_id: await customerOf(who) }, query: { kinds: kind, limit: 5 } })
    return items.filter(({ at }) => at.slice(0, 10) === new Date().toISOString().slice(0, 10))
  }
  const field = page.getByRole('textbox', { name: 'Карта или телефон' })
  const waiting = page.getByText(/жд[ёу]т на этом устройстве/)

  await t.test('by the keyboard alone: a scanner types the card, Enter sells as usual', async () => {
    await page.goto('/till')
    await page.getByRole('heading', { level: 1, name: 'Касса' }).waitFor()
    await page.getByRole('button', { name: /«Вечерний листок»/ }).waitFor()
    await field.waitFor()
    await page.keyboard.type(markOf(zaitsev)?.value ?? '')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Как обычно' }).waitFor()
    await page.getByText('4 из 6 других покупок — Путешествия').waitFor()
    await page.getByRole('button', { name: 'Взял', exact: true }).click()
    await page.getByRole('button', { name: /^Продать · 635/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/Продано: 635/).waitFor()
    await until('the sale is recorded', async () => (await ordersOf(zaitsev, 'order')).length === 1)
    const [order] = await ordersOf(zaitsev, 'order')
    assert.deepEqual([order?.amount?.minor, order?.items.length], [63_500, 3])
    await until('the answer is recorded', async () => (await ordersOf(zaitsev, 'answer'))[0]?.outcome === 'accepted')
  })

  const sellCrosswords = async (said = 'Бывает у нас') => {
    await field.fill(markOf(zaitsev)?.value ?? '')
    await field.press('Enter')
    await page.getByText(said).waitFor()
    await page.getByRole('button', { name: /^«Кроссворды недели»/ }).click()
    await page.getByRole('button', { name: /^Продать · 60/ }).click()
    await page.getByText(/Продано: 60/).waitFor()
  }

  await t.test('without a connection sales wait on the device, over a new start of the page, and are recorded once', async () => {
    await until('the page is kept', () => page.evaluate(async () => (await (await caches.open('rapport-till')).keys()).length > 5))
    // One sale whose answer is lost on the way: the server has it, the till does not know.
    let lost = 0
    await page.route('**/v1/interactions', async (route) => {
      await route.fetch()
      lost += 1
      await route.abort()
    })
    await sellCrosswords()
    await page.getByText('1 продажа ждёт на этом устройстве').waitFor()
    await until('it was sent in vain', async () => lost > 0)
    await context.setOffline(true)
    await page.unroute('**/v1/interactions')
    await sellCrosswords('Связи нет: что он обычно берёт, не видно. Продавайте по списку.')
    await page.getByText('2 продажи ждут на этом устройстве').waitFor()
    await page.reload()
    await page.getByText('2 продажи ждут на этом устройстве').waitFor()
    await sellCrosswords('Связи нет: что он обычно берёт, не видно. Продавайте по списку.')
    await page.getByText('3 продажи ждут на этом устройстве').waitFor()
    await context.setOffline(false)
    await gone(waiting)
    await page.getByText('Связь есть').waitFor()
    const orders = await ordersOf(zaitsev, 'order')
    assert.deepEqual(
      orders.map(({ amount }) => amount?.minor),
      [6_000, 6_000, 6_000, 63_500],
    )
  })

  await t.test('two refusals, and to this buyer nothing is suggested any more', async () => {
    const regulars = people.filter((p) => p.key !== 'zaitsev' && markOf(p))
    let refusing: TownPerson | undefined
    for (const p of regulars) refusing ??= (await buyer(markOf(p))).suggestion === null ? undefined : p
    assert.ok(refusing)
    const mark = markOf(refusing)
    for (const times of [1, 2]) {
      await field.fill(mark?.value ?? '')
      await field.press('Enter')
      await page.getByRole('button', { name: 'Не взял' }).click()
      await gone(page.getByRole('button', { name: 'Не взял' }))
      await until('the no is recorded', async () => (await ordersOf(refusing, 'answer')).length === times)
      await page.getByRole('button', { name: 'Следующий' }).click()
      await page.getByText('Покупатель без карты').waitFor()
    }
    assert.equal((await buyer(mark)).suggestion, null)
    assert.deepEqual(window.complaints, [])
  })
})
