import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as console_ from '../../src/office/console/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A clerk corrects a card where it stands, by the keyboard alone; and two colleagues who write one field see each other.

for (const language of ['en', 'ru'] as const) {
  const say = {
    en: {
      change: 'Change “Surname”',
      surname: 'Surname',
      name: 'Name',
      undo: 'Undo',
      mine: 'Write mine',
      clash: 'Somebody else changed “Surname”',
      inn: 'one digit here is wrong',
      roleName: 'Role',
      roleChanged: '“Role” is changed.',
      languageName: 'Language',
      role: 'Change “Role”',
      customer: 'Customer',
      partner: 'Partner',
      before: 'What “Role” was before',
      restore: 'Restore this value: Customer',
      language: 'Change “Language”',
      german: 'German',
    },
    ru: {
      change: 'Изменить «Фамилия»',
      surname: 'Фамилия',
      name: 'Имя',
      undo: 'Вернуть',
      mine: 'Записать моё',
      clash: 'Поле «Фамилия» изменил кто-то другой',
      inn: 'одна из цифр неверна',
      roleName: 'Роль',
      roleChanged: '«Роль»: изменено.',
      languageName: 'Язык',
      role: 'Изменить «Роль»',
      customer: 'Клиент',
      partner: 'Партнёр',
      before: 'Что было раньше: Роль',
      restore: 'Вернуть это значение: Клиент',
      language: 'Изменить «Язык»',
      german: 'Немецкий',
    },
  }[language]

  test(`a card is corrected where it stands (${language})`, { skip: noBrowser }, async (t) => {
    const product = await startProduct(t)
    const admin = await product.setUp()
    const fields = { surname: 'Белова', name: 'Анна', inn: '500100732259' }
    const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields, identifiers: [] } })
    const stored = async (field: string) =>
      (await ask(admin, console_.readCard, { params: { customer_id: id }, query: {} })).fields.find((f) => f.field === field)?.value
    const browser = await openBrowser()
    t.after(() => browser.close())
    const window = await openWindow(browser, product.url, { language })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto(`/customers/${id}`)
    const button = (value: string) => page.getByRole('button', { name: `${say.change}: ${value}`, exact: true })
    const box = (name: string) => page.getByRole('textbox', { name, exact: true })
    await button('Белова').waitFor()

    await t.test('E opens the first field, Esc leaves it as it was, Tab saves and goes on', async () => {
      await page.keyboard.press('KeyE')
      await box(say.surname).fill('Ничья')
      await page.keyboard.press('Escape')
      await button('Белова').waitFor()
      await page.keyboard.press('KeyE')
      await box(say.surname).fill('Орлова')
      await page.keyboard.press('Tab')
      await button('Орлова').waitFor()
      await box(say.name).waitFor()
      await page.keyboard.press('Enter')
      await gone(box(say.name))
      await page.getByRole('heading', { name: /Орлова Анна/ }).waitFor()
      assert.equal(await stored('surname'), 'Орлова')
    })

    await t.test('ten seconds to take it back', async () => {
      await page.getByRole('button', { name: say.undo }).first().click()
      await button('Белова').waitFor()
      await page.getByRole('heading', { name: /Белова Анна/ }).waitFor()
      assert.equal(await stored('surname'), 'Белова')
    })

    await t.test('what does not fit is said at the field with what was typed, and the old value stays', async () => {
      await page.getByRole('button', { name: /(INN|ИНН).*500100732259/ }).click()
      const inn = page.getByRole('textbox', { name: /ИНН|INN/ })
      await inn.fill('500100732250')
      await page.keyboard.press('Enter')
      await page.getByText(say.inn).waitFor()
      assert.equal(await inn.inputValue(), '500100732250')
      assert.equal(await stored('inn'), '500100732259')
      await page.keyboard.press('Escape')
    })

    await t.test('somebody was faster: both values stand side by side, and one chooses', async () => {
      await button('Белова').click()
      await ask(admin, console_.writeField, { params: { customer_id: id, field: 'surname' }, body: { value: 'Чужая' } })
      await box(say.surname).fill('Моя')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: say.clash })
      await dialog.getByText('Чужая', { exact: true }).waitFor()
      await dialog.getByText('Моя', { exact: true }).waitFor()
      await dialog.getByText(/Vera Glavnaya/).waitFor()
      assert.equal(await stored('surname'), 'Чужая', 'nobody is overwritten unasked')
      await dialog.getByRole('button', { name: say.mine }).click()
      await button('Моя').waitFor()
      await page.getByRole('heading', { name: /Моя Анна/ }).waitFor()
      assert.equal(await stored('surname'), 'Моя')
    })

    await t.test('role and language are changed in their place, taken back, and had back from what they were', async () => {
      const role = (value: string) => page.getByRole('button', { name: `${say.role}: ${value}`, exact: true })
      const of = async () => ask(admin, console_.readCard, { params: { customer_id: id }, query: {} })
      const choose = async (field: string, name: string) => {
        await page.getByRole('combobox', { name: field, exact: true }).click()
        await page.getByRole('option', { name, exact: true }).click()
      }
      await role(say.customer).click()
      await choose(say.roleName, say.partner)
      await role(say.partner).waitFor()
      await page.locator('.mantine-Notification-root').filter({ hasText: say.roleChanged }).getByRole('button', { name: say.undo }).click()
      await role(say.customer).waitFor()
      await until('the undoing is written', async () => (await of()).role === 'customer')
      await role(say.customer).click()
      await choose(say.roleName, say.partner)
      await role(say.partner).waitFor()
      await page.getByRole('button', { name: say.before }).click()
      await page.getByRole('button', { name: say.restore }).last().click()
      await role(say.customer).waitFor()
      await until('it is had back', async () => (await of()).role === 'customer')
      await page.getByRole('button', { name: new RegExp(`^${say.language}: `) }).click()
      await choose(say.languageName, say.german)
      await page.getByRole('button', { name: `${say.language}: ${say.german}`, exact: true }).waitFor()
      await until('the language is written', async () => (await of()).language === 'de')
    })
    assert.deepEqual(window.complaints, [])
  })
}
