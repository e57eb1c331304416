import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { test } from 'node:test'
import { registerTemplate } from '../../src/keep/channels/index.ts'
import type { ChannelTables } from '../../src/keep/channels/tables.ts'
import { inTransaction, openDb } from '../../src/platform/db/index.ts'
import { lend, openBrowser, openWindow } from '../journeys/browser.ts'
import { startProduct } from '../product.ts'
import { lettersArrived, mailbox } from '../town/demo/customer.ts'
import { keyOf, recordPeople } from './people.ts'

// A letter whose markup does all that markup can: whoever opens it in the mailbox runs, fetches and sends nothing.

test('a hostile letter does nothing to whoever opens it', async (t) => {
  const now = new Date()
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  await recordPeople(admin, key, [{ user: 'eve', email: 'eve@x.example', fields: { surname: 'Eve', name: 'Eve' } }])
  const asked: string[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('elsewhere')
  })
  await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done))
  t.after(() => closed(elsewhere))
  const address = elsewhere.address()
  const far = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const html = `
    <base href="${far}/base/" target="_top">
    <meta http-equiv="refresh" content="0;url=${far}/refresh">
    <link rel="stylesheet" href="${far}/style.css"><style>@import url("${far}/import.css"); body { background: url("${far}/background.png") }</style>
    <script>window.top.pwned = 1; document.title = 'pwned'; fetch('${far}/script')</script>
    <img src="${far}/pixel.png" onerror="window.top.pwned = 2"><img src="x" onerror="fetch('${far}/onerror')">
    <svg onload="fetch('${far}/svg')"><script>fetch('${far}/svgscript')</script></svg>
    <iframe src="${far}/frame"></iframe><object data="${far}/object"></object><embed src="${far}/embed"><video src="${far}/video" autoplay></video>
    <iframe srcdoc="<script>fetch('${far}/srcdoc')</script>"></iframe>
    <form action="${far}/form" method="post"><input name="a" value="b"><button>Send</button></form>
    <p><a id="script" href="javascript:fetch('${far}/link')">script</a> <a id="data" href="data:text/html,<script>fetch('${far}/data')</script>">data</a>
    <a id="top" target="_top" href="/v1/session">top</a> <a id="own" target="_self" href="${far}/self">self</a></p><p>{{ slots.link }} the end</p>`
  const db = openDb<ChannelTables>({ url: product.databaseUrl('keep'), max: 1 })
  t.after(() => db.destroy())
  await inTransaction(db, (tx) =>
    registerTemplate(
      tx,
      { template: 'own_link', channel: 'email', fields: [], slots: { link: 'url' }, words: { en: { subject: '<b>hi</b>', text: '{{ slots.link }}', html } } },
      { actor: { kind: 'service', id: 0, role: 'house' }, now },
    ),
  )
  await product.api('POST', '/v1/session/link', { email: 'eve@x.example' })
  await lettersArrived(admin, 1, () => {})
  const [letter] = await mailbox(admin)
  assert.ok(letter, 'the letter is there')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url)
  await lend(window, product.url, admin.cookies)
  const { page, context } = window
  page.on('dialog', () => asked.push('a dialog'))

  const look = async (path: string, end: () => Promise<unknown>) => {
    await page.goto(path)
    await end()
    await page.waitForLoadState('networkidle')
    assert.deepEqual(asked, [], path)
    assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'pwned')), undefined)
    assert.ok(!(await page.title()).includes('pwned'))
    assert.equal(new URL(page.url()).pathname, path.split('?')[0])
  }

  await t.test('opened in the console', async () => {
    const frame = page.frameLocator('iframe')
    await look(`/mailbox/${letter.id}`, () => frame.getByText('the end').waitFor())
    await page.getByRole('heading', { name: '<b>hi</b>', exact: true }).waitFor()
    for (const id of ['script', 'data', 'top']) await frame.locator(`#${id}`).click()
    await frame.getByRole('button', { name: 'Send' }).click()
    await frame.locator('#own').click({ noWaitAfter: true })
    await page.waitForLoadState('networkidle')
    await page
      .getByRole('radiogroup', { name: 'What to show' })
      .getByText(/^Links/)
      .click()
    await page.getByText('not a web address, so not a link').first().waitFor()
    assert.equal(await page.locator('main a[href^="javascript:"], main a[href^="data:"]').count(), 0)
    assert.deepEqual(asked, [], 'nothing was run, fetched, sent or gone to')
    assert.equal(new URL(page.url()).pathname, `/mailbox/${letter.id}`)
    for (const other of context.pages()) if (other !== page) await other.close()
  })

  await t.test('opened by itself', () => look(`/v1/mailbox/${letter.id}/html`, () => page.getByText('the end').waitFor()))

  await t.test('framed by another site it is not shown', async () => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(`<iframe src="${product.url}/v1/mailbox/${letter.id}/html"></iframe><iframe src="${product.url}/mailbox"></iframe>`)
    })
    await new Promise<void>((done) => evil.listen(0, '127.0.0.1', done))
    t.after(() => closed(evil))
    const at = evil.address()
    await page.goto(`http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/`)
    await page.waitForLoadState('networkidle')
    assert.equal(page.frames().length, 3)
    for (const frame of page.frames().slice(1)) assert.equal(await frame.getByText(/the end|Mailbox/).count(), 0)
    await page.evaluate((url) => fetch(url, { mode: 'no-cors' }), `${far}/control`)
    assert.deepEqual(asked, ['GET /control'], 'what is fetched would have been seen')
  })
})

/** A browser keeps its connections; whoever waits for them waits long. */
function closed(server: Server): Promise<unknown> {
  server.closeAllConnections()
  return new Promise((done) => server.close(done))
}
