import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { startProduct } from '../product.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A company's own fields where people meet them: declared from a card, filled by type, and named by their titles.

const idIn = (body: unknown) => z.object({ id: z.string() }).parse(body).id
const titled = (en: string, ru: string) => ({ en, ru })

test('a field is declared from a card and filled there, each by its type', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const declare = (code: string, type: string, title: object, more: object = {}) =>
    admin.api('POST', '/v1/fields', { code, type, title, purposes: ['service'], ...more })
  await declare('x_points', 'number', titled('Points', 'Баллы'))
  await declare('x_until', 'time', titled('Member until', 'Участник до'))
  await declare('x_wholesale', 'boolean', titled('Buys wholesale', 'Оптовик'))
  await declare('x_secret', 'text', titled('For offers only', 'Только для предложений'), { purposes: ['marketing'] })
  const fields = { surname: 'Котова', name: 'Мария' }
  const id = idIn((await admin.api('POST', '/v1/customers', { kind: 'person', fields, identifiers: [{ kind: 'phone', value: '+79165550101' }] })).body)
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'ru', width: 360 })
  await lend(window, product.url, admin.cookies)
  const { page } = window
  await page.goto(`/customers/${id}`)

  const details = page.getByRole('region', { name: 'Сведения' })
  const dialog = page.getByRole('dialog', { name: 'Добавить поле' })
  const field = dialog.getByRole('combobox', { name: 'Поле' })
  const offered = async () => {
    await details.getByRole('button', { name: 'Добавить поле' }).click()
    await field.click()
    await page.getByRole('option').first().waitFor()
    return page.getByRole('option').allTextContents()
  }
  const save = () => dialog.getByRole('button', { name: 'Сохранить' }).click()
  const shown = (title: string) => details.getByRole('button', { name: new RegExp(`^Изменить: ${title}|${title}»?: `) })

  const first = await offered()
  assert.deepEqual(first.slice(0, 3), ['Баллы', 'Участник до', 'Оптовик'])
  assert.ok(!first.includes('Только для предложений'), 'what this card would not show is not offered')
  assert.ok(!first.includes('Фамилия') && first.includes('Дата рождения'), 'nor what is filled')
  await page.getByRole('option', { name: 'Баллы' }).click()
  await dialog.getByRole('textbox', { name: 'Баллы' }).fill('12,5')
  await save()
  assert.match((await shown('Баллы').textContent()) ?? '', /12,5/)

  await offered()
  await page.getByRole('option', { name: 'Участник до' }).click()
  await dialog.getByLabel('Участник до').fill('2031-01-31')
  await save()
  assert.match((await shown('Участник до').textContent()) ?? '', /31 янв.* 2031/)

  await offered()
  await page.getByRole('option', { name: 'Оптовик' }).click()
  await dialog.getByRole('combobox', { name: 'Оптовик' }).click()
  await page.getByRole('option', { name: 'Да', exact: true }).click()
  await save()
  assert.match((await shown('Оптовик').textContent()) ?? '', /Да/)

  await t.test('another is declared from the card, and filled at once', async () => {
    await details.getByRole('button', { name: 'Добавить поле' }).click()
    await dialog.getByRole('button', { name: 'Завести ещё одно поле…' }).click()
    const form = page.getByRole('dialog', { name: 'Завести поле' })
    await form.getByRole('textbox', { name: 'Название на русском' }).fill('Уровень')
    assert.equal(await form.getByRole('textbox', { name: 'Код' }).inputValue(), 'x_uroven', 'one’s own language is enough, and nobody has to think of a code')
    await form.getByRole('combobox', { name: 'Тип' }).selectOption({ label: 'одно из списка' })
    const values = form.getByRole('textbox', { name: 'Значения, по одному в строке' })
    await values.fill('silver\n@home')
    await form.getByRole('button', { name: 'Завести поле' }).click()
    await form.getByText('Нужно одно-два коротких слова.').waitFor()
    await values.fill('silver\ngold')
    await form.getByRole('button', { name: 'Завести поле' }).click()
    await dialog.getByRole('combobox', { name: 'Уровень' }).click()
    await page.getByRole('option', { name: 'gold' }).click()
    await save()
    assert.match((await shown('Уровень').textContent()) ?? '', /gold/)
  })

  await t.test('money is declared in the company’s currency, typed and read as the language writes it', async () => {
    await details.getByRole('button', { name: 'Добавить поле' }).click()
    await dialog.getByRole('button', { name: 'Завести ещё одно поле…' }).click()
    const form = page.getByRole('dialog', { name: 'Завести поле' })
    await form.getByRole('textbox', { name: 'Название на русском' }).fill('Кредитный лимит')
    await form.getByRole('combobox', { name: 'Тип' }).selectOption({ label: 'деньги' })
    assert.match(await form.getByRole('combobox', { name: 'Валюта' }).inputValue(), /^RUB/)
    await form.getByRole('button', { name: 'Завести поле' }).click()
    const limit = dialog.getByRole('textbox', { name: 'Кредитный лимит' })
    await limit.fill('$5')
    await save()
    await dialog.getByText('Нужна сумма в RUB', { exact: false }).waitFor()
    await limit.fill('1234,5')
    await save()
    assert.match((await shown('Кредитный лимит').textContent()) ?? '', /1\s234,50\s₽/)
    await shown('Кредитный лимит').click()
    assert.equal(await page.getByRole('textbox', { name: 'Кредитный лимит' }).inputValue(), '1234,50')
    await page.keyboard.press('Escape')
  })

  await t.test('a value that does not fit is told at the field, and the old one stays', async () => {
    await shown('Баллы').click()
    const points = page.getByRole('textbox', { name: 'Баллы' })
    await points.fill('9999999999999999')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Нужно число, например 12 или 3,5.').waitFor()
    assert.equal(await points.getAttribute('aria-invalid'), 'true')
    await page.keyboard.press('Escape')
    assert.match((await shown('Баллы').textContent()) ?? '', /12,5/)
  })

  await t.test('an audience asks by what is kept for offers, and says whom that leaves out', async () => {
    await declare('x_visits', 'number', titled('Visits', 'Визиты'), { purposes: ['marketing'] })
    assert.equal((await admin.api('PUT', `/v1/customers/${id}/fields/x_visits`, { value: '5' })).status, 200)
    await page.goto('/campaigns')
    await page.getByRole('button', { name: 'Новая рассылка' }).first().click()
    const plan = page.getByRole('dialog', { name: 'Новая рассылка' })
    await plan.getByRole('button', { name: 'Убрать: Класс ценности' }).click()
    await plan.getByRole('button', { name: 'Убрать: Разрешили писать' }).click()
    await plan.getByText('1 клиент', { exact: true }).waitFor()
    await plan.getByRole('combobox', { name: 'Добавить условие…' }).click()
    const other = page.getByRole('option', { name: 'Баллы — хранится только для целей: обслуживание' })
    await other.waitFor()
    assert.notEqual(await other.getAttribute('data-combobox-disabled'), null, 'not for offers')
    assert.equal(await page.getByRole('option', { name: 'Только для предложений' }).count(), 0, 'text is never asked')
    await page.getByRole('option', { name: 'Визиты', exact: true }).click()
    await plan.getByRole('group', { name: 'Визиты' }).getByRole('textbox', { name: 'Значение' }).fill('3')
    await plan.getByText('Ещё 1 клиент подходит, но не выбран', { exact: false }).waitFor()
    await plan.getByText('0 клиентов', { exact: true }).waitFor()
    await plan.getByRole('button', { name: 'Убрать: Визиты' }).click()
    await plan.getByText('1 клиент', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.goto(`/customers/${id}`)
  })

  await t.test('where two cards are compared it stands by its title, and its value as on the card', async () => {
    const other = idIn(
      (await admin.api('POST', '/v1/customers', { kind: 'person', fields: { surname: 'Жукова' }, identifiers: [{ kind: 'email', value: 'm@example.com' }] }))
        .body,
    )
    await admin.api('PUT', `/v1/customers/${other}/fields/x_wholesale`, { value: 'false' })
    await page.getByRole('button', { name: 'Объединить с другой…' }).click()
    const joining = page.getByRole('dialog')
    await joining.getByRole('textbox', { name: 'Найти другую карточку' }).fill('жуко')
    await joining.getByRole('button', { name: 'Жукова' }).click()
    const row = joining.getByRole('row', { name: /Оптовик/ })
    assert.match((await row.textContent()) ?? '', /^ОптовикДаНетНет$/)
  })
  assert.deepEqual(window.complaints, [])
})

