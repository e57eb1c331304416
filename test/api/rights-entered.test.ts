import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as told from '../../src/office/notices/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask, type Visitor } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// Rights as colleagues enter them: by phone, on paper, with a scan; what the customer reads of it; and who is reminded of the day. The no before the yes.

const password = 'a long password of a colleague'
const dayMs = 86_400_000

describe('rights that are entered', () => {
  const ends: (() => unknown)[] = []
  const t = { after: (end: () => unknown) => ends.push(end) } as never
  let product: Product
  let admin: Client
  let clerk: Client
  let officer: Client
  let [vera, nina] = ['', '']
  let herself: Visitor

  before(async () => {
    product = await startProduct(t, { demo: true, company: 'Лавка' })
    admin = await product.setUp()
    for (const [name, role] of [
      ['clara', 'clerk'],
      ['olga', 'privacy'],
    ] as const)
      await ask(admin, access.addStaff, { body: { name, email: `${name}@shop.example`, password, role } })
    clerk = await signedIn('clara')
    officer = await signedIn('olga')
    vera = await made('Вера', 'Иванова', 'vera@x.example')
    nina = await made('Нина', 'Тайная', 'nina@x.example')
    herself = await openOwnPage(product.url, 'vera@x.example', admin)
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
  const refused = async (status: number, who: Client, method: string, path: string, body?: object): Promise<string> => {
    const answer = await who.api(method, path, body)
    assert.equal(answer.status, status, answer.text)
    return answer.text
  }
  const scanOf = async (customer: string) => {
    const sent = await clerk.fetch(`/v1/rights/proofs/${customer}?name=${encodeURIComponent('../заявление.pdf')}`, {
      method: 'POST',
      body: '%PDF-1.7 заявление',
      headers: { 'content-type': 'application/pdf' },
    })
    assert.equal(sent.status, 201)
    return rights.keepRightProof.output.parse(await sent.json())
  }
  const owner = (query: string) => withClient(product.databaseUrl('owner', 'main'), (client) => client.query(query))
  const params = () => ({ customer_id: vera })

  test('POST /v1/rights/proofs/:customer_id, GET /v1/rights/proofs/:customer_id/:proof_id, GET /v1/rights/of/:customer_id: a scan is kept with the request, and its customer reads who entered it', async () => {
    await refused(400, clerk, 'POST', `/v1/rights/proofs/${vera}?name=empty.pdf`)
    const scan = await scanOf(vera)
    assert.equal(scan.name, 'заявление.pdf')
    const wish = { right: 'access', road: 'paper', evidence: 'Паспорт показан' } as const
    assert.match(await refused(400, clerk, 'POST', `/v1/rights/of/${nina}`, { ...wish, proof_id: scan.id }), /no such file of this customer/)
    const made = await ask(clerk, rights.enterRight, { params: params(), body: { ...wish, proof_id: scan.id } })
    const [row] = (await ask(clerk, rights.listRightsOf, { params: params() })).items
    assert.deepEqual([row?.id, row?.entered_by, row?.evidence, row?.proofs[0]?.name], [made.id, 'clerk', 'Паспорт показан', 'заявление.pdf'])
    assert.deepEqual((await ask(officer, rights.readRight, { params: { case_id: made.id } })).proofs, [scan])
    const opened = await clerk.fetch(`/v1/rights/proofs/${vera}/${scan.id}`)
    assert.deepEqual([opened.status, await opened.text()], [200, '%PDF-1.7 заявление'])
    assert.match(opened.headers.get('content-disposition') ?? '', /^attachment/)
    await refused(404, clerk, 'GET', `/v1/rights/proofs/${nina}/${scan.id}`)
    const [mine] = (await ask(herself, rights.listMyRights)).items
    assert.deepEqual([mine?.road, mine?.entered_by, mine?.evidence, mine?.proofs[0]?.sha256], ['paper', 'clerk', 'Паспорт показан', scan.sha256])
    assert.doesNotMatch(JSON.stringify(mine), /clara/)
    assert.equal(await (await herself.fetch(`/v1/my/proofs/${scan.id}`)).text(), '%PDF-1.7 заявление')
    const gone = await owner('select keep.forget_loose_proofs(1000)')
    assert.equal(gone.rowCount, 1)
    assert.equal((await herself.fetch(`/v1/my/proofs/${scan.id}`)).status, 200)
  })

  test('from the day a letter came the law counts, not from the day it is entered', async () => {
    const wish = { right: 'complaint', words: 'Звонят ночью', road: 'paper', evidence: 'Письмо 12' } as const
    const tomorrow = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10)
    assert.match(await refused(400, clerk, 'POST', `/v1/rights/of/${nina}`, { ...wish, came_on: tomorrow }), /came_on/)
    await refused(400, clerk, 'POST', `/v1/rights/of/${nina}`, { ...wish, came_on: '2001-01-01' })
    const today = await ask(clerk, rights.enterRight, { params: { customer_id: nina }, body: wish })
    const earlier = new Date(Date.now() - 14 * dayMs).toISOString().slice(0, 10)
    const before = await ask(clerk, rights.enterRight, { params: { customer_id: nina }, body: { ...wish, came_on: earlier } })
    assert.ok(before.due_at < today.due_at)
    const shown = await ask(officer, rights.readRight, { params: { case_id: before.id } })
    assert.equal(shown.asked_at.slice(0, 10), earlier)
    assert.ok(shown.whole)
  })

  test('GET /v1/rights/of/:customer_id/now, POST /v1/rights/of/:customer_id/lift: who restricted everything lifts it by phone, with their words and what shows it', async () => {
    const said = { purpose: null, road: 'phone', evidence: 'Звонок 11:20, назвала заказ' } as const
    const lift = `/v1/rights/of/${vera}/lift`
    assert.match(await refused(409, clerk, 'POST', lift, { ...said, words: 'Снимите' }), /nothing to lift/)
    await ask(herself, rights.askMyRight, { body: { right: 'restrict' } })
    assert.equal((await ask(clerk, rights.readRightsOf, { params: params() })).restricted, true)
    assert.match(await refused(400, clerk, 'POST', lift, said), /write down what the customer said/)
    await refused(404, clerk, 'POST', '/v1/rights/of/c_AAAAAAAAAAAAAAAAAAAAAA/lift', { ...said, words: 'x' })
    const scan = await scanOf(vera)
    const row = await ask(clerk, rights.enterLift, { params: params(), body: { ...said, proof_id: scan.id } })
    assert.deepEqual([row.state, (await ask(clerk, rights.readRightsOf, { params: params() })).restricted], ['answered', false])
    const [mine] = (await ask(herself, rights.listMyRights)).items
    assert.deepEqual([mine?.right, mine?.road, mine?.evidence, mine?.entered_by, mine?.proofs.length], ['lifting', 'phone', said.evidence, 'clerk', 1])
    assert.equal((await ask(herself, rights.readMyRights)).restricted, false)

    await ask(herself, rights.askMyRight, { body: { right: 'object', about: { kind: 'purpose', name: 'analysis' } } })
    await ask(clerk, rights.enterLift, { params: params(), body: { ...said, purpose: 'analysis', words: 'Считайте дальше' } })
    assert.equal((await ask(herself, rights.readMyRights)).purposes.find(({ code }) => code === 'analysis')?.stopped_at, null)
  })

  test('POST /v1/rights/mandates/:customer_id/:mandate_id/end: a mandate that is over, by its day or by its customer’s word, is refused', async () => {
    const paper = { holder: 'Пётр, сын', powers: ['access' as const], road: 'counter' as const, evidence: 'Доверенность 77 АА' }
    const next = new Date(Date.now() + 30 * dayMs).toISOString().slice(0, 10)
    const scan = await scanOf(vera)
    const enter = () => ask(clerk, rights.enterMandate, { params: params(), body: { ...paper, powers: [...paper.powers], until: next, proof_id: scan.id } })
    const uses = (mandate: string) =>
      clerk.api('POST', `/v1/rights/of/${vera}`, { right: 'access', road: 'counter', evidence: 'С доверенностью', mandate_id: mandate })
    const first = await enter()
    assert.deepEqual([first.entered_by, first.proofs.length], ['clerk', 1])
    assert.equal((await uses(first.id)).status, 201)
    await owner(`update keep.mandate set since = now() - interval '2 years', until = now() - interval '1 minute'`)
    const past = await uses(first.id)
    assert.deepEqual([past.status, /This mandate is over/.test(past.text)], [409, true])
    const second = await enter()
    await refused(404, clerk, 'POST', `/v1/rights/mandates/${nina}/${second.id}/end`, {})
    await ask(clerk, rights.enterMandateEnd, { params: { ...params(), mandate_id: second.id }, body: {} })
    assert.equal((await uses(second.id)).status, 409)
    assert.deepEqual(
      (await ask(herself, rights.listMyMandates)).items.map(({ holds, entered_by }) => [holds, entered_by]),
      [
        [false, 'clerk'],
        [false, 'clerk'],
      ],
    )
  })

  test('whoever answers is reminded once before the day of a request, and once when it has passed', async () => {
    await owner(`update keep.rights_case set due_at = now() + interval '20 days', most_at = null where state = 'open'`)
    const soon = await ask(clerk, rights.enterRight, { params: { customer_id: nina }, body: { right: 'access', road: 'phone', evidence: 'Звонок' } })
    const notices = async (kind: 'rights_due' | 'rights_late') =>
      (await ask(officer, told.listNotices, { query: { kinds: kind, limit: 200 } })).items.map(({ subject }) => subject?.id)
    const swept = async () => {
      await owner(`select keep_jobs.add_job('rights_due')`)
      await until('the job is done', async () => (await owner(`select from keep_jobs.jobs where task_identifier = 'rights_due'`)).rowCount === 0)
    }
    await swept()
    assert.deepEqual([await notices('rights_due'), await notices('rights_late')], [[], []])
    const dueIn = (span: string) =>
      owner(
        `update keep.rights_case set due_at = now() + interval '${span}', asked_at = now() - interval '30 days', most_at = null where customer_id = (select customer_id from keep.rights_case where number = ${soon.number}) and number = ${soon.number}`,
      )
    await dueIn('2 days')
    await swept()
    await until('the reminder', async () => (await notices('rights_due')).length > 0)
    await swept()
    assert.deepEqual(await notices('rights_due'), [soon.id])
    await dueIn('-1 hour')
    await swept()
    await until('the notice that it is late', async () => (await notices('rights_late')).length > 0)
    await swept()
    assert.deepEqual([await notices('rights_due'), await notices('rights_late')], [[soon.id], [soon.id]])
  })
})
