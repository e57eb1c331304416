import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { readAccount } from '../../src/office/account/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { addView } from '../../src/office/lists/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { admin as owner, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { gone, lend, noBrowser, openBrowser, openWindow } from './browser.ts'

// Getting about: what a colleague does shows by itself, what concerns me reaches me, settings are found, and whoever is dismissed
// is out at once.

const password = 'correct horse battery'

test('a colleague’s changes, notices and settings, in both languages', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const { id: olga } = await ask(admin, console_.addCustomer, {
    body: { kind: 'person', fields: { surname: 'Петрова', name: 'Ольга' }, identifiers: [] },
  })
  const { id: staff_id } = await ask(admin, access.addStaff, { body: { name: 'Ben Clark', email: 'ben@shop.example', password, role: 'clerk' } })
  const ben = product.client()
  assert.equal((await ben.api('POST', '/v1/session', { email: 'ben@shop.example', password })).status, 200)
  const browser = await openBrowser()
  t.after(() => browser.close())
  const vera = await openWindow(browser, product.url, { language: 'ru' })
  await lend(vera, product.url, admin.cookies)
  const clerk = await openWindow(browser, product.url, { language: 'en', width: 360 })
  await lend(clerk, product.url, ben.cookies)
  /** As the keep and other parts ask for it. */
  const notify = (facts: object) =>
    withClient(product.databaseUrl('keep'), async (client) => {
      const { rows } = await client.query<{ staff: string; customer: string }>(
        `select (select max(staff_id) from keep.staff) as staff, (select max(customer_id) from keep.customer) as customer`,
      )
      const [row] = rows
      await client.query(`select office_jobs.add_job('notify', $1::json)`, [
        JSON.stringify({ to: [Number(row?.staff)], customer: Number(row?.customer), ...facts }),
      ])
    })

  await t.test('what a colleague changes on the open card is there without a reload', async () => {
    await vera.page.goto(`/customers/${olga}`)
    await vera.page.getByRole('heading', { name: 'Петрова Ольга' }).waitFor()
    await ask(ben, console_.writeField, { params: { customer_id: olga, field: 'surname' }, body: { value: 'Сидорова' } })
    await vera.page.getByRole('heading', { name: 'Сидорова Ольга' }).waitFor()
  })

  await t.test('who else has the card open, and that they write, shows by itself, and goes when they go', async () => {
    const seen = (page: typeof vera.page, words: string) => page.getByRole('status').filter({ hasText: words })
    await clerk.page.goto(`/customers/${olga}`)
    await seen(vera.page, 'Эту карточку смотрит и Ben Clark').waitFor({ state: 'attached' })
    await seen(clerk.page, 'Vera Glavnaya has this card open too').waitFor({ state: 'attached' })
    await clerk.page.getByRole('button', { name: 'Write a note' }).click()
    await seen(vera.page, 'Эту карточку сейчас меняет Ben Clark').waitFor({ state: 'attached' })
    await clerk.page.goto('/')
    await gone(seen(vera.page, 'Ben Clark'))
  })

  await t.test('the bell counts by itself; a notice leads to its customer and is read', async () => {
    await clerk.page.goto('/')
    await clerk.page.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    await notify({ kind: 'mention', once: 'one' })
    await notify({ kind: 'task_due', once: 'two' })
    await clerk.page.getByRole('button', { name: 'Notices: 2 unread' }).click()
    const list = clerk.page.getByRole('dialog', { name: 'Notices' })
    await list.getByRole('heading', { name: 'Today' }).waitFor()
    assert.equal(await list.getByRole('listitem').count(), 2)
    await list.getByRole('button', { name: /A colleague mentioned you\s*Сидорова Ольга/ }).click()
    await clerk.page.getByRole('heading', { name: 'Сидорова Ольга' }).waitFor()
    await clerk.page.getByRole('button', { name: 'Notices: 1 unread' }).click()
    await list.getByRole('button', { name: 'Mark all as read' }).click()
    await list.getByText('Unread', { exact: true }).click()
    await list.getByText('All read').waitFor()
    await list.getByRole('link', { name: 'What to be told' }).click()
    await clerk.page.getByRole('heading', { level: 1, name: 'Notices' }).waitFor()
  })

  await t.test('a kind that is switched off is not told any more, and quiet hours are kept', async () => {
    await clerk.page.getByRole('switch', { name: 'A colleague mentions you in a note' }).click()
    await clerk.page.getByText('Saved').first().waitFor()
    await notify({ kind: 'mention', once: 'three' })
    await notify({ kind: 'case_due', once: 'four' })
    await clerk.page.getByRole('button', { name: 'Notices: 1 unread' }).waitFor()
    await clerk.page.getByRole('switch', { name: 'Keep quiet at these hours' }).click()
    await clerk.page.getByLabel('From').fill('22:15')
    const saved = clerk.page.waitForResponse((answer) => answer.request().method() !== 'GET' && answer.url().endsWith('/v1/notices/choices'))
    await clerk.page.getByRole('button', { name: 'Save' }).click()
    assert.equal((await saved).status(), 200)
    await clerk.page.reload()
    await until('the hours are there', async () => (await clerk.page.getByLabel('From').inputValue()) === '22:15')
    assert.equal(await clerk.page.getByRole('switch', { name: 'A colleague mentions you in a note' }).isChecked(), false)
  })

  await t.test('a setting is found by another word for it, also in the wrong layout, and says who may not open it', async () => {
    await vera.page.goto('/settings')
    await vera.page.getByRole('searchbox', { name: 'Найти настройку' }).fill('nb[bt')
    const settings = vera.page.getByRole('main')
    await gone(settings.getByRole('link', { name: /Цели обработки/ }))
    await settings.getByRole('link', { name: /Уведомления/ }).click()
    await vera.page.getByRole('heading', { level: 1, name: 'Уведомления' }).waitFor()
    await clerk.page.goto('/settings')
    await clerk.page
      .getByRole('link', { name: /Staff and keys/, disabled: true })
      .first()
      .waitFor()
  })

  await t.test('the palette does what the page offers, typed in the wrong layout and with a slip, by Tab and Enter', async () => {
    await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Заказать упаковку' })
    await vera.page.goto(`/customers/${olga}`)
    await vera.page.getByRole('heading', { name: 'Сидорова Ольга' }).waitFor()
    await vera.page.keyboard.press('Control+KeyK')
    const finder = vera.page.getByRole('combobox', { name: 'Найти что угодно' })
    await finder.fill('yfgbcfnm')
    await vera.page.getByRole('group', { name: 'На этой странице' }).getByRole('option', { name: 'Написать заметку' }).waitFor()
    await finder.fill('pfrfpfnm')
    await vera.page.getByRole('group', { name: 'Мои задачи и обращения' }).getByRole('option', { name: 'Заказать упаковку' }).waitFor()
    await finder.fill('hfcgtx')
    await vera.page.getByRole('option', { name: 'Распечатать карточку' }).waitFor()
    await finder.fill('уведмо')
    await vera.page.getByRole('group', { name: 'Настройки' }).getByRole('option', { name: 'Уведомления' }).waitFor()
    await finder.fill('rjynfrns')
    await vera.page.getByRole('group', { name: 'Страницы' }).getByRole('option', { name: 'Клиенты' }).waitFor()
    await finder.fill('заметк')
    await vera.page.getByRole('option', { name: 'Написать заметку' }).waitFor()
    await vera.page.keyboard.press('Enter')
    await vera.page.getByRole('textbox', { name: 'О чём говорили, о чём договорились' }).fill('Просила звонить после шести? ccc')
    assert.match(vera.page.url(), /do=note/, 'letters in a field are letters')
    await vera.page.keyboard.press('Escape')
  })

  await t.test('a page and a saved list are kept among the favourites, on every device', async () => {
    const { view_id } = await ask(admin, addView, { body: { title: 'Новые', columns: [] } })
    await vera.page.goto(`/customers?v=${view_id}`)
    await vera.page.getByRole('button', { name: 'В избранное: Новые' }).click()
    // The star turns before the server knows.
    const holds = async (pin: string) => (await ask(admin, readAccount)).pins.includes(pin)
    await until('the list is kept', () => holds(view_id))
    await vera.page.goto('/leads')
    await vera.page.getByRole('button', { name: 'В избранное: Лиды' }).click()
    await until('the page is kept', () => holds('/leads'))
    const other = await openWindow(browser, product.url, { language: 'ru' })
    await lend(other, product.url, admin.cookies)
    await other.page.goto('/')
    const kept = other.page.getByRole('list', { name: 'Избранные страницы и списки' })
    await kept.getByRole('link', { name: 'Лиды' }).waitFor()
    // The first window stands open still and has heard of nothing but its own.
    await other.page.goto('/duplicates')
    await other.page.getByRole('button', { name: /^В избранное: / }).click()
    await vera.page.getByRole('list', { name: 'Избранные страницы и списки' }).getByRole('link', { name: 'Дубли' }).waitFor()
    await kept.getByRole('link', { name: 'Новые' }).click()
    await other.page.getByRole('button', { name: 'Убрать из избранного: Новые' }).click()
    await gone(kept.getByRole('link', { name: 'Новые' }))
    // The names of another device are opened when they are asked for.
    const recent = other.page.getByRole('button', { name: 'Недавние', exact: true })
    assert.equal(await recent.getAttribute('aria-expanded'), 'false')
    await recent.click()
    await other.page
      .getByRole('navigation')
      .getByRole('link', { name: /Сидорова О\./ })
      .waitFor()
    await other.close()
  })

  await t.test('A makes me responsible, C begins a customer from anywhere, and the sheet lists both; switched off, keys do nothing', async () => {
    await vera.page.goto(`/customers/${olga}`)
    await vera.page.getByRole('heading', { name: 'Сидорова Ольга' }).waitFor()
    await vera.page.keyboard.press('KeyA')
    await vera.page.getByText(/^Теперь отвечает /).waitFor()
    await vera.page.keyboard.press('Shift+Slash')
    const sheet = vera.page.getByRole('dialog', { name: 'Сочетания клавиш' })
    for (const what of ['Назначить ответственным меня', 'Новый клиент', 'Выбрать строку или снять выбор']) await sheet.getByText(what).waitFor()
    await vera.page.keyboard.press('Escape')
    await gone(sheet)
    await vera.page.getByRole('button', { name: 'Сочетания клавиш' }).hover()
    await vera.page.getByRole('tooltip').getByText('Сочетания клавиш · ?').waitFor()
    await vera.page.keyboard.press('Escape')
    await gone(vera.page.getByRole('tooltip'))
    await vera.page.goto('/account')
    const keys = vera.page.getByRole('switch', { name: 'Команды одной клавишей' })
    await keys.click()
    await vera.page.getByText('Сохранено').first().waitFor()
    await vera.page.getByRole('heading', { level: 1 }).click()
    await vera.page.keyboard.press('Shift+Slash')
    await vera.page.keyboard.press('KeyC')
    await vera.page.keyboard.press('Control+KeyK')
    await vera.page.getByRole('combobox', { name: 'Найти что угодно' }).waitFor()
    assert.equal(await sheet.count(), 0)
    assert.match(vera.page.url(), /\/account$/)
    await vera.page.keyboard.press('Escape')
    await keys.click()
    await keys.and(vera.page.locator(':checked:enabled')).waitFor({ state: 'attached' })
    await vera.page.keyboard.press('Tab')
    await vera.page.getByRole('heading', { level: 1 }).click()
    await vera.page.keyboard.press('KeyC')
    await vera.page.waitForURL(/\/customers\?.*new=true/)
    // Somebody without a telephone is a customer, too.
    await vera.page.waitForFunction(() => document.activeElement?.hasAttribute('data-autofocus'))
    await vera.page.keyboard.type('Пахомова')
    await vera.page.getByText('Без e-mail и телефона клиента в следующий раз не узнать.', { exact: false }).waitFor()
    await vera.page.getByRole('button', { name: 'Добавить', exact: true }).click()
    await vera.page.getByRole('heading', { level: 1, name: 'Пахомова' }).waitFor()
  })

  await t.test('dates are those of the zone one chose, at once and after a reload', async () => {
    await vera.page.goto('/account')
    const zone = vera.page.getByRole('combobox', { name: 'Часовой пояс дат на экране' })
    await zone.selectOption('Asia/Vladivostok')
    await vera.page.getByText('Сохранено').first().waitFor()
    await vera.page.reload()
    assert.equal(await zone.inputValue(), 'Asia/Vladivostok')
  })

  await t.test('the palette begins what it names: a colleague is invited, a campaign is planned', async () => {
    for (const [typed, opened] of [
      ['Добавить сотрудника', 'Пригласить по e-mail'],
      ['Новая рассылка', 'Новая рассылка'],
    ] as const) {
      await vera.page.keyboard.press('Control+KeyK')
      await vera.page.getByRole('combobox', { name: 'Найти что угодно' }).fill(typed)
      await vera.page.getByRole('option', { name: typed }).first().click()
      const form = vera.page.getByRole('dialog', { name: opened })
      await form.getByRole('textbox').first().waitFor()
      await vera.page.keyboard.press('Escape')
      await gone(form)
    }
  })

  await t.test('one signs out everywhere else at once, and stays here', async () => {
    await vera.page.goto('/account')
    const elsewhere = [product.client(), product.client()]
    for (const one of elsewhere) assert.equal((await one.api('POST', '/v1/session', { email: owner.email, password: owner.password })).status, 200)
    const entered = async () => (await Promise.all(elsewhere.map((one) => one.api('GET', '/v1/notices/count')))).map(({ status }) => status)
    assert.deepEqual(await entered(), [200, 200])
    await vera.page.reload()
    await vera.page.getByRole('button', { name: 'Выйти на всех других' }).click()
    const question = vera.page.getByRole('dialog', { name: 'Выйти на всех других' })
    await question.getByRole('button', { name: 'Выйти на всех других' }).click()
    await vera.page.getByText('Сеанс завершён.').waitFor()
    assert.deepEqual(await entered(), [401, 401])
    await gone(question)
    await gone(vera.page.getByRole('button', { name: 'Выйти на всех других' }))
  })

  await t.test('whoever is dismissed is out at once', async () => {
    await clerk.page.goto('/')
    await clerk.page.getByRole('button', { name: /^Notices/ }).waitFor()
    await ask(admin, access.dismissStaff, { params: { staff_id } })
    await clerk.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  assert.deepEqual([...vera.complaints, ...clerk.complaints], [])
})

test('a demo is led through its first steps, put away by hand, and wiped by its typed name', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t, { demo: true, company: 'Лавка' })
  const admin = await product.setUp()
  await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Петрова' }, identifiers: [] } })
  const browser = await openBrowser()
  t.after(() => browser.close())
  const vera = await openWindow(browser, product.url, { language: 'ru', width: 360 })
  await lend(vera, product.url, admin.cookies)
  const { page } = vera
  const steps = page.getByRole('region', { name: 'Первые шаги' })
  const step = (name: string, state: 'Сделано' | 'Ещё нет') => steps.getByRole('listitem').filter({ hasText: name }).getByRole('img', { name: state })

  await t.test('each step knows whether it is done', async () => {
    await page.goto('/')
    await step('Первые клиенты', 'Сделано').waitFor()
    await step('Зачем используются данные', 'Ещё нет').waitFor()
    await steps.getByRole('link', { name: 'Посмотреть' }).click()
    await page.getByRole('heading', { level: 1, name: 'Цели обработки' }).waitFor()
    await page.goBack()
    await step('Зачем используются данные', 'Сделано').waitFor()
  })

  await t.test('the wipe asks for the name, and leaves an empty house with the same owner', async () => {
    await steps.getByRole('button', { name: 'Очистить демонстрацию' }).click()
    const ask = page.getByRole('dialog', { name: 'Очистить демонстрацию?' })
    await ask.getByRole('textbox').fill('лавка')
    assert.ok(await ask.getByRole('button', { name: 'Очистить демонстрацию' }).isDisabled())
    await ask.getByRole('textbox').fill('Лавка')
    await ask.getByRole('button', { name: 'Очистить демонстрацию' }).click()
    await ask.getByText('Очищаем.', { exact: false }).waitFor()
    await step('Первые клиенты', 'Ещё нет').waitFor({ timeout: 150_000 })
  })

  await t.test('put away, the steps do not come back', async () => {
    await steps.getByRole('button', { name: 'Убрать первые шаги' }).click()
    await gone(steps)
    await page.reload()
    await page.getByRole('heading', { name: 'Задачи и обещания' }).waitFor()
    assert.equal(await steps.count(), 0)
  })
})
