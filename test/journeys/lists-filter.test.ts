import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pack } from '../../web/console/filters/pack.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// A filter is built by a marketer in English, sent as a link to a colleague who reads Russian, built on there with groups; and
// one that means nothing any more says so instead of showing more people than was meant.

test('a filter is built, sent to a colleague and built on', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const marketer = await shop.as('marketer')
  const window = await openWindow(browser, shop.site, { language: 'en' })
  await lend(window, shop.site, marketer.cookies)
  const { page } = window
  const filters = page.getByRole('group', { name: 'Filters' })
  const rows = async (of = page) => Number(await of.getByRole('grid').getAttribute('aria-rowcount')) - 1
  let sent = ''

  await t.test('a condition is chosen from the columns; how many match is said while it is built', async () => {
    await page.goto('/customers')
    await page.getByRole('grid').getByRole('link').first().waitFor()
    const all = await rows()
    await page.getByRole('button', { name: 'Add a filter' }).click()
    await page.getByRole('textbox', { name: 'Find a column' }).fill('clas')
    await page.getByRole('option', { name: 'Class' }).click()
    const editor = page.getByRole('dialog', { name: /^Class/ })
    await editor.getByRole('combobox', { name: 'Value' }).click()
    await page.getByRole('option', { name: 'First class' }).click()
    await editor.getByText(/^\d+ customers? match(es)?$/).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await filters.getByRole('button', { name: 'Class is First class' }).waitFor()
    await page.waitForFunction((before) => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')) - 1 < before, all)
    assert.ok((await rows()) > 0)
  })

  await t.test('it stands in the address, and the address shows the same to a colleague in another language', async () => {
    await page.waitForURL(/f=[\w-]+/)
    sent = page.url()
    const colleague = await openWindow(browser, shop.site, { language: 'ru' })
    await lend(colleague, shop.site, (await shop.as('owner')).cookies)
    await colleague.page.goto(sent)
    await colleague.page.getByRole('button', { name: 'Класс это Первый класс' }).waitFor()
    await colleague.page.getByRole('grid').getByRole('link').first().waitFor()
    assert.equal(await rows(colleague.page), await rows())
    assert.deepEqual(colleague.complaints, [])
    await colleague.close()
  })

  await t.test('groups: any of these, and relative days', async () => {
    const before = await rows()
    await page.getByRole('button', { name: 'Groups: and, or' }).click()
    const builder = page.getByRole('region', { name: 'Filter with groups' })
    await builder.getByRole('combobox', { name: 'How these go together' }).selectOption({ label: 'Any of these' })
    await builder.getByRole('button', { name: 'Condition', exact: true }).click()
    await page.getByRole('option', { name: 'Last contact' }).click()
    await builder.getByRole('group', { name: 'Last contact' }).getByRole('textbox', { name: 'Value' }).fill('400')
    await filters.getByRole('button', { name: 'Last contact in the last 400 days' }).waitFor()
    await page.waitForFunction((few) => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')) - 1 > few, before)
    await builder.getByText(/match(es)?$/).waitFor()
  })

  await t.test('too narrow: it says so, and clears', async () => {
    await page.goto(`/customers?f=${pack({ all: [{ column: 'purchases', is: 'more', value: 1_000_000 }] })}`)
    await page.getByText('Nobody matches').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Clear the filters' }).last().click()
    await page.getByRole('grid').getByRole('link').first().waitFor()
    assert.doesNotMatch(page.url(), /f=/)
  })

  await t.test('a field that is gone: the list waits, says why, and goes on without it', async () => {
    await page.goto(
      `/customers?f=${pack({
        all: [
          { column: 'x_gone', is: 'empty' },
          { column: 'role', is: 'one_of', value: ['customer'] },
        ],
      })}`,
    )
    await page.getByText('A part of this filter means nothing any more').waitFor()
    assert.equal(await page.getByRole('grid').count(), 0)
    await page.getByRole('button', { name: 'Remove these conditions' }).click()
    await page.getByRole('grid').getByRole('link').first().waitFor()
    await filters.getByRole('button', { name: 'Role is Customer' }).waitFor()
  })

  await t.test('a link that was cut off says that it was', async () => {
    await page.goto(`/customers?f=${new URL(sent).searchParams.get('f')?.slice(0, 9)}`)
    await page.getByText('The filter in this address cannot be read').waitFor()
  })

  assert.deepEqual(window.complaints, [])
})
