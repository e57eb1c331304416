import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as ownership from '../../src/office/ownership/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

test('tags and owners: GET /v1/tags, POST /v1/tags, PATCH /v1/tags/:tag_id, POST, PATCH, merge, retire, restore, and on a customer', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const [anna = '', boris = ''] = await recordPeople(admin, key, [
    { user: 'anna', email: 'anna@tags.example', fields: { surname: 'Белова', name: 'Анна' } },
    { user: 'boris', email: 'boris@tags.example', fields: { surname: 'Орлов', name: 'Борис' } },
  ])
  const password = 'a long password of a colleague'
  for (const [name, role] of [
    ['Clara', 'clerk'],
    ['Mark', 'marketer'],
    ['Alan', 'analyst'],
  ] as const)
    await ask(admin, access.addStaff, { body: { name, email: `${name.toLowerCase()}@shop.example`, password, role } })
  const signedIn = async (name: string) => {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const [clara, mark, alan] = [await signedIn('clara'), await signedIn('mark'), await signedIn('alan')]
  const card = (id: string) => ask(clara, console_.readCard, { params: { customer_id: id }, query: {} })

  await t.test('who may not, changes nothing: GET /v1/tags is read by all, POST /v1/tags by those who serve', async () => {
    assert.equal((await product.api('GET', '/v1/tags')).status, 401)
    assert.equal((await alan.api('POST', '/v1/tags', { title: 'VIP' })).status, 403)
    for (const [title, place] of [
      ['anna@example.org', 'title'],
      ['8 912 345 67 89', 'title'],
      ['<b>x</b>'.repeat(6), 'title'],
    ]) {
      const answer = await clara.api('POST', '/v1/tags', { title })
      assert.equal(answer.status, 400, title)
      assert.ok(answer.text.includes(`"${place}"`), answer.text)
    }
    assert.deepEqual((await ask(alan, ownership.listTags, { query: {} })).items, [])
  })

  const vip = await ask(clara, ownership.addTag, { body: { title: 'VIP <script>', colour: 'grape' } })
  const old = await ask(clara, ownership.addTag, { body: { title: 'Старый' } })
  await t.test(
    'PATCH /v1/tags/:tag_id, POST /v1/tags/:tag_id/merge, POST /v1/tags/:tag_id/retire, POST /v1/tags/:tag_id/restore are for those who keep registers',
    async () => {
      for (const [method, path, body] of [
        ['PATCH', `/v1/tags/${vip.id}`, { title: 'Иной' }],
        ['POST', `/v1/tags/${vip.id}/merge`, { into: old.id }],
        ['POST', `/v1/tags/${vip.id}/retire`, {}],
        ['POST', `/v1/tags/${vip.id}/restore`, {}],
      ] as const)
        assert.equal((await clara.api(method, path, body)).status, 403, path)
      assert.equal((await ask(admin, ownership.changeTag, { params: { tag_id: vip.id }, body: { title: 'VIP', colour: 'red' } })).title, 'VIP')
      assert.equal((await admin.api('PATCH', `/v1/tags/${vip.id}`, { title: 'старый' })).status, 409)
      assert.equal((await admin.api('PATCH', `/v1/tags/${anna}`, { title: 'x' })).status, 404, 'an id of another kind')
    },
  )

  await t.test('PUT /v1/customers/:customer_id/tags/:tag_id and DELETE /v1/customers/:customer_id/tags/:tag_id', async () => {
    const params = { customer_id: anna, tag_id: vip.id }
    for (const method of ['PUT', 'DELETE'])
      assert.equal((await mark.api(method, `/v1/customers/${anna}/tags/${vip.id}`)).status, 403, 'a marketer sees no card')
    assert.equal((await clara.api('PUT', `/v1/customers/c_AAAAAAAAAAAAAAAAAAAAAA/tags/${vip.id}`)).status, 404)
    assert.equal((await clara.api('PUT', `/v1/customers/${anna}/tags/${anna}`)).status, 404)
    assert.deepEqual((await card(anna)).tags, [])
    const put = await ask(clara, ownership.tagCustomer, { params })
    assert.deepEqual(
      put.tags.map((each) => [each.title, each.colour]),
      [['VIP', 'red']],
    )
    assert.deepEqual(await ask(clara, ownership.tagCustomer, { params }), put, 'twice is once')
    assert.deepEqual((await card(anna)).tags, put.tags)
    assert.deepEqual((await card(boris)).tags, [])
    await ask(clara, ownership.tagCustomer, { params: { customer_id: anna, tag_id: old.id } })
    const merged = await ask(admin, ownership.mergeTags, { params: { tag_id: old.id }, body: { into: vip.id } })
    assert.equal(merged.moved, 1)
    assert.deepEqual((await ask(clara, ownership.untagCustomer, { params })).tags, [])
    await ask(clara, ownership.tagCustomer, { params })
    await ask(admin, ownership.retireTag, { params: { tag_id: vip.id }, body: {} })
    assert.equal((await clara.api('PUT', `/v1/customers/${boris}/tags/${vip.id}`)).status, 400)
    assert.equal((await ask(admin, ownership.restoreTag, { params: { tag_id: vip.id }, body: {} })).retired, false)
  })

  await t.test('PUT /v1/customers/:customer_id/owner', async () => {
    const colleagues = (await ask(admin, work.listColleagues, { query: {} })).items
    const staff_id = colleagues.find((each) => each.name === 'Clara')?.id ?? ''
    assert.equal((await mark.api('PUT', `/v1/customers/${anna}/owner`, { staff_id })).status, 403)
    assert.equal((await clara.api('PUT', `/v1/customers/${anna}/owner`, { staff_id: anna })).status, 404)
    assert.equal((await card(anna)).owner, null)
    const { owner } = await ask(clara, ownership.assignCustomer, { params: { customer_id: anna }, body: { staff_id } })
    assert.equal(owner?.name, 'Clara')
    assert.deepEqual((await card(anna)).owner, owner)
    const faster = await clara.api('PUT', `/v1/customers/${anna}/owner`, { staff_id: null, was: null })
    assert.equal(faster.status, 412)
    assert.match(faster.text, /"value":"[^"]+","name":"Clara"/)
    assert.equal((await card(anna)).owner?.name, 'Clara', 'nobody is taken away from whom one did not see')
    assert.equal((await clara.api('PUT', `/v1/customers/${anna}/owner`, { staff_id, was: null })).status, 200, 'it is Clara already')
    assert.equal((await clara.api('PUT', `/v1/customers/${anna}/owner`, { staff_id, was: staff_id })).status, 200)
  })

  await t.test('the customer reads their tags, the role of who is responsible, and who changed it; the no too', async () => {
    const customer = opaque(secretOf(product, 'ids')).read('customer', anna) ?? -1
    const now = new Date()
    const { token } = await openCustomerSession(await insideKeep(t, product, now), { customer, device: 'test' }, now)
    const asAnna = { cookie: `rapport_customer=${token}` }
    const page = portal.readMyPage.output.parse((await product.api('GET', '/v1/my/page', undefined, asAnna)).body)
    assert.deepEqual(
      page.tags.map((each) => each.title),
      ['VIP'],
    )
    assert.deepEqual(page.responsible, { role: 'clerk' })
    assert.ok(!JSON.stringify(page).includes('Clara'), 'no name of a colleague')
    const uses = portal.listMyUses.output.parse((await product.api('GET', '/v1/my/uses?limit=100', undefined, asAnna)).body).items
    const written = uses.filter((use) => use.operation === 'write').map((use) => `${use.actor.role} ${use.decision} ${use.fields.join()}`)
    for (const expected of ['marketer deny tags', 'clerk allow tags', 'marketer deny owner', 'clerk allow owner'])
      assert.ok(written.includes(expected), `${expected} in ${written}`)
  })
})
