import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { startProduct } from '../product.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A clerk sees that two cards are one person: finds the other, reads both side by side, joins them, and separates them again.

test('a clerk joins two cards and separates them again', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (surname: string, identifier: object) => {
    const answer = await admin.api('POST', '/v1/customers', { kind: 'person', fields: { surname, name: 'Мария' }, identifiers: [identifier] })
    return z.object({ id: z.string() }).parse(answer.body).id
  }
  await enter('Жукова', { kind: 'email', value: 'maria@example.com' })
  const id = await enter('Котова', { kind: 'phone', value: '+79165550101' })
  const browser = await openBrowser()
  t.after(() => browser.close())
  const window = await openWindow(browser, product.url, { language: 'ru' })
  await lend(window, product.url, admin.cookies)
  const { page } = window

  await page.goto(`/customers/${id}`)
  await page.getByRole('button', { name: 'Объединить с другой…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Найти другую карточку' }).fill('жуко')
  await dialog.getByRole('button', { name: 'Жукова Мария' }).click()

  await t.test('both stand side by side, and nothing is joined before it is said how that is known', async () => {
    const surname = dialog.getByRole('row', { name: /Фамилия/ })
    assert.match((await surname.textContent()) ?? '', /Котова[\s\S]*Жукова[\s\S]*Котова/)
    await dialog.getByText('Действуют более строгие условия из двух', { exact: false }).waitFor()
    assert.equal(await dialog.getByRole('button', { name: 'Объединить карточки' }).isDisabled(), true)
    assert.equal(await dialog.getByRole('button', { name: 'Отмена' }).isEnabled(), true)
  })

  await t.test('joined: one card with the addresses of both', async () => {
    await dialog.getByRole('radio', { name: 'Клиент сказал сам' }).click()
    await dialog.getByRole('button', { name: 'Объединить карточки' }).click()
    await page.getByRole('heading', { name: 'Котова Мария' }).waitFor()
    await page.getByRole('link', { name: 'maria@example.com' }).waitFor()
    await page.getByText(/клиент сказал сам · Vera Glavnaya/).waitFor()
  })

  await t.test('separated: asked why, with a way back, and two cards again', async () => {
    await page.getByRole('button', { name: 'Разъединить' }).click()
    const sure = page.getByRole('dialog', { name: 'Разъединить с карточкой «Жукова Мария»?' })
    assert.equal(await sure.getByRole('button', { name: 'Разъединить' }).isDisabled(), true)
    await sure.getByRole('button', { name: 'Отмена' }).click()
    await page.getByRole('link', { name: 'maria@example.com' }).waitFor()
    await page.getByRole('button', { name: 'Разъединить' }).click()
    await sure.getByRole('radio', { name: 'Это разные люди' }).click()
    await sure.getByRole('button', { name: 'Разъединить' }).click()
    await gone(page.getByRole('link', { name: 'maria@example.com' }))
    await page.getByRole('heading', { name: 'Котова Мария' }).waitFor()
  })
  assert.deepEqual(window.complaints, [])
})
