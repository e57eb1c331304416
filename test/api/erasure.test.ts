import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { secretOf } from '../attack/inside.ts'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { endpointsOfContracts } from '../tidy/contracts.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

const password = 'a long password of a colleague'
const problem = z.object({ detail: z.string(), place: z.string().optional() })
const withId = z.object({ id: z.string() })

describe('erasing a customer', () => {
  const ends: (() => unknown)[] = []
  const t = { after: (end: () => unknown) => ends.push(end) } as never
  let product: Product
  let admin: Client
  let clerk: Client
  let officer: Client
  let key = ''
  let [gone, stays, waits] = ['', '', '']

  before(async () => {
    product = await startProduct(t)
    admin = await product.setUp()
    for (const [name, role] of [
      ['clara', 'clerk'],
      ['olga', 'privacy'],
    ] as const)
      await ask(admin, access.addStaff, { body: { name, email: `${name}@shop.example`, password, role } })
    clerk = await signedIn('clara')
    officer = await signedIn('olga')
    key = await keyOf(admin, 'secret', 'shop', ['record', 'read', 'change'])
    ;[gone = '', stays = '', waits = ''] = await recordPeople(admin, key, [
      { user: 'gone', email: 'gone@erased.example', phone: '+79161230001', fields: { surname: 'Стиранова', name: 'Нина' } },
      { user: 'stays', email: 'stays@erased.example', fields: { surname: 'Осталова', name: 'Вера' } },
      { user: 'waits', email: 'waits@erased.example', fields: { surname: 'Ждунова', name: 'Анна' } },
    ])
    await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Позвонить Стирановой', customer_id: gone })
    await admin.api('PUT', `/v1/favourites/${gone}`, {})
    await admin.api('POST', `/v1/customers/${stays}/relations`, { other_id: gone, kind: 'family', title: null })
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  async function signedIn(name: string): Promise<Client> {
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
    return client
  }
  const preview = (who: Client, customer: string) => ask(who, rights.previewErasure, { params: { customer_id: customer } })
  const wish = { reason: 'request', evidence: { kind: 'letter', filed: 'Folder 12' }, days: 0 }
  async function erase(who: Client, customer: string, o: { etag?: string; body?: object } = {}) {
    const match: Record<string, string> = o.etag === undefined ? {} : { 'if-match': `"${o.etag}"` }
    const headers = { 'content-type': 'application/json', ...match }
    const answer = await who.fetch(`/v1/customers/${customer}/erasure`, { method: 'POST', headers, body: JSON.stringify(o.body ?? wish) })
    const text = await answer.text()
    return { status: answer.status, text, body: JSON.parse(text) as unknown }
  }
  const ended = (id: string) =>
    until('the erasure is done', async () => (await ask(officer, rights.readErasure, { params: { erasure_id: id } })).state === 'done')

  test('POST /v1/customers/:customer_id/erasure, no: who may not, who has not looked, what makes no sense; nothing is changed', async () => {
    assert.equal((await clerk.api('GET', `/v1/customers/${gone}/erasure`)).status, 403)
    assert.equal((await erase(clerk, gone, { etag: 'x' })).status, 403)
    assert.equal((await product.api('GET', `/v1/customers/${gone}/erasure`, undefined, { key })).status, 401)
    const { etag } = await preview(officer, gone)
    const none = await erase(officer, gone)
    assert.deepEqual([none.status, problem.parse(none.body).place], [400, 'if-match'])
    assert.equal((await erase(officer, gone, { etag: 'another' })).status, 412)
    for (const [body, place] of [
      [{ ...wish, evidence: { kind: 'none', filed: null } }, 'evidence.kind'],
      [{ ...wish, evidence: { kind: 'letter', filed: 'from nina@erased.example' } }, 'evidence.filed'],
      [{ ...wish, days: 31 }, 'days'],
      [{ ...wish, reason: 'because' }, 'reason'],
    ] as const) {
      const answer = await erase(officer, gone, { etag, body })
      assert.deepEqual([answer.status, problem.parse(answer.body).place], [400, place])
    }
    assert.match((await admin.api('GET', `/v1/customers/${gone}/card`)).text, /Стиранова/)
    const held = withId.parse((await admin.api('POST', '/v1/cases', { kind: 'dispute', subject: 'Спор', customer_id: gone })).body)
    const seen = await preview(officer, gone)
    assert.deepEqual(seen.holds, ['dispute'])
    const answer = await erase(officer, gone, { etag: seen.etag })
    assert.deepEqual([answer.status, problem.parse(answer.body).place], [409, 'dispute'])
    await admin.api('POST', `/v1/cases/${held.id}/solve`, { resolution: 'Решено' })
  })

  test('GET /v1/customers/:customer_id/erasure, asked, GET /v1/erasures/:erasure_id, GET /v1/erasures: then every road answers as for an id that never was', async () => {
    const seen = await preview(officer, gone)
    assert.ok(seen.gone.some(({ part, count }) => part === 'contact' && count > 2))
    assert.ok(seen.stays.some(({ what, count }) => what === 'kept_out' && count === 3))
    const asked = await erase(officer, gone, { etag: seen.etag })
    assert.equal(asked.status, 202, asked.text)
    assert.ok(!(await admin.api('GET', `/v1/customers/${gone}/card`)).text.includes('Стиранова'), 'from the answer on nobody opens them')
    const { id } = withId.parse(asked.body)
    await ended(id)
    const list = await ask(officer, rights.listErasures, { query: {} })
    assert.deepEqual(
      list.items.map((each) => [each.id, each.customer_id, each.by.name, each.evidence.filed, each.state]),
      [[id, null, 'olga', 'Folder 12', 'done']],
    )
    assert.ok(!JSON.stringify(list).includes('Стиранова'))

    const never = opaque(secretOf(product, 'ids')).show('customer', 987_654_321)
    const roads = (await endpointsOfContracts()).filter(({ path, method }) => path.includes(':customer_id') && method !== 'POST')
    assert.ok(roads.length > 15)
    const answers = async (customer: string, { method, path }: (typeof roads)[number]) => {
      const at = path.replace(':customer_id', customer).replaceAll(/:[a-z_]+/g, 'none')
      const answer = await admin.fetch(at, method === 'GET' ? { method } : { method, headers: { 'content-type': 'application/json' }, body: '{"value":"x"}' })
      return { at: path, status: answer.status, said: (await answer.text()).replaceAll(customer, 'c').replace(/"id":"[^"]*"/, '') }
    }
    for (const road of roads) assert.deepEqual(await answers(gone, road), await answers(never, road))
    for (const path of ['/v1/favourites', '/v1/recent']) assert.ok(!(await admin.api('GET', path)).text.includes(gone), `no mark is made of nobody: ${path}`)
    for (const path of [
      '/v1/customers',
      '/v1/tasks',
      '/v1/favourites',
      '/v1/recent',
      `/v1/customers/${stays}/card`,
      '/v1/search?q=Стиранова',
      '/v1/search?q=9161230001',
    ])
      assert.ok(!/Стиранов|gone@/.test((await admin.api('GET', path)).text), path)
    assert.match((await admin.api('GET', '/v1/audit')).text, /customers\.erased/)
  })

  test('GET /v1/erasures/:erasure_id/certificate: what went and what stays, in the log', async () => {
    const { items } = await ask(officer, rights.listErasures, { query: {} })
    const params = { erasure_id: items[0]?.id ?? '' }
    assert.equal((await clerk.api('GET', `/v1/erasures/${params.erasure_id}/certificate`)).status, 403)
    const paper = await ask(officer, rights.readCertificate, { params })
    assert.deepEqual([paper.number, paper.company, paper.reason], [params.erasure_id, 'Книжная лавка', 'request'])
    assert.ok(paper.gone.some(({ part }) => part === 'receipts') && paper.stays.some(({ what }) => what === 'leaves'))
    assert.match(paper.leaf, /^[0-9a-f]{64}$/)
    assert.equal((await officer.api('GET', '/v1/erasures/none/certificate')).status, 404)
  })

  test('nobody brings them back: an event, a file of them, an entry by hand; a form makes somebody new; came_back lets them in with nothing', async () => {
    const event = {
      id: 'again',
      at: '2026-11-20T10:00:00Z',
      kind: 'visit',
      channel: 'shop',
      customer: { identifiers: [{ kind: 'email', value: 'g.o.n.e+x@erased.example' }] },
    }
    const sent = await product.api('POST', '/v1/interactions', { interactions: [event] }, { key })
    assert.match(sent.text, /erased; nothing about them is recorded/)
    const entry = { kind: 'person', fields: { surname: 'Стиранова' }, identifiers: [{ kind: 'phone', value: '8 916 123-00-01' }] }
    const refused = await admin.api('POST', '/v1/customers', entry)
    assert.deepEqual([refused.status, problem.parse(refused.body).place], [409, 'came_back'])
    const other = await admin.api('POST', `/v1/customers/${stays}/identifiers`, { kind: 'email', value: 'gone@erased.example' })
    assert.deepEqual([other.status, problem.parse(other.body).place], [409, 'came_back'])

    const unfit = await admin.api('POST', '/v1/customers', { ...entry, came_back: true, units: ['no-such-unit'] })
    assert.equal(unfit.status, 400, unfit.text)
    assert.doesNotMatch((await admin.api('GET', '/v1/audit')).text, /customers\.came_back/, 'an entry that was refused is no coming back')
    assert.equal((await admin.api('POST', '/v1/customers', entry)).status, 409, 'and they stay kept out')

    const program = await keyOf(admin, 'secret', 'robot', ['read', 'change'])
    const byProgram = await product.api('POST', '/v1/customers', { ...entry, came_back: true }, { key: program })
    assert.deepEqual([byProgram.status, problem.parse(byProgram.body).place], [403, 'came_back'], 'a program that always says so brings nobody back')

    const back = await admin.api('POST', '/v1/customers', { ...entry, came_back: true })
    assert.equal(back.status, 200, back.text)
    const { id } = withId.parse(back.body)
    assert.notEqual(id, gone)
    const timeline = z.object({ items: z.array(z.object({ kind: z.string() })) }).parse((await admin.api('GET', `/v1/customers/${id}/timeline`)).body)
    assert.deepEqual(
      timeline.items.map((each) => each.kind),
      ['entered'],
    )
    assert.match((await admin.api('GET', '/v1/audit')).text, /customers\.came_back/)
  })

  test('POST /v1/erasures/:erasure_id/take-back: until its day, the customer stands as before; by whoever has just shown who they are', async () => {
    const { etag } = await preview(officer, waits)
    const asked = await erase(officer, waits, { etag, body: { ...wish, days: 7 } })
    const { id } = withId.parse(asked.body)
    assert.equal((await admin.api('GET', `/v1/customers/${waits}/card`)).status, 200)
    assert.ok(!(await admin.api('GET', `/v1/customers/${waits}/card`)).text.includes('Ждунова'))
    assert.equal((await preview(officer, waits)).open?.id, id)
    const merged = await admin.api('POST', `/v1/customers/${waits}/merge`, { into: stays, why: 'entered_twice' })
    assert.equal(merged.status, 409, merged.text)

    await withClient(product.databaseUrl('owner'), (client) => client.query(`update keep.session set confirmed_at = now() - interval '1 hour'`))
    const late = await officer.api('POST', `/v1/erasures/${id}/take-back`, {})
    assert.deepEqual([late.status, problem.parse(late.body).place], [403, 'confirm'])
    await ask(officer, access.confirmIdentity, { body: { password } })
    assert.equal((await ask(officer, rights.takeBackErasure, { params: { erasure_id: id }, body: {} })).state, 'taken_back')
    assert.match((await admin.api('GET', `/v1/customers/${waits}/card`)).text, /Ждунова/)
  })

  test('one kind or a span: what makes no sense is refused; then only that is gone, and taken back it is there', async () => {
    for (const [query, place] of [
      ['part=everything', 'query.part'],
      ['part=health&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'query.part'],
      ['from=2026-01-01T00:00:00Z', 'query.part'],
      ['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'query.to'],
    ] as const) {
      const answer = await officer.api('GET', `/v1/customers/${stays}/erasure?${query}`)
      assert.deepEqual([answer.status, problem.parse(answer.body).place], [400, place], query)
    }
    const note = await admin.api('POST', `/v1/customers/${stays}/notes`, { text: 'О её аллергии', kind: 'call', direction: 'in' })
    assert.equal(note.status, 200, note.text)
    const timeline = async () => (await admin.api('GET', `/v1/customers/${stays}/timeline`)).text
    assert.match(await timeline(), /аллергии/)
    const seen = await ask(officer, rights.previewErasure, { params: { customer_id: stays }, query: { part: 'interactions' } })
    assert.ok(seen.gone.some(({ part, count }) => part === 'pseudonym' && count >= 2) && seen.stays.some(({ what }) => what === 'rest'))
    assert.equal((await erase(clerk, stays, { etag: seen.etag, body: { ...wish, covers: { part: 'interactions' } } })).status, 403)
    assert.equal(
      (await erase(officer, stays, { etag: seen.etag, body: { ...wish, covers: { part: 'health' } } })).status,
      412,
      'another part than was looked at',
    )
    const asked = await erase(officer, stays, { etag: seen.etag, body: { ...wish, days: 5, covers: { part: 'interactions' } } })
    assert.equal(asked.status, 202, asked.text)
    const { id } = withId.parse(asked.body)
    assert.doesNotMatch(await timeline(), /аллергии|"order"/)
    assert.match((await admin.api('GET', `/v1/customers/${stays}/card`)).text, /Осталова/, 'she stays')
    await ask(officer, access.confirmIdentity, { body: { password } })
    assert.equal((await ask(officer, rights.takeBackErasure, { params: { erasure_id: id }, body: {} })).state, 'taken_back')
    assert.match(await timeline(), /аллергии/)

    const again = await ask(officer, rights.previewErasure, { params: { customer_id: stays }, query: { part: 'interactions' } })
    const span = await erase(officer, stays, { etag: again.etag, body: { ...wish, covers: { part: 'interactions' } } })
    const done = withId.parse(span.body).id
    await ended(done)
    assert.doesNotMatch(await timeline(), /аллергии/)
    const paper = await ask(officer, rights.readCertificate, { params: { erasure_id: done } })
    assert.deepEqual([paper.covers, paper.reason], [{ part: 'interactions' }, 'request'])
    assert.match((await admin.api('GET', `/v1/customers/${stays}/card`)).text, /Осталова/)
  })

  test('killed right after it was asked, it is done when the house is up again', async () => {
    const { etag } = await preview(officer, waits)
    const { id } = withId.parse((await erase(officer, waits, { etag })).body)
    process.kill((await product.pids()).keep, 'SIGKILL')
    await ended(id)
    await until('nobody is found', async () => (await admin.api('GET', `/v1/customers/${waits}/card`)).status === 404)
  })
})
