import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type TestContext, test } from 'node:test'
import { chromium } from 'playwright-core'
import { browserPath } from '../../../test/browser.ts'
import { systemClock } from '../../platform/clock.ts'
import { sql } from '../../platform/db/index.ts'
import { listen, listenerOf, outward } from '../../platform/http/index.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import { ids, log, people, publicUrl, shop } from '../channels/testing.ts'
import { termsOf } from '../terms/index.ts'
import { roadsRoutes } from './index.ts'
import { preferenceToken } from './site/link.ts'

// The preference centre on the company's own site: in a frame, on another origin, without scripts.

async function site(t: TestContext) {
  const s = await shop(t)
  await people(s, [1, 2])
  const { db, keyring, rowIds } = s.home
  const app = roadsRoutes({
    db: db.$pickTables(),
    keyring,
    rowIds,
    taskIds: idBlocks(db, 'office.row_id_seq'),
    clock: systemClock,
    recording: s.channels.deps.recording,
    ids,
    log,
    publicUrl,
    outward: outward(''),
    country: () => 'RU',
    readMail: s.channels.readMail,
    authenticate: async () => ({ actor: { kind: 'staff', id: 7, role: 'admin' } }),
  })
  const json = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const terms = (customer: number) => termsOf(db.$pickTables(), customer, systemClock.now())
  const marketing = async (customer: number) =>
    (await terms(customer)).items.find((i) => i.purpose === 'marketing' && i.channel === 'email' && i.topic === null)?.allowed
  return { s, app, json, terms, marketing }
}

/** A page of another site under a policy that lets nothing run, with a frame in it. */
async function anotherSite(t: TestContext, framed: () => string) {
  const server = createServer((_, response) => {
    const policy = `default-src 'none'; style-src 'unsafe-inline'; frame-src ${new URL(framed()).origin}`
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(
      `<!doctype html><title>The shop</title><h1>The shop</h1><iframe title="Choices" style="width:100%;height:1400px;border:0" src="${framed()}"></iframe>`,
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  const at = server.address()
  return `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`
}

test('GET /v1/site, PUT /v1/site and POST /v1/preference-links: which sites, and whose choices', async (t) => {
  const { s, app, json, marketing, terms } = await site(t)
  const { origins, changed_at } = (await json('GET', '/v1/site')).body
  assert.deepEqual({ origins, changed_at }, { origins: [], changed_at: null })
  for (const origin of ['http://shop.example', 'https://shop.example/path', '*', "https://x.example 'unsafe-inline'"])
    assert.equal((await json('PUT', '/v1/site', { origins: [origin] })).status, 400)
  const shown = ids.show('customer', 1)
  const { url } = (await json('POST', '/v1/preference-links', { customer_id: shown })).body
  const path = new URL(url).pathname
  const policy = async () => (await app.request(path)).headers.get('content-security-policy') ?? ''
  assert.match(await policy(), /frame-ancestors 'none'/)
  assert.deepEqual((await json('PUT', '/v1/site', { origins: ['https://shop.example'] })).body.origins, ['https://shop.example'])
  assert.match(await policy(), /default-src 'none'.*frame-ancestors 'self' https:\/\/shop\.example;/)
  const made_up = ids.show('customer', 999)
  for (const customer_id of [made_up, 'c_AAAAAAAAAAAAAAAAAAAAAA']) assert.equal((await json('POST', '/v1/preference-links', { customer_id })).status, 404)

  await t.test('a look changes nothing; a forged address, one too old and one of somebody erased are one answer', async () => {
    for (const method of ['GET', 'HEAD']) assert.equal((await app.request(path, { method })).status, 200)
    assert.equal(await marketing(1), true)
    const old = preferenceToken(s.home.keyring, 1, new Date(systemClock.now().getTime() - 3_601_000)).token
    const erased = preferenceToken(s.home.keyring, 2, systemClock.now()).token
    await sql`update keep.customer set status = 'erased' where customer_id = 2`.execute(s.home.db)
    const pages = []
    for (const token of [old, erased, `${path.slice(3, -4)}AAAA`, 'short', 'x'.repeat(80)])
      for (const init of [{}, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'stop=yes' }]) {
        const response = await app.request(`/p/${token}`, init)
        pages.push(`${response.status} ${await response.text()}`)
      }
    assert.equal(new Set(pages).size, 1)
    assert.match(pages[0] ?? '', /^404 /)
    assert.equal((await terms(1)).stoppedAt, null)
  })

  await t.test('what was not on the page says nothing; an old text beside a yes is shown anew', async () => {
    const post = async (form: [string, string][]) =>
      (
        await app.request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(form).toString(),
        })
      ).text()
    await post([['often', '0']])
    assert.equal(await marketing(1), true, 'no switch was on that page')
    await post([
      ['was', 'marketing email yes'],
      ['often', '0'],
    ])
    assert.equal(await marketing(1), false)
    assert.match(
      await post([
        ['was', 'marketing email no'],
        ['on', 'marketing email'],
        ['version.marketing', '7'],
        ['often', '0'],
        ['language', 'ru'],
      ]),
      /Текст согласия за это время изменился/,
    )
    assert.equal(await marketing(1), false)
    await post([
      ['was', 'marketing email no'],
      ['on', 'marketing email'],
      ['on', 'accounting email'],
      ['version.marketing', '1'],
      ['often', '0'],
      ['language', 'ru'],
    ])
    assert.equal(await marketing(1), true)
    const caps = async () => (await terms(1)).rules.flatMap((r) => (r.kind === 'cap' && r.endedAt === null ? [r.windowS / 86_400] : []))
    await post([
      ['stop', 'yes'],
      ['was_stop', 'no'],
      ['often', '30'],
      ['was_often', '0'],
    ])
    assert.ok((await terms(1)).stoppedAt)
    assert.deepEqual(await caps(), [30])
    const openBefore: [string, string][] = [
      ['was_stop', 'no'],
      ['often', '0'],
      ['was_often', '0'],
    ]
    for (const form of [openBefore, [['often', 'x']], [['often', '0']]] as [string, string][][]) {
      await post(form)
      assert.ok((await terms(1)).stoppedAt, 'a page that was opened before the stop does not lift it')
      assert.deepEqual(await caps(), [30], 'nor how often')
    }
    const said = await sql<{
      said: string
    }>`select r.consent as said from keep.receipt r where r.customer_id = 1 and r.consent is not null order by r.seq`.execute(s.home.db)
    assert.deepEqual(
      said.rows.map((r) => r.said),
      ['marketing:email:*:no', 'marketing:email:*:yes', 'stop:yes', 'rule:cap'],
    )
  })
})

