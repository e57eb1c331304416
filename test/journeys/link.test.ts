import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { writeAccount } from '../../src/office/account/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A link to the server that is bad, away, or only said to be: what was asked for comes all the same.

test('somebody works over a bad link', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = (surname: string) => ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname, name: 'Анна' }, identifiers: [] } })
  const { id: anna } = await enter('Абрамова')
  const { id: vera } = await enter('Вершинина')
  const password = 'correct horse battery'
  await ask(admin, access.addStaff, { body: { name: 'Ben Clark', email: 'ben@shop.example', password, role: 'clerk' } })
  const ben = product.client()
  assert.equal((await ben.api('POST', '/v1/session', { email: 'ben@shop.example', password })).status, 200)
  const fieldsOf = async (customer_id: string) =>
    new Map((await ask(admin, console_.readCard, { params: { customer_id }, query: {} })).fields.map(({ field, value }) => [field, value]))
  const notesOf = async (customer_id: string) =>
    (await ask(admin, console_.readTimeline, { params: { customer_id }, query: {} })).items.filter(({ kind }) => kind === 'note').length
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

  await t.test('a page whose reader’s choices come late is drawn once: what was opened in it stays open', async () => {
    const own = await openWindow(browser, product.url)
    await lend(own, product.url, admin.cookies)
    const { page } = own
    await ask(admin, writeAccount, { body: { time_zone: 'Asia/Tokyo' } })
    const asked = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    await page.route('**/v1/account/choices', async (route) => {
      asked.resolve()
      await letGo.promise
      await route.continue()
    })
    await page.goto('/purposes')
    const add = page.getByRole('button', { name: 'Declare a field' })
    const dialog = page.getByRole('dialog', { name: 'Declare a field' })
    const opened = add.click().then(() => dialog.getByRole('textbox', { name: 'Title in English' }).fill('Shoe size'))
    await asked.promise
    await page.waitForTimeout(1_000) // a page drawn too early would have the form open by now
    const answered = page.waitForResponse('**/v1/account/choices')
    letGo.resolve()
    await answered
    await opened
    await page.waitForTimeout(300)
    assert.equal(await dialog.getByRole('textbox', { name: 'Title in English' }).inputValue(), 'Shoe size')
    await ask(admin, writeAccount, { body: { time_zone: null } })
    await own.close()
  })

  await t.test('what is changed without a connection waits, also through a reload; what somebody wrote meanwhile is shown beside it', async () => {
    const own = await openWindow(browser, product.url)
    await lend(own, product.url, admin.cookies)
    const { page, context } = own
    const waits = page.getByText('Waits to be sent', { exact: true })
    const surname = page.getByRole('button', { name: /^Change “Surname”/ })
    await page.goto(`/customers/${anna}`)
    await surname.waitFor()
    await context.setOffline(true)
    await surname.click()
    await page.getByRole('textbox', { name: 'Surname' }).fill('Алексеева')
    await page.keyboard.press('Enter')
    await page.getByText('No connection to the server. We keep trying.').waitFor()
    await page.getByText('1 change waits to be sent').waitFor()
    await page.getByRole('button', { name: 'Write a note' }).click()
    await page.getByRole('textbox', { name: 'What was said or agreed' }).fill('Просила позвонить')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('2 changes wait to be sent').waitFor()
    assert.equal(await waits.count(), 2)
    await ask(ben, console_.writeField, { params: { customer_id: anna, field: 'surname' }, body: { value: 'Борисова' } })

    // The page can be loaded anew, and nothing can be written yet.
    await page.route('**/v1/customers/**', (route) => (route.request().method() === 'GET' ? route.continue() : route.abort()))
    await context.setOffline(false)
    const kept = () => page.evaluate(() => sessionStorage.getItem('rapport.waiting') ?? '')
    await until('it is kept', async () => (await kept()).length > 100)
    assert.doesNotMatch(Buffer.from(await kept(), 'base64').toString('utf8'), /Алексеева|Просила|surname/)
    await page.reload()
    await page.getByText('2 changes wait to be sent').waitFor()
    await page.getByRole('button', { name: 'Change “Surname”: Алексеева' }).waitFor()

    await page.unroute('**/v1/customers/**')
    await page.getByText('1 change was not taken').first().waitFor()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    const list = page.getByRole('dialog', { name: 'Changes that wait to be sent' })
    for (const words of ['Somebody changed this meanwhile.', 'Алексеева', 'Борисова', /Ben Clark/]) await list.getByText(words).first().waitFor()
    await list.getByRole('button', { name: 'Write mine' }).click()
    await until('mine is written', async () => (await fieldsOf(anna)).get('surname') === 'Алексеева')
    await gone(page.getByText('change was not taken'))
    assert.equal(await notesOf(anna), 1)
    assert.equal(await kept(), '')
    assert.deepEqual(
      own.complaints.filter((line) => !line.includes('ERR_')),
      [],
    )
    await own.close()
  })

  await t.test('a part of the console that was never opened waits for the connection, and what was typed meanwhile stands', async () => {
    const own = await openWindow(browser, product.url)
    await lend(own, product.url, admin.cookies)
    const { page, context } = own
    await page.goto(`/customers/${vera}`)
    await page.getByRole('button', { name: 'Write a note' }).click()
    const words = page.getByRole('textbox', { name: 'What was said or agreed' })
    await words.fill('Ещё не дописано')
    await context.setOffline(true)
    await page.keyboard.press('Control+KeyK')
    await page.getByText('No connection to the server. We keep trying.').waitFor()
    assert.equal(await words.inputValue(), 'Ещё не дописано')
    await context.setOffline(false)
    await page.getByRole('combobox', { name: 'Find anything' }).waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await words.inputValue(), 'Ещё не дописано')
    await page.evaluate(() => document.body.setAttribute('data-same', 'yes'))
    await context.setOffline(true)
    await page.getByRole('link', { name: 'Leads' }).click()
    await page.getByText('No connection to the server. We keep trying.').waitFor()
    await context.setOffline(false)
    await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor()
    assert.equal(await page.locator('body[data-same]').count(), 1, 'the page was not loaded anew')
    // Where styles did not come, their rules may not be read.
    await page.waitForFunction(() => [...document.styleSheets].every((sheet) => sheet.cssRules.length >= 0))
    await own.close()
  })

  await t.test('a note whose answer was lost is sent again and stands there once', async () => {
    const own = await openWindow(browser, product.url)
    await lend(own, product.url, admin.cookies)
    const { page } = own
    let lost = 0
    await page.route('**/notes', async (route) => {
      lost += 1
      if (lost > 1) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await page.goto(`/customers/${vera}`)
    await page.getByRole('button', { name: 'Write a note' }).click()
    await page.getByRole('textbox', { name: 'What was said or agreed' }).fill('Один раз')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('1 change waits to be sent').waitFor()
    await gone(page.getByText('1 change waits to be sent'))
    assert.deepEqual([lost, await notesOf(vera)], [2, 1])
    await own.close()
  })

  await t.test('whoever signs out is asked about what waits, and is not told that they are out when they are not', async () => {
    const own = await openWindow(browser, product.url)
    const leaver = product.client()
    assert.equal((await leaver.api('POST', '/v1/session', { email: 'ben@shop.example', password })).status, 200)
    await lend(own, product.url, leaver.cookies)
    const { page, context } = own
    await page.goto(`/customers/${vera}`)
    await page.getByRole('button', { name: 'Your menu: Ben Clark' }).hover()
    await page.getByRole('button', { name: /^Change “Surname”/ }).waitFor()
    await page.getByRole('button', { name: 'Your menu: Ben Clark' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    await page.keyboard.press('Escape')
    await context.setOffline(true)
    await page.getByRole('button', { name: /^Change “Surname”/ }).click()
    await page.getByRole('textbox', { name: 'Surname' }).fill('Орлова')
    await page.keyboard.press('Enter')
    await page.getByText('1 change waits to be sent').waitFor()
    const signOut = async () => {
      await page.getByRole('button', { name: 'Your menu: Ben Clark' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
    }
    const list = page.getByRole('dialog', { name: 'Changes that wait to be sent' })
    await signOut()
    await list.getByRole('button', { name: 'Stay' }).click()
    await gone(list)
    await signOut()
    await list.getByRole('button', { name: 'Sign out and lose them' }).click()
    await page.getByText('No connection: you are still signed in here.', { exact: false }).waitFor()
    await page.getByText('1 change waits to be sent').waitFor()
    await context.setOffline(false)
    await until('it is sent', async () => (await fieldsOf(vera)).get('surname') === 'Орлова')
    await gone(page.getByText('1 change waits to be sent'))
    await signOut()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await own.close()
  })
})
