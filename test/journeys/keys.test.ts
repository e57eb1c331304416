import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProduct } from '../product.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// An administrator makes a key for one purpose, in plain words; the key then does nothing for another.

test('a key is made for chosen purposes, and is held to them', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'en', width: 360 })
  await lend(window, product.url, admin.cookies)
  const { page } = window
  await page.goto('/staff')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make a key' })
  const make = dialog.getByRole('button', { name: 'Make a key' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mailing program')
  await dialog.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Secret key, for servers' })
  const source = dialog.getByRole('textbox', { name: 'Source' })
  await source.fill('mailing program')
  await dialog.getByRole('checkbox', { name: 'Look up customers' }).check()
  await dialog.getByRole('radio', { name: 'Only for the purposes I choose' }).click()
  assert.equal(await make.isDisabled(), true, 'not for no purpose')
  await dialog.getByRole('checkbox', { name: 'News and offers' }).check()
  await make.click()
  await dialog.getByText('Must be a code: small Latin letters, digits, dot, dash or underscore.').waitFor()
  assert.equal(await source.getAttribute('aria-invalid'), 'true')
  await source.fill('mailing')
  await make.click()
  const once = page.getByRole('dialog', { name: 'Mailing program' })
  const key = (await once.locator('code').textContent()) ?? ''
  assert.match(key, /^rsk_/)
  await once.getByRole('button', { name: 'I have it' }).click()
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Mailing program' })
    .getByText('mailing · record, read · only for: news and offers', { exact: false })
    .waitFor()

  const event = (kind: string) => ({
    interactions: [{ id: kind, at: '2026-11-01T10:00:00Z', kind, channel: 'shop', customer: { identifiers: [{ kind: 'user', value: '1' }] } }],
  })
  const refused = await product.api('POST', '/v1/interactions', event('page'), { key })
  assert.match(refused.text, /this key records for marketing/, 'kept for service and analysis')
  assert.deepEqual(window.complaints, [])
})