test('in a frame of a named site, under a policy that lets nothing run, with scripts off', async (t) => {
  const { app, json, marketing, terms } = await site(t)
  const { port, close } = await listen(listenerOf(app.fetch), { host: '127.0.0.1', port: 0 })
  t.after(close)
  const { url } = (await json('POST', '/v1/preference-links', { customer_id: ids.show('customer', 1) })).body
  const framed = `http://127.0.0.1:${port}${new URL(url).pathname}?language=ru`
  const [named, other] = [await anotherSite(t, () => framed), await anotherSite(t, () => framed)]
  await json('PUT', '/v1/site', { origins: [named] })
  const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] })
  t.after(() => browser.close())
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 1500 }, colorScheme: 'dark' })
  const page = await context.newPage()
  await page.goto(named)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('checkbox', { name: 'по электронной почте' }).uncheck()
  await frame.getByRole('radio', { name: 'Раз в месяц' }).check()
  await frame.getByRole('button', { name: 'Сохранить' }).click()
  await frame.getByRole('status').waitFor()
  assert.equal(await marketing(1), false)
  assert.deepEqual(
    (await terms(1)).rules.map((r) => r.kind === 'cap' && r.windowS / 86_400),
    [30],
  )
  assert.equal(await frame.locator('main').evaluate((main) => main.scrollWidth <= main.clientWidth), true, 'nothing is wider than a narrow screen')
  await page.goto(other)
  assert.equal(await page.frameLocator('iframe').getByRole('button', { name: 'Сохранить' }).count(), 0, 'a site that is not named shows nothing')
})