test('whoever may not declare fields reads why, and fills those there are', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const id = idIn(
    (await admin.api('POST', '/v1/customers', { kind: 'person', fields: { surname: 'Белова' }, identifiers: [{ kind: 'phone', value: '+79165550102' }] })).body,
  )
  const password = 'a long password of the clerk'
  await admin.api('POST', '/v1/staff', { name: 'Clerk', email: 'clerk@shop.example', password, role: 'clerk' })
  const clerk = product.client()
  await clerk.api('POST', '/v1/session', { email: 'clerk@shop.example', password })
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'en' })
  await lend(window, product.url, clerk.cookies)
  const { page } = window
  await page.goto(`/customers/${id}`)
  await page.getByRole('button', { name: 'Add a field' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a field' })
  const another = dialog.getByRole('button', { name: 'Declare another field…' })
  assert.equal(await another.getAttribute('aria-disabled'), 'true')
  await another.hover()
  await page.getByText('The privacy officer or an administrator declares fields.').waitFor()
  await another.press('Enter')
  assert.equal(await page.getByRole('dialog', { name: 'Declare a field' }).count(), 0)
  await dialog.getByRole('combobox', { name: 'Field' }).fill('posi')
  await page.getByRole('option', { name: 'Position' }).click()
  await dialog.getByRole('textbox', { name: 'Position' }).fill('Librarian')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: /Position.*: Librarian/ }).waitFor()
  assert.deepEqual(window.complaints, [])
})

