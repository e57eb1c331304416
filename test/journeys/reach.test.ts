import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// A marketer looks who can be reached at all, before anybody plans a campaign.

test('everybody is counted, and the board says why the others cannot be reached', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, shop.site, { language: 'en' })
  await lend(window, shop.site, (await shop.as('marketer')).cookies)
  const { page } = window
  await page.goto('/campaigns')
  await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor()
  await page.getByRole('link', { name: 'Who can be reached at all' }).click()
  await page.getByRole('heading', { level: 1, name: 'Who can be reached' }).waitFor()
  await page.getByRole('button', { name: 'Count now' }).click()
  const offers = page.getByRole('region', { name: 'News and offers' })
  await offers.getByText(/ of \d+ can be reached now by at least one channel/).waitFor()
  const mail = offers.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'E-mail' }) })
  await mail.getByText('They have not consented').waitFor()
  // By topic: each opens to its own channels.
  const topic = offers.getByRole('button', { expanded: false }).first()
  await topic.click()
  const opened = offers.locator('[aria-expanded="true"] + div')
  await opened.getByRole('heading', { name: 'E-mail' }).waitFor()
  await page.setViewportSize({ width: 360, height: 780 })
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
  assert.equal(await wide(), 360, 'on a phone nothing sticks out')
  assert.equal(await page.getByRole('button', { name: 'Count anew' }).isEnabled(), true)
  assert.ok(!/@|\+7/.test((await page.getByRole('main').textContent()) ?? ''), 'nobody is named')
  assert.deepEqual(window.complaints, [])
})
