import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as bulk from '../../src/office/bulk/contract.ts'
import type { Deed } from '../../src/office/bulk/shapes.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as notices from '../../src/office/notices/contract.ts'
import * as ownership from '../../src/office/ownership/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

const password = 'a long password of a colleague'

describe('what is done to many at once', () => {
  const ends: (() => unknown)[] = []
  const t = { after: (end: () => unknown) => ends.push(end) } as never
  let product: Product
  let admin: Client
  let clara: Client
  let alan: Client
  let mark: Client
  let all: string[]
  let few: string[]

  before(async () => {
    product = await startProduct(t)
    admin = await product.setUp()
    for (const [name, role] of [
      ['Clara', 'clerk'],
      ['Alan', 'analyst'],
      ['Mark', 'marketer'],
    ] as const)
      await ask(admin, access.addStaff, { body: { name, email: `${name.toLowerCase()}@shop.example`, password, role } })
    clara = await signedIn('clara')
    alan = await signedIn('alan')
    mark = await signedIn('mark')
    const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
    all = await recordPeople(
      admin,
      key,
      Array.from({ length: 620 }, (_, i) => ({ user: `many${i}`, email: `many${i}@bulk.example`, fields: { surname: `Многих${i}`, name: 'Пётр' } })),
    )
    few = all.slice(0, 4)
    const field = { code: 'x_segment', type: 'code', title: { en: 'Segment', ru: 'Сегмент' }, codes: ['a', 'b'], searched: false, purposes: ['service'] }
    assert.equal((await admin.api('POST', '/v1/fields', field)).status, 200)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  async function signedIn(name: string): Promise<Client> {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const view = (id: string) => ask(admin, bulk.getBulk, { params: { bulk_id: id } })
  async function until(id: string, ...states: string[]) {
    for (let waited = 0; ; waited += 100) {
      const now = await view(id)
      if (states.includes(now.state)) return now
      assert.ok(waited < 120_000, JSON.stringify(now))
      await sleep(100)
    }
  }
  const start = (who: Client, ids: string[], deed: Deed) => ask(who, bulk.startBulk, { body: { who: { ids }, deed } })
  const done = async (ids: string[], deed: Deed) => until((await start(clara, ids, deed)).id, 'done')
  const undone = async (id: string) => {
    await ask(clara, bulk.undoBulk, { params: { bulk_id: id }, body: {} })
    return until(id, 'undone')
  }
  const card = (id: string) => ask(clara, console_.readCard, { params: { customer_id: id }, query: {} })
  const inside = (text: string) => withClient(product.databaseUrl('keep'), (client) => client.query(text))
  const numberOf = (shown: string) => opaque(secretOf(product, 'ids')).read('customer', shown)
  const own = async (id: string, field: string) => {
    const found = (await card(id)).fields.find((f) => f.field === field)
    return found?.value ?? null
  }

  test('POST /v1/bulk/preview and POST /v1/bulk: nobody, a role without it, and what cannot be given to many', async () => {
    const body = { who: { ids: few }, deed: { deed: 'trash' } }
    for (const path of ['/v1/bulk', '/v1/bulk/preview']) {
      assert.equal((await product.api('POST', path, body)).status, 401)
      assert.equal((await alan.api('POST', path, body)).status, 403)
    }
    for (const [deed, sentence] of [
      [{ deed: 'set_field', field: 'surname', value: 'x' }, /one person’s own/],
      [{ deed: 'set_field', field: 'x_nothing', value: 'x' }, /There is no field/],
      [{ deed: 'set_field', field: 'x_segment', value: 'c' }, /must be one of: a, b/],
      [{ deed: 'set_field', field: 'role', value: 'king' }, /must be customer, lead/],
      [{ deed: 'add_task', kind: 'task', what: ' ' }, /Say what is to be done/],
      [{ deed: 'tag', tag_id: 'l_nonsense' }, /deed\.tag_id/],
      [{ deed: 'explode' }, /deed/],
    ] as const) {
      const answer = await clara.api('POST', '/v1/bulk', { who: { ids: few }, deed })
      assert.equal(answer.status, 400, answer.text)
      assert.match(answer.text, sentence)
    }
    assert.deepEqual((await ask(clara, bulk.listBulk, { query: {} })).items, [], 'GET /v1/bulk: nothing was begun')
  })

  test('a field of many: who is restricted is left out, each version says where it came from, and it is taken back where nobody changed it since', async () => {
    const [anna = '', boris = '', vera = '', gleb = ''] = few
    await inside(`update keep.customer set status = 'restricted' where customer_id = ${numberOf(gleb)}`)
    assert.equal((await clara.api('PUT', `/v1/customers/${boris}/fields/x_segment`, { value: 'b' })).status, 200)
    const seen = await ask(clara, bulk.previewBulk, { body: { who: { ids: few }, deed: { deed: 'set_field', field: 'x_segment', value: 'a' } } })
    assert.deepEqual([seen.matching, seen.allowed, seen.left_out], [4, 3, [{ reason: 'restricted', count: 1 }]])
    const one = await done(few, { deed: 'set_field', field: 'x_segment', value: 'a' })
    assert.deepEqual([one.changed, one.unchanged, one.left_out], [3, 0, [{ reason: 'restricted', count: 1 }]])
    assert.ok(one.undo_until)
    assert.ok(!JSON.stringify(one).includes('"a"'), 'the value stands in the keep')
    for (const id of [anna, boris, vera]) assert.equal(await own(id, 'x_segment'), 'a')
    const [newest] = (await ask(clara, console_.readFieldHistory, { params: { customer_id: boris, field: 'x_segment' }, query: {} })).items
    assert.equal(newest?.source, 'bulk')
    assert.equal((await clara.api('PUT', `/v1/customers/${vera}/fields/x_segment`, { value: 'b' })).status, 200)
    const back = await undone(one.id)
    assert.deepEqual([back.undone?.put_back, back.undone?.left], [2, [{ reason: 'changed_since', count: 1 }]])
    assert.deepEqual([await own(anna, 'x_segment'), await own(boris, 'x_segment'), await own(vera, 'x_segment')], [null, 'b', 'b'])
    assert.equal((await undone(one.id)).undone?.put_back, 2, 'asked again, it is so already')
    await inside(`update keep.customer set status = 'known' where status = 'restricted'`)
  })

  test('a role, a tag, an owner and a task of many, each taken back', async () => {
    const role = await done(few, { deed: 'set_field', field: 'role', value: 'partner' })
    assert.equal(role.changed, 4)
    assert.equal((await card(few[0] ?? '')).role, 'partner')
    assert.equal((await undone(role.id)).undone?.put_back, 4)
    assert.equal((await card(few[0] ?? '')).role, 'customer')

    const tag = await ask(clara, ownership.addTag, { body: { title: 'Ярмарка' } })
    await clara.api('PUT', `/v1/customers/${few[0]}/tags/${tag.id}`)
    const tagged = await done(few, { deed: 'tag', tag_id: tag.id })
    assert.deepEqual([tagged.changed, tagged.unchanged], [3, 1])
    assert.equal((await undone(tagged.id)).undone?.put_back, 3)
    const tags = (await ask(clara, ownership.listTags, { query: {} })).items
    assert.equal(tags.find((t) => t.id === tag.id)?.customers, 1, 'who had it before keeps it')

    const people = (await ask(clara, work.listColleagues, { query: {} })).items
    const [me, other] = [people.find((p) => p.name === 'Clara')?.id ?? '', people.find((p) => p.name !== 'Clara')?.id ?? '']
    await clara.api('PUT', `/v1/customers/${few[1]}/owner`, { staff_id: other })
    const given = await done(few, { deed: 'assign', staff_id: me })
    assert.equal(given.changed, 4)
    const tasks = await done(few, { deed: 'add_task', kind: 'call_back', what: 'Позвонить перед ярмаркой', assignee_id: null, due_at: null })
    const listed = (await ask(clara, work.listTasks, { query: { whose: 'mine' } })).items.filter((t) => t.what === 'Позвонить перед ярмаркой')
    assert.deepEqual([tasks.changed, listed.length], [4, 4], 'with whoever is responsible')
    await ask(clara, work.completeTask, { params: { task_id: listed[0]?.id ?? '' }, body: {} })
    assert.deepEqual((await undone(tasks.id)).undone?.left, [{ reason: 'changed_since', count: 1 }], 'what was done stays done')
    assert.equal((await undone(given.id)).undone?.put_back, 4)
  })

  test('a marketer tags for analysis, and does nothing that is done for service', async () => {
    for (const deed of [{ deed: 'set_field', field: 'role', value: 'lead' }, { deed: 'assign', staff_id: null }, { deed: 'trash' }])
      assert.equal((await mark.api('POST', '/v1/bulk/preview', { who: { ids: few }, deed })).status, 403, deed.deed)
    const tag = await ask(clara, ownership.addTag, { body: { title: 'Выставка' } })
    const deed: Deed = { deed: 'tag', tag_id: tag.id }
    assert.equal((await ask(mark, bulk.previewBulk, { body: { who: { ids: few }, deed } })).allowed, 4)
    const { id } = await start(mark, few, deed)
    assert.equal((await until(id, 'done')).changed, 4)
    const { rows } = await inside(
      `select distinct c.purpose from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = ${numberOf(few[0] ?? '')} and c.activity = 'bulk' and c.role = 'marketer' and c.decision = 'allow'`,
    )
    assert.deepEqual(rows, [{ purpose: 'analysis' }])
    await ask(mark, bulk.undoBulk, { params: { bulk_id: id }, body: {} })
    assert.equal((await until(id, 'undone')).undone?.put_back, 4)
  })

  test('DELETE /v1/customers/:customer_id, POST /v1/customers/:customer_id/restore and GET /v1/trash: hidden from staff, not from the customer, and back whole', async () => {
    const [anna = ''] = few
    assert.equal((await product.api('DELETE', `/v1/customers/${anna}`)).status, 401)
    assert.equal((await alan.api('DELETE', `/v1/customers/${anna}`)).status, 403)
    assert.equal((await clara.api('DELETE', '/v1/customers/c_nonsense')).status, 404)
    assert.deepEqual(await ask(clara, bulk.trashCustomer, { params: { customer_id: anna } }), { changed: true })
    assert.deepEqual(await ask(clara, bulk.trashCustomer, { params: { customer_id: anna } }), { changed: false })
    const seen = await card(anna)
    assert.deepEqual([seen.name, seen.hidden.map((h) => h.reason), seen.identifiers], [null, ['trashed'], []])
    assert.equal((await clara.api('PUT', `/v1/customers/${anna}/fields/about`, { value: 'x' })).status, 403)
    assert.deepEqual((await ask(clara, console_.search, { query: { q: 'many0@bulk.example' } })).items, [])
    const [row] = (await ask(clara, bulk.listTrash, { query: {} })).items
    assert.deepEqual([row?.customer.id, row?.customer.name?.full, row?.by.name], [anna, 'Многих0 Пётр', 'Clara'])

    const keep = await insideKeep(t, product, new Date())
    const { token } = await openCustomerSession(keep, { customer: numberOf(anna) ?? 0, device: 'test' }, new Date())
    const herself = product.client()
    herself.cookies.set('rapport_customer', token)
    assert.match(JSON.stringify(await ask(herself, portal.readMyPage, { query: {} })), /Многих0/)
    const uses = (await ask(herself, portal.listMyUses, { query: {} })).items
    assert.ok(uses.some((use) => use.operation === 'write' && use.fields.includes('trash') && use.actor.role === 'clerk'))

    assert.deepEqual(await ask(clara, bulk.restoreCustomer, { params: { customer_id: anna }, body: {} }), { changed: true })
    assert.equal((await card(anna)).name?.full, 'Многих0 Пётр')
    assert.equal((await ask(clara, console_.search, { query: { q: 'many0@bulk.example' } })).items.length, 1)
    assert.deepEqual((await ask(clara, bulk.listTrash, { query: {} })).items, [])

    const many = await done(few, { deed: 'trash' })
    assert.equal(many.changed, 4)
    assert.equal((await ask(clara, bulk.listTrash, { query: {} })).items.length, 4)
    await ask(clara, bulk.restoreCustomer, { params: { customer_id: anna }, body: {} })
    const back = await undone(many.id)
    assert.deepEqual([back.undone?.put_back, back.undone?.left], [3, [{ reason: 'changed_since', count: 1 }]])
    assert.deepEqual((await ask(clara, bulk.listTrash, { query: {} })).items, [])

    await ask(clara, bulk.trashCustomer, { params: { customer_id: anna } })
    await inside(`update keep.customer set trashed_at = trashed_at - interval '31 days' where customer_id = ${numberOf(anna)}`)
    assert.equal((await clara.api('POST', `/v1/customers/${anna}/restore`, {})).status, 403, 'after its time only who keeps the registers')
    assert.deepEqual(await ask(admin, bulk.restoreCustomer, { params: { customer_id: anna }, body: {} }), { changed: true })
  })

  test('POST /v1/bulk/:bulk_id/pause, POST /v1/bulk/:bulk_id/resume, POST /v1/bulk/:bulk_id/cancel and POST /v1/bulk/:bulk_id/undo: another’s, a guess, and not now', async () => {
    const one = await until((await start(admin, few, { deed: 'set_field', field: 'x_segment', value: 'b' })).id, 'done')
    for (const verb of ['pause', 'resume', 'cancel', 'undo']) {
      assert.equal((await clara.api('POST', `/v1/bulk/${one.id}/${verb}`, {})).status, 403, verb)
      assert.equal((await alan.api('POST', `/v1/bulk/${one.id}/${verb}`, {})).status, 403, verb)
      assert.equal((await admin.api('POST', `/v1/bulk/b_nonsense/${verb}`, {})).status, 404, verb)
    }
    for (const verb of ['pause', 'resume', 'cancel']) assert.equal((await admin.api('POST', `/v1/bulk/${one.id}/${verb}`, {})).status, 409, verb)
    assert.equal((await clara.api('GET', `/v1/bulk/${one.id}`)).status, 200)
    await ask(admin, bulk.undoBulk, { params: { bulk_id: one.id }, body: {} })
    await until(one.id, 'undone')
  })

  test('killed in the midst, office and keep, it goes on by itself and touches nobody twice; so does taking it back', async () => {
    const versions = async () => {
      const { rows } = await inside(
        `select count(*)::int as n, count(distinct customer_id)::int as people from keep.vault where field = 'form' and by_kind = 'staff'`,
      )
      return rows[0]
    }
    const kill = async () => {
      const { keep, office } = await product.pids()
      process.kill(office, 'SIGKILL')
      process.kill(keep, 'SIGKILL')
      await product.healthy(60_000)
      await product.pids()
    }
    const { id } = await start(clara, all, { deed: 'set_field', field: 'form', value: 'informal' })
    await kill()
    const one = await until(id, 'done')
    assert.deepEqual([one.changed, one.left_out], [620, []])
    assert.deepEqual(await versions(), { n: 620, people: 620 })
    await ask(clara, bulk.undoBulk, { params: { bulk_id: id }, body: {} })
    await kill()
    assert.equal((await until(id, 'undone')).undone?.put_back, 620)
    assert.deepEqual(await versions(), { n: 1240, people: 620 })
  })

  test('a notice is told while work on many cannot go on: jobs of different kinds do not wait for each other', async () => {
    await withClient(product.databaseUrl('keep'), async (client) => {
      await client.query('begin')
      await client.query(`select from keep.customer where customer_id = ${numberOf(all[0] ?? '')} for update`)
      const { id } = await start(clara, all, { deed: 'set_field', field: 'form', value: 'formal' })
      await until(id, 'running')
      const staff = opaque(secretOf(product, 'ids')).read('staff', (await view(id)).made_by.id)
      const job = { to: [staff], kind: 'review_asked', once: 'beside' }
      await inside(`select from office_jobs.add_job('notify', '${JSON.stringify(job)}'::json)`)
      const isTold = async () => (await ask(clara, notices.listNotices, { query: {} })).items.some((n) => n.kind === 'review_asked')
      for (let waited = 0; !(await isTold()); waited += 100) {
        assert.ok(waited < 60_000, 'the notice waits for the work')
        await sleep(100)
      }
      assert.deepEqual([(await view(id)).state, (await view(id)).changed], ['running', 0])
      await client.query('rollback')
      assert.equal((await until(id, 'done')).changed, 620)
      await undone(id)
    })
  })

  test('after 30 days only whoever keeps the registers brings back, also many at once', async () => {
    const [anna = '', boris = ''] = few
    await done([anna, boris], { deed: 'trash' })
    await inside(`update keep.customer set trashed_at = trashed_at - interval '31 days' where customer_id = ${numberOf(anna)}`)
    const back = await done([anna, boris], { deed: 'restore' })
    assert.deepEqual([back.changed, back.left_out], [1, [{ reason: 'trashed_long', count: 1 }]])
    const { id } = await start(admin, [anna], { deed: 'restore' })
    assert.equal((await until(id, 'done')).changed, 1)
  })

  test('somebody dismissed, or in another role: their work stops with its reason', async () => {
    const { id } = await start(clara, all, { deed: 'set_field', field: 'form', value: 'formal' })
    const people = (await ask(admin, access.listStaff, { query: {} })).items
    await ask(admin, access.dismissStaff, { params: { staff_id: people.find((p) => p.name === 'Clara')?.id ?? '' } })
    const stopped = await until(id, 'failed', 'done')
    if (stopped.state === 'failed') assert.match(stopped.trouble ?? '', /left, or has another role/)
    assert.equal((await clara.api('POST', `/v1/bulk/${id}/undo`, {})).status, 401)
    await ask(admin, bulk.undoBulk, { params: { bulk_id: id }, body: {} })
    assert.equal((await until(id, 'undone')).undone?.put_back, stopped.changed)
  })
})
