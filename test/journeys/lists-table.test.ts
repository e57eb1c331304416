import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addCustomer, describeCustomer, readCard } from '../../src/office/console/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { secretOf } from '../attack/inside.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// The table of customers under the hands of somebody who never leaves the keyboard, in Russian, and of somebody with a mouse, in
// English: rows only where one looks, a panel, whoever stands before and behind, columns moved and kept in the address.

test('a clerk of the bookshop walks the table', { skip: noBrowser }, async (t) => {
  const shop = await openShop(t, 'bookshop')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const clerk = await shop.as('clerk1')
  const window = await openWindow(browser, shop.site, { language: 'ru' })
  await lend(window, shop.site, clerk.cookies)
  const { page } = window
  const grid = page.getByRole('grid', { name: 'Клиенты' })
  const rowAt = (index: number) => grid.locator(`[role="row"][aria-rowindex="${index + 1}"]`)
  let address = ''
  const nameAt = (index: number) => rowAt(index).getByRole('link')
  const panel = page.getByRole('complementary', { name: 'Клиент рядом со списком' })

  await t.test('it says how many there are, and draws only those in view', async () => {
    await page.goto('/customers')
    await nameAt(1).waitFor()
    const rows = Number(await grid.getAttribute('aria-rowcount')) - 1
    assert.ok(rows > 150, `${rows} customers`)
    await page.getByText(new RegExp(`^${rows} клиент`)).waitFor()
    assert.ok((await grid.getByRole('row').count()) < 50)
  })

  await t.test('arrows, Page Down and Ctrl+End go through all of it, whatever was loaded', async () => {
    const last = Number(await grid.getAttribute('aria-rowcount')) - 1
    await grid.focus()
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(() => document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant') === 'cell-1-0')
    await page.keyboard.press('Control+End')
    await nameAt(last).waitFor()
    await page.keyboard.press('Control+Home')
    await nameAt(1).waitFor()
    await page.keyboard.press('PageDown')
    await page.waitForFunction(() => /^cell-([5-9]|\d\d)-0$/.test(document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant') ?? ''))
    await page.keyboard.press('Control+Home')
  })

  await t.test('somebody new does not move the rows: it is said that there is one, and a click takes them in', async () => {
    const [rows, first] = [await grid.getAttribute('aria-rowcount'), await nameAt(1).textContent()]
    const surname = 'Аабанова'
    await ask(clerk, addCustomer, { body: { kind: 'person', fields: { surname, name: 'Анна' }, identifiers: [] } })
    const fresh = page.getByRole('button', { name: '1 новый · Обновить' })
    await fresh.waitFor()
    assert.deepEqual([await grid.getAttribute('aria-rowcount'), await nameAt(1).textContent()], [rows, first])
    await fresh.click()
    await rowAt(1)
      .getByRole('link', { name: `${surname} Анна` })
      .waitFor()
    assert.equal(await grid.getAttribute('aria-rowcount'), String(Number(rows) + 1))
    await gone(fresh)
    await grid.focus()
  })

  await t.test('Enter opens beside the list, J goes on, Back closes the panel before it leaves the list', async () => {
    const [first, second] = [await nameAt(1).textContent(), await nameAt(2).textContent()]
    await page.keyboard.press('Enter')
    await panel.getByRole('heading', { level: 2, name: said(first) }).waitFor()
    await panel.getByText(/^1 из \d+$/).waitFor()
    await page.keyboard.press('KeyJ')
    await panel.getByRole('heading', { level: 2, name: said(second) }).waitFor()
    await panel.getByText(/^2 из \d+$/).waitFor()
    await page.goBack()
    await gone(panel)
    await grid.waitFor()
  })

  await t.test('a second Enter opens the full card, which knows its place in the list and goes on from there', async () => {
    await grid.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Enter')
    await panel.getByText(/^1 из/).waitFor()
    const second = await nameAt(2).textContent()
    await page.keyboard.press('Enter')
    const around = page.getByRole('navigation', { name: 'В списке' })
    await around.getByText(/^1 из \d+$/).waitFor()
    await page.keyboard.press('KeyJ')
    await page.getByRole('heading', { level: 1, name: said(second) }).waitFor()
    await around.getByText(/^2 из \d+$/).waitFor()
    await around.getByRole('link', { name: 'Клиенты' }).click()
    await nameAt(1).waitFor()
  })

  await t.test('a head sorts, Shift adds a level, and the address says so', async () => {
    await page.getByRole('columnheader', { name: 'Потрачено всего' }).getByRole('button', { name: 'Потрачено всего', exact: true }).click()
    await page.waitForURL(/s=-spent/)
    await page.getByRole('columnheader', { name: 'Потрачено всего' }).and(page.locator('[aria-sort="descending"]')).waitFor()
    await page
      .getByRole('columnheader', { name: 'Класс' })
      .getByRole('button', { name: 'Класс', exact: true })
      .click({ modifiers: ['Shift'] })
    await page.waitForURL(/s=-spent%2Cvalue_class/)
  })

  await t.test('the sums are of everybody, not of the rows that were loaded', async () => {
    const sums = grid.getByRole('row', { name: 'Суммы по всем подходящим' })
    await sums.getByText(/₽/).waitFor()
    const shown = Number(((await sums.getByText(/₽/).textContent()) ?? '').replaceAll(/[^\d,]/g, '').replace(',', '.'))
    const said = await clerk.fetch('/v1/customers/sums?columns=spent')
    const of: { sums: { money: { minor: number }[] }[] } = JSON.parse(await said.text())
    assert.equal(Math.round(shown * 100), of.sums[0]?.money[0]?.minor)
  })

  await t.test('columns are moved and made wider by the keyboard, announced, and stay in the address', async () => {
    const head = page.getByRole('columnheader', { name: 'Класс' }).getByRole('button', { name: 'Класс', exact: true })
    await head.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await page.getByText(/«Класс» теперь колонка 3 из \d/).waitFor()
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByText('«Класс»: ширина 156 пикселей').waitFor()
    await page.waitForURL(/value_class\.156/)
    address = page.url()
    await page.goto('/')
    await page.goto(address)
    await nameAt(1).waitFor()
    const titles = await grid.getByRole('columnheader').allTextContents()
    assert.deepEqual(titles.slice(1, 4), ['Имя', 'Последний контакт', 'Класс2'])
  })

  await t.test('a column is dragged before another by the mouse', async () => {
    await page.goto('/customers')
    await nameAt(1).waitFor()
    const order = async () => (await grid.getByRole('columnheader').allTextContents()).slice(1, 5)
    assert.deepEqual(await order(), ['Имя', 'Класс', 'Последний контакт', 'Ответственный'])
    const head = (title: string) => page.getByRole('columnheader', { name: title }).getByRole('button', { name: title, exact: true })
    await head('Ответственный').dragTo(head('Класс'), { targetPosition: { x: 4, y: 10 } })
    await page.getByText('Колонка перемещена').waitFor({ state: 'attached' })
    assert.deepEqual(await order(), ['Имя', 'Ответственный', 'Класс', 'Последний контакт'])
    await page.waitForURL(/owner\.\d+.*value_class/)
    await page.goto(address)
    await nameAt(1).waitFor()
  })

  await t.test('a column is hidden, and found again in the list of columns', async () => {
    await page.getByRole('button', { name: 'Колонки', exact: true }).click()
    await page.getByRole('button', { name: 'Скрыть «Класс»' }).click()
    await gone(page.getByRole('columnheader', { name: 'Класс' }))
    await page.getByRole('textbox', { name: 'Найти колонку' }).fill('язык')
    await page.getByRole('button', { name: 'Показать «Язык»' }).click()
    await page.getByRole('columnheader', { name: 'Язык' }).waitFor()
    await page.getByRole('button', { name: 'Как в списке' }).click()
    await gone(page.getByRole('columnheader', { name: 'Язык' }))
    await page.keyboard.press('Escape')
  })

  await t.test('rows are chosen one by one, by a range, all in view and all who match', async () => {
    await page.goto('/customers')
    await nameAt(1).waitFor()
    await grid.focus()
    await page.keyboard.press('KeyX')
    await page.getByText('Выбран 1').waitFor()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('Выбрано 3', { exact: true }).waitFor()
    await page.getByRole('button', { name: /^Выбрать всех подходящих/ }).click()
    const rows = Number(await grid.getAttribute('aria-rowcount')) - 1
    await page.getByText(new RegExp(`^Выбран[оа]? ${rows}$`)).waitFor()
    await rowAt(2).getByRole('checkbox').uncheck()
    await page.getByText(new RegExp(`^Выбран[оа]? ${rows - 1}$`)).waitFor()
    await grid.focus()
    await page.keyboard.press('Escape')
    await gone(page.getByRole('region', { name: 'Выбранные клиенты' }))
  })

  await t.test('a change in a cell that is refused is taken back, and why stays at the cell until it is read', async () => {
    const shown = /\/customers\/(c_[^?]+)/.exec((await nameAt(1).getAttribute('href')) ?? '')?.[1] ?? ''
    const customer = opaque(secretOf(shop.product, 'ids')).read('customer', shown)
    const restrict = (status: string) =>
      withClient(shop.product.databaseUrl('keep'), (client) => client.query('update keep.customer set status = $1 where customer_id = $2', [status, customer]))
    const cell = rowAt(1).locator('[data-editable]').first()
    const before = await cell.textContent()
    await restrict('restricted')
    await cell.dblclick()
    await page.getByRole('combobox', { name: 'Ответственный' }).waitFor()
    await page.getByRole('option').nth(1).click()
    await cell.getByRole('alert').getByText('Использование данных этого клиента ограничено').waitFor()
    assert.ok((await cell.textContent())?.startsWith(before ?? ''), 'what stood there stands there again')
    await restrict('known')
    await cell.getByRole('button', { name: 'Закрыть замечание' }).click()
    await gone(cell.getByRole('alert'))
  })

  await t.test('role and language are changed in their cells, by the keyboard, and taken back', async () => {
    await page.goto('/customers?c=name.280*-role.140-language.140&s=since')
    await nameAt(1).waitFor()
    const cellAt = (col: number) => page.locator(`#cell-0-${col}`)
    const was = (await cellAt(1).textContent()) ?? ''
    await cellAt(1).click()
    await grid.focus()
    await cellAt(1).dblclick()
    const role = page.getByRole('combobox', { name: 'Роль' })
    await role.waitFor()
    assert.equal(await page.getByRole('option', { name: 'Ничего', exact: true }).count(), 0, 'everybody has a role')
    await page.keyboard.press('Escape')
    await gone(role)
    assert.equal(await cellAt(1).textContent(), was)
    await cellAt(1).dblclick()
    await page.getByRole('option', { name: 'Поставщик' }).click()
    await cellAt(1).getByText('Поставщик').waitFor()
    const undo = page.getByRole('button', { name: 'Отменить' })
    await undo.first().click()
    await cellAt(1).getByText(was, { exact: true }).waitFor()
    await cellAt(1).dblclick()
    await role.waitFor()
    await page.keyboard.press('Tab')
    const language = page.getByRole('combobox', { name: 'Язык' })
    await language.waitFor()
    await page.getByRole('option', { name: 'Английский' }).click()
    await cellAt(2).getByText('Английский').waitFor()
  })

  await t.test('a colleague wrote the same cell meanwhile: both values are shown, and one chooses', async () => {
    const colleague = await shop.as('owner')
    const cell = page.locator('#cell-0-1')
    const customer_id = /\/customers\/(c_[^?]+)/.exec((await nameAt(1).getAttribute('href')) ?? '')?.[1] ?? ''
    const write = async (name: string) => {
      await cell.dblclick()
      await page.getByRole('option', { name }).click()
    }
    const clash = page.getByRole('dialog', { name: 'Поле «Роль» изменил кто-то другой' })
    await ask(colleague, describeCustomer, { params: { customer_id }, body: { role: 'supplier' } })
    await write('Партнёр')
    await clash.getByText('Поставщик').waitFor()
    await clash.getByRole('button', { name: 'Оставить чужое' }).click()
    await cell.getByText('Поставщик').waitFor()
    await ask(colleague, describeCustomer, { params: { customer_id }, body: { role: 'customer' } })
    await write('Партнёр')
    await clash.getByRole('button', { name: 'Записать моё' }).click()
    await cell.getByText('Партнёр').waitFor()
    await until('mine is written', async () => (await ask(colleague, readCard, { params: { customer_id }, query: {} })).role === 'partner')
  })

  await t.test('the list is put into groups, with how many and how much each; they open by the keyboard, and stay in the address', async () => {
    await page.goto('/customers')
    await nameAt(1).waitFor()
    await page.getByRole('button', { name: 'Группы', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Класс', exact: true }).click()
    await page.waitForURL(/[?&]g=value_class/)
    const head = (name: RegExp) => grid.getByRole('rowheader', { name })
    const third = head(/^Третий класс, \d+ клиент/)
    await third.waitFor()
    assert.equal(await third.getAttribute('aria-expanded'), 'false')
    assert.match(
      (await grid
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: /^Третий класс/ }) })
        .textContent()) ?? '',
      /₽/,
      'with its sum',
    )
    assert.equal(await grid.getByRole('link').count(), 0, 'nobody is opened before a group is')
    const closed = Number(await grid.getAttribute('aria-rowcount'))
    await grid.focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowRight')
    await grid.getByRole('link').first().waitFor()
    assert.ok(Number(await grid.getAttribute('aria-rowcount')) > closed)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('KeyX')
    await page.getByText(/^Выбран[оа]? 1$/).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowLeft')
    await gone(grid.getByRole('link').first())
    await page.reload()
    await third.click()
    await grid.getByRole('link').first().waitFor()
    await page.getByRole('button', { name: 'По: Класс' }).click()
    await page.getByRole('menuitem', { name: 'Без групп' }).click()
    await page.waitForURL((address) => !address.searchParams.has('g'))
    await nameAt(1).waitFor()
  })

  await t.test('on a telephone rows are cards that are chosen, sorted and opened as well, in English', async () => {
    const telephone = await openWindow(browser, shop.site, { language: 'en', width: 360 })
    await lend(telephone, shop.site, (await shop.as('owner')).cookies)
    const small = telephone.page
    const cards = small.getByRole('grid', { name: 'Customers' })
    await small.goto('/customers')
    const first = cards.getByRole('rowheader').first()
    await first.getByRole('link').waitFor()
    await cards
      .getByRole('checkbox', { name: /^Choose (?!the rows)/ })
      .first()
      .check()
    await small.getByText('1 chosen').waitFor()
    await small.getByRole('button', { name: 'Choose nobody' }).click()
    await small.getByRole('button', { name: 'Order' }).click()
    await small.getByRole('button', { name: 'Sort by' }).click()
    await small.getByRole('option', { name: 'Spent in all' }).click()
    await small.waitForURL(/s=-spent/)
    const order = small.getByRole('dialog', { name: 'Spent in all' })
    await order.getByRole('button', { name: 'Turn the order of Spent in all round' }).focus()
    await small.keyboard.press('Escape')
    await gone(order)
    assert.equal(await small.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
    await first.getByRole('link').click()
    await small
      .getByRole('navigation', { name: 'In the list' })
      .getByText(/^1 of \d+$/)
      .waitFor()
    await small.goBack()
    await first.getByRole('link').waitFor()
    assert.deepEqual(telephone.complaints, [])
    await telephone.close()
  })

  assert.deepEqual(window.complaints, [])
})

/** A name as a link draws it: the initials of the face are no part of it. */
function said(name: string | null): string {
  assert.ok(name)
  return name
}
