import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCard } from '../../src/office/console/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// Days that nobody means: a birth to come, a term gone by or in the year 20260. The page says so before anything is sent.

test('a day outside of what makes sense is said at its field and is not sent', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const made = await admin.api('POST', '/v1/customers', {
    kind: 'person',
    fields: { surname: 'Белова', name: 'Анна', birth_date: '1984-05-31' },
    identifiers: [],
  })
  const customer = /"id":"(c_[^"]+)"/.exec(made.text)?.[1] ?? ''
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'ru' })
  await lend(window, product.url, admin.cookies)
  const { page } = window
  const posted: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET' && /tasks|fields/.test(request.url())) posted.push(request.url())
  })
  await page.goto(`/customers/${customer}`)
  await page.getByRole('button', { name: /Дата рождения/ }).waitFor()
  const card = () => ask(admin, readCard, { params: { customer_id: customer } })

  await t.test('a term', async () => {
    await page.keyboard.press('KeyT')
    await page.getByRole('textbox', { name: 'Что нужно сделать' }).fill('Позвонить')
    const due = page.getByRole('textbox', { name: 'Срок' })
    for (const wrong of ['31.12.2019', '2126-01-01', 'когда-нибудь']) {
      await due.fill(wrong)
      await page.getByRole('button', { name: 'Сохранить' }).click()
      await page.getByText(/^Не получается понять срок/).waitFor()
      assert.equal(await due.evaluate((input) => input.matches(':invalid')), true, wrong)
    }
    assert.deepEqual(posted, [])
    await due.fill('')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByRole('checkbox', { name: 'Сделано: Позвонить' }).waitFor()
    assert.equal((await card()).tasks.length, 1)
  })

  await t.test('a birthday', async () => {
    await page.getByRole('button', { name: /Дата рождения/ }).click()
    const day = page.getByLabel('Дата рождения', { exact: true })
    for (const wrong of ['1899-12-31', '2999-01-01']) {
      await day.fill(wrong)
      await page.getByText('С 1 января 1900 г. по').waitFor()
      await page.getByRole('button', { name: 'Сохранить' }).click()
    }
    await day.fill('1984-06-01')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('«Дата рождения»: изменено.').waitFor()
    assert.equal((await card()).fields.find((f) => f.field === 'birth_date')?.value, '1984-06-01')
    assert.deepEqual(posted.filter((url) => url.includes('birth_date')).length, 1)
  })
  assert.deepEqual(window.complaints, [])
})
