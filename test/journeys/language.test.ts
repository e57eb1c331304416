import { test } from 'node:test'
import { startProduct } from '../product.ts'
import { noBrowser, openBrowser } from './browser.ts'

// Whose account is Russian works in Russian, whatever the browser speaks; what was chosen in this browser goes first.

test('the console opens in the language of the account', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const anna = { name: 'Анна', email: 'anna@shop.example', password: 'correct horse battery', role: 'clerk', language: 'ru' }
  await admin.api('POST', '/v1/staff', anna)
  const browser = await openBrowser()
  t.after(() => browser.close())
  const context = await browser.newContext({ baseURL: product.url, locale: 'en-GB' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByRole('textbox', { name: 'E-mail' }).fill(anna.email)
  await page.getByLabel('Password', { exact: true }).fill(anna.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Клиенты' }).waitFor()

  await page.getByRole('button', { name: /Анна/ }).click()
  await page.getByText('English', { exact: true }).click()
  await page.getByRole('link', { name: 'Customers' }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Customers' }).waitFor()
})
