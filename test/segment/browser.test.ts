import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { listenFor, type Opened, openStore } from '../../src/keep/interactions/testing.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { browserPath } from '../browser.ts'

// analytics.js as it is published, in a real browser, on a page of another origin: it asks us for its settings, as it would
// its CDN, and sends to the host that these name.

const library = join(dirname(fileURLToPath(import.meta.resolve('@segment/analytics-next'))), '..', 'umd')

type Site = { page: Page; calls: { path: string; status: number }[] }

async function openSite(t: TestContext, store: Opened): Promise<Site> {
  const { url } = await listenFor(t, store, { clock: systemClock })
  const site = createServer((request, response) => {
    const path = request.url ?? '/'
    if (path === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(url))
    const file = join(library, path.replaceAll('..', ''))
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(file))
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const running = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] })
  t.after(async () => {
    await running.close()
    site.close()
    site.closeAllConnections()
  })
  const page = await running.newPage()
  const calls: { path: string; status: number }[] = []
  page.on('response', (answer) => {
    if (answer.url().startsWith(url) && answer.request().method() !== 'OPTIONS') calls.push({ path: new URL(answer.url()).pathname, status: answer.status() })
  })
  await page.goto(`http://127.0.0.1:${portOf(site.address())}/`)
  await page.waitForFunction('window.ready === true')
  return { page, calls }
}

const portOf = (address: AddressInfo | string | null) => (typeof address === 'object' && address ? address.port : 0)

const pageOf = (url: string) => `<!doctype html><title>Shop</title><script src="/index.js"></script>
<script>
  const { AnalyticsBrowser } = window.AnalyticsNext
  window.analytics = AnalyticsBrowser.load({ writeKey: 'wk-site', cdnURL: '${url}' })
  window.analytics.ready(() => { window.ready = true })
</script>`

test('analytics.js loads its settings from us and delivers page, track and identify', async (t) => {
  const store = await openStore(t)
  const { page, calls } = await openSite(t, store)
  await page.evaluate(`(async () => {
    await window.analytics.page('Front')
    await window.analytics.track('Product Added', { sku: 'B-1', price: 24, currency: 'EUR', quantity: 1 })
    await window.analytics.identify('anna', { email: 'anna@example.org', firstName: 'Anna' })
    await window.analytics.track('Signed Up', { plan: 'gold' })
  })()`)
  await page.waitForTimeout(300)
  assert.deepEqual(
    calls.filter((c) => c.status !== 200),
    [],
  )
  assert.deepEqual(calls.map((c) => c.path).sort(), ['/v1/i', '/v1/p', '/v1/projects/wk-site/settings', '/v1/t', '/v1/t'])

  const facts = await store.db.selectFrom('fact.interaction').select(['kind', 'channel', 'customer_id', 'source']).orderBy('kind').execute()
  assert.deepEqual(
    facts.map((f) => f.kind),
    ['identify', 'page', 'product_added', 'signed_up'],
  )
  assert.deepEqual([...new Set(facts.map((f) => `${f.channel} ${f.source}`))], ['web site'])
  assert.equal(new Set(facts.map((f) => f.customer_id)).size, 1)

  // A page's key claims: the profile stays anonymous until the shop's own server says who it is.
  const visitor = await store.db.selectFrom('keep.customer').select(['customer_id', 'status']).executeTakeFirstOrThrow()
  assert.equal(visitor.status, 'anonymous')
})

test('analytics.js in batching mode, and what it sends when the page is left', async (t) => {
  const store = await openStore(t)
  const { url } = await listenFor(t, store, { clock: systemClock })
  const { page } = await openSite(t, store)
  await page.evaluate(`(async () => {
    const batching = window.AnalyticsNext.AnalyticsBrowser.load({ writeKey: 'wk-site', cdnURL: '${url}' }, { integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 3, timeout: 60000 } } } } })
    await batching.ready()
    for (const event of ['One', 'Two', 'Three', 'Four']) await batching.track(event)
  })()`)
  await page.goto('about:blank')
  const wanted = ['four', 'one', 'three', 'two']
  for (let tries = 0; tries < 50; tries++) {
    const kinds = (await store.db.selectFrom('fact.interaction').select('kind').orderBy('kind').execute()).map((f) => f.kind)
    if (kinds.length === wanted.length) return assert.deepEqual(kinds, wanted)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail('not every event arrived')
})
