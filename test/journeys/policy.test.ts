import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// A quieter limit as a draft: written, tried, looked at; what it would change is read before it holds.

test('a draft of the limits says what it would change before it is switched on', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, shop.site, { language: 'en' })
  await lend(window, shop.site, (await shop.as('owner')).cookies)
  const { page } = window
  await page.goto('/settings/limits')
  await page.getByRole('heading', { level: 1, name: 'How often and when we write' }).waitFor()
  await page.getByRole('link', { name: 'Drafts and history' }).click()
  await page.getByRole('heading', { level: 1, name: 'Drafts of the policy' }).waitFor()
  await page.getByRole('region', { name: 'What changed, and when' }).getByRole('listitem').first().waitFor()
  await page.getByRole('button', { name: 'Begin a draft' }).click()
  const begin = page.getByRole('dialog', { name: 'Begin a draft' })
  await begin.getByRole('textbox', { name: 'What it is about' }).fill('Nothing by mail')
  await begin.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Nothing by mail' }).waitFor()
  await page.getByText('Try it first.').first().waitFor()

  await page.getByRole('region', { name: 'How often at most' }).getByRole('button', { name: 'Add' }).click()
  const form = page.getByRole('dialog', { name: 'Add a limit' })
  await form.getByRole('combobox', { name: 'What is counted' }).selectOption({ label: 'by E-mail' })
  await form.getByRole('textbox', { name: 'Messages at most' }).fill('0')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'How often at most' }).getByText('by E-mail').waitFor()

  const ages = page.getByRole('region', { name: 'From what age customers say for themselves' })
  await ages.getByText('No more than the law.').waitFor()
  await ages.getByRole('button', { name: 'Add' }).click()
  const age = page.getByRole('dialog', { name: 'From what age customers say for themselves' })
  await age.getByRole('combobox', { name: 'Where' }).selectOption({ label: 'Russia' })
  await age.getByRole('textbox', { name: 'From what age' }).fill('16')
  await age.getByRole('button', { name: 'Put into the draft' }).click()
  await ages.getByText('Russia: 16 (by law 14)').waitFor()

  const kept = page.getByRole('region', { name: 'How long data is kept' })
  await kept.getByRole('button', { name: 'Change: Serving you' }).click()
  const time = page.getByRole('dialog', { name: 'Serving you' })
  await time.getByRole('textbox', { name: 'then for another' }).fill('1')
  await time.getByRole('button', { name: 'Put into the draft' }).click()
  await kept.getByText('now: ', { exact: false }).waitFor()

  await page.getByRole('button', { name: 'Try it' }).click()
  const trial = page.getByRole('region', { name: 'What it would change' })
  const row = trial.getByRole('listitem').filter({ hasText: 'if written to now' }).first()
  await row.getByText('they have had as many by this channel as we allow', { exact: false }).waitFor()
  await row.getByRole('button', { name: 'Show some of them' }).click()
  await row.getByRole('listitem').first().getByRole('link').waitFor()
  assert.deepEqual(window.complaints, [])
})
