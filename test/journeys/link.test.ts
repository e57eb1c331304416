import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as console_ from '../../src/office/console/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A link to the server that is bad, away, or only said to be: what was asked for comes all the same.

test('somebody works over a bad link', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = (surname: string) => ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname, name: 'Анна' }, identifiers: [] } })
  await enter('Абрамова')
  const { id: vera } = await enter('Вершинина')
  const browser = await openBrowser()
  t.after(() => browser.close())

  await t.test('a browser that takes itself for offline keeps nobody from a server that is there', async () => {
    const own = await openWindow(browser, product.url)
    await lend(own, product.url, admin.cookies)
    const { page } = own
    await page.goto('/customers')
    await page.getByRole('link', { name: 'Абрамова Анна' }).waitFor()
    await page.evaluate(() => dispatchEvent(new Event('offline')))
    await page.getByRole('link', { name: 'Абрамова Анна' }).click()
    await page.getByRole('heading', { level: 2, name: 'Абрамова Анна' }).waitFor()
    assert.deepEqual(own.complaints, [])
    await own.close()
  })

  await t.test('a look whose answer never begins is asked for again', async () => {
    const own = await openWindow(browser, product.url)
    await lend(own, product.url, admin.cookies)
    const { page } = own
    await page.clock.install()
    let held = 0
    await page.route(`**/v1/customers/${vera}/card*`, (route) => {
      held += 1
      return held === 1 ? undefined : route.continue()
    })
    await page.goto(`/customers/${vera}`)
    await until('the look is held', async () => held === 1)
    await page.clock.fastForward(21_000)
    await page.getByRole('heading', { level: 1, name: 'Вершинина Анна' }).waitFor()
    assert.ok(held >= 2)
    await own.close()
  })
})
