import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { startProduct } from '../product.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

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
    await gone(third)
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
    await gone(first)
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
    await gone(second)
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

  await t.test('a form is made, a stranger answers it on a phone without scripts, and the answer stands among the leads', async () => {
    const window = await openWindow(browser, product.url, { language: 'en' })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto('/settings/forms')
    await page.getByRole('button', { name: 'New form' }).click()
    const form = page.getByRole('dialog', { name: 'New form' })
    const code = form.getByRole('textbox', { name: 'Code' })
    await code.fill('Write to us')
    await form.getByRole('checkbox', { name: 'Russian' }).uncheck()
    await form.getByRole('textbox', { name: 'Title · English' }).fill('Write to us')
    await form.getByRole('textbox', { name: 'What the data is for · English' }).fill('We use it to answer you.')
    await form.getByRole('textbox', { name: 'Thanks · English' }).fill('Thank you, we will write back.')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText(/must be a code/).waitFor()
    await code.fill('write-to-us')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved as version 1. It is in force.').waitFor()
    const row = page.getByRole('listitem').filter({ hasText: '/f/write-to-us' })
    await row.getByText('0 answers in 30 days').waitFor()

    const stranger = await openWindow(browser, product.url, { language: 'en', width: 360 })
    await stranger.page.goto('/f/write-to-us')
    const shownAt = Date.now()
    await stranger.page.getByRole('heading', { name: 'Write to us' }).waitFor()
    await stranger.page.getByRole('textbox', { name: /^Your name/ }).fill('Zoe Winter')
    await stranger.page.getByRole('textbox', { name: /^E-mail/ }).fill('zoe@winter.example')
    await stranger.page.getByRole('textbox', { name: /^What is it about/ }).fill('Do you mend old atlases?')
    // Whoever answers faster than a person types is taken for a machine.
    await stranger.page.waitForTimeout(Math.max(0, 2_500 - (Date.now() - shownAt)))
    await stranger.page.getByRole('button').click()
    await stranger.page.getByText('Thank you, we will write back.').waitFor()
    await stranger.close()

    await page.goto('/leads?source=form')
    const lead = page.getByRole('listitem').filter({ hasText: 'Winter' })
    await lead.waitFor({ timeout: 120_000 })
    await page.goto('/settings/forms')
    await row.getByText('1 answer in 30 days').waitFor()
    await row.getByRole('button', { name: 'Pause: Write to us' }).click()
    await row.getByText('Paused').waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await gone(row.getByText('Paused'))
    assert.deepEqual(window.complaints, [])
    await window.close()
  })

  await t.test('two cards of one person: found by themselves, compared, said not to be the same, taken back, joined', async () => {
    const enterTwin = (name: string, surname: string, phone: string) =>
      admin.api('POST', '/v1/customers', {
        kind: 'person',
        fields: { name, surname, birth_date: '1986-03-14' },
        identifiers: [{ kind: 'phone', value: phone }],
      })
    await enterTwin('Елена', 'Соловьёва', '+79165550173')
    await enterTwin('Лена', 'Соловьева', '+79165550174')
    for (let tries = 0; tries < 1200; tries++) {
      const { items } = z.object({ items: z.array(z.unknown()) }).parse((await admin.api('GET', '/v1/duplicates')).body)
      if (items.length > 0) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const window = await openWindow(browser, product.url, { language: 'ru', width: 360 })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto('/duplicates')
    await page.getByRole('heading', { name: 'Дубли' }).waitFor()
    const pair = page.getByRole('article', { name: 'Пара 1' })
    await pair.getByText('Одинаковое имя').waitFor()
    await pair.getByText('Один день рождения').waitFor()
    await page.keyboard.press('KeyX')
    await page.getByText('Похожих карточек нет').waitFor()
    await page.getByRole('button', { name: 'Отменить' }).last().click()
    await pair.waitFor()
    await pair.getByRole('radio', { name: 'Мы завели карточку дважды' }).check()
    await pair.getByRole('button', { name: 'Объединить карточки' }).click()
    await page.getByText('Похожих карточек нет').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
    assert.equal(wide, false, 'nothing sticks out')
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
})
