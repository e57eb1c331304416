import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

// One person entered twice in the ways people are: with a typing error, by a short name, in Latin letters, after a wedding; and two who
// only share a phone or a name. Found as they come, with reasons; decided by a person; remembered.

describe('duplicates', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let clerk: Client
  let key: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    clerk = await colleague('clerk')
    key = (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'till', source: 'till', scopes: ['record', 'read'] } })).secret
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  async function colleague(role: 'clerk' | 'marketer' | 'analyst'): Promise<Client> {
    const password = `a long password of ${role}`
    await ask(admin, access.addStaff, { body: { name: role, email: `${role}@shop.example`, password, role } })
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${role}@shop.example`, password })).status, 200)
    return client
  }
  let phone = 79160000000
  const enter = async (fields: Record<string, string>, kind: 'person' | 'organisation' = 'person') => {
    const identifiers = [{ kind: 'phone' as const, value: `+${phone++}` }]
    return (await ask(clerk, console_.addCustomer, { body: { kind, fields, identifiers } })).id
  }
  const pairs = async (customer_id?: string) =>
    (await ask(clerk, console_.listDuplicates, { query: { limit: 200, ...(customer_id ? { customer_id } : {}) } })).items
  type Pair = Awaited<ReturnType<typeof pairs>>[number]
  const found = async (one: string, other: string, tries = 900): Promise<Pair> => {
    const pair = (await pairs(one)).find((p) => p.other.id === other)
    if (pair) return pair
    if (tries === 0) throw new Error('The pair was not found within a minute and a half.')
    await new Promise((resolve) => setTimeout(resolve, 100))
    return found(one, other, tries - 1)
  }

  test('GET /v1/duplicates: found in the ways people are entered twice, with plain reasons', async () => {
    const anna = await enter({ surname: 'Воробьёва', name: 'Александра', birth_date: '1984-05-31' })
    const same = await enter({ surname: 'Воробьева', name: 'Саша', birth_date: '1984-05-31' })
    const typo = await enter({ surname: 'Варобьёва', name: 'Александра', birth_date: '1984-05-31' })
    const latin = await enter({ surname: 'Vorobyova', name: 'Aleksandra', birth_date: '1984-05-31' })
    assert.deepEqual((await found(anna, same)).reasons, ['same_name', 'same_birth_date'])
    assert.deepEqual((await found(anna, typo)).reasons, ['similar_name', 'same_birth_date'])
    assert.ok((await found(anna, latin)).reasons.includes('same_birth_date'))
    const firm = await enter({ org_name: 'ООО «Ромашка»', inn: '7707083893' }, 'organisation')
    const branch = await enter({ org_name: 'Ромашка', inn: '7707083893' }, 'organisation')
    assert.deepEqual((await found(firm, branch)).reasons, ['same_inn', 'same_name'])
  })

  test('two who share a name only, or an address only, are not put forward; a caution stands beside what speaks against it', async () => {
    const ivan = await enter({ surname: 'Иванов', name: 'Иван', birth_date: '1970-01-01' })
    const namesake = await enter({ surname: 'Иванов', name: 'Иван', birth_date: '1999-12-31' })
    const mark = await enter({ surname: 'Отметкин', name: 'Марк', birth_date: '1990-02-02' })
    const last = await enter({ surname: 'Отметкин', name: 'Марк', birth_date: '1990-02-02' })
    await found(mark, last) // those before have been looked at
    assert.deepEqual(
      (await pairs(ivan)).map((p) => p.other.id).filter((id) => id === namesake),
      [],
    )
  })

  test('the same e-mail given by both is a reason, when the names may be one', async () => {
    const order = (id: string, identifiers: object[], fields: object) => ({
      id,
      at: new Date(Date.now() - 86_400_000).toISOString(),
      kind: 'order',
      channel: 'shop',
      customer: { identifiers, fields, language: 'ru' },
      amount: { minor: 100_00, currency: 'RUB' },
    })
    const mail = { kind: 'email', value: 'maria@example.com' }
    const record = await product.api(
      'POST',
      '/v1/interactions?ids=true',
      {
        interactions: [
          order('1', [{ kind: 'user', value: 'u1' }, mail], { surname: 'Котова', name: 'Мария' }),
          order(
            '2',
            [
              { kind: 'user', value: 'u2' },
              { kind: 'phone', value: '+79169990001' },
            ],
            { surname: 'Котова', name: 'Маша' },
          ),
          order('3', [{ kind: 'user', value: 'u2' }, mail], { surname: 'Котова', name: 'Маша' }),
        ],
      },
      { key },
    )
    assert.equal(record.status, 200, record.text)
    const search = async (q: string) => (await ask(clerk, console_.search, { query: { q } })).items.map((i) => i.id)
    for (let left = 300; left > 0 && (await search('Котова')).length < 2; left--) await new Promise((resolve) => setTimeout(resolve, 100))
    const [one = '', other = ''] = await search('Котова')
    const pair = await found(one, other)
    assert.ok(pair.reasons.includes('same_email') && pair.reasons.includes('same_name'), pair.reasons.join(' '))
    const looks = await ask(admin, console_.listLooks, { params: { customer_id: one }, query: {} })
    assert.ok(
      looks.items.some((l) => l.fields.includes('duplicate')),
      'that they were compared stands in their journal',
    )
  })

  test('not for a marketer, an analyst or a program', async () => {
    for (const role of ['marketer', 'analyst'] as const) assert.equal((await (await colleague(role)).api('GET', '/v1/duplicates')).status, 403, role)
    assert.equal((await product.api('GET', '/v1/duplicates')).status, 401)
    assert.equal((await product.api('GET', '/v1/duplicates', undefined, { key })).status, 403)
  })

  test('POST /v1/duplicates/:duplicate_id/dismiss, POST /v1/duplicates/:duplicate_id/restore: not the same is remembered, whatever changes', async () => {
    const a = await enter({ surname: 'Гусева', name: 'Ольга', birth_date: '1991-03-03' })
    const b = await enter({ surname: 'Гусева', name: 'Ольга', birth_date: '1991-03-03' })
    const pair = await found(a, b)
    const say = (what: 'dismiss' | 'restore', id = pair.id) => clerk.api('POST', `/v1/duplicates/${id}/${what}`, {})
    assert.equal((await say('dismiss', `${a}~c_AAAAAAAAAAAAAAAAAAAAAA`)).status, 404)
    assert.equal((await say('dismiss', 'nonsense')).status, 404)
    assert.deepEqual((await say('dismiss')).body, { changed: true })
    assert.deepEqual((await say('dismiss')).body, { changed: false })
    assert.equal((await pairs(a)).length, 0)
    await ask(clerk, console_.writeField, { params: { customer_id: a, field: 'address' }, body: { value: '101000, Москва, Мясницкая, 1' } })
    const [c, d] = [
      await enter({ surname: 'Лебедева', name: 'Яна', birth_date: '1992-04-04' }),
      await enter({ surname: 'Лебедева', name: 'Яна', birth_date: '1992-04-04' }),
    ]
    await found(c, d) // whoever changed before was looked at again
    assert.equal((await pairs(a)).length, 0)
    assert.deepEqual((await say('restore')).body, { changed: true })
    assert.equal((await pairs(a)).length, 1)
  })

  test('joined with values chosen field by field: those lead, the others stay in the history; a joined pair is no pair', async () => {
    const a = await enter({ surname: 'Соколова', name: 'Нина', job_title: 'врач', birth_date: '1980-06-06' })
    const b = await enter({ surname: 'Соколова', name: 'Нина', job_title: 'хирург', birth_date: '1980-06-06' })
    await found(a, b)
    const merge = (body: object) => clerk.api('POST', `/v1/customers/${b}/merge`, body)
    assert.equal((await merge({ into: a, why: 'entered_twice', leading: { nonsense: 'into' } })).status, 400)
    assert.equal((await merge({ into: a, why: 'entered_twice', leading: { job_title: 'both' } })).status, 400)
    assert.equal((await pairs(a)).length, 1, 'nothing was done')
    assert.equal((await merge({ into: a, why: 'entered_twice', leading: { job_title: 'into' } })).status, 200)
    const card = await ask(clerk, console_.readCard, { params: { customer_id: a }, query: {} })
    assert.equal(card.fields.find((f) => f.field === 'job_title')?.value, 'врач')
    const history = await ask(clerk, console_.readFieldHistory, { params: { customer_id: a, field: 'job_title' }, query: {} })
    assert.deepEqual(
      history.items.map((v) => v.value),
      ['врач', 'хирург', 'врач'],
    )
    assert.equal((await pairs(a)).length, 0)
    const apart = await clerk.api('POST', `/v1/customers/${b}/unmerge`, { why: 'mistake' })
    assert.equal(apart.status, 200, apart.text)
    const other = await ask(clerk, console_.readCard, { params: { customer_id: b }, query: {} })
    assert.equal(other.fields.find((f) => f.field === 'job_title')?.value, 'хирург')
  })
})
