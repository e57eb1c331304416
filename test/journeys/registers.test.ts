import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProduct } from '../product.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// The privacy officer's page: a field of the company's own is declared, seen, and retired.

test('a field of our own is declared on the page of purposes, and retired', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'ru' })
  await lend(window, product.url, admin.cookies)
  const { page } = window
  await page.goto('/purposes')
  await page.getByRole('button', { name: 'Завести поле' }).click()
  const dialog = page.getByRole('dialog', { name: 'Завести поле' })
  const declare = dialog.getByRole('button', { name: 'Завести поле' })
  assert.equal(await declare.isDisabled(), true, 'not without a name')
  await dialog.getByRole('textbox', { name: 'Код' }).fill('x_tier')
  await dialog.getByRole('textbox', { name: 'Название на английском' }).fill('Tier')
  await dialog.getByRole('textbox', { name: 'Название на русском' }).fill('Уровень')
  await dialog.getByRole('combobox', { name: 'Тип' }).selectOption({ label: 'одно из списка' })
  await dialog.getByRole('textbox', { name: 'Значения, по одному в строке' }).fill('silver\ngold')
  await declare.click()
  const row = page.getByRole('region', { name: 'Свои поля' }).getByRole('listitem').filter({ hasText: 'x_tier' })
  await row.getByText('одно из списка · обслуживание').waitFor()
  await row.getByRole('button', { name: 'Вывести из употребления' }).click()
  await page.getByText('Вывести «Уровень» из употребления?').waitFor()
  await page.getByRole('button', { name: 'Вывести из употребления' }).last().click()
  await row.getByText('не используется').waitFor()
  assert.deepEqual(window.complaints, [])
})
