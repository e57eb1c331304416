import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as channels from '../../src/keep/channels/contract.ts'
import * as desk from '../../src/keep/desk/contract.ts'
import * as files from '../../src/keep/files/contract.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as told from '../../src/office/notices/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { listenAs } from '../live.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { openOwnPage, ownCode } from '../town/demo/customer.ts'
import { ask, type Visitor } from '../town/demo/visitor.ts'
import { until } from '../until.ts'
import { commandsOf, typedOf } from './typed.ts'

// Rights as customers use them on their own page and as the company enters and answers them. The no before the yes.

const password = 'a long password of a colleague'
const problem = z.object({ detail: z.string(), place: z.string().optional() })

describe('rights as cases', () => {
  const ends: (() => unknown)[] = []
  const t = { after: (end: () => unknown) => ends.push(end) } as never
  let product: Product
  let admin: Client
  let clerk: Client
  let officer: Client
  let [vera, nina] = ['', '']
  let herself: Visitor
  let another: Visitor

  before(async () => {
    product = await startProduct(t, { demo: true, company: 'Лавка' })
    admin = await product.setUp()
    for (const [name, role] of [
      ['clara', 'clerk'],
      ['olga', 'privacy'],
      ['anton', 'analyst'],
    ] as const)
      await ask(admin, access.addStaff, { body: { name, email: `${name}@shop.example`, password, role } })
    clerk = await signedIn('clara')
    officer = await signedIn('olga')
    vera = await made('Вера', 'Иванова', 'vera@x.example')
    nina = await made('Нина', 'Тайная', 'nina@x.example')
    herself = await openOwnPage(product.url, 'vera@x.example', admin)
    another = await openOwnPage(product.url, 'nina@x.example', admin)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })
  const made = async (name: string, surname: string, email: string) =>
    (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { name, surname }, identifiers: [{ kind: 'email', value: email }] } })).id
  async function signedIn(name: string): Promise<Client> {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const send = (who: Visitor, method: string, path: string, body?: object) =>
    who.fetch(path, { method, ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
  async function refusal(answer: Response | Promise<Response>, status: number): Promise<z.output<typeof problem>> {
    const response = await answer
    assert.equal(response.status, status, await response.clone().text())
    return problem.parse(await response.json())
  }
  /** The letter with the link to their page leaves; whoever is restricted is nobody else's to look at, so it is only counted. */
  async function linkComes(address: string): Promise<void> {
    const before = (await ask(admin, channels.readMailbox)).letters
    await ask(product.client(), access.askForLink, { body: { email: address } })
    await until('the letter with the link', async () => (await ask(admin, channels.readMailbox)).letters > before)
  }
  /** Shows who they are, by the code of the letter. */
  async function shows(who: Visitor, address: string): Promise<void> {
    const code = await ownCode(who, address, admin)
    await refusal(send(who, 'POST', '/v1/my/confirm/code', { code: code === '000000' ? '000001' : '000000' }), 403)
    await ask(who, rights.confirmMe, { body: { code } })
  }
  const wrongName = { right: 'rectify', about: { kind: 'field', name: 'surname' }, value: 'Белова', words: 'Я вышла замуж.' } as const

  test('POST /v1/my/rights, GET /v1/my/rights: whoever is not asked about, what is missing, and fields that name somebody else', async () => {
    await refusal(product.client().fetch('/v1/my/rights'), 401)
    assert.match((await refusal(send(herself, 'POST', '/v1/my/rights', { right: 'rectify', words: 'x' }), 400)).detail, /say what it is about/)
    assert.match((await refusal(send(herself, 'POST', '/v1/my/rights', { right: 'complaint' }), 400)).detail, /say what you complain about/)
    await refusal(send(herself, 'POST', '/v1/my/rights', { right: 'erase' }), 400)
    await refusal(send(herself, 'POST', '/v1/my/rights', { ...wrongName, about: { kind: 'interaction', name: 'i_nobodys' }, value: null }), 404)
    const asked = await ask(herself, rights.askMyRight, { body: { ...wrongName, customer_id: nina, person: 1 } as never })
    assert.deepEqual([asked.state, asked.value, asked.words], ['open', 'Белова', 'Я вышла замуж.'])
    assert.equal((await ask(another, rights.listMyRights)).items.length, 0, 'it is about whoever asked')
    assert.deepEqual(
      (await ask(herself, rights.listMyRights)).items.map((one) => one.id),
      [asked.id],
    )
  })

  test('POST /v1/my/rights/:case_id/take-back: of another’s case and of none there is one answer', async () => {
    const [mine] = (await ask(herself, rights.listMyRights)).items
    const none = await refusal(send(another, 'POST', '/v1/my/rights/rc_AAAAAAAAAAAAAAAAAAAAAA/take-back', {}), 404)
    assert.deepEqual(await refusal(send(another, 'POST', `/v1/my/rights/${mine?.id}/take-back`, {}), 404), none)
    const asked = await ask(another, rights.askMyRight, { body: { right: 'access' } })
    assert.equal((await ask(another, rights.takeBackMyRight, { params: { case_id: asked.id }, body: {} })).state, 'taken_back')
    assert.match((await refusal(send(another, 'POST', `/v1/my/rights/${asked.id}/take-back`, {}), 409)).detail, /is over/)
  })

  test('GET /v1/rights, GET /v1/rights/counts, GET /v1/rights/:case_id: the desk, for those whose work it is', async () => {
    await refusal(clerk.fetch('/v1/rights'), 403)
    await refusal(clerk.fetch('/v1/rights/counts'), 403)
    const { items } = await ask(officer, rights.listRights)
    assert.deepEqual(
      items.map((one) => [one.right, one.customer_id, one.name]),
      [['rectify', vera, 'Иванова Вера']],
    )
    await refusal(clerk.fetch(`/v1/rights/${items[0]?.id}`), 403)
    const one = await ask(officer, rights.readRight, { params: { case_id: items[0]?.id ?? '' } })
    assert.deepEqual([one.now, one.value, one.whole, one.events.map((event) => event.what)], ['Иванова', 'Белова', true, ['asked']])
    assert.equal((await ask(officer, rights.listRights, { query: { state: 'over' } })).items.length, 1)
    const counts = { open: 1, soon: 0, overdue: 0, next_due: one.due_at }
    assert.deepEqual(await ask(officer, rights.countRights), counts)
    assert.deepEqual((await ask(officer, desk.readDesk)).rights, counts)
    const notices = (await ask(officer, told.listNotices)).items.filter(({ kind }) => kind === 'rights_asked')
    assert.ok(
      notices.some(({ subject }) => subject?.kind === 'right' && subject.id === one.id),
      'the notice leads to the request',
    )
  })

  test('GET /v1/rights: of one right, law or road; what is late is listed and counted apart', async () => {
    const listed = async (query: { state?: 'open' | 'overdue'; right?: 'rectify' | 'erase'; law?: '152fz' | 'gdpr'; road?: 'portal' | 'phone' }) =>
      (await ask(officer, rights.listRights, { query })).items.length
    assert.deepEqual(
      await Promise.all([listed({ right: 'erase' }), listed({ law: 'gdpr' }), listed({ road: 'phone' }), listed({ state: 'overdue' })]),
      [0, 0, 0, 0],
    )
    assert.deepEqual(await Promise.all([listed({ right: 'rectify' }), listed({ law: '152fz' }), listed({ road: 'portal' })]), [1, 1, 1])
    await refusal(officer.fetch('/v1/rights?state=nothing'), 400)
    const age = (by: string) =>
      withClient(product.databaseUrl('owner', 'main'), (client) =>
        client.query(`update keep.rights_case set asked_at = asked_at ${by}, due_at = due_at ${by} where state = 'open'`),
      )
    await age(`- interval '60 days'`)
    assert.deepEqual([await listed({ state: 'overdue' }), await listed({ state: 'open' })], [1, 1])
    assert.deepEqual(await ask(officer, rights.countRights), { open: 1, soon: 0, overdue: 1, next_due: null })
    await age(`+ interval '60 days'`)
  })

  test('POST /v1/rights/:case_id/extend, POST /v1/rights/:case_id/answer: with reasons that the customer reads', async () => {
    const [first] = (await ask(officer, rights.listRights)).items
    const params = { case_id: first?.id ?? '' }
    assert.match((await refusal(send(officer, 'POST', `/v1/rights/${first?.id}/answer`, { outcome: 'refused', words: 'no' }), 400)).detail, /on what it rests/)
    assert.match((await refusal(send(officer, 'POST', `/v1/rights/${first?.id}/answer`, { outcome: 'refused', ground: 'law' }), 400)).detail, /in words/)
    await refusal(send(clerk, 'POST', `/v1/rights/${first?.id}/answer`, { outcome: 'granted' }), 403)
    const answered = await ask(officer, rights.answerRight, { params, body: { outcome: 'granted', words: 'Поздравляем!' } })
    assert.deepEqual([answered.outcome, answered.now], ['granted', 'Белова'])
    assert.equal(answered.events[1]?.by.name, 'olga')
    assert.match((await refusal(send(officer, 'POST', `/v1/rights/${first?.id}/answer`, { outcome: 'granted' }), 409)).detail, /over/)
    const page = await ask(herself, portal.readMyPage)
    const name = page.known.flatMap((group) => group.fields).find((field) => field.field === 'surname')
    assert.deepEqual([name?.value, name?.source], ['Белова', 'customer'])
    const [mine] = (await ask(herself, rights.listMyRights)).items
    assert.deepEqual([mine?.state, mine?.answer, JSON.stringify(mine).includes('olga')], ['answered', 'Поздравляем!', false])

    const complaint = await ask(herself, rights.askMyRight, { body: { right: 'complaint', words: 'Мне звонят ночью.' } })
    const later = await ask(officer, rights.extendRight, { params: { case_id: complaint.id }, body: { why: 'Спрашиваем телефонную станцию.' } })
    assert.deepEqual([later.extended, later.due_at, later.most_at], [true, complaint.most_at, null])
    await ask(officer, rights.answerRight, { params: { case_id: complaint.id }, body: { outcome: 'refused', ground: 'unproven', words: 'Звонили не мы.' } })
    const [refused] = (await ask(herself, rights.listMyRights)).items
    assert.deepEqual([refused?.ground, refused?.answer, refused?.put_off], ['unproven', 'Звонили не мы.', 'Спрашиваем телефонную станцию.'])
    const deeds = (await ask(herself, portal.listMyUses, { query: { deeds: 'changes' } })).items.map((use) => use.deed)
    assert.ok(deeds.includes('ask_right') && deeds.includes('answer_right'), deeds.join())
  })

  test('GET /v1/my/live: a page that stands open hears that its request moved, and of nobody else’s; the desk hears which', async () => {
    const pageOf = (who: Visitor) =>
      listenAs({ url: product.url, cookie: () => [...who.cookies].map((pair) => pair.join('=')).join('; ') }, undefined, '/v1/my/live')
    assert.deepEqual([(await send(product.client(), 'GET', '/v1/my/live')).status, (await send(officer, 'GET', '/v1/my/live')).status], [401, 401])
    const analyst = await listenAs(await signedIn('anton'))
    const [hers, other, desk] = [await pageOf(herself), await pageOf(another), await listenAs(officer)]
    const moved = '{"topic":"rights","id":null}'
    const heard = (page: typeof hers) => page.told().filter((one) => one.includes('"rights"'))
    // What the test before asked may still be told to a page that has just been loaded.
    const before = [heard(hers).length, heard(other).length]
    const { id } = await ask(herself, rights.askMyRight, { body: { right: 'access', words: 'Откуда мой адрес?' } })
    await until('both pages hear of it', async () => heard(hers).length > (before[0] ?? 0) && heard(desk).some((one) => one.includes(id)))
    const asked = heard(hers).length
    await ask(officer, rights.answerRight, { params: { case_id: id }, body: { outcome: 'granted', words: 'От вас.' } })
    await until('her page hears of the answer', async () => heard(hers).length > asked)
    assert.deepEqual([...new Set(heard(hers))], [moved])
    assert.deepEqual([heard(other).length, heard(analyst)], [before[1], []])
    for (const page of [hers, other, desk, analyst]) page.leave()
  })

  test('GET /v1/my/rights/now, POST /v1/my/rights/lift: what holds at once, and whoever is restricted signs in and lifts it', async () => {
    const before = await ask(another, rights.readMyRights)
    assert.deepEqual([before.restricted, before.erased_from, before.purposes.find((p) => p.code === 'accounting')?.object], [false, null, 'law'])
    const analysis = { kind: 'purpose', name: 'analysis' } as const
    assert.equal((await ask(another, rights.askMyRight, { body: { right: 'object', about: analysis } })).outcome, 'granted')
    assert.equal((await ask(another, rights.askMyRight, { body: { right: 'object', about: { ...analysis, name: 'accounting' } } })).ground, 'law')
    assert.equal((await ask(another, rights.askMyRight, { body: { right: 'restrict' } })).outcome, 'granted')
    const now = await ask(another, rights.readMyRights)
    assert.equal(now.restricted, true)
    assert.ok(now.purposes.find((p) => p.code === 'analysis')?.stopped_at)
    assert.equal((await ask(clerk, console_.readCard, { params: { customer_id: nina } })).name, null, 'nobody opens them')
    await linkComes('nina@x.example')
    const again = another
    assert.equal((await ask(again, portal.readMyPage)).name?.full, 'Тайная Нина')
    await ask(again, rights.liftMyRight, { body: { purpose: null } })
    await ask(again, rights.liftMyRight, { body: { purpose: 'analysis' } })
    assert.match((await refusal(send(again, 'POST', '/v1/my/rights/lift', { purpose: null }), 409)).detail, /nothing to lift/)
    assert.ok((await ask(clerk, console_.readCard, { params: { customer_id: nina } })).name)
  })

  test('GET /v1/my/beside, POST /v1/my/beside, DELETE /v1/my/beside/:beside_id, GET /v1/rights/beside/:customer_id', async () => {
    const about = { kind: 'identifier', name: 'email' } as const
    await ask(herself, rights.addMyNote, { body: { about, words: 'Пишите только сюда.' } })
    const [note] = (await ask(herself, rights.listMyBeside)).items
    assert.deepEqual([note?.kind, note?.words], ['note', 'Пишите только сюда.'])
    assert.equal((await ask(clerk, rights.listBeside, { params: { customer_id: vera } })).items[0]?.words, 'Пишите только сюда.')
    await refusal(send(another, 'DELETE', `/v1/my/beside/${note?.id}`), 404)
    await ask(herself, rights.dropMyNote, { params: { beside_id: note?.id ?? '' } })
    assert.equal((await ask(herself, rights.listMyBeside)).items.length, 0)
  })

  test('POST /v1/rights/of/:customer_id, POST /v1/rights/mandates/:customer_id, GET /v1/rights/mandates/:customer_id: by phone, on paper, by a mandate', async () => {
    const entered = { right: 'access', road: 'paper', evidence: 'Письмо, папка 4' } as const
    await refusal(send(clerk, 'POST', `/v1/rights/of/${vera}`, { ...entered, evidence: '' }), 400)
    await refusal(send(clerk, 'POST', `/v1/rights/of/${vera}`, { ...entered, road: 'portal' }), 400)
    const upload = await clerk.fetch(`/v1/files/${vera}?name=scan.pdf`, { method: 'POST', body: '%PDF', headers: { 'content-type': 'application/pdf' } })
    const scan = files.file.parse(await upload.json())
    await refusal(send(clerk, 'POST', `/v1/rights/of/${nina}`, { ...entered, file_id: scan.id }), 400)
    const row = await ask(clerk, rights.enterRight, { params: { customer_id: vera }, body: { ...entered, file_id: scan.id } })
    const shown = await ask(officer, rights.readRight, { params: { case_id: row.id } })
    assert.deepEqual([shown.road, shown.evidence, shown.file_id, shown.events[0]?.by.name], ['paper', 'Письмо, папка 4', scan.id, 'clara'])

    const paper = { holder: 'Пётр Белов, сын', powers: ['access', 'rectify'], road: 'counter', evidence: 'Доверенность 77 АА' } as const
    await refusal(send(clerk, 'POST', `/v1/rights/mandates/${vera}`, { ...paper, until: '2020-01-01' }), 400)
    const inTwo = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    const mandate = await ask(clerk, rights.enterMandate, { params: { customer_id: vera }, body: { ...paper, powers: [...paper.powers], until: inTwo } })
    assert.equal((await ask(clerk, rights.listMandates, { params: { customer_id: vera } })).items[0]?.holder, 'Пётр Белов, сын')
    const by = (customer: string, right: string) => send(clerk, 'POST', `/v1/rights/of/${customer}`, { ...entered, right, mandate_id: mandate.id, words: 'x' })
    await refusal(by(nina, 'access'), 404)
    assert.match((await refusal(by(vera, 'complaint'), 409)).detail, /does not give that right/)
    assert.equal((await by(vera, 'access')).status, 201)
    await ask(herself, rights.endMyMandate, { params: { mandate_id: mandate.id }, body: {} })
    assert.match((await refusal(by(vera, 'access'), 409)).detail, /is over/)
  })

  test('docs/rights.md: its walk from entry to answer, as it is typed', async () => {
    const known = new Map<string, string>()
    let last: unknown
    for (const line of commandsOf(readFileSync(new URL('../../docs/rights.md', import.meta.url), 'utf8'))) {
      const typed = typedOf(line, known)
      if (typed.is === 'export') {
        known.set(typed.name, typed.path === undefined ? product.url : z.object({ id: z.string() }).parse(last).id)
        continue
      }
      const answer = await admin.fetch(typed.url.slice(product.url.length), {
        method: typed.method,
        headers: typed.headers,
        ...(typed.body && { body: typed.body }),
      })
      assert.ok(answer.ok, `${line}: ${answer.status} ${await answer.clone().text()}`)
      last = await answer.json()
    }
    const customer_id = known.get('CUSTOMER') ?? ''
    const [request] = (await ask(admin, rights.listRightsOf, { params: { customer_id } })).items
    assert.deepEqual([request?.id, request?.outcome, request?.answer], [known.get('REQUEST'), 'granted', 'It says Hansen now.'])
    const read = () => ask(officer, rights.readRight, { params: { case_id: known.get('REQUEST') ?? '' } })
    assert.equal((await read()).now, 'Hansen', 'the answer is the correction')
    await until('the letter that says so left', async () => (await read()).letter?.state === 'sent')
  })

  test('POST /v1/my/confirm, POST /v1/my/confirm/code, GET /v1/my/mandates, POST /v1/my/mandates, POST /v1/my/mandates/:mandate_id/end: not before they show who they are', async () => {
    const wish = { holder: 'Дочь, Мария', powers: ['access' as const], until: new Date(Date.now() + 86_400_000 * 30).toISOString().slice(0, 10) }
    assert.equal((await refusal(send(herself, 'POST', '/v1/my/mandates', wish), 403)).place, 'confirm')
    await refusal(send(herself, 'POST', '/v1/my/confirm/code', { code: '123456' }), 403)
    await shows(herself, 'vera@x.example')
    const mandate = await ask(herself, rights.giveMyMandate, { body: wish })
    assert.deepEqual([mandate.holder, mandate.holds], ['Дочь, Мария', true])
    const all = (await ask(herself, rights.listMyMandates)).items
    assert.deepEqual(
      all.map((one) => one.holds),
      [true, false],
    )
    await refusal(send(another, 'POST', `/v1/my/mandates/${mandate.id}/end`, {}), 404)
    assert.equal((await refusal(send(another, 'POST', '/v1/my/mandates', wish), 403)).place, 'confirm', 'whoever has not shown it in this browser')
  })

  test('POST /v1/decisions/of/:customer_id, GET /v1/decisions/of/:customer_id, GET /v1/my/decisions: a decision that weighs is made from its own context, and a person looks at it again', async () => {
    const both = (en: string, ru: string) => ({ en, ru })
    const credit = {
      code: 'credit',
      title: both('Credit', 'Рассрочка'),
      description: both('Whether goods are given on credit', 'Давать ли товар в рассрочку'),
      dpv: 'dpv:ServiceProvision',
      legal_basis: 'contract',
      categories: ['contact', 'record'],
      fields: ['*'],
      retention: 'relationship|P3Y',
      roles: ['admin', 'privacy'],
      weighs: true,
    } as const
    await refusal(send(admin, 'POST', '/v1/purposes', credit), 400)
    assert.match(
      (await refusal(send(admin, 'POST', '/v1/purposes', { ...credit, context: 'lending', checks: ['standing', 'purpose', 'repeat'] }), 400)).detail,
      /needs the check context/,
    )
    await ask(admin, terms.registerPurpose, {
      body: { ...credit, context: 'lending', categories: ['contact', 'record'], fields: ['*'], roles: [...credit.roles] },
    })
    const chat = { ...credit, code: 'helpdesk', title: both('Help', 'Помощь'), weighs: false, context: 'support', fields: [] }
    await ask(admin, terms.registerPurpose, { body: { ...chat, categories: ['contact', 'record'], roles: ['admin'] } })
    for (const [code, purposes] of [
      ['instalment', ['credit']],
      ['helpline', ['helpdesk']],
      ['meeting_point', ['credit', 'helpdesk']],
      ['visit_plain', ['service']],
    ] as const)
      await ask(admin, terms.registerKind, { body: { code, title: both(code, code), about: null, purposes: [...purposes] } })
    const said = {
      number: 'D-1',
      purpose: 'credit',
      kind: 'credit',
      outcome: 'unfavourable',
      made_by: 'program',
      what: 'Рассрочка на 30 000 ₽: отказ',
      reasons: ['Два платежа пришли позже срока.'],
      method: 'Баллы, версия 3',
      data: [{ kind: 'entries', name: 'instalment' }],
    } as const
    const path = `/v1/decisions/of/${vera}`
    const decides = (over: object) => send(officer, 'POST', path, { ...said, ...over })
    await refusal(send(clerk, 'POST', path, said), 403)
    const from = async (name: string) => (await refusal(decides({ data: [...said.data, { kind: 'entries', name }] }), 400)).detail
    assert.match(
      await from('helpline'),
      /data\[1\]: entries of the kind "helpline" come from the context "support"; decisions for "credit" use data of the context "lending" alone/,
    )
    assert.match(await from('meeting_point'), /the context "lending" and "support"/)
    assert.match(await from('visit_plain'), /no context that anybody declared/)
    assert.match(await from('nowhere'), /there is no kind of entries called "nowhere"/)
    assert.match((await refusal(decides({ purpose: 'service' }), 400)).detail, /is not one for which decisions weigh/)
    assert.match((await refusal(decides({ data: [{ kind: 'guess', name: 'value_class' }] }), 400)).detail, /the guess "value_class" comes from no context/)
    assert.match((await refusal(decides({ data: [{ kind: 'guess', name: 'prices' }] }), 400)).detail, /the guess "prices" comes from no context/)
    assert.match((await refusal(decides({ data: [{ kind: 'guess', name: 'colour' }] }), 400)).detail, /there is no guess "colour"/)
    await refusal(decides({ data: [] }), 400)
    await refusal(decides({ decided_at: '2099-01-01T00:00:00Z' }), 400)
    const none = await refusal(send(officer, 'POST', '/v1/decisions/of/c_AAAAAAAAAAAAAAAAAAAAAA', said), 404)
    assert.ok(none.detail)
    assert.deepEqual((await ask(herself, rights.listMyDecisions)).items, [], 'what was refused was not recorded')
    const refused = (await ask(herself, portal.listMyUses, { query: { deeds: 'changes' } })).items.find(({ deed }) => deed === 'decide')
    assert.equal(refused?.reason, 'other_context', 'and the refusal can be read')
    // The card is not opened for such a purpose: what it uses is named.
    assert.equal((await ask(officer, console_.readCard, { params: { customer_id: vera }, query: { purpose: 'credit' } })).name, null)

    const made = await decides({})
    assert.equal(made.status, 201)
    const again = await decides({ what: 'Другое' })
    assert.deepEqual(await again.json(), await made.json(), 'sent again, it is the one that stands')
    const [mine] = (await ask(herself, rights.listMyDecisions)).items
    assert.deepEqual(
      [mine?.what, mine?.reasons, mine?.outcome, mine?.made_by, mine?.data, mine?.review],
      [said.what, said.reasons, 'unfavourable', 'program', [{ kind: 'entries', name: 'instalment', title: both('instalment', 'instalment') }], null],
    )
    assert.deepEqual((await ask(another, rights.listMyDecisions)).items, [])
    const about = { kind: 'decision', name: mine?.id ?? '' } as const
    const looks = { right: 'review', about, words: 'Банк задержал перевод.' } as const
    await refusal(send(another, 'POST', '/v1/my/rights', looks), 404)
    await refusal(send(herself, 'POST', '/v1/my/beside', { about, words: 'x' }), 404)
    const asked = await ask(herself, rights.askMyRight, { body: looks })
    assert.equal(asked.state, 'open')
    assert.match((await refusal(send(herself, 'POST', '/v1/my/rights', looks), 409)).detail, /is to look at this decision already/)
    const params = { case_id: asked.id }
    const shown = await ask(officer, rights.readRight, { params })
    assert.deepEqual([shown.decision?.what, shown.decision?.method, shown.words], [said.what, 'Баллы, версия 3', looks.words])
    await refusal(send(clerk, 'POST', `/v1/rights/${asked.id}/answer`, { outcome: 'granted', words: 'x' }), 403)
    assert.match((await refusal(send(officer, 'POST', `/v1/rights/${asked.id}/answer`, { outcome: 'granted' }), 400)).detail, /is told in words/)
    await ask(officer, rights.answerRight, { params, body: { outcome: 'granted', words: 'Рассрочку даём.' } })
    const reviewed = (await ask(clerk, rights.listDecisionsOf, { params: { customer_id: vera } })).items[0]?.review
    assert.deepEqual([reviewed?.outcome, reviewed?.answer], ['granted', 'Рассрочку даём.'])
    assert.deepEqual((await ask(herself, rights.listMyDecisions)).items[0]?.review, reviewed)

    // By its key a system does the same; by one that only reads it does not, and whoever is restricted is decided about by nobody.
    const keyOf = async (scopes: string[]) =>
      z
        .object({ secret: z.string() })
        .parse(
          (await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: scopes.join(), source: 'scoring', scopes, purposes: ['credit', 'service'] })).body,
        ).secret
    const bySystem = async (scopes: string[], number: string) =>
      product.client().fetch(path, {
        method: 'POST',
        body: JSON.stringify({ ...said, number }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await keyOf(scopes)}` },
      })
    await refusal(bySystem(['read'], 'D-2'), 403)
    assert.equal((await bySystem(['change'], 'D-2')).status, 201)
    await ask(herself, rights.askMyRight, { body: { right: 'restrict' } })
    assert.match((await refusal(bySystem(['change'], 'D-3'), 409)).detail, /restrict/)
    await ask(herself, rights.liftMyRight, { body: { purpose: null } })
  })

  test('a code never goes to an address that was added to somebody within three days', async () => {
    const rita = await made('Рита', 'Новая', 'rita@x.example')
    const page = await openOwnPage(product.url, 'rita@x.example', admin)
    // As if they had been a customer for a year: only the address is new.
    await withClient(product.databaseUrl('owner'), (client) =>
      client.query(
        `update keep.customer set created_at = now() - interval '1 year' where customer_id = (select customer_id from keep.identifier where kind = 'email' order by first_seen desc limit 1)`,
      ),
    )
    const seenFor = (hours: number) =>
      withClient(product.databaseUrl('owner'), (client) =>
        client.query(
          `update keep.identifier set first_seen = now() - make_interval(hours => $1) where kind = 'email' and customer_id = (
            select customer_id from keep.customer where created_at < now() - interval '300 days' limit 1)`,
          [hours],
        ),
      )
    for (const hours of [0, 71]) {
      await seenFor(hours)
      assert.match((await refusal(send(page, 'POST', '/v1/my/confirm', {}), 409)).detail, /three days after/, `${hours} hours`)
    }
    await seenFor(73)
    await send(page, 'POST', '/v1/my/confirm', {}).then((answer) => assert.ok(answer.status < 300, `${answer.status}`))
    assert.ok(rita)
  })

  test('GET /v1/my/rights/erasure, POST /v1/my/rights/erasure, POST /v1/my/rights/erasure/take-back: erased at their own word, after they showed who they are', async () => {
    const foreseen = await ask(another, rights.previewMyErasure)
    assert.ok(foreseen.gone.length > 0)
    const wish = { seen: foreseen.etag, days: 7, words: 'Больше не нужно.' }
    assert.equal((await refusal(send(another, 'POST', '/v1/my/rights/erasure', wish), 403)).place, 'confirm')
    await shows(another, 'nina@x.example')
    await refusal(send(another, 'POST', '/v1/my/rights/erasure', { ...wish, seen: 'old' }), 412)
    const part = { part: 'interactions' } as const
    const ofPart = await ask(another, rights.previewMyErasure, { query: part })
    assert.ok(ofPart.gone.length > 0 && ofPart.stays.some(({ what }) => what === 'rest'), JSON.stringify(ofPart))
    const made = await ask(another, rights.askMyErasure, { body: { seen: ofPart.etag, days: 7, covers: part } })
    assert.deepEqual([made.outcome, made.erasing], ['granted', { covers: part, state: 'waiting' }])
    assert.deepEqual((await ask(another, portal.listMyInteractions)).items, [], 'it is denied to themselves as well')
    const [waiting] = (await ask(another, rights.readMyRights)).parts
    assert.deepEqual(waiting?.covers, part)
    await refusal(send(herself, 'POST', '/v1/my/rights/erasure/take-back', { erasure_id: waiting.erasure_id }), 404)
    await ask(another, rights.takeBackMyErasure, { body: { erasure_id: waiting.erasure_id } })
    assert.ok((await ask(another, portal.listMyInteractions)).items.length > 0)
    assert.deepEqual((await ask(another, rights.readMyRights)).parts, [])
    wish.seen = (await ask(another, rights.previewMyErasure)).etag
    assert.equal((await ask(another, rights.askMyErasure, { body: wish })).outcome, 'granted')
    await refusal(send(another, 'POST', '/v1/my/rights/erasure', wish), 409)
    assert.ok((await ask(another, rights.readMyRights)).erased_from)
    assert.match((await refusal(send(another, 'POST', '/v1/my/rights/lift', { purpose: null }), 409)).detail, /being erased/)
    await linkComes('nina@x.example')
    const again = another
    assert.equal((await ask(again, portal.readMyPage)).name?.full, 'Тайная Нина', 'until then their page is theirs')
    const [listed] = (await ask(officer, rights.listErasures)).items
    assert.deepEqual([listed?.evidence.kind, listed?.by], ['portal', { name: null, role: 'customer' }])
    await ask(again, rights.takeBackMyErasure, { body: {} })
    assert.equal((await ask(again, rights.readMyRights)).erased_from, null)
    await refusal(send(again, 'POST', '/v1/my/rights/erasure/take-back', {}), 409)

    await shows(again, 'nina@x.example')
    await ask(again, rights.askMyErasure, { body: { seen: (await ask(again, rights.previewMyErasure)).etag, days: 0 } })
    await until('nobody there', async () => (await admin.fetch(`/v1/customers/${nina}/card`)).status === 404)
    await until('the session ended', async () => (await again.fetch('/v1/my/rights')).status === 401)
  })
})
