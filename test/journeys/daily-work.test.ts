import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { saveUnit } from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { addLead } from '../../src/office/leads/contract.ts'
import { listNotices } from '../../src/office/notices/contract.ts'
import { assignCustomer } from '../../src/office/ownership/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { gone, noBrowser, openBrowser, openWindow } from './browser.ts'

// A day of a clerk and a day of a seller, each from signing in to done, in both languages: found by phone, a note that names a colleague, a
// term as people say it, a case; a lead that becomes a customer, its organisation with the people there, a follow-up, and one's own day.

const spoken = {
  en: {
    email: 'E-mail',
    password: 'Password',
    enter: 'Sign in',
    finder: 'Find anything',
    note: 'What was said or agreed',
    called: 'We called',
    from_us: 'from us',
    new_task: 'New task',
    save: 'Save',
    what: 'What is to be done',
    due: 'Until',
    term: 'tomorrow 10',
    understood: /, 10:00$/,
    done: 'Done',
    open: 'Open a case',
    about: 'What it is about',
    solve: 'Solve',
    resolution: 'How it was solved',
    solved: 'Solved',
    more: 'More about',
    give: 'Give to…',
    given: 'Given to somebody else.',
    history: 'What was changed',
    qualify: /as qualified$/,
    convert: /^Make .* a customer$/,
    leads: 'Leads',
    add: 'Add a person',
    fresh: 'A new person',
    surname: 'Surname',
    position: 'What they do there',
    head: 'Heads the organisation',
    people: 'People',
    more_of: 'More',
    over: 'Is over as of today',
    undo: 'Undo',
    past: /Was here before: 1/,
    draw: 'Draw',
    drawn: 'Relations of this customer, drawn',
    tomorrow: 'Tomorrow',
    birthdays: 'Birthdays of your customers',
    waiting: 'Others wait for you',
    hours: 'in 2 hours',
    call: 'Call them back',
  },
  ru: {
    email: 'E-mail',
    password: 'Пароль',
    enter: 'Войти',
    finder: 'Найти что угодно',
    note: 'О чём говорили, о чём договорились',
    called: 'Мы звонили',
    from_us: 'от нас',
    new_task: 'Новая задача',
    save: 'Сохранить',
    what: 'Что нужно сделать',
    due: 'Срок',
    term: 'завтра в 10',
    understood: /, 10:00$/,
    done: 'Сделано',
    open: 'Открыть обращение',
    about: 'О чём речь',
    solve: 'Решить',
    resolution: 'Как решили',
    solved: 'Решено',
    more: 'Ещё',
    give: 'Поручить…',
    given: 'Поручено.',
    history: 'Что меняли',
    qualify: /^Квалифицировать/,
    convert: /^Сделать клиентом/,
    leads: 'Лиды',
    add: 'Добавить сотрудника',
    fresh: 'Новый человек',
    surname: 'Фамилия',
    position: 'Должность',
    head: 'Руководит организацией',
    people: 'Сотрудники',
    more_of: 'Ещё',
    over: 'Закончилось сегодня',
    undo: 'Вернуть',
    past: /Раньше здесь работал: 1/,
    draw: 'Нарисовать',
    drawn: 'Связи этого клиента на схеме',
    tomorrow: 'Завтра',
    birthdays: 'Дни рождения ваших клиентов',
    waiting: 'Ждут вас',
    hours: 'через 2 часа',
    call: 'Перезвонить им',
  },
} as const

const password = 'a long password of a colleague'
const rubbish = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>'