test('in an import a column becomes a field of our own, by its title or by choice', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  await admin.api('POST', '/v1/fields', { code: 'x_points', type: 'number', title: titled('Points', 'Баллы'), purposes: ['service'] })
  await admin.api('POST', '/v1/fields', { code: 'x_size', type: 'number', title: titled('Shoe size', 'Размер обуви'), purposes: ['service'] })
  const file = 'Email,Full name,Points,Feet\nanna@example.com,Anna Bell,12,38\nboris@example.com,Boris Bell,lots,40\n'
  const uploaded = await admin.fetch('/v1/imports?name=people.csv&preset=contacts', { method: 'POST', body: file })
  const id = idIn(await uploaded.json())
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'ru' })
  await lend(window, product.url, admin.cookies)
  const { page } = window
  await page.goto(`/import/${id}`)
  const becomes = (header: string) => page.getByRole('row', { name: new RegExp(`^${header}`) }).getByRole('combobox')
  await becomes('Points').waitFor()
  // The titles of our own fields come a moment after the file's columns.
  const titledBy = performance.now() + 30_000
  while ((await becomes('Points').inputValue()) !== 'Баллы' && performance.now() < titledBy) await page.waitForTimeout(50)
  assert.equal(await becomes('Points').inputValue(), 'Баллы', 'guessed, and named by its title')
  assert.equal(await becomes('Feet').inputValue(), '— не брать —')
  await becomes('Feet').click()
  await page.getByRole('option', { name: 'Размер обуви' }).click()
  await page.getByRole('button', { name: 'Сначала посчитать' }).click()
  await page.getByText('Что принесёт импорт').waitFor()
  const { text } = await admin.api('GET', `/v1/imports/${id}`)
  assert.match(text, /"Feet":"x_size"/)
  assert.match(text, /"remarks":\{"Points":1\}/, 'the cell that is no number')
  assert.deepEqual(window.complaints, [])
})
