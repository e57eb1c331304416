import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { startProduct } from '../product.ts'
import { lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A seller's morning with leads: enters one, takes one, calls, turns one down and takes that back, makes one a customer; by mouse in
// English, by keys in Russian with the Russian layout.

test('a seller works on leads, by mouse and by keyboard', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (surname: string, phone: string) => {
    const answer = await admin.api('POST', '/v1/leads', { kind: 'person', fields: { surname, name: 'Инна' }, identifiers: [{ kind: 'phone', value: phone }] })
    return z.object({ id: z.string() }).parse(answer.body).id
  }
  await enter('Первых', '+79165550101')
  await enter('Вторых', '+79165550102')
  const browser = await openBrowser()
  t.after(() => browser.close())

  await t.test('in English by mouse', async () => {
    const window = await openWindow(browser, product.url, { language: 'en' })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto('/')
    await page
      .getByRole('link', { name: /^Leads/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Leads' }).waitFor()

    await page.getByRole('button', { name: 'New lead' }).click()
    const form = page.getByRole('dialog', { name: 'New lead' })
    await form.getByRole('textbox', { name: 'Surname' }).fill('Третьих')
    await form.getByRole('textbox', { name: 'E-mail' }).fill('third@example.org')
    assert.equal(await form.getByRole('combobox', { name: 'Role' }).inputValue(), 'lead')
    await form.getByRole('button', { name: 'Add' }).click()
    const third = page.getByRole('listitem').filter({ hasText: 'Третьих' })
    await third.waitFor()
    await third.getByText('nobody’s yet').waitFor()
    await third.getByText(/Answer due/).waitFor()

    await third.getByRole('button', { name: 'Take Третьих' }).click()
    await third.getByText('Vera Glavnaya').waitFor()

    await third.getByRole('button', { name: 'Turn Третьих down…' }).click()
    await page.getByRole('menuitem', { name: 'No money for it' }).click()
    await third.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await third.getByText('Being worked on').waitFor()

    const first = page.getByRole('listitem').filter({ hasText: 'Первых' })
    await first.getByRole('button', { name: 'Call Первых Инна' }).click()
    const call = page.getByRole('dialog', { name: 'Call Первых Инна' })
    assert.equal(await call.getByRole('link', { name: /916/ }).getAttribute('href'), 'tel:+79165550101')
    await call.getByRole('textbox', { name: 'What was said' }).fill('Wants a catalogue')
    await call.getByRole('button', { name: 'Write it down' }).click()
    await first.getByText('Answered', { exact: true }).waitFor()

    await first.getByRole('button', { name: 'Mark Первых Инна as qualified' }).click()
    await first.getByRole('button', { name: 'Make Первых Инна a customer' }).click()
    await first.waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Closed…' }).selectOption('converted')
    await first.getByRole('link', { name: 'Первых Инна' }).click()
    await page.getByRole('heading', { name: 'Первых Инна' }).waitFor()
    await page.getByText('Reached. Wants a catalogue').waitFor()
    assert.deepEqual(window.complaints, [])
    await window.close()
  })

  await t.test('in Russian by keys', async () => {
    const window = await openWindow(browser, product.url, { language: 'ru' })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto('/leads?view=unassigned')
    const second = page.getByRole('listitem').filter({ hasText: 'Вторых' })
    await second.waitFor()
    await page.keyboard.press('KeyJ')
    assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? '', /Вторых/)
    await page.keyboard.press('KeyT')
    await second.waitFor({ state: 'detached' })
    await page.getByText('Здесь лидов нет').waitFor()
    await page.goto('/leads?view=mine')
    await second.waitFor()
    await second.getByRole('link', { name: /Вторых/ }).focus()
    await page.keyboard.press('KeyQ')
    await second.getByText('Квалифицирован', { exact: true }).waitFor()
    await second.getByRole('link', { name: /Вторых/ }).focus()
    await page.keyboard.press('KeyX')
    await page.getByRole('menuitem', { name: 'Не удалось связаться' }).waitFor()
    await page.keyboard.press('Escape')
    await second.getByRole('button', { name: 'Ещё: Вторых Инна' }).click()
    await page.getByRole('menuitem', { name: 'Что делали' }).click()
    await page.getByRole('dialog').getByText('Передан: Vera Glavnaya').waitFor()
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
})
