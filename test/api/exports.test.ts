import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Papa from 'papaparse'
import { readSheet } from 'read-excel-file/node'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as kept from '../../src/keep/exports/contract.ts'
import * as register from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as exports_ from '../../src/office/exports/contract.ts'
import { countCustomers } from '../../src/office/lists/contract.ts'
import * as notices from '../../src/office/notices/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until as eventually } from '../until.ts'

const password = 'a long password of a colleague'
const why = 'Letters for the anniversary'

describe('exports of customers', () => {
  const ends: (() => unknown)[] = []
  const t = { after: (end: () => unknown) => ends.push(end) } as never
  let product: Product
  let admin: Client
  let olga: Client
  let carla: Client
  let few: string[]
  let many: string[]

  before(async () => {
    product = await startProduct(t)
    admin = await product.setUp()
    for (const [name, role] of [
      ['Olga', 'privacy'],
      ['Paul', 'privacy'],
      ['Carla', 'clerk'],
    ] as const)
      await ask(admin, access.addStaff, { body: { name, email: `${name.toLowerCase()}@shop.example`, password, role } })
    olga = await signedIn('olga')
    carla = await signedIn('carla')
    const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
    await ask(admin, register.registerField, {
      body: { code: 'x_limit', type: 'money', title: { en: 'Credit limit', ru: 'Лимит' }, currency: 'EUR', purposes: ['service'] },
    })
    few = await recordPeople(admin, key, [
      {
        user: 'anna',
        email: 'anna@export.example',
        phone: '+79123456789',
        fields: { surname: 'Белова', name: 'Анна', birth_date: '1984-05-31', x_limit: '1 234,5 €' },
      },
      { user: 'evil', email: 'evil@export.example', fields: { surname: '=HYPERLINK("http://x","y")', name: '+1' } },
      { user: 'rtl', email: 'rtl@export.example', fields: { surname: '\u202eعبد “الله”', name: '👩‍👩‍👧; "quoted"', about: 'ы'.repeat(1900) } },
    ])
    many = await recordPeople(
      admin,
      key,
      Array.from({ length: 130 }, (_, i) => ({ user: `many${i}`, fields: { surname: `Многих${i}`, name: 'Пётр' } })),
    )
    // Figures follow what was recorded a moment later, and an export shows those there are.
    const filter = JSON.stringify({ column: 'has_email', is: 'false' })
    await eventually('the figures are there', async () => (await ask(admin, countCustomers, { query: { filter } })).count === many.length)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  async function signedIn(name: string): Promise<Client> {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const wanted = (ids: string[], columns: string[], format: 'csv' | 'xlsx' = 'csv') => ({ who: { ids }, purpose: 'service', columns, format, why })
  const columns = ['name', 'surname', 'email', 'phone', 'birth_date', 'spent', 'id', 'about']
  const asked = async (who: Client, body: ReturnType<typeof wanted>) => (await ask(who, exports_.askExport, { body })).id
  const view = (who: Client, id: string) => ask(who, kept.getExport, { params: { export_id: id } })
  const file = (who: Client, id: string) => who.fetch(`/v1/exports/${id}/file`)
  async function until(who: Client, id: string, state: string) {
    for (let waited = 0; ; waited += 100) {
      const now = await view(who, id)
      if (now.state === state) return now
      assert.ok(waited < 60_000, JSON.stringify(now))
      await sleep(100)
    }
  }
  async function told(who: Client, id: string, kind: string) {
    for (let waited = 0; ; waited += 100) {
      const { items } = await ask(who, notices.listNotices, { query: {} })
      if (items.some((n) => n.kind === kind && n.subject?.kind === 'export' && n.subject.id === id)) return
      assert.ok(waited < 60_000, `${kind}: ${JSON.stringify(items)}`)
      await sleep(100)
    }
  }
  const inside = (text: string) => withClient(product.databaseUrl('keep'), (client) => client.query(text))

  test('POST /v1/exports/preview and POST /v1/exports: nobody, a role without it, a purpose or column that is not covered', async () => {
    assert.equal((await product.api('POST', '/v1/exports', wanted(few, columns))).status, 401)
    assert.equal((await carla.api('POST', '/v1/exports', wanted(few, columns))).status, 403)
    assert.equal((await carla.api('POST', '/v1/exports/preview', wanted(few, columns))).status, 403)
    for (const [body, sentence] of [
      [{ ...wanted(few, columns), purpose: 'nonsense' }, /There is no such purpose/],
      [{ ...wanted(few, ['name', 'nonsense']) }, /There is no column .{1,2}nonsense/],
      [{ ...wanted(['c_nonsense'], columns) }, /who\.ids\[0\]: there is no such customer/],
      [{ ...wanted(few, columns), why: 'x' }, /Say why in a few words/],
      [{ ...wanted([], columns) }, /who\.ids: must hold at least 1/],
      [{ ...wanted(few, columns), who: { ids: few, except: [] } }, /who: says who by ids/],
    ] as const) {
      const answer = await olga.api('POST', '/v1/exports', body)
      assert.equal(answer.status, 400, answer.text)
      assert.match(answer.text, sentence)
    }
    const marketing = await olga.api('POST', '/v1/exports', { ...wanted(few, columns), purpose: 'marketing' })
    assert.equal(marketing.status, 403, 'the purpose is not one of her role')
    const uncovered = await admin.api('POST', '/v1/exports', { ...wanted(few, ['name', 'birth_date']), purpose: 'marketing' })
    assert.match(uncovered.text, /does not cover the column .{1,2}birth_date/)
    const seen = await ask(admin, exports_.previewExport, { body: { ...wanted(few, ['name', 'birth_date']), purpose: 'marketing' } })
    assert.deepEqual(seen.left_out, [{ reason: 'consent_missing', count: 3 }])
    assert.deepEqual(
      seen.columns.map((c) => c.reason),
      [null, 'field_not_covered'],
    )
    assert.deepEqual((await ask(olga, kept.listExports, { query: {} })).items, [], 'GET /v1/exports: nothing was begun')

    const figures = { ...wanted(many.slice(0, 3), ['role', 'last_purchase', 'has_email']), purpose: 'analysis' }
    assert.equal((await ask(admin, exports_.previewExport, { body: figures })).allowed, 3, 'figures alone, for a purpose that covers no way to reach them')
    const id = await asked(admin, figures)
    await until(admin, id, 'ready')
    const rows = Papa.parse<string[]>((await (await file(admin, id)).text()).trimEnd(), { delimiter: ',' }).data.slice(2)
    assert.deepEqual(
      rows.map((row) => [row[0], row[2]]),
      figures.who.ids.map(() => ['Customer', 'No']),
    )
    await ask(admin, kept.cancelExport, { params: { export_id: id }, body: {} })
  })

  test('GET /v1/exports/:export_id/file: rows by columns, formulas harmless, whose it is at its head; another’s is not there', async () => {
    const id = await asked(olga, wanted(few, columns))
    const ready = await until(olga, id, 'ready')
    assert.deepEqual([ready.rows, ready.persons, ready.own, ready.approval, ready.left_out], [3, 3, true, null, []])
    const answer = await file(olga, id)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="export-.*\.csv"$/)
    const bytes = Buffer.from(await answer.arrayBuffer())
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'efbbbf')
    const [mark, head, ...rows] = Papa.parse<string[]>(bytes.subarray(3).toString('utf8').trimEnd(), { delimiter: ',' }).data
    assert.match(mark?.[0] ?? '', new RegExp(`^# Export: ${id} · Made for: Olga \\(privacy\\) · .*Why: ${why} · People: 3`))
    assert.deepEqual(head, ['Name', 'Surname', 'E-mail', 'Phone', 'Date of birth', 'Spent', 'Currency', 'Number in Rapport', 'About'])
    const byId = new Map(rows.map((row) => [row[7], row]))
    assert.deepEqual(byId.get(few[0]), ['Белова Анна', 'Белова', 'anna@export.example', "'+79123456789", '1984-05-31', '100', 'RUB', few[0], ''])
    assert.equal(byId.get(few[1])?.[1], `'=HYPERLINK("http://x","y")`)
    assert.equal(byId.get(few[2])?.[1], '\u202eعبد “الله”')
    assert.equal(byId.get(few[2])?.[8]?.length, 1900)

    const paul = await signedIn('paul')
    for (const other of [admin, paul]) {
      assert.equal((await file(other, id)).status, 404, 'the file is for whoever asked, whatever another may approve')
      assert.equal((await view(other, id)).own, false)
    }
    assert.equal((await file(carla, id)).status, 403)
    const ids = opaque(secretOf(product, 'ids'))
    for (const guess of ['x_nonsense', ids.show('export', 12_345), ids.show('import', 1)]) assert.equal((await file(olga, guess)).status, 404)
    assert.equal((await ask(olga, kept.getExport, { params: { export_id: id } })).downloads, 1)
  })

  test('a workbook of the same, with real cells', async () => {
    const id = await asked(olga, wanted(few, ['name', 'birth_date', 'spent', 'x_limit', 'relations'], 'xlsx'))
    await until(olga, id, 'ready')
    const bytes = Buffer.from(await (await file(olga, id)).arrayBuffer())
    const rows = await readSheet(bytes, 1)
    assert.deepEqual(rows[0], ['Name', 'Date of birth', 'Spent', 'Currency', 'Credit limit, EUR', 'Related people'])
    const anna = rows.find((row) => row[0] === 'Белова Анна')
    assert.deepEqual(anna, ['Белова Анна', new Date('1984-05-31T00:00:00Z'), 100, 'RUB', 1234.5, null])
    assert.ok((await readSheet(bytes, 2)).some(([label, value]) => label === 'Export' && value === id))
  })

  test('somebody else in a relation is masked, and whoever is restricted is left out and counted', async () => {
    await ask(admin, console_.addRelation, { params: { customer_id: few[0] ?? '' }, body: { other_id: few[1] ?? '', kind: 'household' } })
    await inside(`update keep.customer set status = 'restricted' where customer_id = ${opaque(secretOf(product, 'ids')).read('customer', few[2] ?? '')}`)
    const id = await asked(olga, wanted(few, ['surname', 'relations']))
    const ready = await until(olga, id, 'ready')
    assert.deepEqual([ready.rows, ready.left_out], [2, [{ reason: 'restricted', count: 1 }]])
    const text = await (await file(olga, id)).text()
    assert.match(text, /Белова,Household \(name not exported\)/)
    assert.doesNotMatch(text, /الله/)
    await inside(`update keep.customer set status = 'known' where status = 'restricted'`)
  })

  test('the customer sees who took their data out, by role, and what for', async () => {
    const customer = opaque(secretOf(product, 'ids')).read('customer', few[0] ?? '') ?? 0
    const keep = await insideKeep(t, product, new Date())
    const { token } = await openCustomerSession(keep, { customer, device: 'test' }, new Date())
    const herself = product.client()
    herself.cookies.set('rapport_customer', token)
    const uses = (await ask(herself, portal.listMyUses, { query: {} })).items.filter((use) => use.operation === 'export')
    assert.equal(uses.length, 3, 'one for each export she was in')
    assert.ok(uses.every((use) => use.actor.role === 'privacy' && use.decision === 'allow' && use.activity?.type === 'export'))
    assert.ok(uses.some((use) => use.fields.includes('phone')))
  })

  test('POST /v1/exports/:export_id/approve and POST /v1/exports/:export_id/decline: over a hundred a day need a second person, and never oneself', async () => {
    const seen = await ask(olga, exports_.previewExport, { body: wanted(many, ['surname']) })
    assert.deepEqual([seen.matching, seen.allowed, seen.second_person, seen.trouble], [130, 130, true, null])
    const id = await asked(olga, wanted(many, ['surname']))
    assert.equal((await view(olga, id)).state, 'asking')
    assert.equal((await file(olga, id)).status, 409)
    assert.equal((await olga.api('POST', `/v1/exports/${id}/approve`, {})).status, 403)
    assert.equal((await carla.api('POST', `/v1/exports/${id}/approve`, {})).status, 403)
    const asks = await view(admin, id)
    assert.deepEqual([asks.approval?.state, asks.approval?.mine_to_give, asks.why, asks.persons, asks.columns], ['asked', true, why, 130, ['surname']])
    const approved = await ask(admin, kept.approveExport, { params: { export_id: id }, body: {} })
    assert.equal(approved.approval?.state, 'approved')
    assert.equal((await admin.api('POST', `/v1/exports/${id}/approve`, {})).status, 409)
    assert.equal((await admin.api('POST', `/v1/exports/${id}/decline`, {})).status, 409)
    const ready = await until(olga, id, 'ready')
    assert.equal(ready.rows, 130)
    assert.equal(Papa.parse((await (await file(olga, id)).text()).trimEnd()).data.length, 132)
    assert.equal((await file(admin, id)).status, 404, 'not even who approved it')

    const again = await asked(olga, wanted(many, ['surname']))
    assert.equal((await view(olga, again)).state, 'asking', 'an approval is for one export')
    const reason = 'Хватит и тех, кто покупал в этом году'
    assert.equal((await admin.api('POST', `/v1/exports/${again}/decline`, { why: 'ы'.repeat(501) })).status, 400)
    await ask(admin, kept.declineExport, { params: { export_id: again }, body: { why: reason } })
    const declined = await view(olga, again)
    assert.deepEqual([declined.state, declined.approval?.why, (await file(olga, again)).status], ['declined', reason, 409])

    await told(admin, id, 'budget_asked')
    await told(olga, id, 'budget_approved')
    await told(olga, id, 'export_done')
    await told(olga, again, 'budget_declined')
    const { rows } = await inside(`select act, facts from keep.audit where act like 'export.%' and by_id <> 0 order by audit_id`)
    assert.deepEqual(rows.filter((r) => r.act === 'export.made').at(-1)?.facts, { persons: 130, purpose: 'service', format: 'csv' })

    const ninety = many.slice(0, 90)
    const paul = await signedIn('paul')
    await until(paul, await asked(paul, wanted(ninety, ['surname'])), 'ready')
    const more = await asked(paul, wanted(many.slice(90, 110), ['surname']))
    assert.equal((await view(paul, more)).state, 'asking', 'ninety and twenty are more than a hundred')
    const open = (await ask(admin, access.listBudgets, { query: {} })).items.filter((r) => r.kind === 'export' && r.persons === 20)
    await ask(admin, access.approveBudget, { params: { request_id: open[0]?.id ?? '' }, body: {} })
    assert.equal((await until(paul, more, 'ready')).rows, 20, 'an approval by the list of requests is one too')
  })

  test('everybody a filter matches but for some; a filter that means nothing is refused with its place', async () => {
    const wrong = await olga.api('POST', '/v1/exports', { ...wanted(few, ['surname']), who: { filter: { column: 'nonsense', is: 'equals', value: 'x' } } })
    assert.equal(wrong.status, 400, wrong.text)
    const who = { filter: { all: [{ column: 'has_email', is: 'true' as const }] }, except: [few[0] ?? ''] }
    let seen = await ask(olga, exports_.previewExport, { body: { ...wanted(few, ['surname']), who } })
    for (let waited = 0; seen.matching !== 2 && waited < 60_000; waited += 200) {
      await sleep(200) // the figures of lists follow
      seen = await ask(olga, exports_.previewExport, { body: { ...wanted(few, ['surname']), who } })
    }
    assert.deepEqual([seen.matching, seen.allowed], [2, 2])
    const { id } = await ask(olga, exports_.askExport, { body: { ...wanted(few, ['id']), who } })
    if ((await view(olga, id)).state === 'asking') await ask(admin, kept.approveExport, { params: { export_id: id }, body: {} })
    await until(olga, id, 'ready')
    const lines = (await (await file(olga, id)).text()).trimEnd().split('\r\n').slice(2)
    assert.deepEqual(lines.sort(), few.slice(1).sort())
  })

  test('POST /v1/exports/:export_id/pause, POST /v1/exports/:export_id/resume and POST /v1/exports/:export_id/cancel are one’s own; what was cancelled is gone', async () => {
    const id = await asked(olga, wanted(few, ['surname']))
    await until(olga, id, 'ready')
    assert.equal((await olga.api('POST', `/v1/exports/${id}/pause`, {})).status, 409)
    assert.equal((await olga.api('POST', `/v1/exports/${id}/resume`, {})).status, 409)
    assert.equal((await admin.api('POST', `/v1/exports/${id}/pause`, {})).status, 404)
    assert.equal((await ask(olga, kept.cancelExport, { params: { export_id: id }, body: {} })).state, 'cancelled')
    assert.equal((await file(olga, id)).status, 404)
    assert.equal((await olga.api('POST', `/v1/exports/${id}/cancel`, {})).status, 200, 'asked again, it is so already')
  })

  test('killed in the midst, keep and office, it goes on where it was and holds everybody once', async () => {
    const id = await asked(olga, wanted(many, ['surname', 'id'], 'xlsx'))
    await ask(admin, kept.approveExport, { params: { export_id: id }, body: {} })
    const { keep, office } = await product.pids()
    process.kill(keep, 'SIGKILL')
    process.kill(office, 'SIGKILL')
    await product.healthy(60_000)
    await product.pids()
    for (let waited = 0; ; waited += 200) {
      const answer = await olga.api('GET', `/v1/exports/${id}`)
      if (answer.status === 200 && answer.text.includes('"ready"')) break
      assert.ok(waited < 120_000, answer.text)
      await sleep(200)
    }
    const rows = await readSheet(Buffer.from(await (await file(olga, id)).arrayBuffer()), 1)
    const ids = rows.slice(1).map((row) => String(row[1]))
    assert.deepEqual([...ids].sort(), [...many].sort())
  })

  test('whoever sees only their own customers has a file only while all in it are theirs', async () => {
    const rights = { abilities: ['customers.see', 'exports.run'], sees: ['contact', 'profile'], changes: [], scope: 'own', customers: 'own' }
    const role = { title: { en: 'Agent', ru: 'Агент' }, ...rights, purposes: ['service'], from: 0 }
    assert.equal((await admin.api('PUT', '/v1/roles/agent', role)).status, 200)
    const { id: eva } = await ask(admin, access.addStaff, { body: { name: 'Eva', email: 'eva@shop.example', password, role: 'agent' } })
    const agent = await signedIn('eva')
    const [anna = '', evil = ''] = few
    const give = async (customer: string, to: string | null) =>
      assert.equal((await admin.api('PUT', `/v1/customers/${customer}/owner`, { staff_id: to })).status, 200)
    for (const customer of [anna, evil]) await give(customer, eva)
    const [both, one, book] = [
      await asked(agent, wanted([anna, evil], ['surname'])),
      await asked(agent, wanted([anna], ['surname'])),
      await asked(agent, wanted([anna, evil], ['surname'], 'xlsx')),
    ]
    for (const id of [both, one, book]) assert.equal((await until(agent, id, 'ready')).rows, id === one ? 1 : 2)
    for (const id of [both, book]) assert.equal((await file(agent, id)).status, 200)
    await give(evil, null)
    for (const id of [both, book]) {
      const refused = await file(agent, id)
      assert.deepEqual([refused.status, (await refused.text()).includes('not your customer any more')], [403, true])
      await until(agent, id, 'failed')
    }
    await give(evil, eva)
    assert.equal((await file(agent, both)).status, 404, 'what was closed stays closed')
    assert.equal((await file(agent, one)).status, 200, 'of whom all are theirs still')
    await give(anna, null)
    assert.equal((await file(agent, one)).status, 403)
  })

  test('after its time, and for somebody who left or has another role, the file is closed and its key gone', async () => {
    const ids = opaque(secretOf(product, 'ids'))
    const due = await asked(olga, wanted(few, ['surname']))
    await until(olga, due, 'ready')
    await inside(`update keep.export set expires_at = now() - interval '1 second' where export_id = ${ids.read('export', due)}`)
    assert.equal((await file(olga, due)).status, 404, 'at once, whenever the sweep comes')
    await until(olga, due, 'expired')

    const paul = await signedIn('paul')
    const [pauls] = (await ask(paul, kept.listExports, { query: {} })).items.filter((e) => e.own && e.state === 'ready')
    const [staff] = (await ask(admin, access.listStaff, { query: {} })).items.filter((s) => s.name === 'Paul')
    await inside(`update keep.staff set role = 'marketer' where staff_id = ${ids.read('staff', staff?.id ?? '')}`)
    assert.ok([403, 404].includes((await file(paul, pauls?.id ?? '')).status), 'in another role')
    const closed = await until(admin, pauls?.id ?? '', 'failed')
    assert.match(closed.trouble ?? '', /left, or has another role/)

    // The role stays the same and sees less: what was taken out under it is no more theirs than what they open.
    const desk = { title: { en: 'Desk', ru: 'Стол' }, abilities: ['customers.see', 'exports.run'], changes: [], scope: 'all', purposes: ['service'] }
    const see = (from: number, sees: string[]) => admin.api('PUT', '/v1/roles/desk', { ...desk, sees, from })
    assert.equal((await see(0, ['contact', 'profile'])).status, 200)
    await ask(admin, access.addStaff, { body: { name: 'Dora', email: 'dora@shop.example', password, role: 'desk' } })
    const dora = await signedIn('dora')
    const doras = await asked(dora, wanted(few, ['surname', 'phone']))
    await until(dora, doras, 'ready')
    assert.equal((await see(1, ['contact', 'profile', 'content'])).status, 200)
    assert.equal((await file(dora, doras)).status, 200, 'that it sees more takes nothing away')
    assert.equal((await see(2, ['profile'])).status, 200)
    assert.ok([403, 404].includes((await file(dora, doras)).status), 'in a role that sees less')
    await until(admin, doras, 'failed')

    const open = await asked(olga, wanted(many.slice(0, 10), ['surname']))
    await until(olga, open, (await view(olga, open)).state === 'asking' ? 'asking' : 'ready')
    const [hers] = (await ask(admin, access.listStaff, { query: {} })).items.filter((s) => s.name === 'Olga')
    await ask(admin, access.dismissStaff, { params: { staff_id: hers?.id ?? '' } })
    assert.equal((await file(olga, open)).status, 401)
    await until(admin, open, 'failed')
    const left = await inside(`select count(*)::int as n from keep.export where by_id = ${ids.read('staff', hers?.id ?? '')} and sealed_key is not null`)
    assert.deepEqual(left.rows, [{ n: 0 }])
    const pieces = await inside(`select count(*)::int as n from keep.export_piece`)
    assert.deepEqual(pieces.rows, [{ n: 0 }], 'nothing is left of any file')
  })
})