test('a clerk and a seller do a day of work', { skip: noBrowser }, async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const browser = await openBrowser()
  t.after(() => browser.close())
  for (const name of ['clerk', 'seller'])
    await ask(admin, access.addStaff, { body: { name: `${name} Ann`, email: `${name}@shop.example`, password, role: 'clerk' } })
  const colleagues = (await ask(admin, work.listColleagues, { query: {} })).items
  const sellerId = colleagues.find((each) => each.name === 'seller Ann')?.id ?? ''
  const enter = async (surname: string, phone: string, more: Record<string, string> = {}) =>
    (
      await ask(admin, console_.addCustomer, {
        body: { kind: 'person', fields: { surname, name: 'Анна', ...more }, identifiers: [{ kind: 'phone', value: phone }] },
      })
    ).id

  async function signedIn(who: string, language: 'en' | 'ru', width: 1440 | 360 = 1440) {
    const say = spoken[language]
    const window = await openWindow(browser, product.url, { language, width })
    const { page } = window
    await page.goto('/')
    await page.getByLabel(say.email).fill(`${who}@shop.example`)
    await page.getByLabel(say.password, { exact: true }).fill(password)
    await page.getByRole('button', { name: say.enter, exact: true }).click()
    await gone(page.getByLabel(say.password, { exact: true }))
    return window
  }

  for (const [n, language] of (['en', 'ru'] as const).entries()) {
    const say = spoken[language]
    const anna = `Белова${n}`
    await enter(anna, `+791655501${n}7`)

    await t.test(`a clerk (${language}): found by phone, a note, a task, a case, done`, async () => {
      const window = await signedIn('clerk', language)
      const { page } = window
      await page.getByRole('navigation').first().waitFor()
      await page.keyboard.press('Control+KeyK')
      await page.getByRole('combobox', { name: say.finder }).fill(`5501${n}7`)
      await page.getByRole('option', { name: new RegExp(anna) }).click()
      await page.getByRole('heading', { name: `${anna} Анна` }).waitFor()

      await page.keyboard.press('KeyN')
      await page.getByRole('textbox', { name: say.note }).pressSequentially('Спросить @selle')
      await page.getByRole('option', { name: 'seller Ann' }).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.type('о скидке')
      await page.getByRole('button', { name: say.save }).click()
      await page.locator('mark', { hasText: '@seller Ann' }).waitFor()

      await page.keyboard.press('KeyN')
      await page.getByRole('textbox', { name: say.note }).fill('Никто не взял трубку')
      await page.keyboard.press('Escape')
      await gone(page.getByRole('textbox', { name: say.note }))
      await page.keyboard.press('KeyN')
      assert.equal(await page.getByRole('textbox', { name: say.note }).inputValue(), 'Никто не взял трубку', 'a slip of the finger loses nothing')
      await page.getByText(say.called, { exact: true }).click()
      await page.getByRole('button', { name: say.save }).click()
      await page.getByRole('listitem').filter({ hasText: 'Никто не взял трубку' }).getByRole('img', { name: say.from_us }).waitFor()

      await page.keyboard.press('KeyT')
      await page.getByRole('textbox', { name: say.what }).fill('Позвонить')
      await page.getByRole('textbox', { name: say.due }).fill(say.term)
      await page.getByText(say.understood).first().waitFor()
      await page.getByRole('button', { name: say.save }).click()
      const box = page.getByRole('checkbox', { name: `${say.done}: Позвонить` })
      await box.waitFor()
      await page.getByRole('button', { name: `${say.more}: Позвонить` }).click()
      await page.getByRole('menuitem', { name: say.give }).click()
      await page.getByRole('menuitem', { name: 'seller Ann' }).click()
      await page.getByText(say.given).waitFor()
      await page.getByRole('button', { name: `${say.more}: Позвонить` }).click()
      await page.getByRole('menuitem', { name: say.history }).click()
      await page.getByRole('dialog', { name: say.history }).getByText('seller Ann').waitFor()
      await page.keyboard.press('Escape')
      await gone(page.getByRole('dialog'))

      await page.getByRole('button', { name: say.open }).click()
      await page.getByRole('textbox', { name: say.about }).fill('Где заказ?')
      await page.getByRole('button', { name: say.save }).click()
      await page.getByRole('button', { name: say.solve, exact: true }).click()
      await page.getByRole('textbox', { name: say.resolution }).fill('Нашли')
      await page.getByRole('button', { name: say.solved, exact: true }).click()
      await page.getByText('Нашли').waitFor()
      await box.click()
      await gone(box)
      assert.deepEqual(window.complaints, [])
      await window.close()
    })

    await t.test(`a seller (${language}): a lead, a customer, an organisation with its people, one’s own day`, async () => {
      const surname = `Лидов${n}`
      await ask(admin, addLead, { body: { kind: 'person', fields: { surname, name: 'Инна' }, identifiers: [{ kind: 'phone', value: `+791655502${n}7` }] } })
      const mill = `Мельница ${n}`
      const org = await ask(admin, console_.addCustomer, { body: { kind: 'organisation', fields: { org_name: mill }, identifiers: [] } })
      const day = new Date(Date.now() + 86_400_000)
      const birth_date = `1984-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
      if (!birth_date.endsWith('02-29'))
        await ask(admin, assignCustomer, {
          params: { customer_id: await enter(`Юбиляр${n}`, `+791655503${n}7`, { birth_date }) },
          body: { staff_id: sellerId },
        })
      const window = await signedIn('seller', language)
      const { page } = window
      await page.getByRole('region', { name: say.waiting }).getByRole('link').first().waitFor()
      await page
        .getByRole('region', { name: say.birthdays })
        .getByRole('link', { name: new RegExp(`Юбиляр${n}`) })
        .waitFor()

      await page.goto('/leads')
      const lead = page.getByRole('listitem').filter({ hasText: surname })
      await lead.getByRole('button', { name: say.qualify }).click()
      await lead.getByRole('button', { name: say.convert }).click()
      await gone(lead)

      await page.goto(`/customers/${org.id}`)
      await page.getByRole('button', { name: say.add }).click()
      await page.getByText(say.fresh, { exact: true }).click()
      await page.getByRole('textbox', { name: say.surname }).fill(`Пекарев${n}`)
      await page.getByRole('textbox', { name: say.position }).fill(`Закупки ${rubbish}`)
      await page.getByRole('checkbox', { name: say.head }).check()
      await page.getByRole('button', { name: say.save }).click()
      const people = page.getByRole('region', { name: say.people })
      await people.getByRole('link', { name: new RegExp(`Пекарев${n}.*Закупки`) }).waitFor()
      await page.getByRole('button', { name: say.draw }).click()
      await page
        .getByRole('group', { name: say.drawn })
        .getByRole('link', { name: new RegExp(`Пекарев${n}`) })
        .waitFor()
      await people.getByRole('button', { name: new RegExp(`^${say.more_of}`) }).click()
      await page.getByRole('menuitem', { name: say.over }).click()
      await people.getByRole('button', { name: say.past }).waitFor()
      await page.getByRole('button', { name: say.undo }).click()
      await people.getByRole('link', { name: new RegExp(`Пекарев${n}`) }).waitFor()

      await page.keyboard.press('KeyT')
      await page.getByRole('textbox', { name: say.what }).fill(say.call)
      await page.getByRole('textbox', { name: say.due }).fill(say.term)
      await page.getByRole('button', { name: say.save }).click()
      await page.getByRole('checkbox', { name: `${say.done}: ${say.call}` }).waitFor()
      await page.goto('/')
      await page.getByRole('region', { name: say.tomorrow }).getByText(say.call).waitFor()
      for (let tries = 0; tries < 5 && !(await page.locator('[data-active]').filter({ hasText: say.call }).count()); tries++) await page.keyboard.press('KeyJ')
      await page.keyboard.press('KeyD')
      await gone(page.getByRole('region', { name: say.tomorrow }).getByText(say.call))

      await page.keyboard.press('Control+KeyK')
      await page.getByRole('combobox', { name: say.finder }).fill(say.new_task)
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: say.what }).waitFor()
      assert.deepEqual(window.complaints, [])
      await window.close()
    })
  }

  await t.test('units: a task says who would not see it before it is given (en); somebody new, a cell of the list, and what it was (ru)', async () => {
    for (const [code, ru] of [
      ['north', 'Север'],
      ['south', 'Юг'],
    ] as const)
      await ask(admin, saveUnit, { params: { unit: code }, body: { title: { en: code === 'north' ? 'North' : 'South', ru }, kind: 'shop', parent: null } })
    const role = {
      title: { en: 'Shop', ru: 'Магазин' },
      abilities: ['customers.see', 'customers.tag', 'work.see', 'work.do'],
      sees: ['contact', 'profile', 'content'],
      changes: ['contact', 'profile', 'content'],
      scope: 'own',
      customers: 'units',
      purposes: ['service'],
      from: 0,
    }
    assert.equal((await admin.api('PUT', '/v1/roles/shop', role)).status, 200)
    await ask(admin, access.addStaff, { body: { name: 'Nora Shop', email: 'nora@shop.example', password, role: 'shop', units: ['north'] } })
    const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Южная' }, identifiers: [], units: ['south'] } })

    const window = await signedIn('clerk', 'en')
    const { page } = window
    await page.goto(`/customers/${id}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('KeyN')
    const note = page.getByRole('textbox', { name: spoken.en.note })
    await note.pressSequentially('Ask @Nor')
    await page.getByRole('option', { name: 'Nora Shop · does not see this customer' }).click()
    await page.getByRole('alert').getByText('No notice of this note would reach them.').waitFor()
    await note.fill('Ask nobody')
    await gone(page.getByRole('alert'))
    await note.fill('')
    await page.keyboard.press('Escape')
    await gone(note)
    await page.keyboard.press('KeyT')
    await page.getByRole('textbox', { name: spoken.en.what }).fill('Window shopping')
    assert.equal(await page.getByRole('combobox', { name: 'Unit' }).inputValue(), 'South', 'that of the customer')
    await page.getByRole('combobox', { name: 'Who' }).click()
    await page.getByRole('option', { name: 'Nora Shop · does not see this customer' }).click()
    await page.getByRole('alert').getByText('Nora Shop sees only customers of North, and this one is not among them.').waitFor()
    await page.getByRole('combobox', { name: 'Who' }).click()
    await page.getByRole('option', { name: 'Me', exact: true }).click()
    await gone(page.getByRole('alert'))
    await page.getByRole('combobox', { name: 'Unit' }).click()
    await page.getByRole('option', { name: 'North' }).click()
    await page.getByRole('button', { name: spoken.en.save }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Window shopping' })
    await row.getByText('North', { exact: true }).waitFor()
    await row.getByRole('button', { name: /^More about/ }).click()
    await page.getByRole('menuitem', { name: spoken.en.give }).click()
    await page.getByRole('menuitem', { name: /Nora Shop/ }).click()
    await page.getByText('What helps: make them responsible', { exact: false }).waitFor()
    await page.getByRole('menuitem', { name: 'Give it to Nora Shop all the same' }).click()
    await row.getByText('does not see the customer').waitFor()
    await page.getByRole('button', { name: 'Unit: South' }).click()
    await page.getByRole('combobox', { name: 'Which units look after this customer' }).click()
    await page.getByRole('option', { name: 'North' }).click()
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Unit: North, South' }).waitFor()
    await gone(row.getByText('does not see the customer'))
    await page.goto('/customers')
    await page.getByRole('button', { name: 'New customer' }).click()
    const form = page.getByRole('dialog', { name: 'New customer' })
    await form.getByRole('textbox', { name: 'Surname' }).fill('Новая')
    await form.getByRole('textbox', { name: 'E-mail' }).fill('new@example.com')
    await form.getByRole('combobox', { name: 'Which units look after them' }).click()
    await page.getByRole('option', { name: 'South' }).click()
    await page.keyboard.press('Tab')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('button', { name: 'Unit: South' }).waitFor()
    assert.deepEqual(window.complaints, [])
    await window.close()

    const ruWindow = await signedIn('nora', 'ru')
    const { page: list } = ruWindow
    const nora = (await ask(admin, work.listColleagues, { query: {} })).items.find((each) => each.name === 'Nora Shop')?.id ?? ''
    await ask(admin, work.addTask, { body: { kind: 'task', what: 'Чужая витрина', customer_id: id, unit: 'south', assignee_id: nora } })
    await list.goto(`/customers/${id}`)
    const borrowed = list.getByRole('listitem').filter({ hasText: 'Чужая витрина' })
    await borrowed.getByRole('button', { name: /^Ещё/ }).click()
    await list.getByRole('menuitem', { name: spoken.ru.give }).click()
    await list.getByRole('menuitem', { name: 'clerk Ann' }).click()
    await list
      .getByRole('alert')
      .getByText(/дело не из ваших подразделений/)
      .waitFor()
    await list.getByRole('menuitem', { name: 'Всё равно поручить: clerk Ann' }).click()
    await gone(borrowed)
    await list.getByRole('button', { name: 'Подразделение: Север, Юг' }).click()
    await list.getByText('clerk Ann').waitFor()
    await list.getByRole('button', { name: 'Вернуть эти подразделения: Юг' }).click()
    await list
      .getByRole('alert')
      .getByText(/станет вам не виден/)
      .waitFor()
    await list.keyboard.press('Escape')
    await list.goto('/customers?c=name.280*-units.220')
    const cell = list.locator('#cell-0-1')
    await cell.getByText('Юг', { exact: true }).waitFor()
    await cell.dblclick()
    const chooser = list.getByRole('combobox', { name: 'Подразделения' })
    await chooser.press('Backspace')
    await chooser.press('Backspace')
    await chooser.press('Tab')
    await list.getByRole('dialog', { name: 'Передать клиента?' }).getByRole('button', { name: 'Оставить как есть' }).click()
    await cell.getByText('Юг', { exact: true }).waitFor()
    await cell.dblclick()
    await chooser.press('Backspace')
    await chooser.press('Tab')
    await gone(cell.getByText('Юг', { exact: true }))
    await cell.getByText('Север', { exact: true }).waitFor()
    const units = async () => (await ask(admin, console_.readCard, { params: { customer_id: id }, query: {} })).units
    await until('the unit is taken off', async () => (await units()).join() === 'north')
    assert.deepEqual(ruWindow.complaints, [])
    await ruWindow.close()
  })

  await t.test('pasted rubbish stands as text and breaks no page of 360 px', async () => {
    const fields = { surname: `${'Щ'.repeat(95)} 💐`, name: `שלום ${rubbish}`, about: rubbish, job_title: 'مدير' }
    const { id } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields, identifiers: [] } })
    await ask(admin, console_.addNote, { params: { customer_id: id }, body: { text: rubbish.repeat(20), kind: 'note', direction: 'none' } })
    await ask(admin, work.addTask, { body: { kind: 'task', what: `${'ы'.repeat(300)} ${rubbish}`, customer_id: id } })
    await ask(admin, work.openCase, { body: { kind: 'question', subject: `${'W'.repeat(200)} ${rubbish}`, customer_id: id } })
    const { id: other } = await ask(admin, console_.addCustomer, { body: { kind: 'organisation', fields: { org_name: 'Ж'.repeat(99) }, identifiers: [] } })
    await ask(admin, console_.addRelation, {
      params: { customer_id: id },
      body: { other_id: other, kind: 'employer', position: `${rubbish.slice(0, 100)} 👨‍👩‍👧` },
    })
    const window = await signedIn('clerk', 'ru', 360)
    const { page } = window
    await page.getByRole('main').waitFor()
    for (const customer of [id, other]) {
      await page.goto(`/customers/${customer}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('button', { name: spoken.ru.draw }).click()
      await page.getByRole('group', { name: spoken.ru.drawn }).waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, 'nothing stands out at the side')
      assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'broken')), undefined, 'nothing ran')
    }
    assert.deepEqual(window.complaints, [])
  })

  await t.test('whoever was named was told', async () => {
    const seller = product.client()
    await ask(seller, access.signIn, { body: { email: 'seller@shop.example', password } })
    assert.equal((await ask(seller, listNotices, { query: {} })).items.filter((each) => each.kind === 'mention').length, 2)
  })
})
