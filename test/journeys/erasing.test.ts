import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { withClient } from '../../src/platform/launcher/index.ts'
import { startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A letter comes: somebody wishes to be forgotten. The administrator erases them from the card, and prints the certificate.

test('somebody is erased from their card, and the certificate is printed', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t, { demo: true })
  const admin = await product.setUp()
  const enter = async (surname: string, value: string) => {
    const answer = await admin.api('POST', '/v1/customers', { kind: 'person', fields: { surname, name: 'Мария' }, identifiers: [{ kind: 'email', value }] })
    return z.object({ id: z.string() }).parse(answer.body).id
  }
  const erased = await enter('Забытова', 'zabytova@example.com')
  const waits = await enter('Ждунова', 'zhdunova@example.com')
  const browser = await openBrowser()
  t.after(() => browser.close())

  await t.test('in Russian: what goes and stays is said, the name is typed, it is done within seconds', async (t) => {
    const window = await openWindow(browser, product.url, { language: 'ru' })
    t.after(() => window.close())
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto(`/customers/${erased}`)
    await page.getByRole('button', { name: 'Ещё' }).first().click()
    await page.getByRole('menuitem', { name: 'Стереть навсегда…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('region', { name: 'Что исчезнет' }).getByText('Имена, адреса и номера').waitFor()
    await dialog.getByRole('region', { name: 'Что останется и почему' }).getByText('Отметки адресов и номеров').waitFor()
    const go = dialog.getByRole('button', { name: 'Стереть навсегда' })
    const name = dialog.getByRole('textbox', { name: /введите «Забытова/ })
    await name.fill('Забытова')
    assert.equal(await go.isDisabled(), true)
    await dialog.getByRole('textbox', { name: 'Где лежит' }).fill('zabytova@example.com')
    await name.fill('Забытова Мария')
    await go.click()
    await dialog.getByText('укажите, где лежит просьба', { exact: false }).waitFor()
    await dialog.getByRole('textbox', { name: 'Где лежит' }).fill('Папка 12')
    await go.click()
    await page.waitForURL(/settings\/erasures/)
    await page.getByText('стёрто', { exact: true }).waitFor()
    await page.getByText('Папка 12', { exact: false }).waitFor()
    assert.equal(await page.getByText('Забытова').count(), 0, 'no name stands there')

    const [paper] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Акт' }).click()])
    await paper.getByRole('heading', { name: 'Акт об уничтожении персональных данных' }).waitFor()
    await paper.getByText('Клиент попросил').waitFor()
    await paper.getByRole('button', { name: 'Печать' }).waitFor()
    await page.goto(`/customers/${erased}`)
    await page.getByText('Такого клиента здесь нет').waitFor()
  })

  await t.test('who was erased is entered again only when somebody says that they came back by themselves', async (t) => {
    const window = await openWindow(browser, product.url, { language: 'ru' })
    t.after(() => window.close())
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto('/customers?new=true')
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Имя', exact: true }).fill('Мария')
    await form.getByRole('textbox', { name: 'E-mail' }).fill('zabytova@example.com')
    const add = form.getByRole('button', { name: 'Добавить' })
    await add.click()
    const said = form.getByRole('checkbox', { name: 'Клиент обратился сам' })
    await said.waitFor()
    assert.equal(await add.isDisabled(), true)
    await form.getByRole('textbox', { name: 'E-mail' }).fill('zabytova+x@example.com')
    assert.equal(await said.count(), 0, 'another address is another question')
    await add.click()
    await said.check()
    await add.click()
    await page.getByRole('heading', { name: 'Мария' }).waitFor()
  })

  await t.test('in English, on a phone: it can be taken back until its day, and the card stands as before', async (t) => {
    const window = await openWindow(browser, product.url, { language: 'en', width: 360 })
    t.after(() => window.close())
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto(`/customers/${waits}`)
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Erase for good…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /can be taken back/ }).click()
    await dialog.getByRole('textbox', { name: /^Type/ }).fill('Ждунова Мария')
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await page.getByRole('heading', { name: /Will be erased on/ }).waitFor()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('heading', { name: /Ждунова/ }).waitFor()
    await gone(page.getByRole('heading', { name: /Will be erased on/ }))
  })

  await t.test('in Russian: only what was talked about is erased; the card stays, and the page of erasures says which', async (t) => {
    const note = await admin.api('POST', `/v1/customers/${waits}/notes`, { text: 'Говорили о здоровье', kind: 'call', direction: 'in' })
    assert.equal(note.status, 200, note.text)
    const window = await openWindow(browser, product.url, { language: 'ru' })
    t.after(() => window.close())
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto(`/customers/${waits}`)
    await page.getByText('Говорили о здоровье').first().waitFor()
    await page.getByRole('button', { name: 'Ещё' }).first().click()
    await page.getByRole('menuitem', { name: 'Стереть навсегда…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('region', { name: 'Что исчезнет' }).waitFor()
    await dialog.getByRole('combobox', { name: 'Что стереть' }).selectOption({ label: 'Покупки, звонки, визиты и их тексты' })
    await dialog.getByText('Клиент остаётся', { exact: false }).waitFor()
    await dialog.getByText('Всё остальное, что о нём хранится', { exact: false }).waitFor()
    await dialog.getByRole('textbox', { name: /введите «Ждунова/ }).fill('Ждунова Мария')
    await dialog.getByRole('textbox', { name: 'Где лежит' }).fill('Папка 13')
    await dialog.getByRole('button', { name: 'Стереть навсегда' }).click()
    await page.waitForURL(/settings\/erasures/)
    await page.getByText('Покупки, звонки, визиты и их тексты', { exact: false }).waitFor()
    await page.goto(`/customers/${waits}`)
    await page.getByRole('heading', { name: /Ждунова/ }).waitFor()
    assert.equal(await page.getByText('Говорили о здоровье').count(), 0)
  })

  await t.test(
    'on their own page, in English on a phone: a span of time is put aside at their word, and comes back when they think better of it',
    async (t) => {
      const note = await admin.api('POST', `/v1/customers/${waits}/notes`, { text: 'They asked for a discount', kind: 'call', direction: 'in' })
      assert.equal(note.status, 200, note.text)
      const own = await openOwnPage(product.url, 'zhdunova@example.com', admin)
      const window = await openWindow(browser, product.url, { language: 'en', width: 360 })
      t.after(() => window.close())
      await lend(window, product.url, own.cookies)
      // As if they had just typed the code of the letter: that is another test's matter.
      await withClient(product.databaseUrl('owner'), (client) => client.query('update keep.session set confirmed_at = now() where customer_id > 0'))
      const { page } = window
      await page.goto('/my/rights?ask=erase')
      await page.getByRole('combobox', { name: 'What is to be erased' }).selectOption({ label: 'A span of time' })
      await page.getByText(/everything else about you/).waitFor()
      await page.getByText(/^What goes: \d+ records/).waitFor()
      await page.getByRole('button', { name: 'Erase this' }).click()
      await page.getByText(/^From .* will be erased on/).waitFor()
      await page.goto('/my/history')
      await page.getByRole('heading', { level: 1 }).waitFor()
      assert.equal(await page.getByText('They asked for a discount').count(), 0)
      await page.goto('/my/rights?ask=erase')
      await page.getByRole('button', { name: /^Take it back: From/ }).click()
      await gone(page.getByText(/^From .* will be erased on/))
      await page.goto('/my/history')
      await page.getByText('They asked for a discount').first().waitFor()
    },
  )

  await t.test(
    'a request goes through both sides: asked on their page, answered in the console while a colleague types, seen and checked on their page',
    async (t) => {
      await admin.api('POST', '/v1/staff', { name: 'Olga', email: 'olga@shop.example', password: 'a long password of a colleague', role: 'privacy' })
      const olga = product.client()
      await olga.api('POST', '/v1/session', { email: 'olga@shop.example', password: 'a long password of a colleague' })
      const own = await openOwnPage(product.url, 'zhdunova@example.com', admin)
      const [theirs, desk] = [
        await openWindow(browser, product.url, { language: 'en', width: 360 }),
        await openWindow(browser, product.url, { language: 'en' }),
      ]
      t.after(() => Promise.all([theirs.close(), desk.close()]))
      await lend(theirs, product.url, own.cookies)
      await lend(desk, product.url, olga.cookies)
      const { page } = theirs
      await page.goto('/my/rights?ask=rectify&about=field.surname')
      await page.getByRole('heading', { level: 1, name: 'My rights' }).waitFor()
      await page.getByRole('textbox', { name: 'What it should be' }).fill('Жданова')
      await page.getByRole('textbox', { name: 'In your words' }).fill('A letter is wrong.')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      const asked = page.getByRole('listitem').filter({ hasText: 'Correct something' })
      await asked.getByText('A letter is wrong.').waitFor()

      // It comes to the officer's page, who begins to write; the administrator answers first.
      await desk.page.goto('/rights')
      await desk.page.getByRole('heading', { level: 1, name: 'Requests by right' }).waitFor()
      await desk.page.getByRole('link', { name: /^Correction/ }).click()
      await desk.page.getByRole('heading', { level: 1, name: /^Correction ·/ }).waitFor()
      await desk.page.getByRole('textbox', { name: 'Words to the customer' }).fill('We looked into it and')
      const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse((await admin.api('GET', '/v1/rights')).body)
      const answer = await admin.api('POST', `/v1/rights/${items[0]?.id}/answer`, { outcome: 'granted', words: 'It says Жданова now.' })
      assert.equal(answer.status, 200, answer.text)
      const meanwhile = desk.page.getByRole('status', { name: 'Meanwhile' })
      await meanwhile.getByText('Answered meanwhile:').waitFor()
      await meanwhile.getByText('We looked into it and').waitFor()
      await desk.page.getByText('It says Жданова now.').waitFor()
      await meanwhile.getByRole('button', { name: 'Put away' }).click()
      await gone(meanwhile)

      // Their page, which stood open all the while, has the answer by itself; and the receipts of it all hold.
      await asked.getByText('It says Жданова now.').waitFor()
      await page.goto('/my/receipts')
      await page.getByRole('heading', { level: 1, name: 'Receipts' }).waitFor()
      await page.getByRole('button', { name: 'Verify in this browser' }).click()
      await page.getByText('Everything holds').waitFor({ timeout: 60_000 })
      assert.deepEqual([theirs.complaints, desk.complaints], [[], []])
    },
  )
})
