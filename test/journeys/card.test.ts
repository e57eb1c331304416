import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Route } from 'playwright-core'
import * as console_ from '../../src/office/console/contract.ts'
import { listTags } from '../../src/office/ownership/contract.ts'
import { startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// A seller arranges a card: whose customer it is, by which words the company calls them, which papers belong to them; prints it.

const spoken = {
  en: {
    add: 'Add a tag',
    find: 'Find a tag or make one',
    make: 'Make “Regular”',
    off: 'Take off “Regular”',
    undo: 'Undo',
    owner: 'Responsible: nobody yet',
    take: 'I take it',
    owned: 'Responsible: Vera Glavnaya',
    choose: 'Add a file',
    look: 'Look at',
    print: 'Print',
    finder: 'Find anything',
    printing: 'Print this card',
    surname: 'Surname',
    given: 'Name',
    card: 'The card',
    printed: /Printed by Vera Glavnaya/,
    tags: 'Tags',
    remember: 'Remember something',
    kind: 'What it is',
    gift: 'Gift',
    words: 'In your words',
    taken: 'How it was taken',
    save: 'Save',
    remembered: 'What we remember of you',
    mine: 'Your tags',
    role: 'Somebody here is responsible for you: administrator.',
  },
  ru: {
    add: 'Добавить метку',
    find: 'Найти или завести метку',
    make: 'Завести «Regular»',
    off: 'Снять метку «Regular»',
    undo: 'Вернуть',
    owner: 'Отвечает: пока никто',
    take: 'Беру на себя',
    owned: 'Отвечает: Vera Glavnaya',
    choose: 'Добавить файл',
    look: 'Посмотреть',
    print: 'Напечатать',
    finder: 'Найти что угодно',
    printing: 'Распечатать карточку',
    surname: 'Фамилия',
    given: 'Имя',
    card: 'Карточку',
    printed: /Напечатано: Vera Glavnaya/,
    tags: 'Метки',
    remember: 'Запомнить',
    kind: 'Что это',
    gift: 'Подарок',
    words: 'Своими словами',
    taken: 'Как принят',
    save: 'Сохранить',
    remembered: 'Что мы о вас помним',
    mine: 'Ваши метки',
    role: 'За вас отвечает сотрудник: администратор.',
  },
} as const

const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

for (const language of ['en', 'ru'] as const) {
  const say = spoken[language]
  test(`a seller arranges a card (${language})`, { skip: noBrowser }, async (t) => {
    const product = await startProduct(t)
    const admin = await product.setUp()
    const identifiers = [{ kind: 'email' as const, value: 'anna@card.example' }]
    const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Белова', name: 'Анна' }, identifiers } })
    const browser = await openBrowser()
    t.after(() => browser.close())
    const window = await openWindow(browser, product.url, { language })
    await lend(window, product.url, admin.cookies)
    const { page } = window
    await page.goto(`/customers/${id}`)

    await t.test('a tag is made in place, taken off, and had back within ten seconds', async () => {
      await page.getByRole('button', { name: say.add }).click()
      await page.getByRole('combobox', { name: say.find }).fill('Regular')
      // The page shows it before the server knows; what takes it off then must not overtake what puts it on.
      const late = async (route: Route) => {
        if (route.request().method() === 'PUT') await setTimeout(700)
        await route.fallback()
      }
      await page.route(`**/customers/${id}/tags/*`, late)
      const answers = ['PUT', 'DELETE'].map((method) =>
        page.waitForResponse((answer) => answer.url().includes('/tags/') && answer.request().method() === method),
      )
      await page.getByRole('option', { name: say.make }).click()
      await page.getByRole('button', { name: say.off }).click()
      await Promise.all(answers)
      await page.unroute(`**/customers/${id}/tags/*`, late)
      await gone(page.getByRole('button', { name: say.off }))
      assert.equal((await ask(admin, listTags)).items[0]?.customers, 0)
      await page.getByRole('button', { name: say.undo }).click()
      await page.getByRole('button', { name: say.off }).waitFor()
      await until('the tag is theirs again', async () => (await ask(admin, listTags)).items[0]?.customers === 1)
    })

    await t.test('one takes the customer', async () => {
      await page.getByRole('button', { name: say.owner }).click()
      await page.getByRole('button', { name: say.take }).click()
      await page.getByRole('button', { name: say.owned }).waitFor()
    })

    const fileOf = async (name: string) => {
      const { text } = await admin.api('GET', `/v1/files/${id}`)
      const file = JSON.parse(text).items.find((each: { name: string }) => each.name === name)
      return `/v1/files/${id}/${file.id}`
    }

    await t.test('files are dropped anywhere, a screenshot is pasted, and they are looked at without leaving the page', async () => {
      await page.evaluate((base64) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
        const dropped = new DataTransfer()
        dropped.items.add(new File(['<b>first line</b>\nsecond'], 'notes.txt', { type: 'text/plain' }))
        dropped.items.add(new File(['%PDF-1.4\n'], 'offer.pdf', { type: 'application/pdf' }))
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }))
        Reflect.set(globalThis, 'picture', new File([bytes], 'image.png', { type: 'image/png' }))
      }, picture)
      await page.getByRole('button', { name: `${say.look} offer.pdf` }).waitFor()
      await page.evaluate(() => {
        const pasted = new DataTransfer()
        pasted.items.add(Reflect.get(globalThis, 'picture'))
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }))
      })
      const shot = page.getByRole('button', { name: new RegExp(`^${say.look} (Screenshot|Снимок)`) })
      await shot.click()
      const dialog = page.getByRole('dialog')
      await page.waitForFunction(() => document.querySelector<HTMLImageElement>('[role="dialog"] img')?.naturalWidth === 1)
      await page.keyboard.press('Escape')
      await gone(dialog)
      await page.getByRole('button', { name: `${say.look} notes.txt` }).click()
      await dialog.getByText('<b>first line</b>').waitFor()
      await page.keyboard.press('Escape')
      await gone(dialog)
      await page.getByRole('button', { name: `${say.look} offer.pdf` }).click()
      const frame = await dialog.getByTitle('offer.pdf', { exact: true }).getAttribute('src')
      const answer = await admin.fetch(frame ?? '')
      assert.equal(answer.headers.get('content-disposition'), 'inline')
      assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'self'/)
      const text = await admin.fetch(`${await fileOf('notes.txt')}?show=true`)
      assert.match(text.headers.get('content-disposition') ?? '', /^attachment/, 'nothing but a PDF opens in a page')
      // The keyboard may be in the viewer of the browser, which is no page of ours.
      await dialog.locator('.mantine-Modal-close').click()
      await gone(dialog)
    })

    await t.test('a gift is remembered, with how it was taken', async () => {
      await page.getByRole('button', { name: say.remember }).click()
      await page.getByRole('combobox', { name: say.kind }).selectOption({ label: say.gift })
      await page.getByRole('textbox', { name: say.words }).fill('Альбом о живописи <b>Сун</b>')
      await page.getByRole('textbox', { name: say.taken }).fill('Очень рада')
      await page.getByRole('button', { name: say.save }).click()
      await page.getByRole('button', { name: /Альбом о живописи <b>Сун<\/b>/ }).waitFor()
    })

    await t.test('on paper there is no menu, but who printed it and when', async () => {
      await page.getByRole('button', { name: say.print, exact: true }).click()
      const [paper] = await Promise.all([window.context.waitForEvent('page'), page.getByRole('menuitem', { name: say.card }).click()])
      await paper.getByText(say.printed).waitFor()
      await paper.getByText('Regular').waitFor()
      const terms = await paper.getByRole('term').allTextContents()
      assert.deepEqual(
        [terms.indexOf(say.surname), terms.indexOf(say.given)].toSorted((a, b) => a - b),
        [terms.indexOf(say.surname), terms.indexOf(say.surname) + 1],
        'as on an envelope',
      )
      assert.equal(await paper.getByRole('navigation').count(), 0)
      await paper.emulateMedia({ media: 'print' })
      assert.equal(await paper.getByRole('button').count(), 0, 'nor a button')
      await paper.close()
      await page.keyboard.press('Control+KeyK')
      await page.getByRole('combobox', { name: say.finder }).fill(say.printing)
      const [same] = await Promise.all([window.context.waitForEvent('page'), page.keyboard.press('Enter')])
      await same.getByText(say.printed).waitFor()
      await same.close()
    })

    await t.test('the customer reads it on their own page', async () => {
      const own = await openOwnPage(product.url, 'anna@card.example', admin)
      const theirs = await openWindow(browser, product.url, { language, width: 360 })
      await lend(theirs, product.url, own.cookies)
      await theirs.page.goto('/my')
      await theirs.page.getByRole('list', { name: say.mine }).getByText('Regular').waitFor()
      await theirs.page.getByText(say.role).waitFor()
      await theirs.page.getByRole('region', { name: say.remembered }).getByText('Альбом о живописи <b>Сун</b>').waitFor()
      assert.deepEqual(theirs.complaints, [])
    })
    assert.deepEqual(window.complaints, [])
  })
}
