import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { listNotices } from '../../src/office/notices/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

test('notes name colleagues, and their author writes them anew: PATCH /v1/customers/:customer_id/notes/:note_id', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const password = 'a long password of a colleague'
  await ask(admin, access.addStaff, { body: { name: 'Clara Ostrova', email: 'clara@shop.example', password, role: 'clerk' } })
  const clara = product.client()
  await clara.api('POST', '/v1/session', { email: 'clara@shop.example', password })
  const claraId = (await ask(admin, work.listColleagues, { query: {} })).items.find((each) => each.name === 'Clara Ostrova')?.id ?? ''
  const enter = async (surname: string) => (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname }, identifiers: [] } })).id
  const [anna, boris] = [await enter('Белова'), await enter('Орлов')]
  const params = { customer_id: anna }
  const html = '@Clara Ostrova <script>alert(1)</script> שלום 💐'
  const moments = async (who = admin) => (await ask(who, console_.readTimeline, { params, query: {} })).items.filter((m) => m.kind === 'note')
  const told = async () => (await ask(clara, listNotices, { query: {} })).items.filter((each) => each.kind === 'mention')
  const now = () => new Date()

  await t.test('a colleague who is named is told once, also when the note is written anew; whoever is none is refused', async () => {
    const note = { text: html, kind: 'note' as const, direction: 'none' as const }
    for (const [mentions, status] of [
      [[anna], 400],
      [['s_AAAAAAAAAAAAAAAAAAAAAA'], 400],
      [Array.from({ length: 21 }, () => claraId), 400],
    ] as const)
      assert.equal((await admin.api('POST', `/v1/customers/${anna}/notes`, { ...note, mentions })).status, status)
    assert.equal((await moments()).length, 0)
    const made = await ask(admin, console_.addNote, { params, body: { ...note, mentions: [claraId, claraId] } })
    assert.deepEqual([made.own, made.rewritten], [true, null])
    await ask(admin, console_.changeNote, { params: { ...params, note_id: made.id }, body: { text: 'Другое, @Clara Ostrova', mentions: [claraId] } })
    const [notice, ...rest] = await told()
    assert.deepEqual([notice?.about?.id, notice?.by?.name, notice?.subject?.kind, rest], [anna, 'Vera Glavnaya', 'note', []])
  })

  await t.test('what it said before stays beside it; nobody else writes it anew', async () => {
    const [note] = await moments()
    const path = `/v1/customers/${anna}/notes/${note?.id}`
    assert.deepEqual([note?.text, note?.rewritten?.versions.map((v) => v.text)], ['Другое, @Clara Ostrova', [html]])
    assert.equal((await moments(clara))[0]?.own, false)
    const refused = await clara.api('PATCH', path, { text: 'Чужое' })
    assert.deepEqual([refused.status, /Only who wrote a note/.test(refused.text)], [403, true])
    assert.equal((await admin.api('PATCH', path.replace(anna, boris), { text: 'x' })).status, 404)
    assert.equal((await admin.api('PATCH', `/v1/customers/${anna}/notes/${claraId}`, { text: 'x' })).status, 404)
    const [entered] = (await ask(admin, console_.readTimeline, { params, query: {} })).items.filter((m) => m.kind === 'entered')
    assert.equal((await admin.api('PATCH', `/v1/customers/${anna}/notes/${entered?.id}`, { text: 'x' })).status, 404, 'only notes')
    assert.equal((await admin.api('PATCH', path, { text: 'я'.repeat(10_001) })).status, 400)
    assert.equal((await moments())[0]?.rewritten?.versions.length, 1)
  })

  await t.test('taken away it has no words, and comes back; the customer reads the same, without names', async () => {
    const [note] = await moments()
    const at = { ...params, note_id: note?.id ?? '' }
    await ask(admin, console_.changeNote, { params: at, body: { text: null } })
    assert.deepEqual([(await moments())[0]?.text, (await moments())[0]?.rewritten?.versions.length], [null, 2])
    const keep = await insideKeep(t, product, now())
    const number = opaque(secretOf(product, 'ids')).read('customer', anna) ?? 0
    const { token } = await openCustomerSession(keep, { customer: number, device: 'test' }, now())
    const page = await product.api('GET', '/v1/my/interactions', undefined, { cookie: `rapport_customer=${token}` })
    const hers = portal.listMyInteractions.output.parse(page.body).items.find((m) => m.kind === 'note')
    assert.deepEqual([hers?.text, hers?.rewritten?.versions.at(-1)?.text], [null, 'Другое, @Clara Ostrova'])
    assert.ok(!page.text.includes('Glavnaya'), 'no employee is named but by themselves')
    await ask(admin, console_.changeNote, { params: at, body: { text: note?.text ?? '' } })
    assert.equal((await moments())[0]?.text, 'Другое, @Clara Ostrova')
  })

  await t.test('two who press at once write once each, and no more than twenty wordings are kept', async () => {
    const [note] = await moments()
    const at = { ...params, note_id: note?.id ?? '' }
    await Promise.all(['А', 'Б'].map((text) => ask(admin, console_.changeNote, { params: at, body: { text } })))
    const texts = new Set([...((await moments())[0]?.rewritten?.versions ?? []).map((v) => v.text), (await moments())[0]?.text])
    assert.ok(texts.has('А') && texts.has('Б'))
    for (let n = (await moments())[0]?.rewritten?.versions.length ?? 0; n < 20; n++)
      await ask(admin, console_.changeNote, { params: at, body: { text: `${n}` } })
    const full = await admin.api('PATCH', `/v1/customers/${anna}/notes/${note?.id}`, { text: 'ещё' })
    assert.equal(full.status, 409)
  })
})
