import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { AnyEndpoint } from '../../src/platform/http/index.ts'
import { figuresFollowed } from '../followed.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { endpointsOfContracts } from '../tidy/contracts.ts'
import { isList, lacks } from '../tidy/lists.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import type { Visitor } from '../town/demo/visitor.ts'

// Every list by its pages: one row at a time gives what one page gives, a cursor that is none is refused with its place, and rows
// that come, go or change meanwhile move nobody else.

const page = z.object({ items: z.array(z.unknown()).optional(), versions: z.array(z.unknown()).optional(), next_cursor: z.string().nullable() })
const withId = z.object({ id: z.string() })
const names = ['Алая', 'Бурая', 'Вишнёвая', 'Голубая', 'Жёлтая', 'Зелёная', 'Красная']
const day = 86_400_000

describe('lists', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let self: Visitor
  let key: string
  let customers: string[]
  let campaign: string
  let audience = ''
  let webhook: string
  let lead = ''
  let task = ''
  let case_ = ''
  let colleague = ''
  const anna = () => customers[0] ?? ''

  const ok = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await admin.api(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  const sofar = () => `?from=${new Date(Date.now() - 30 * day).toISOString()}&until=${new Date().toISOString()}`
  const thrice = async (make: (n: number) => Promise<unknown>) => {
    for (const n of [1, 2, 3]) await make(n)
  }
  /** What is still made changes between two looks at its list. */
  const allReady = async () => {
    const busy = async () => /"state":"(running|writing)"/.test((await admin.api('GET', '/v1/exports')).text + (await admin.api('GET', '/v1/bulk')).text)
    for (let waited = 0; await busy(); waited += 100) {
      assert.ok(waited < 60_000, 'work that is never done')
      await sleep(100)
    }
  }
  const order = (n: number, of: number, surname = names[of]) => ({
    id: `${of}-${n}`,
    at: new Date(new Date().getTime() - (10 * n + of) * day).toISOString(),
    kind: 'order',
    channel: 'shop',
    customer: { identifiers: [{ kind: 'email', value: `c${of}@paging.example` }], fields: { surname: `${surname} Птица`, name: 'Анна' }, language: 'ru' },
    amount: { minor: (of % 3) * 100_00 + 100_00, currency: 'RUB' },
  })
  const record = async (interactions: unknown[]): Promise<string[]> => {
    const answer = await product.api('POST', '/v1/interactions?ids=true', { interactions }, { key })
    assert.equal(answer.status, 200, answer.text)
    return z
      .object({ items: z.array(z.object({ customer: z.string() })) })
      .parse(answer.body)
      .items.map((i) => i.customer)
  }

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    const scopes = ['record', 'read', 'import']
    await thrice(async (n) => {
      const made = await ok('POST', '/v1/api-keys', { kind: 'secret', title: `Key ${n}`, source: 'shop', scopes })
      key = z.object({ secret: z.string() }).parse(made).secret
    })
    customers = await record(names.map((_, of) => order(1, of)))
    await record([2, 3, 4].map((n) => order(n, 0)))
    await thrice((n) => ok('PUT', `/v1/contact-limits/caps/cap${n}`, { scope: 'all', contacts: 50, days: n }))
    await thrice((n) => ok('POST', '/v1/providers-of-messages', { channel: 'inbound_mail', title: `Mail ${n}` }))
    await thrice((n) => ok('POST', '/v1/staff', { name: `Clerk ${n}`, email: `clerk${n}@shop.example`, password: 'correct horse battery', role: 'clerk' }))
    await thrice((n) => ok('POST', '/v1/staff/budget-requests', { kind: 'open', persons: 300 + n, why: 'A long list' }))
    await thrice((n) => ok('POST', '/v1/staff/invitations', { email: `guest${n}@shop.example`, role: 'clerk', language: 'en' }))
    await thrice((n) => ok('PUT', `/v1/favourites/${customers[n]}`, {}))
    await thrice(async (n) => {
      const made = await ok('POST', '/v1/webhooks', { title: `System ${n}`, url: 'https://example.com/told', kinds: ['task.made'] })
      webhook = z.object({ webhook: withId }).parse(made).webhook.id
      await ok('PATCH', `/v1/webhooks/${webhook}`, { state: 'paused' })
    })
    const due = (n: number) => (n === 1 ? {} : { due_at: new Date(new Date().getTime() + Math.floor(n / 2) * day).toISOString() })
    for (const n of [1, 1, 2, 4, 6]) await ok('POST', '/v1/tasks', { kind: 'task', what: 'Позвонить', customer_id: anna(), ...due(n) })
    await thrice((n) => ok('POST', '/v1/cases', { kind: 'question', subject: `Вопрос ${n}`, customer_id: anna() }))
    const solved = withId.parse(await ok('POST', '/v1/cases', { kind: 'question', subject: 'Решён', customer_id: anna() }))
    await ok('POST', `/v1/cases/${solved.id}/solve`, { resolution: 'Да' })
    task = withId.parse(await ok('POST', '/v1/tasks', { kind: 'task', what: 'Меняется', customer_id: anna(), ...due(8) })).id
    case_ = solved.id
    await thrice((n) => ok('PATCH', `/v1/tasks/${task}`, { what: `Меняется ${n}` }))
    await thrice((n) => ok('PATCH', `/v1/cases/${case_}`, { subject: `Решён ${n}` }))
    const rule = { all: [{ last_purchase: { within_days: 1 } }] }
    const template = { purpose: 'marketing', topic: null, channel: 'email', template: 'thank_you', slots: { discount_percent: 10 } }
    await thrice(async (n) => {
      const planned = withId.parse(await ok('POST', '/v1/audiences', { title: `Audience ${n}`, rule }))
      campaign = withId.parse(await ok('POST', '/v1/campaigns', { ...template, title: `Campaign ${n}`, audience_id: planned.id })).id
    })
    await thrice((n) =>
      ok('POST', '/v1/traits', {
        trait: `bought_${n}`,
        title: { en: `Bought ${n}`, ru: `Покупок ${n}` },
        definition: { of: { bought: {} }, take: 'count', within_days: n + 1 },
      }),
    )
    audience = withId.parse(await ok('POST', '/v1/audiences', { title: 'Everybody', rule: { all: [] } })).id
    await thrice(() => ok('POST', `/v1/campaigns/${campaign}/run`, {}))
    await thrice((n) => ok('POST', `/v1/customers/${anna()}/notes`, { text: `Заметка ${n}`, kind: 'note', direction: 'none' }))
    await thrice((n) => ok('PUT', `/v1/customers/${anna()}/fields/job_title`, { value: `Должность ${n}` }))
    const title = { en: 'Shape', ru: 'Поле' }
    await thrice((n) => ok('POST', '/v1/fields', { code: `x_shape_${n}`, type: 'text', title, codes: null, searched: false, purposes: ['service'] }))
    await thrice((n) => ok('POST', '/v1/views', { title: `View ${n}`, columns: [{ column: 'name' }] }))
    // Refused or not, what was asked stands in the list.
    await thrice((n) => admin.api('POST', '/v1/analysis/sql', { sql: `no question ${n}` }))
    await thrice((n) => ok('POST', '/v1/reports', { title: `Report ${n}`, question: { measure: 'revenue', span: { last: 3, unit: 'month' } }, look: 'line' }))
    const loyalty = {
      code: 'loyalty',
      description: { en: 'A reward', ru: 'Награда' },
      parent: null,
      dpv: 'dpv:CustomerRelationshipManagement',
      legal_basis: 'contract',
      categories: ['contact'],
      fields: ['*'],
      retention: 'P1Y',
      roles: ['clerk'],
    }
    await thrice((n) => ok('POST', '/v1/purposes', { ...loyalty, title: { en: `Loyalty ${n}`, ru: `Лояльность ${n}` } }))
    await thrice((n) => {
      const texts = { en: `I agree to news and offers, ${n}.`, ru: `Я согласен на новости и предложения, ${n}.` }
      return ok('PUT', '/v1/consent-texts/marketing', { texts, upon: n, asks_more: false })
    })
    for (const channel of ['email', 'sms', 'phone']) {
      const yes = { customer_id: anna(), purpose: 'marketing', channel, topic: null, state: 'given', method: 'paper', evidence: `Sheet ${channel}` }
      await ok('POST', '/v1/consents', { consents: [yes] })
    }
    const upload = (path: string, body: string) => admin.fetch(path, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    await thrice((n) => upload(`/v1/imports?name=${n}.csv&preset=contacts`, `email,name\nimport${n}@paging.example,Имя\n`))
    await thrice((n) => upload(`/v1/files/${anna()}?name=${n}.txt`, `File ${n}`))
    for (const from of [4, 5, 6]) await ok('POST', `/v1/customers/${customers[from]}/merge`, { into: customers[3], why: 'entered_twice' })
    for (const value of ['+79120000001', '+79120000002', '+79120000003']) {
      await ok('POST', `/v1/customers/${anna()}/identifiers`, { kind: 'phone', value })
    }
    await thrice((n) => ok('POST', `/v1/customers/${anna()}/relations`, { other_id: customers[1], kind: 'family', position: `Связь ${n}` }))
    for (const other of [2, 3]) await ok('POST', `/v1/customers/${anna()}/relations`, { other_id: customers[other], kind: 'household' })
    await thrice((n) => ok('POST', `/v1/customers/${anna()}/personal`, { kind: 'talk', text: `Разговор ${n}` }))
    const till = { title: { en: 'Till', ru: 'Касса' }, abilities: ['work.see'], sees: [], changes: [], scope: 'all' }
    await thrice((n) => ok('PUT', '/v1/roles/till', { ...till, title: { en: `Till ${n}`, ru: `Касса ${n}` }, from: n - 1 }))
    await thrice((n) => ok('PUT', `/v1/units/shop-${n}`, { title: { en: `Shop ${n}`, ru: `Магазин ${n}` }, kind: 'shop' }))
    await thrice((n) => ok('PUT', `/v1/customers/${anna()}/units`, { units: [`shop-${n}`] }))
    const people = z.object({ items: z.array(withId.extend({ role: z.string() })) }).parse(await ok('GET', '/v1/staff'))
    colleague = people.items.find(({ role }) => role === 'clerk')?.id ?? ''
    for (const role of ['till', 'clerk']) await ok('PATCH', `/v1/staff/${colleague}`, { role })
    const looked = (n: number) => ({ kind: 'want', words: `Лекция ${n}`, road: 'phone', evidence: 'Звонок' })
    await thrice((n) => ok('POST', `/v1/customers/${anna()}/needs`, looked(n)))
    await thrice((n) => ok('PUT', `/v1/ready-answers/ready-${n}`, { title: { en: 'Yes', ru: 'Да' }, words: { en: 'We have it.', ru: 'Есть.' } }))
    await thrice((n) => ok('POST', '/v1/tags', { title: `Метка ${n}` }))
    await thrice((n) => ok('POST', '/v1/register', { products: [{ sku: `atlas-${n}`, title: `Атлас ${n}`, category: 'maps', price_minor: 240_000 }] }))
    await thrice(async (n) => {
      const entry = { kind: 'person', fields: { name: 'Лида' }, identifiers: [{ kind: 'email', value: `lead${n}@paging.example` }] }
      lead = withId.parse(await ok('POST', '/v1/leads', entry)).id
    })
    await ok('POST', `/v1/leads/${lead}/disqualify`, { reason: 'no_answer' })
    await ok('POST', `/v1/leads/${lead}/reopen`, {})
    const taken = { who: { ids: [anna()] }, purpose: 'service', columns: ['name'], format: 'csv', why: 'To be listed' }
    await thrice(() => ok('POST', '/v1/exports', taken))
    await thrice(() => ok('POST', '/v1/bulk', { who: { ids: [anna()] }, deed: { deed: 'set_field', field: 'form', value: 'informal' } }))
    await allReady()
    const said = (text: string) => ({ en: text })
    const form = { languages: ['en'], fields: [{ field: 'email', required: true }], purpose: 'service', notice: said('To answer'), thanks: said('Thanks') }
    await thrice((n) => ok('PUT', `/v1/forms/form-${n}`, { ...form, title: said('Form') }))
    await thrice((n) => ok('PUT', '/v1/forms/form-1', { ...form, title: said(`Form ${n}`) }))
    await thrice(async (n) => {
      const made = withId.parse(await ok('POST', '/v1/customers', { kind: 'person', fields: { surname: 'Отложена', name: `${n}` }, identifiers: [] }))
      await ok('DELETE', `/v1/customers/${made.id}`)
    })
    await thrice(async (n) => {
      const { id } = withId.parse(await ok('POST', '/v1/customers', { kind: 'person', fields: { surname: 'Стёрта', name: `${n}` }, identifiers: [] }))
      const { etag } = z.object({ etag: z.string() }).parse(await ok('GET', `/v1/customers/${id}/erasure`))
      const body = JSON.stringify({ reason: 'mistake', evidence: { kind: 'none' }, days: 30 })
      const headers = { 'content-type': 'application/json', 'if-match': `"${etag}"` }
      assert.equal((await admin.fetch(`/v1/customers/${id}/erasure`, { method: 'POST', body, headers })).status, 202)
    })
    await ok('POST', '/v1/value-classes/compute', {})
    self = await openOwnPage(product.url, 'c0@paging.example', admin)
    for (const other of [1, 2, 3]) await openOwnPage(product.url, `c${other}@paging.example`, admin)
    const evidence = { road: 'phone', evidence: 'called' }
    await thrice((n) => ok('POST', `/v1/rights/of/${anna()}`, { right: 'complaint', words: `No. ${n}`, ...evidence }))
    await thrice(() => ok('POST', `/v1/rights/of/${anna()}`, { right: 'object', about: { kind: 'purpose', name: 'service' }, ...evidence }))
    const until = new Date(new Date().getTime() + 9 * day).toISOString().slice(0, 10)
    await thrice((n) => ok('POST', `/v1/rights/mandates/${anna()}`, { holder: `Holder ${n}`, powers: ['access'], until, ...evidence }))
    await thrice(async (n) => {
      const said = { about: { kind: 'field', name: 'surname' }, words: `Note ${n}` }
      const told = await self.fetch('/v1/my/beside', { method: 'POST', body: JSON.stringify(said), headers: { 'content-type': 'application/json' } })
      assert.equal(told.status, 200)
    })
    for (const path of ['/v1/my/page', '/v1/my/interactions']) assert.equal((await self.fetch(path)).status, 200)
    for (const path of ['card', 'timeline', 'card?purpose=marketing']) await admin.api('GET', `/v1/customers/${anna()}/${path}`)
    await figuresFollowed(product.databaseUrl('owner'))
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  /** How each list is asked, and how many rows it has at least. */
  const walked = (): { [path: string]: { asked: string[]; least?: number; who?: Visitor } } => ({
    '/v1/customers': {
      asked: [
        '',
        ...[
          'search=птица',
          'search=4',
          'kind=person',
          'kind=person&sort=-last_contact',
          'sort=-spent,since',
          'search=птица&sort=-spent',
          'value_class=third',
          'role=customer',
        ].map((q) => `?${q}`),
      ],
      least: 0,
    },
    '/v1/search': { asked: ['?q=птица'] },
    '/v1/customers/:customer_id/timeline': { asked: ['', '?channels=shop'] },
    '/v1/customers/:customer_id/looks': { asked: [''], least: 2 },
    '/v1/customers/:customer_id/joined': { asked: [''] },
    '/v1/customers/:customer_id/fields/:field/history': { asked: [''] },
    '/v1/customers/:customer_id/identifiers/history': { asked: [''] },
    '/v1/customers/:customer_id/care/changes': { asked: [''] },
    '/v1/favourites': { asked: [''] },
    '/v1/recent': { asked: [''], least: 0 },
    '/v1/leads': { asked: ['', '?view=all', '?source=hand'] },
    '/v1/leads/:customer_id/changes': { asked: [''] },
    '/v1/duplicates': { asked: [''], least: 0 },
    '/v1/forms': { asked: [''] },
    '/v1/forms/:form/versions': { asked: [''] },
    '/v1/providers-of-messages': { asked: [''] },
    '/v1/views': { asked: [''] },
    '/v1/reports': { asked: [''] },
    '/v1/tasks': { asked: ['', '?whose=mine', '?state=done'], least: 0 },
    '/v1/tasks/:task_id/changes': { asked: [''] },
    '/v1/cases/:case_id/changes': { asked: [''] },
    '/v1/cases': { asked: ['', '?state=open', '?state=solved'], least: 1 },
    '/v1/colleagues': { asked: [''] },
    '/v1/customers/:customer_id/relations/changes': { asked: [''] },
    '/v1/customers/:customer_id/personal': { asked: [''] },
    '/v1/needs': { asked: ['', '?stage=open', '?kind=want&anonymous=false'] },
    '/v1/customers/:customer_id/needs': { asked: [''] },
    '/v1/my/needs': { asked: [''], who: self },
    '/v1/ready-answers': { asked: [''] },
    '/v1/my/personal': { asked: [''], who: self },
    '/v1/tags': { asked: ['', '?retired=true'] },
    '/v1/audiences': { asked: [''] },
    '/v1/audiences/:audience_id/members': { asked: ['', '?purpose=analysis'] },
    '/v1/campaigns': { asked: [''] },
    '/v1/traits': { asked: [''] },
    '/v1/analysis/questions': { asked: [''] },
    '/v1/insight/runs': { asked: [''], least: 0 },
    // Whoever rises or falls: a run of many customers says; that their pages follow each other is held beside the slice.
    '/v1/insight/rising': { asked: ['', '?class=second'], least: 0 },
    '/v1/insight/fallen': { asked: [''], least: 0 },
    '/v1/till/goods': { asked: [''] },
    '/v1/goods': { asked: [''] },
    // Who is close to a good: that the pages follow each other is held by the scene (test/arrivals.test.ts).
    '/v1/goods/:sku/people': { asked: ['?part=close'], least: 0 },
    '/v1/quality/people': { asked: ['?kind=person&field=birth_date&what=missing'] },
    '/v1/campaigns/:campaign_id/runs': { asked: [''] },
    '/v1/staff': { asked: [''] },
    '/v1/staff/:staff_id/history': { asked: [''] },
    '/v1/roles': { asked: ['', '?retired=true'] },
    '/v1/roles/:role': { asked: [''] },
    '/v1/policy/versions': { asked: [''] },
    '/v1/units': { asked: ['', '?retired=true'] },
    '/v1/staff/budget-requests': { asked: [''] },
    '/v1/staff/invitations': { asked: [''] },
    '/v1/staff/sessions': { asked: [''], least: 1 },
    '/v1/staff/budgets': { asked: [''], least: 1 },
    // A provider is asked what it is before it is added, and none is here: that its cursor is its own is held below.
    '/v1/staff/providers': { asked: [''], least: 0 },
    '/v1/api-keys': { asked: [''] },
    '/v1/webhooks': { asked: [''] },
    '/v1/webhooks/:webhook_id/deliveries': { asked: ['', '?state=waiting'] },
    '/v1/notices': { asked: ['', '?unread=true', '?kinds=mention,review_asked'], least: 0 },
    '/v1/audit': { asked: ['', '?act=staff', '?act=session.signed_in'], least: 1 },
    // Up to now: a list of people leaves receipts itself.
    '/v1/desk/touched/people': { asked: [sofar()], least: 1 },
    '/v1/desk/refusals/people': { asked: [sofar()], least: 0 },
    '/v1/imports': { asked: [''] },
    '/v1/exports': { asked: [''] },
    '/v1/bulk': { asked: [''] },
    '/v1/trash': { asked: [''] },
    '/v1/erasures': { asked: [''] },
    '/v1/files/:customer_id': { asked: [''] },
    '/v1/mailbox': { asked: [''] },
    '/v1/consent-texts': { asked: [''], least: 1 },
    '/v1/consent-texts/:notice': { asked: [''] },
    '/v1/purposes': { asked: ['', '?retired=true'] },
    '/v1/purposes/:purpose': { asked: [''] },
    '/v1/kinds': { asked: [''] },
    '/v1/fields': { asked: [''] },
    '/v1/my/identifiers/history': { asked: [''], who: self },
    '/v1/my/consents': { asked: [''], who: self },
    '/v1/customers/:customer_id/consents': { asked: [''] },
    '/v1/rights': { asked: ['', '?state=over', '?right=complaint&law=152fz'] },
    '/v1/rights/of/:customer_id': { asked: [''] },
    '/v1/rights/mandates/:customer_id': { asked: [''] },
    '/v1/rights/beside/:customer_id': { asked: [''] },
    '/v1/decisions/of/:customer_id': { asked: [''], least: 0 },
    '/v1/my/decisions': { asked: [''], who: self, least: 0 },
    '/v1/my/rights': { asked: [''], who: self, least: 6 },
    '/v1/my/rights/told': { asked: [''], who: self, least: 0 },
    '/v1/my/rights/recipients': { asked: [''], who: self, least: 0 },
    '/v1/rights/told': { asked: [''], least: 0 },
    '/v1/my/mandates': { asked: [''], who: self },
    '/v1/my/beside': { asked: [''], who: self },
    '/v1/my/relations': { asked: [''], who: self },
    '/v1/my/relations/changes': { asked: [''], who: self },
    '/v1/my/fields/history': { asked: [''], who: self, least: 2 },
    '/v1/my/cases': { asked: [''], who: self },
    '/v1/my/tasks': { asked: ['', '?state=done'], who: self, least: 0 },
    '/v1/my/files': { asked: [''], who: self },
    '/v1/my/interactions': { asked: [''], who: self },
    '/v1/my/messages': { asked: [''], who: self, least: 0 },
    '/v1/my/uses': { asked: ['', '?decision=allow'], who: self, least: 1 },
  })

  const params = (path: string) => {
    const values = {
      customer_id: path.includes('/joined') ? (customers[3] ?? '') : path.startsWith('/v1/leads') ? lead : anna(),
      campaign_id: campaign,
      audience_id: audience,
      webhook_id: webhook,
      task_id: task,
      case_id: case_,
      form: 'form-1',
      field: 'job_title',
      role: 'till',
      sku: 'atlas-1',
      staff_id: colleague,
      purpose: 'loyalty',
      notice: 'marketing',
    }
    return path.replaceAll(/:([a-z_]+)/g, (_all, name: string) => new Map(Object.entries(values)).get(name) ?? '')
  }
  /** So many lists are more than one may ask for within a second on a quick machine: whoever is told to wait does. */
  const patient = async (who: Visitor, path: string): Promise<Response> => {
    for (;;) {
      const answer = await who.fetch(path)
      if (answer.status !== 429 || (await answer.clone().text()).includes('opened')) return answer
      await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }
  const read = async (who: Visitor, path: string, cursor: string | null, limit: number) => {
    const more = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const answer = await patient(who, path + more)
    const text = await answer.text()
    assert.equal(answer.status, 200, `${path + more}: ${text}`)
    const { items, versions, next_cursor } = page.parse(JSON.parse(text))
    return { rows: items ?? versions ?? [], next_cursor }
  }
  const walk = async (who: Visitor, path: string, limit: number, meanwhile: () => Promise<unknown> = async () => {}): Promise<unknown[]> => {
    const all: unknown[] = []
    let cursor: string | null = null
    for (let n = 0; n < 100; n++) {
      const one: { rows: unknown[]; next_cursor: string | null } = await read(who, path, cursor, limit)
      assert.ok(one.rows.length <= limit, `${path} gives more than was asked for`)
      all.push(...one.rows)
      cursor = one.next_cursor
      if (cursor === null) return all
      if (n === 0) await meanwhile()
    }
    return assert.fail(`${path} has no end`)
  }

  test('every paged list of the contracts is walked here', async () => {
    const lists = (await endpointsOfContracts()).filter((e: AnyEndpoint) => isList(e) && lacks(e).length === 0)
    assert.deepEqual([...new Set(lists.map((e) => e.path))].sort(), Object.keys(walked()).sort())
  })

  test('page by page gives what one page gives', async () => {
    for (const [path, { asked, least = 3, who = admin }] of Object.entries(walked())) {
      for (const query of asked) {
        const at = params(path) + query
        const whole = await read(who, at, null, path === '/v1/audit' || path === '/v1/my/uses' ? 200 : 50)
        assert.equal(whole.next_cursor, null, `${at} has an end`)
        assert.ok(whole.rows.length >= least, `${at} has ${whole.rows.length} rows`)
        for (const limit of [1, 2]) assert.deepEqual(await walk(who, at, limit), whole.rows, `${at} by ${limit}`)
      }
    }
  })

  test('a cursor that is none, or is another list’s, is refused with its place', async () => {
    const { next_cursor: others } = await read(admin, '/v1/api-keys', null, 1)
    for (const [path, { asked, who = admin }] of Object.entries(walked())) {
      for (const query of asked) {
        for (const nonsense of ['nonsense', '0', '50', 'AAAA', '{"id":1}', '1.2', 'a'.repeat(300), path === '/v1/api-keys' ? 'x' : (others ?? '')]) {
          const at = `${params(path)}${query}${query ? '&' : '?'}cursor=${encodeURIComponent(nonsense)}`
          const answer = await patient(who, at)
          const said = z.object({ status: z.number(), place: z.string().optional() }).parse(await answer.json())
          assert.deepEqual([answer.status, said.place], [400, 'cursor'], at)
        }
      }
    }
  })

  test('who comes and goes between two pages moves nobody else', async () => {
    const idOf = (row: unknown) => withId.parse(row).id
    const before = async (path: string) => (await read(admin, path, null, 50)).rows.map(idOf)
    const scene = async (path: string, meanwhile: () => Promise<unknown>) => {
      const was = await before(path)
      const found = (await walk(admin, path, 2, meanwhile)).map(idOf)
      assert.deepEqual(
        found.filter((id) => was.includes(id)),
        was,
        path,
      )
      assert.equal(new Set(found).size, found.length, `${path} repeats nobody`)
    }
    const soon = new Date(new Date().getTime() + 1000).toISOString()
    await scene('/v1/tasks', () => ok('POST', '/v1/tasks', { kind: 'task', what: 'Сейчас же', customer_id: anna(), due_at: soon }))
    await scene('/v1/audiences', () => ok('POST', '/v1/audiences', { title: 'Newer', rule: { all: [{ last_purchase: { within_days: 3 } }] } }))
    await scene(`/v1/campaigns/${campaign}/runs`, () => ok('POST', `/v1/campaigns/${campaign}/run`, {}))
    // The most is spent by somebody new, and the last purchase is the last of all.
    const rich = (of: number) => ({ ...order(0, of, 'Ааа'), amount: { minor: 9_000_000, currency: 'RUB' } })
    const bought = (of: number) => async () => {
      await record([rich(of)])
      await ok('POST', '/v1/value-classes/compute', {})
      await figuresFollowed(product.databaseUrl('owner'))
    }
    await scene('/v1/customers?sort=-spent', bought(20))
    await scene('/v1/customers?sort=-last_contact', bought(21))
    await scene('/v1/customers?search=птица', bought(22))
    await scene('/v1/customers', bought(23))
  })
})
