import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

test('what we remember of a person: POST /v1/customers/:customer_id/personal, GET /v1/customers/:customer_id/personal, PUT /v1/customers/:customer_id/personal/:personal_id, DELETE /v1/customers/:customer_id/personal/:personal_id, GET /v1/my/personal, GET /v1/my/cases, GET /v1/my/tasks, GET /v1/my/fields/history', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (surname: string) => (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname }, identifiers: [] } })).id
  const [anna, boris] = [await enter('Белова'), await enter('Орлов')]
  const password = 'a long password of a marketer'
  await ask(admin, access.addStaff, { body: { name: 'Mark', email: 'mark@shop.example', password, role: 'marketer' } })
  const mark = product.client()
  await mark.api('POST', '/v1/session', { email: 'mark@shop.example', password })
  const params = { customer_id: anna }
  const list = async () => (await ask(admin, console_.listPersonal, { params, query: {} })).items

  await t.test('who may not see it, changes and reads nothing', async () => {
    assert.equal((await product.api('GET', `/v1/customers/${anna}/personal`)).status, 401)
    assert.equal((await mark.api('POST', `/v1/customers/${anna}/personal`, { kind: 'talk', text: 'x' })).status, 403)
    const seen = await mark.api('GET', `/v1/customers/${anna}/personal`)
    assert.deepEqual(console_.listPersonal.output.parse(seen.body).items, [])
    assert.match(seen.text, /role_not_covered/)
    assert.equal((await admin.api('POST', '/v1/customers/c_AAAAAAAAAAAAAAAAAAAAAA/personal', { kind: 'talk', text: 'x' })).status, 404)
  })

  await t.test('bad input gets a sentence with its place', async () => {
    for (const [body, place] of [
      [{ kind: 'gift', text: 'A book' }, 'direction'],
      [{ kind: 'talk', direction: 'given', text: 'x' }, 'direction'],
      [{ kind: 'talk', text: '  ' }, 'text'],
      [{ kind: 'talk', text: 'я'.repeat(10_000) }, 'text'],
      [{ kind: 'talk', text: 'x', day: '2026-02-31' }, 'day'],
      [{ kind: 'rumour', text: 'x' }, 'kind'],
    ] as const) {
      const answer = await admin.api('POST', `/v1/customers/${anna}/personal`, body)
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.ok(answer.text.includes(`"place":"${place}"`), answer.text)
    }
    assert.deepEqual(await list(), [])
  })

  const html = '<script>alert(1)</script> 👨‍👩‍👧 שלום'
  await t.test('it is written down, written anew by another’s id never, and forgotten', async () => {
    const gift = { kind: 'gift' as const, direction: 'given' as const, day: '2026-03-08', text: html, reaction: 'Обрадовалась' }
    const { id } = await ask(admin, console_.addPersonal, { params, body: gift })
    await ask(admin, console_.addPersonal, { params, body: { kind: 'interest', text: 'Живопись эпохи Сун' } })
    const [interest, first] = await list()
    assert.deepEqual(
      [first?.kind, first?.direction, first?.day, first?.text, first?.reaction, first?.by.name],
      ['gift', 'given', '2026-03-08', html, 'Обрадовалась', 'Vera Glavnaya'],
    )
    assert.equal(interest?.text, 'Живопись эпохи Сун')
    for (const [method, path] of [
      ['PUT', `/v1/customers/${boris}/personal/${id}`],
      ['DELETE', `/v1/customers/${boris}/personal/${id}`],
      ['DELETE', `/v1/customers/${anna}/personal/${anna}`],
    ] as const)
      assert.equal((await admin.api(method, path, method === 'PUT' ? { kind: 'talk', text: 'x' } : undefined)).status, 404, path)
    await ask(admin, console_.changePersonal, { params: { ...params, personal_id: id }, body: { ...gift, reaction: 'Хранит до сих пор' } })
    assert.equal((await list())[1]?.reaction, 'Хранит до сих пор')
    assert.notEqual((await list())[1]?.changed_at, null)
    await ask(admin, console_.removePersonal, { params: { ...params, personal_id: interest?.id ?? '' } })
    assert.deepEqual(
      (await list()).map((each) => each.id),
      [id],
    )
  })

  const keep = await insideKeep(t, product, new Date())
  const asAnna = async (message?: number) => {
    const customer = opaque(secretOf(product, 'ids')).read('customer', anna) ?? -1
    const { token } = await openCustomerSession(keep, { customer, device: 'test', ...(message === undefined ? {} : { message }) }, new Date())
    return (path: string) => product.api('GET', path, undefined, { cookie: `rapport_customer=${token}` })
  }

  await t.test('the customer reads every word of it, and no name of an employee', async () => {
    const answer = await (await asAnna())('/v1/my/personal')
    const { items } = portal.listMyPersonal.output.parse(answer.body)
    assert.deepEqual(
      items.map((each) => [each.text, each.reaction]),
      [[html, 'Хранит до сих пор']],
    )
    assert.ok(!answer.text.includes('Vera'), answer.text)
    assert.equal((await product.api('GET', '/v1/my/personal')).status, 401)
  })

  await t.test('what is done for them they read too: cases with how they were solved, promises and tasks; a forwarded letter shows no word', async () => {
    for (const path of ['/v1/my/cases', '/v1/my/tasks', '/v1/my/fields/history']) assert.equal((await product.api('GET', path)).status, 401)
    const body = { kind: 'complaint', subject: 'Пришла мятая книга', customer_id: anna } as const
    const solved = await ask(admin, work.openCase, { body })
    await ask(admin, work.solveCase, { params: { case_id: solved.id }, body: { resolution: 'Заменили' } })
    await ask(admin, work.openCase, { body: { ...body, customer_id: boris, subject: 'Чужое' } })
    await ask(admin, work.addTask, { body: { kind: 'promise', what: 'Прислать каталог', customer_id: anna } })
    const get = await asAnna()
    const [cases, tasks, done] = await Promise.all(['/v1/my/cases', '/v1/my/tasks', '/v1/my/tasks?state=done'].map((path) => get(path)))
    assert.deepEqual(
      portal.listMyCases.output.parse(cases?.body).items.map((c) => [c.kind, c.subject, c.state, c.resolution]),
      [['complaint', 'Пришла мятая книга', 'solved', 'Заменили']],
    )
    assert.deepEqual(
      portal.listMyTasks.output.parse(tasks?.body).items.map((task) => [task.kind, task.what, task.state]),
      [['promise', 'Прислать каталог', 'open']],
    )
    assert.deepEqual(portal.listMyTasks.output.parse(done?.body).items, [])
    for (const answer of [cases, tasks]) assert.doesNotMatch(answer?.text ?? '', /Vera|Чужое/)
    const forwarded = await asAnna(1)
    for (const path of ['/v1/my/cases', '/v1/my/tasks']) {
      const { text } = await forwarded(path)
      assert.doesNotMatch(text, /мятая|Заменили|каталог/)
      assert.match(text, /"hidden":"message_only"/)
    }
    assert.equal((await forwarded('/v1/my/fields/history')).status, 403)
  })

  await t.test('and what stood in a field before it was corrected or removed', async () => {
    const write = (value: string | null) => ask(admin, console_.writeField, { params: { ...params, field: 'job_title' }, body: { value } })
    for (const value of ['директор', 'бухгалтер', null]) await write(value)
    const answer = await (await asAnna())('/v1/my/fields/history')
    assert.deepEqual(
      portal.listMyEarlierValues.output.parse(answer.body).items.map((v) => [v.field, v.value, v.source, v.by]),
      [
        ['job_title', null, 'console', 'staff'],
        ['job_title', 'бухгалтер', 'console', 'staff'],
        ['job_title', 'директор', 'console', 'staff'],
      ],
    )
    assert.doesNotMatch(answer.text, /Vera/)
  })

  await t.test('no word of it stands in the clear', async () => {
    const { openDb, sql } = await import('../../src/platform/db/index.ts')
    const db = openDb<Record<string, never>>({ url: product.databaseUrl('owner'), max: 1 })
    try {
      const { rows } = await sql<{ row: string }>`select p::text as row from keep.personal p`.execute(db)
      assert.equal(rows.length, 1)
      assert.ok(!rows[0]?.row.includes('Хранит') && !rows[0]?.row.includes(Buffer.from('Хранит').toString('hex')))
    } finally {
      await db.destroy()
    }
  })
})
