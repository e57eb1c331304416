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

  await t.test('a colleague who does not see the customer is named all the same, and the answer says that nobody tells them', async () => {
    const few = {
      title: { en: 'Own', ru: 'Свои' },
      abilities: ['customers.see', 'customers.change'],
      changes: [],
      scope: 'all',
      purposes: ['service'],
      customers: 'own',
    }
    assert.equal((await admin.api('PUT', '/v1/roles/few', { ...few, sees: ['contact', 'profile', 'content'], from: 0 })).status, 200)
    await ask(admin, access.addStaff, { body: { name: 'Dora Own', email: 'dora@shop.example', password, role: 'few' } })
    const dora = product.client()
    await dora.api('POST', '/v1/session', { email: 'dora@shop.example', password })
    const doraId = (await ask(admin, work.listColleagues, { query: {} })).items.find((each) => each.name === 'Dora Own')?.id ?? ''
    const about = { customer_id: boris }
    const note = { text: '@Dora Own @Clara Ostrova', kind: 'note' as const, direction: 'none' as const, mentions: [doraId, claraId] }
    const made = await ask(admin, console_.addNote, { params: about, body: note })
    assert.deepEqual(made.unseen, [{ id: doraId, why: 'own', units: [] }])
    const again = { params: { ...about, note_id: made.id }, body: { text: note.text, mentions: [doraId] } }
    assert.deepEqual((await ask(admin, console_.changeNote, again)).unseen, made.unseen)
    assert.deepEqual((await ask(dora, listNotices, { query: {} })).items, [])
    assert.equal((await admin.api('PUT', `/v1/customers/${boris}/owner`, { staff_id: doraId })).status, 200)
    assert.deepEqual((await ask(admin, console_.changeNote, again)).unseen, [])
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

  await t.test('rubbish pasted into any form of a card is kept as it is or refused with its place, and the card stands', async () => {
    const task = (await ask(admin, work.addTask, { body: { kind: 'task', what: 'x', customer_id: boris } })).id
    const matter = (await ask(admin, work.openCase, { body: { kind: 'question', subject: 'x', customer_id: boris } })).id
    const { id: works } = await ask(admin, console_.addRelation, { params: { customer_id: boris }, body: { other_id: anna, kind: 'family' } })
    const { id: note } = await ask(admin, console_.addNote, { params: { customer_id: boris }, body: { text: 'x', kind: 'note', direction: 'none' } })
    const at = `/v1/customers/${boris}`
    const forms: readonly (readonly [method: string, path: string, body: (value: string) => unknown])[] = [
      ['POST', '/v1/customers', (v) => ({ kind: 'person', fields: { surname: v }, identifiers: [] })],
      ['POST', '/v1/customers', (v) => ({ kind: 'organisation', fields: { org_name: v, address: v }, identifiers: [{ kind: 'email', value: v }] })],
      ...['surname', 'name', 'patronymic', 'address_as', 'job_title', 'address', 'about', 'birth_date', 'x_own'].map(
        (field) => ['PUT', `${at}/fields/${field}`, (v: string) => ({ value: v })] as const,
      ),
      ['POST', `${at}/identifiers`, (v) => ({ kind: 'phone', value: v })],
      ['POST', `${at}/notes`, (v) => ({ text: v, kind: 'note', direction: 'none' })],
      ['PATCH', `${at}/notes/${note}`, (v) => ({ text: v })],
      ['POST', `${at}/personal`, (v) => ({ kind: 'talk', text: v, reaction: v })],
      ['POST', `${at}/relations`, (v) => ({ other_id: anna, kind: 'household', position: v })],
      ['PATCH', `${at}/relations/${works}`, (v) => ({ position: v })],
      ['POST', '/v1/tasks', (v) => ({ kind: 'task', what: v, customer_id: boris })],
      ['PATCH', `/v1/tasks/${task}`, (v) => ({ what: v })],
      ['POST', '/v1/cases', (v) => ({ kind: 'question', subject: v, customer_id: boris })],
      ['PATCH', `/v1/cases/${matter}`, (v) => ({ subject: v })],
    ]
    const pasted = [
      'Ж'.repeat(10_001),
      '👨‍👩‍👧🏳️‍🌈',
      'שלום \u202eabc',
      '<img src=x onerror=alert(1)>',
      "'; drop table keep.customer; --",
      '\u0000',
      '\ud800',
      'a\r\n\tb',
      '=1+1',
      '{{7*7}}',
    ]
    for (const [method, path, body] of forms) {
      for (const value of pasted) {
        const answer = await admin.api(method, path, body(value))
        const said = `${method} ${path} ${JSON.stringify(value.slice(0, 20))}: ${answer.status} ${answer.text.slice(0, 300)}`
        assert.ok(answer.status === 200 || answer.status === 409 || (answer.status === 400 && answer.text.includes('"place":"')), said)
        if (value.length > 10_000) assert.equal(answer.status, 400, said)
      }
    }
    for (const path of [`${at}/card`, `${at}/timeline`, `${at}/personal`, `${at}/relations/changes`, `/v1/tasks/${task}/changes`, '/v1/customers'])
      assert.equal((await admin.api('GET', path)).status, 200, path)
    assert.equal((await admin.api('GET', `${at}/card`)).text.includes('<img src=x onerror=alert(1)>'), true, 'markup is text')
  })

  await t.test('a note that is sent again under its own mark is one note, and another’s of that mark is another', async () => {
    const body = { text: 'Звонила', kind: 'note', direction: 'none', once: 'sent-twice' } as const
    const before = (await moments()).length
    assert.equal((await admin.api('POST', `/v1/customers/${anna}/notes`, { ...body, once: 'a b' })).status, 400)
    const [first, second] = [await ask(admin, console_.addNote, { params, body }), await ask(admin, console_.addNote, { params, body })]
    assert.equal(second.id, first.id)
    await ask(clara, console_.addNote, { params, body })
    await ask(admin, console_.addNote, { params: { customer_id: boris }, body })
    const made = (await moments()).slice(0, -before)
    assert.deepEqual(
      made.map(({ text, own }) => [text, own]),
      [
        ['Звонила', false],
        ['Звонила', true],
      ],
    )
  })
})
