import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'
import { openShop } from './shop.ts'

// Scene 1, as far as this house goes: a clerk who never met her types «бело 4567», sees who she is in a second, what was
// promised and what is hidden and why; adds a task and a note; and all of it stands in her own journal.

test('a clerk of the bank meets Белова Анна Сергеевна', { skip: noBrowser }, async (t) => {
  const bank = await openShop(t, 'bank')
  const browser = await openBrowser()
  t.after(() => browser.close())
  const clerk = await bank.as('clerk1')
  const window = await openWindow(browser, bank.site, { language: 'ru' })
  await lend(window, bank.site, clerk.cookies)
  const { page } = window

  await t.test('the palette finds her by «бело 4567», also typed in the wrong layout', async () => {
    await page.goto('/')
    await page.getByRole('heading', { name: 'Задачи и обещания' }).waitFor()
    await page.keyboard.press('Control+KeyK')
    const finder = page.getByRole('combobox', { name: 'Найти что угодно' })
    await finder.fill(',tkj 4567')
    await page.getByRole('option', { name: 'Белова Анна Сергеевна' }).waitFor()
    await finder.fill('бело 4567')
    await page.getByRole('option', { name: 'Белова Анна Сергеевна' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Белова Анна Сергеевна' }).waitFor()
  })

  await t.test('the card says how to address her, how long she is with us, what was promised', async () => {
    await page.getByText('Обращение: Анна Сергеевна').waitFor()
    await page.getByText('на «вы»', { exact: true }).waitFor()
    await page.getByText(/^6 лет/).waitFor()
    await page.getByText('без перерыва').waitFor()
    await page.getByText('Второй класс').waitFor()
    assert.ok((await page.getByText('Перезвонить: сколько даст продление вклада').count()) > 0)
    await page.getByText('Комиссия списана дважды').first().waitFor()
    await page.getByText('оценка 4 из 5').waitFor()
  })

  await t.test('what is hidden says that it is, and why', async () => {
    await page.getByText('2 записи скрыты').waitFor()
    await page.getByRole('button', { name: 'Почему?' }).last().click()
    await page.getByText(/Хранится для другой цели/).waitFor()
    await page.keyboard.press('Escape')
  })

  await t.test('one timeline of all channels, narrowed by a chip that stands in the address', async () => {
    const shown = page.getByRole('region', { name: 'История' }).getByRole('listitem')
    await shown.first().waitFor()
    const chips = page.getByRole('group', { name: 'Что показано' })
    const calls = chips.getByRole('button', { name: /^Звонок/ })
    const many = Number(/\d+/.exec((await calls.textContent()) ?? '')?.[0])
    await calls.click()
    await page.waitForURL(/only=call/)
    await page.waitForFunction((n) => document.querySelectorAll('section[aria-label="История"] ol > li').length === n, many)
    await page.reload()
    await chips.getByRole('button', { name: /^Звонок/, pressed: true }).waitFor()
    await chips.getByRole('button', { name: /^Все/ }).click()
    await page.goto(`${page.url().split('?')[0]}?only=stay`)
    await page.getByText('Из выбранного ничего нет').waitFor()
    await page.getByRole('button', { name: 'Показать всё' }).click()
    await shown.first().waitFor()
  })

  await t.test('T adds a task, a tick completes it, and it can be taken back', async () => {
    await page.keyboard.press('KeyT')
    await page.getByRole('textbox', { name: 'Что нужно сделать' }).fill('Прислать договор')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByRole('checkbox', { name: 'Сделано: Прислать договор' }).click()
    await page.getByText('Сделано: «Прислать договор».').waitFor()
    await gone(page.getByRole('checkbox', { name: 'Сделано: Прислать договор' }))
    await page.getByRole('button', { name: 'Вернуть' }).click()
    await page.getByRole('checkbox', { name: 'Сделано: Прислать договор' }).waitFor()
  })

  await t.test('N writes a note that stands in the timeline, also where only calls were shown', async () => {
    const chips = page.getByRole('group', { name: 'Что показано' })
    await chips.getByRole('button', { name: /^Звонок/ }).click()
    await page.waitForURL(/only=call/)
    await page.keyboard.press('KeyN')
    await page.getByRole('textbox', { name: 'О чём говорили, о чём договорились' }).fill('Просила звонить после шести.')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Просила звонить после шести.' }).waitFor()
    await chips.getByRole('button', { name: /^Все/, pressed: true }).waitFor()
  })

  await t.test('a corrected field keeps what it was', async () => {
    await page.getByRole('button', { name: 'Изменить «Отчество»' }).click()
    await page.getByRole('textbox', { name: 'Отчество' }).fill('Сергеевна-Мария')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByRole('heading', { name: 'Белова Анна Сергеевна-Мария' }).waitFor()
    await page.getByRole('button', { name: 'Что было раньше: Отчество' }).click()
    const history = page.getByRole('dialog')
    await history.getByText('Сергеевна', { exact: true }).waitFor()
    await history.getByText(/Ломова Ксения Павловна/).waitFor()
    await history.getByRole('button', { name: 'Вернуть это значение: Сергеевна', exact: true }).click()
    await page.getByRole('heading', { name: 'Белова Анна Сергеевна', exact: true }).waitFor()
  })

  await t.test('the looks stand in her journal, by name for colleagues', async () => {
    await page.getByRole('button', { name: 'Кто смотрел' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Ломова Ксения Павловна, специалист' }).first().waitFor()
  })

  await t.test('what she says on the telephone is entered: a no with two clicks, a yes with her words; and it is printed as proof', async () => {
    await page.getByRole('link', { name: 'Что клиент разрешает и что сказал' }).click()
    await page.getByRole('heading', { name: 'Что разрешает Белова Анна Сергеевна' }).waitFor()
    const news = page.getByRole('region', { name: 'Новости и предложения' })
    const email = news.getByRole('listitem').filter({ hasText: 'E-mail' }).first()
    const enter = page.getByRole('button', { name: 'Записать, что сказал клиент' })
    await enter.click()
    const form = page.getByRole('dialog')
    await form.getByRole('group', { name: 'Новости и предложения' }).getByText('E-mail', { exact: true }).click()
    await form.getByRole('button', { name: 'Записать', exact: true }).click()
    await gone(form)
    await email.getByText(/^(нет|отозвано)$/).waitFor()
    await enter.click()
    await form.getByText('да', { exact: true }).click()
    await form.getByRole('group', { name: 'Новости и предложения' }).getByText('E-mail', { exact: true }).click()
    assert.ok(await form.getByRole('button', { name: 'Записать', exact: true }).isDisabled(), 'a yes needs her words')
    await form.getByLabel('Его слова').fill('Хорошо, присылайте.')
    await form.getByRole('button', { name: 'Записать', exact: true }).click()
    await gone(form)
    await email.getByText('да', { exact: true }).waitFor()
    await email.getByRole('button', { name: /Как это было/ }).click()
    await email.getByText('Хорошо, присылайте.').waitFor()
    const [proof] = await Promise.all([page.waitForEvent('popup'), email.getByRole('link', { name: 'Напечатать как доказательство' }).first().click()])
    await proof.getByRole('heading', { name: 'Доказательство согласия' }).waitFor()
    await proof.getByText('Хорошо, присылайте.').waitFor()
    await proof.close()
    await page.getByRole('link', { name: 'Карточка' }).click()
    await page.getByRole('heading', { name: 'Белова Анна Сергеевна', exact: true }).waitFor()
  })

  await t.test('a star keeps her at hand', async () => {
    await page.keyboard.press('KeyF')
    await page.getByRole('button', { name: 'Убрать из избранного' }).waitFor()
    await page.getByRole('button', { name: 'Избранное', exact: true }).click()
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Белова А\. С\./ })
      .first()
      .waitFor()
  })

  await t.test('from the list she opens beside it; J goes on, Back closes, a link opens the same', async () => {
    await page.goto('/customers?q=бело')
    await page.getByRole('link', { name: /Белова Анна/ }).click()
    const panel = page.getByRole('complementary', { name: 'Клиент рядом со списком' })
    await panel.getByRole('heading', { name: /Белова Анна/ }).waitFor()
    const address = page.url()
    await page.keyboard.press('KeyJ')
    await panel.getByRole('heading', { name: /Белозеров|Белоусова|Блохин/ }).waitFor()
    await page.goBack()
    await gone(panel)
    await page.goto(address)
    await panel.getByRole('heading', { name: /Белова Анна/ }).waitFor()
  })

  await t.test('G then a letter goes to a page; what the role does not open is said, not hidden', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('KeyG')
    await page.keyboard.press('KeyV')
    await page.getByRole('heading', { name: 'Классы ценности' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'Рассылки' }).getAttribute('aria-disabled'), 'true')
  })

  assert.deepEqual(window.complaints, [])
})
