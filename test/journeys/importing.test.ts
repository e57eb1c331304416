import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProduct } from '../product.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A file of orders becomes customers: columns guessed, counted first, run, and taken back as a whole.

const orders = `Invoice;Date;Article;Description;Qty;Price;Customer;E-mail;Name
A-1;21.11.2025 10:12;B-11;Атлас мира;1;2 450,00;77001;petrova@mail.example;Петрова Ольга Игоревна
A-1;21.11.2025 10:12;B-12;Закладка;3;45,50;77001;petrova@mail.example;Петрова Ольга Игоревна
A-2;21.11.2025 11:40;B-13;Книга о живописи;2;1 990,00;77002;kim@mail.example;Ким Игорь
A-3;не дата;B-14;Открытка;2;60,00;77003;orlov@mail.example;Орлов Пётр
`

const leads =
  'Имя;E-mail;Размер обуви\nПервых Инна;inna@leads.example;38\nВторых Олег;oleg@leads.example;43\n;;41\nТретьих Анна;anna@leads.example;37\nЧетвёртых Яна;yana@leads.example;36\n'

test('orders come in from a file, and go again', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'en' })
  await lend(window, product.url, admin.cookies)
  const { page } = window

  await t.test('the columns are guessed, with their first values beside them', async () => {
    await page.goto('/import')
    await page.locator('input[type=file]').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(orders) })
    await page.getByRole('heading', { name: 'orders.csv' }).waitFor()
    await page.getByRole('row', { name: /Description Атлас мира/ }).waitFor()
    assert.equal(await page.getByRole('combobox', { name: 'Becomes: Invoice' }).inputValue(), 'Order number')
    assert.equal(await page.getByRole('combobox', { name: 'Becomes: E-mail' }).inputValue(), 'E-mail')
  })

  await t.test('the dry run counts and records nothing', async () => {
    await page.getByRole('button', { name: 'Count first' }).click()
    await page.getByRole('heading', { name: 'What a run would bring' }).waitFor()
    await page.getByText('not a date').waitFor()
    await page.goto('/customers')
    await page.getByText('No customers yet').waitFor()
    await page.goBack()
  })

  await t.test('the run brings them in, the sums agree, the rejected row can be had back', async () => {
    await page.getByRole('button', { name: 'Run the import' }).click()
    await page.getByText('The sums agree with the file').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Rejected rows with line and reason' }).click()
    assert.match((await download).suggestedFilename(), /csv$/)
    await page.getByRole('link', { name: 'Open customers' }).click()
    await page.getByRole('link', { name: 'Петрова Ольга Игоревна' }).waitFor()
    // Besides them the table has a head and a foot.
    const customers = page.getByRole('row').filter({ has: page.locator('a[href^="/customers/"]') })
    assert.deepEqual([await customers.count(), await page.getByRole('row').count()], [2, 4])
  })

  await t.test('the whole import is undone', async () => {
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    await page.getByRole('link', { name: /orders\.csv/ }).click()
    await page.getByRole('button', { name: 'Undo the import' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click()
    // Whoever was looked at meanwhile stays, because the look stands in their journal.
    await page.getByText(/Taken back: 2 events/).waitFor()
    await page.goto('/classes')
    await page.getByRole('heading', { name: 'Value classes' }).waitFor()
  })

  await t.test('a file of leads: read otherwise and back, a field made in place, told by the bell after the page was left', async () => {
    await page.goto('/leads')
    await page.getByRole('button', { name: 'From a file' }).first().click()
    await page.getByRole('heading', { name: 'Import leads' }).waitFor()
    await page.locator('input[type=file]').setInputFiles({ name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(leads) })
    await page.getByRole('heading', { name: 'leads.csv' }).waitFor()
    assert.equal(await page.getByRole('combobox', { name: 'New people become' }).inputValue(), 'lead')
    const parted = page.getByRole('combobox', { name: 'Columns are parted by' })
    await parted.selectOption({ label: 'bar |' })
    await page.getByRole('rowheader', { name: 'Имя;E-mail;Размер обуви' }).waitFor()
    await parted.selectOption({ label: 'semicolon ;' })
    await page.getByRole('row', { name: /Размер обуви 38/ }).waitFor()

    const becomes = page.getByRole('combobox', { name: 'Becomes: Размер обуви' })
    await becomes.click()
    await page.getByRole('option', { name: 'New field…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Declare a field' })
    assert.deepEqual(
      [await dialog.getByRole('textbox', { name: 'Code' }).inputValue(), await dialog.getByRole('combobox', { name: 'Type' }).inputValue()],
      ['x_razmer_obuvi', 'number'],
    )
    await dialog.getByRole('textbox', { name: 'Title in English' }).fill('Shoe size')
    await dialog.getByRole('button', { name: 'Declare a field' }).click()
    await gone(dialog)
    await page.getByRole('button', { name: 'Count first' }).click()
    await page.getByText('nothing to recognise anybody by').waitFor()
    await page.getByRole('button', { name: 'Change the columns' }).click()
    assert.equal(await becomes.inputValue(), 'Shoe size')
    await page.getByRole('button', { name: 'Count first' }).click()
    const run = page.getByRole('button', { name: 'Run the import' })
    await run.click()
    await gone(run)
    await page.goto('/classes')

    await page.getByRole('button', { name: /^Notices: \d+ unread$/ }).click({ timeout: 120_000 })
    await page.getByRole('button', { name: /Your import is finished.*Rows: 5, rejected: 1/ }).click({ timeout: 120_000 })
    await page.getByRole('heading', { name: 'leads.csv' }).waitFor()
    await page.getByRole('button', { name: 'Open leads' }).click()
    await page.getByText('Первых Инна').waitFor()
    await page.getByText('Вторых Олег').waitFor()
  })

  assert.deepEqual(window.complaints, [])
})
