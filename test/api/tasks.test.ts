import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { saveUnit } from '../../src/keep/terms/contract.ts'
import { previewBulk, startBulk } from '../../src/office/bulk/contract.ts'
import type { Deed } from '../../src/office/bulk/shapes.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { listNotices } from '../../src/office/notices/contract.ts'
import { assignCustomer } from '../../src/office/ownership/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { remindOfCases, remindOfTasks, type WorkTables } from '../../src/office/work/index.ts'
import { openDb } from '../../src/platform/db/index.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

const day = 86_400_000

test('a task is changed, given to somebody else, put off and brought to mind: PATCH /v1/tasks/:task_id', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const password = 'a long password of a colleague'
  for (const [name, role] of [
    ['Clara', 'clerk'],
    ['Mark', 'marketer'],
  ] as const)
    await ask(admin, access.addStaff, { body: { name, email: `${name}@shop.example`.toLowerCase(), password, role } })
  const signedIn = async (name: string) => {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const [clara, mark] = [await signedIn('clara'), await signedIn('mark')]
  const { id: anna } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Белова' }, identifiers: [] } })
  const claraId = (await ask(admin, work.listColleagues, { query: {} })).items.find((each) => each.name === 'Clara')?.id ?? ''
  const now = new Date()
  const at = (days: number) => new Date(now.getTime() + days * day).toISOString()
  const due = await ask(admin, work.addTask, { body: { kind: 'task', what: 'Позвонить', customer_id: anna, due_at: at(2), remind_at: at(1) } })
  const params = { task_id: due.id }
  const noticesOf = async () => (await ask(clara, listNotices, { query: {} })).items.map((each) => [each.kind, each.subject?.id])

  await t.test('who may not see the customer changes nothing; bad input is said', async () => {
    assert.equal((await mark.api('PATCH', `/v1/tasks/${due.id}`, { what: 'Чужое' })).status, 404)
    assert.equal((await admin.api('PATCH', `/v1/tasks/${anna}`, { what: 'x' })).status, 404)
    assert.equal((await admin.api('PATCH', `/v1/tasks/${due.id}`, { due_at: '2126-01-01T00:00:00Z' })).status, 400)
    assert.equal((await admin.api('PATCH', `/v1/tasks/${due.id}`, { assignee_id: anna })).status, 404)
    const { items } = await ask(admin, work.listTasks, { query: { customer_id: anna } })
    assert.deepEqual(
      items.map((each) => [each.what, each.assignee?.name]),
      [['Позвонить', 'Vera Glavnaya']],
    )
  })

  await t.test('put off, its reminder moves along; given away, the other is told once and who gave it is not', async () => {
    const moved = await ask(admin, work.changeTask, { params, body: { due_at: at(5) } })
    assert.deepEqual([moved.due_at, moved.remind_at], [at(5), at(4)])
    const given = await ask(admin, work.changeTask, { params, body: { what: 'Позвонить <b>вечером</b>', assignee_id: claraId } })
    assert.deepEqual([given.what, given.assignee?.name], ['Позвонить <b>вечером</b>', 'Clara'])
    await ask(admin, work.changeTask, { params, body: { kind: 'promise', assignee_id: claraId } })
    assert.deepEqual(await noticesOf(), [['task_assigned', due.id]])
  })

  await t.test('when its moment has come the assignee is told, once, by whoever of several turns is first; done ones are not', async () => {
    const done = await ask(admin, work.addTask, { body: { kind: 'task', what: 'Готово', assignee_id: claraId, due_at: at(1), remind_at: at(1) } })
    await ask(clara, work.completeTask, { params: { task_id: done.id }, body: {} })
    const db = openDb<WorkTables>({ url: product.databaseUrl('office'), max: 4 })
    t.after(() => db.destroy())
    const turn = (days: number) => remindOfTasks(db, new Date(now.getTime() + days * day))
    assert.equal(await turn(3), 0)
    const told = await Promise.all([turn(4.5), turn(4.5), turn(4.5)])
    assert.equal(
      told.reduce((sum, each) => sum + each, 0),
      1,
    )
    assert.equal(await turn(31), 0)
    assert.deepEqual(
      (await noticesOf()).filter(([kind]) => kind === 'task_due'),
      [['task_due', due.id]],
    )
    await ask(clara, work.changeTask, { params, body: { due_at: at(40) } })
    assert.equal(await turn(41), 1, 'put off, it is brought to mind again')
  })

  await t.test('without a term there is no reminder', async () => {
    const open = await ask(clara, work.changeTask, { params, body: { due_at: null } })
    assert.deepEqual([open.due_at, open.remind_at], [null, null])
  })

  await t.test('what was changed is kept, with who did it: GET /v1/tasks/:task_id/changes; POST /v1/tasks/:task_id/drop is taken back', async () => {
    await ask(clara, work.dropTask, { params, body: {} })
    assert.equal((await ask(admin, work.listTasks, { query: { customer_id: anna } })).items.length, 0)
    assert.equal((await ask(clara, work.reopenTask, { params, body: {} })).state, 'open')
    const { items } = await ask(admin, work.listTaskChanges, { params, query: {} })
    assert.deepEqual(
      items.slice(0, 2).map((each) => [each.by?.name, each.what, each.was, each.became]),
      [
        ['Clara', 'state', 'dropped', 'open'],
        ['Clara', 'state', 'open', 'dropped'],
      ],
    )
    const given = items.find((each) => each.what === 'assignee')
    assert.deepEqual([given?.by?.name, given?.was, given?.became], ['Vera Glavnaya', 'Vera Glavnaya', 'Clara'])
    assert.equal(items.filter((each) => each.what === 'words').length, 1)
    assert.equal(items.filter((each) => each.what === 'kind').length, 1, 'what stayed as it was is no change')
    const first = await ask(admin, work.listTaskChanges, { params, query: { limit: 1 } })
    const rest = await ask(admin, work.listTaskChanges, { params, query: { cursor: first.next_cursor ?? '' } })
    assert.deepEqual([...first.items, ...rest.items], items)
  })

  await t.test(
    'a case is changed, given away, brought to mind and closed without a solution: PATCH /v1/cases/:case_id, GET /v1/cases/:case_id/changes',
    async () => {
      const body = { kind: 'question' as const, subject: 'Где заказ?', customer_id: anna, assignee_id: null, due_at: at(3), remind_at: at(2) }
      const opened = await ask(admin, work.openCase, { body })
      assert.equal(opened.assignee, null)
      const of = { case_id: opened.id }
      assert.equal((await admin.api('PATCH', `/v1/cases/${opened.id}`, { assignee_id: anna })).status, 404)
      assert.equal((await admin.api('PATCH', `/v1/cases/${opened.id}`, { state: 'solved' })).status, 400)
      assert.equal((await admin.api('PATCH', `/v1/cases/${opened.id}`, { subject: ' ' })).status, 400)
      await ask(admin, work.changeCase, { params: of, body: { assignee_id: claraId, kind: 'complaint', due_at: at(4) } })
      await ask(admin, work.solveCase, { params: of, body: { resolution: 'Нашли' } })
      const changed = await ask(clara, work.changeCase, { params: of, body: { subject: 'Где мой заказ?', state: 'open' } })
      assert.deepEqual(
        [changed.subject, changed.resolution, changed.kind, changed.assignee?.name, changed.remind_at, changed.state],
        ['Где мой заказ?', 'Нашли', 'complaint', 'Clara', at(3), 'open'],
      )
      const db = openDb<WorkTables>({ url: product.databaseUrl('office'), max: 2 })
      t.after(() => db.destroy())
      const turn = (days: number) => remindOfCases(db, new Date(now.getTime() + days * day))
      assert.equal(await turn(2.5), 0)
      assert.deepEqual((await Promise.all([turn(3.5), turn(3.5)])).toSorted(), [0, 1])
      assert.deepEqual(
        (await noticesOf()).filter(([, subject]) => subject === opened.id).map(([kind]) => kind),
        ['case_due', 'case_assigned'],
      )
      const dropped = await ask(clara, work.changeCase, { params: of, body: { state: 'dropped' } })
      assert.deepEqual([dropped.state, dropped.closed_at !== null], ['dropped', true])
      const { items } = await ask(admin, work.listCaseChanges, { params: of, query: {} })
      assert.deepEqual(
        items.filter((each) => each.what === 'state').map((each) => `${each.was} ${each.became}`),
        ['open dropped', 'solved open', 'open solved'],
      )
    },
  )

  await t.test('a task of a case is about whom the case is about', async () => {
    const { id: boris } = await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname: 'Орлов' }, identifiers: [] } })
    const of = await ask(admin, work.openCase, { body: { kind: 'request', subject: 'Справка', customer_id: anna } })
    const wrong = await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'x', customer_id: boris, case_id: of.id })
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /"place":"case_id"/)
    const made = await ask(admin, work.addTask, { body: { kind: 'task', what: 'Подготовить', case_id: of.id } })
    assert.equal(made.about?.id, anna)
  })

  await t.test('GET /v1/my-day counts by the reader’s days, and gives day and month of birth of one’s own customers only, with a receipt', async () => {
    const zone = 'Europe/Moscow'
    const query = { time_zone: zone }
    assert.equal((await admin.api('GET', '/v1/my-day?time_zone=Moon/Crater')).status, 400)
    const before = (await ask(clara, work.readDay, { query })).tasks
    for (const due_at of [at(-1), at(3), at(30), undefined]) await ask(clara, work.addTask, { body: { kind: 'task', what: 'x', ...(due_at && { due_at }) } })
    const after = (await ask(clara, work.readDay, { query })).tasks
    assert.deepEqual([after.overdue - before.overdue, after.week - before.week, after.later - before.later, after.undated - before.undated], [1, 1, 1, 1])
    const soon = new Date(now.getTime() + 2 * day)
    const [month, date] = [soon.getUTCMonth() + 1, soon.getUTCDate()]
    const birth_date = `1984-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
    const enter = async (surname: string) =>
      (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname, birth_date }, identifiers: [] } })).id
    const [hers, others] = [await enter('Юбиляров'), await enter('Чужих')]
    assert.deepEqual((await ask(clara, work.readDay, { query })).birthdays, [], 'nobody is hers yet')
    await ask(admin, assignCustomer, { params: { customer_id: hers }, body: { staff_id: claraId } })
    const answer = await clara.api('GET', `/v1/my-day?time_zone=${encodeURIComponent(zone)}`)
    const { birthdays } = work.readDay.output.parse(answer.body)
    assert.deepEqual(
      birthdays.map((each) => [each.about.id, each.month, each.day]),
      [[hers, month, date]],
    )
    assert.doesNotMatch(answer.text, new RegExp(`1984|${others}`), 'neither the year nor anybody else')
    const looks = await ask(admin, console_.listLooks, { params: { customer_id: hers }, query: {} })
    assert.ok(
      looks.items.some((look) => look.actor.name === 'Clara' && look.fields.includes('birth_date')),
      'it is in the journal',
    )
  })
})

test('work belongs to a unit, and says when it lies with somebody who does not see whom it is about', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const password = 'a long password of a colleague'
  for (const [code, parent] of [
    ['north', null],
    ['till', 'north'],
    ['south', null],
  ] as const)
    await ask(admin, saveUnit, { params: { unit: code }, body: { title: { en: code, ru: code }, kind: 'shop', parent } })
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
  assert.equal((await admin.api('PUT', '/v1/roles/keeper', { ...role, abilities: ['work.see', 'work.do'] })).status, 200)
  for (const [name, of, units] of [
    ['Nora', 'shop', ['north']],
    ['Both', 'shop', ['till', 'south']],
    ['Blind', 'keeper', ['north']],
    ['Seer', 'clerk', []],
  ] as const)
    await ask(admin, access.addStaff, { body: { name, email: `${name}@shop.example`.toLowerCase(), password, role: of, units: [...units] } })
  const colleagues = (await ask(admin, work.listColleagues, { query: {} })).items
  assert.ok(
    colleagues.every(({ unseen }) => unseen === null),
    'without a customer nobody is asked about',
  )
  const idOf = (name: string) => colleagues.find((each) => each.name === name)?.id ?? ''
  const both = product.client()
  assert.equal((await both.api('POST', '/v1/session', { email: 'both@shop.example', password })).status, 200)
  const enter = async (surname: string, units: string[]) =>
    (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname }, identifiers: [], units } })).id
  const [tills, souths, nobodys] = [await enter('Кассова', ['till']), await enter('Южная', ['south']), await enter('Ничья', [])]
  const facts = `/v1/customers/count?filter=${encodeURIComponent(JSON.stringify({ column: 'units', is: 'not_empty' }))}`
  await until('the figures know their units', async () => Object((await admin.api('GET', facts)).body).count === 2)

  await t.test('left out, it is that of the case, of whoever begins it, or of the customer; else none', async () => {
    const made = (who: typeof admin, customer_id: string, more: object = {}) =>
      ask(who, work.addTask, { body: { kind: 'task', what: 'x', customer_id, assignee_id: null, ...more } })
    assert.equal((await made(admin, tills)).unit, 'till')
    assert.equal((await made(admin, nobodys)).unit, null)
    assert.equal((await made(admin, tills, { unit: null })).unit, null, 'said, it is none')
    assert.equal((await made(admin, tills, { unit: 'south' })).unit, 'south')
    assert.equal((await made(both, souths)).unit, 'south', 'of several units: the one of the customer')
    const of = await ask(admin, work.openCase, { body: { kind: 'question', subject: 'y', customer_id: souths, unit: 'north' } })
    assert.equal(of.unit, 'north')
    assert.equal((await ask(admin, work.addTask, { body: { kind: 'task', what: 'x', case_id: of.id } })).unit, 'north')
    assert.equal((await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'x', unit: 'no such' })).status, 400)
  })

  await t.test('lists and the day are of a unit with those below it; one there is none of is said', async () => {
    const units = async (unit: string) => (await ask(admin, work.listTasks, { query: { unit } })).items.map((each) => each.unit).toSorted()
    assert.deepEqual(await units('till'), ['till'])
    assert.deepEqual(await units('north'), ['north', 'till'])
    assert.deepEqual(await units('south'), ['south', 'south'])
    assert.equal((await ask(admin, work.listCases, { query: { unit: 'north' } })).items.length, 1)
    const day = await ask(admin, work.readDay, { query: { whose: 'all', unit: 'north', time_zone: 'Europe/Moscow' } })
    assert.deepEqual([day.tasks.undated, day.cases], [2, 1])
    for (const path of ['/v1/tasks?', '/v1/cases?', '/v1/my-day?time_zone=Europe/Moscow&']) {
      const answer = await admin.api('GET', `${path}unit=nowhere`)
      assert.equal(answer.status, 400)
      assert.match(answer.text, /there is no unit/)
    }
    const first = await ask(admin, work.listTasks, { query: { unit: 'south', limit: 1 } })
    assert.equal((await admin.api('GET', `/v1/tasks?unit=north&cursor=${first.next_cursor}`)).status, 400, 'a page of another list')
  })

  await t.test('what it was stands in its history', async () => {
    const made = await ask(admin, work.addTask, { body: { kind: 'task', what: 'x', customer_id: tills } })
    const params = { task_id: made.id }
    await ask(admin, work.changeTask, { params, body: { unit: 'south' } })
    await ask(admin, work.changeTask, { params, body: { unit: 'south' } })
    await ask(admin, work.changeTask, { params, body: { unit: null } })
    assert.deepEqual(
      (await ask(admin, work.listTaskChanges, { params, query: {} })).items.map(({ what, was, became }) => [what, was, became]),
      [
        ['unit', 'south', null],
        ['unit', 'till', 'south'],
      ],
    )
  })

  await t.test('GET /v1/colleagues says who does not see a customer and why; the work says it when it is theirs, until they do', async () => {
    const { items } = await ask(admin, work.listColleagues, { query: { customer_id: souths } })
    assert.deepEqual(
      items.flatMap(({ name, unseen }) => (unseen ? [[name, unseen.why, unseen.units]] : [])),
      [
        ['Nora', 'units', ['north']],
        ['Blind', 'role', []],
      ],
    )
    const task = await ask(admin, work.addTask, { body: { kind: 'task', what: 'x', customer_id: souths, assignee_id: idOf('Nora') } })
    assert.deepEqual([task.unseen, task.made_by?.name], [{ why: 'units', units: ['north'] }, 'Vera Glavnaya'])
    const params = { task_id: task.id }
    assert.equal((await ask(admin, work.changeTask, { params, body: { assignee_id: idOf('Seer') } })).unseen, null)
    const again = async () => (await ask(admin, work.changeTask, { params, body: { assignee_id: idOf('Nora') } })).unseen
    assert.notEqual(await again(), null)
    await ask(admin, assignCustomer, { params: { customer_id: souths }, body: { staff_id: idOf('Nora') } })
    assert.equal(await again(), null, 'who is responsible sees them')
    await ask(admin, assignCustomer, { params: { customer_id: souths }, body: { staff_id: null } })
    assert.equal((await admin.api('PUT', '/v1/roles/shop', { ...role, customers: 'own', from: 1 })).status, 200)
    assert.deepEqual(await again(), { why: 'own', units: [] })
    assert.equal((await admin.api('PUT', '/v1/roles/shop', { ...role, from: 2 })).status, 200)
    const matter = await ask(admin, work.openCase, { body: { kind: 'question', subject: 'y', customer_id: nobodys, assignee_id: idOf('Both') } })
    assert.deepEqual(matter.unseen, { why: 'units', units: ['south', 'till'] })
  })

  await t.test('POST /v1/bulk/preview says how many a colleague would not see, and how many one would not see oneself', async () => {
    const ids = [tills, souths, nobodys]
    const preview = (who: typeof admin, deed: Deed, of = ids) => ask(who, previewBulk, { body: { who: { ids: of }, deed } })
    const task = (name: string) => ({ deed: 'add_task' as const, kind: 'task' as const, assignee_id: idOf(name), due_at: null })
    assert.deepEqual((await preview(admin, task('Nora'))).unseen, { why: 'units', units: ['north'], count: 2 })
    assert.equal((await preview(admin, task('Seer'))).unseen, null)
    assert.equal((await preview(admin, { deed: 'assign', staff_id: idOf('Nora') })).unseen, null, 'who is responsible sees them')
    assert.deepEqual((await preview(admin, { deed: 'assign', staff_id: idOf('Blind') })).unseen, { why: 'role', units: [], count: 3 })
    assert.equal((await preview(admin, { deed: 'set_field', field: 'units', value: 'north' })).lost, 0)
    assert.equal((await admin.api('PUT', '/v1/roles/shop', { ...role, abilities: [...role.abilities, 'customers.change'], from: 3 })).status, 200)
    const lost = async (deed: Deed) => (await preview(both, deed, [tills, souths])).lost
    assert.equal(await lost({ deed: 'set_field', field: 'units', value: 'north' }), 2)
    assert.equal(await lost({ deed: 'set_field', field: 'units', value: 'north,till' }), 0)
    assert.equal(await lost({ deed: 'assign', staff_id: idOf('Nora') }), 0, 'their units still see them')
    await ask(admin, assignCustomer, { params: { customer_id: nobodys }, body: { staff_id: idOf('Both') } })
    const away = await preview(both, { deed: 'assign', staff_id: null }, [nobodys])
    assert.equal(away.lost, 1)
  })

  await t.test('tasks of many belong to the unit that was said, or to the one of whoever does it', async () => {
    const started = await ask(admin, startBulk, {
      body: { who: { ids: [tills, souths] }, deed: { deed: 'add_task', kind: 'call_back', what: 'Обзвон', unit: 'till', assignee_id: null, due_at: null } },
    })
    assert.equal(Object(started.deed).unit, 'till')
    await until('both have it', async () => {
      const { items } = await ask(admin, work.listTasks, { query: { unit: 'till' } })
      return items.filter(({ kind }) => kind === 'call_back').length === 2
    })
    const deed = { deed: 'add_task', kind: 'task', what: 'x', unit: 'north' }
    assert.equal((await both.api('POST', '/v1/bulk', { who: { ids: [tills] }, deed })).status, 403)
  })
})
