import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { startProduct } from '../product.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A clerk asks a customer for a better address: types it, says how it is known, removes the old one, and takes that back.

test('a clerk changes the addresses of a customer on the card', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (surname: string, value: string) => {
    const answer = await admin.api('POST', '/v1/customers', { kind: 'person', fields: { surname, name: 'Мария' }, identifiers: [{ kind: 'email', value }] })
    return z.object({ id: z.string() }).parse(answer.body).id
  }
  await enter('Жукова', 'zhukova@example.com')
  const id = await enter('Котова', 'old@example.com')
  const browser = await openBrowser()
  t.after(() => browser.close())

  await t.test('in Russian: typed, confirmed, marked, removed and put back', async (t) => {
    const window = await openWindow(browser, product.url, { language: 'ru' })
    t.after(() => window.close())
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.route(/identifiers\/history/, async (route) => {
      await setTimeout(300)
      await route.continue()
    })
    await page.goto(`/customers/${id}`)
    const part = page.getByRole('region', { name: 'Адреса и номера' })
    await part.getByRole('button', { name: 'Добавить адрес или номер' }).click()
    await page.waitForURL(/do=address/)
    const add = part.getByRole('button', { name: 'Добавить', exact: true })
    assert.equal(await add.isDisabled(), true)

    await part.getByRole('combobox', { name: 'Вид' }).selectOption({ label: 'Телефон' })
    await part.getByRole('textbox', { name: /^Телефон/ }).fill('позвоните')
    await add.click()
    await page.getByRole('alert').filter({ hasText: 'номер телефона' }).waitFor()

    await part.getByRole('combobox', { name: 'Вид' }).selectOption({ label: 'E-mail' })
    await part.getByRole('textbox', { name: 'E-mail' }).fill('ZHUKOVA@example.com')
    await add.click()
    const told = part.getByRole('alert')
    await told.getByText('Ничего не изменено').waitFor()
    await told.getByRole('link', { name: 'Жукова Мария' }).waitFor()

    await part.getByRole('textbox', { name: 'E-mail' }).fill('maria.new@example.com')
    await gone(told)
    await add.click()
    await part.getByRole('link', { name: 'maria.new@example.com' }).waitFor()
    await gone(add)

    await part.getByRole('button', { name: 'Изменить maria.new@example.com' }).click()
    const about = page.getByRole('dialog')
    const way = about.getByRole('button', { name: 'Клиент сам так сказал' })
    await way.waitFor()
    const place = await way.boundingBox()
    await about.getByText('Добавили').waitFor()
    assert.deepEqual(await way.boundingBox(), place, 'what arrives moves no button from under the pointer')
    await way.click()
    await about.getByText('Подтвердили: клиент сам так сказал').waitFor()
    await about
      .getByText(/Vera Glavnaya/)
      .first()
      .waitFor()
    await part.getByRole('img', { name: 'подтверждён' }).waitFor()
    await about.getByRole('switch', { name: 'Использовать первым' }).click()
    await about.getByText('Сделали основным').waitFor()
    await about.getByRole('switch', { name: /Общий/ }).click()
    await part.getByText('общий у нескольких людей').waitFor()
    await about.getByRole('switch', { name: /Общий/ }).click()
    await gone(part.getByText('общий у нескольких людей'))
    await page.keyboard.press('Escape')
    await gone(about)

    const old = part.getByRole('link', { name: 'old@example.com' })
    const remove = async () => {
      await part.getByRole('button', { name: 'Изменить old@example.com' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Убрать' }).click()
      await gone(old)
    }
    await remove()
    await page.getByText('Убрано: old@example.com').waitFor()
    await page.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await old.waitFor()
    await remove()
    await part.getByRole('button', { name: 'Добавить адрес или номер' }).click()
    await part.getByRole('button', { name: 'Вернуть old@example.com' }).click()
    await old.waitFor()
    await page.getByRole('button', { name: 'Кто смотрел' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Vera Glavnaya' }).filter({ hasText: 'изменение' }).first().waitFor()
    assert.deepEqual(window.complaints, [])
  })

  await t.test('in English, on a phone: a card number, and the confirmation taken back', async (t) => {
    const window = await openWindow(browser, product.url, { language: 'en', width: 360, scheme: 'dark' })
    t.after(() => window.close())
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto(`/customers/${id}?do=address`)
    const part = page.getByRole('region', { name: 'Addresses and numbers' })
    await part.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Loyalty card' })
    await part.getByRole('textbox', { name: 'Number of the card' }).fill('4276 0001')
    await part.getByRole('button', { name: 'Add', exact: true }).click()
    await part.getByText('4276 0001').waitFor()
    await part.getByRole('button', { name: 'Change maria.new@example.com' }).click()
    const about = page.getByRole('dialog')
    await about.getByRole('button', { name: 'Take the confirmation back' }).click()
    await about.getByRole('button', { name: 'It stands in a document' }).waitFor()
    await about.getByText('Confirmation taken back').waitFor()
    assert.deepEqual(window.complaints, [])
  })
})
