import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import { figuresFollowed } from '../followed.ts'
import { type Client, type Product, startProduct } from '../product.ts'

// Lists of customers as any client asks for them: filtered, sorted, at any place, with sums.

const money = z.object({ minor: z.int(), currency: z.string() })
const page = z.object({
  items: z.array(z.looseObject({ id: z.string(), name: z.looseObject({ full: z.string() }), values: z.record(z.string(), z.unknown()).optional() })),
  next_cursor: z.string().nullable(),
  total: z.object({ count: z.int(), exact: z.boolean() }).optional(),
  as_of: z.string().nullable().optional(),
})
const problem = z.looseObject({ status: z.int(), detail: z.string(), place: z.string().optional() })

const today = Date.UTC(2026, 10, 20)
const names = ['Антонова', 'Белова', 'Волкова', 'Громова', 'Дёмина', 'Ершова']

/** The first of them bought for 100, the next for 200 …; the last bought nothing, but wrote. */
const orders = names.map((surname, i) => ({
  id: `o${i}`,
  at: new Date(today - i * 86_400_000).toISOString(),
  kind: i === 5 ? 'message' : 'order',
  channel: i % 2 === 0 ? 'shop' : 'email',
  customer: {
    identifiers: [{ kind: 'email', value: `${i}@lists.example` }],
    fields: { surname, name: 'Анна', ...(i < 3 ? { x_size: String(36 + i), x_limit: ['1 234,50', '70 ₽', '-0,05'][i] ?? '' } : {}) },
    language: i < 4 ? 'ru' : 'en',
  },
  ...(i === 5 ? { direction: 'in' } : { amount: { minor: (i + 1) * 100_00, currency: i === 4 ? 'EUR' : 'RUB' } }),
}))

describe('lists', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client

  const asked = (path: string, params: Record<string, string | number>) =>
    admin.api('GET', `${path}?${new URLSearchParams(Object.entries(params).map(([k, v]) => [k, String(v)]))}`)
  const filtered = (filter: unknown, more: Record<string, string | number> = {}) =>
    asked('/v1/customers', { filter: JSON.stringify(filter), sort: '-spent', ...more })
  const surnames = async (answer: Promise<{ body: unknown; status: number; text: string }>) => {
    const { status, body, text } = await answer
    assert.equal(status, 200, text)
    return page.parse(body).items.map((row) => row.name.full.split(' ')[0])
  }

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    const size = { code: 'x_size', type: 'number', title: { en: 'Size', ru: 'Размер' }, codes: null, searched: false, purposes: ['service'] }
    assert.equal((await admin.api('POST', '/v1/fields', size)).status, 200)
    const limit = { code: 'x_limit', type: 'money', title: { en: 'Credit limit', ru: 'Кредитный лимит' }, purposes: ['service'] }
    assert.equal((await admin.api('POST', '/v1/fields', limit)).status, 200)
    const made = z
      .object({ secret: z.string() })
      .parse((await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record'] })).body)
    const answer = await product.api('POST', '/v1/interactions', { interactions: orders }, { key: made.secret })
    assert.equal(answer.status, 200, answer.text)
    await figuresFollowed(product.databaseUrl('owner'))
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('GET /v1/customers/columns tells what there is, the company’s own field among it, when it may be asked', async () => {
    assert.equal((await product.api('GET', '/v1/customers/columns')).status, 401)
    const answer = await admin.api('GET', '/v1/customers/columns')
    const { items, complete_since } = z
      .object({
        items: z.array(z.looseObject({ column: z.string(), title: z.unknown(), type: z.string(), filter: z.array(z.string()), sum: z.boolean() })),
        complete_since: z.string().nullable(),
      })
      .parse(answer.body)
    assert.ok(complete_since, 'everybody has been counted')
    const of = (name: string) => items.find((c) => c.column === name)
    assert.deepEqual([of('name')?.filter, of('spent')?.type, of('spent')?.sum], [[], 'money', true])
    assert.deepEqual([of('x_size')?.type, of('x_size')?.title, of('x_size')?.filter.includes('between')], ['number', { en: 'Size', ru: 'Размер' }, true])
  })

  test('GET /v1/customers/groups counts and sums everybody by one column in one go', async () => {
    const groups = z.object({
      groups: z.array(
        z.object({ value: z.union([z.string(), z.boolean()]).nullable(), count: z.number(), sums: z.array(z.looseObject({ column: z.string() })) }),
      ),
      more: z.number(),
      several: z.boolean(),
    })
    const grouped = async (params: Record<string, string>) => groups.parse((await asked('/v1/customers/groups', params)).body)
    const all = z.object({ count: z.number() }).parse((await asked('/v1/customers/count', {})).body).count
    const byLanguage = await grouped({ by: 'language', columns: 'spent,purchases' })
    assert.deepEqual([byLanguage.several, byLanguage.more, byLanguage.groups.reduce((n, g) => n + g.count, 0)], [false, 0, all])
    assert.deepEqual(
      byLanguage.groups.map(({ count }) => count),
      byLanguage.groups.map(({ count }) => count).toSorted((a, b) => b - a),
      'the largest first',
    )
    const sums = z.object({
      sums: z.array(z.looseObject({ column: z.string(), number: z.number().nullable(), money: z.array(z.looseObject({ minor: z.number() })).nullable() })),
    })
    for (const { value, count, sums: told } of byLanguage.groups) {
      const filter = JSON.stringify(value === null ? { column: 'language', is: 'empty' } : { column: 'language', is: 'one_of', value: [value] })
      const said = (await asked('/v1/customers/sums', { filter, columns: 'spent,purchases' })).body
      assert.equal(z.object({ count: z.number() }).parse(said).count, count, String(value))
      assert.deepEqual(told, sums.parse(said).sums, 'as the sums of whoever stands in it')
    }
    const tagged = z.object({ id: z.string() }).parse((await admin.api('POST', '/v1/tags', { title: 'Grouped', colour: 'teal' })).body)
    const [somebody] = z.object({ items: z.array(z.object({ id: z.string() })) }).parse((await asked('/v1/customers', { limit: 1 })).body).items
    assert.equal((await admin.api('PUT', `/v1/customers/${somebody?.id}/tags/${tagged.id}`)).status, 200)
    const byTag = await grouped({ by: 'tags' })
    assert.equal(byTag.several, true)
    assert.deepEqual(
      byTag.groups.find(({ value }) => value === tagged.id),
      { value: tagged.id, count: 1, sums: [] },
    )
    assert.equal((await grouped({ by: 'has_email', filter: JSON.stringify({ column: 'has_email', is: 'true' }) })).groups[0]?.value, true)
    assert.equal((await grouped({ by: 'owner' })).groups[0]?.value, null)
    assert.deepEqual(await grouped({ by: 'units' }), { groups: [{ value: null, count: all, sums: [] }], more: 0, several: true })
    for (const wrong of [
      { by: 'spent', columns: '' },
      { by: 'name', columns: '' },
      { by: 'x_never', columns: '' },
      { by: 'language', columns: 'language' },
    ])
      assert.equal((await asked('/v1/customers/groups', wrong)).status, 400, JSON.stringify(wrong))
    assert.equal((await admin.api('DELETE', `/v1/customers/${somebody?.id}/tags/${tagged.id}`)).status, 200)
  })

  test('GET /v1/customers filtered and sorted, with the values of the columns asked for', async () => {
    assert.deepEqual(await surnames(filtered({ column: 'spent', is: 'more', value: { minor: 150_00, currency: 'RUB' } })), ['Громова', 'Волкова', 'Белова'])
    assert.deepEqual(
      await surnames(
        filtered({
          all: [
            { column: 'language', is: 'equals', value: 'en' },
            { column: 'spent', is: 'empty' },
          ],
        }),
      ),
      ['Ершова'],
    )
    assert.deepEqual(
      await surnames(filtered({ any: [{ column: 'x_size', is: 'equals', value: 37 }, { not: { column: 'purchases', is: 'more', value: 0 } }] })),
      ['Белова', 'Ершова'],
    )
    assert.deepEqual(
      await surnames(
        filtered({
          all: [
            { column: 'x_size', is: 'more', value: 50 },
            { column: 'x_size', is: 'less', value: 10 },
          ],
        }),
      ),
      [],
      'nobody is both',
    )
    assert.deepEqual(await surnames(asked('/v1/customers', { sort: 'spent', limit: 2 })), ['Антонова', 'Белова'])
    assert.deepEqual(await surnames(asked('/v1/customers', { sort: '-last_channel,-spent', limit: 2 })), ['Дёмина', 'Волкова'])
    const answer = page.parse(
      (await asked('/v1/customers', { sort: '-x_size', limit: 1, columns: 'spent,x_size,last_channel,open_tasks,value_class,since,name' })).body,
    )
    assert.deepEqual(answer.items[0]?.values, {
      spent: { minor: 300_00, currency: 'RUB' },
      x_size: 38,
      last_channel: 'shop',
      open_tasks: 0,
      value_class: null,
      since: new Date(today - 2 * 86_400_000).toISOString(),
      name: null,
    })
  })

  test('GET /v1/customers from any place, held still as it was', async () => {
    const one = page.parse((await asked('/v1/customers', { sort: '-spent', from: 0, limit: 2 })).body)
    assert.deepEqual([one.total, one.items.length], [{ count: 6, exact: true }, 2])
    const rest = await surnames(asked('/v1/customers', { sort: '-spent', from: 4, limit: 5, as_of: one.as_of ?? '' }))
    assert.deepEqual(rest, ['Антонова', 'Ершова'])
    assert.deepEqual(await surnames(asked('/v1/customers', { from: 3, limit: 2 })), ['Громова', 'Дёмина'], 'by name')
    assert.deepEqual(await surnames(asked('/v1/customers', { sort: '-spent', from: 100 })), [], 'past the end')
    assert.deepEqual(await surnames(asked('/v1/customers', { search: 'анна', sort: 'spent', from: 0, limit: 1 })), ['Антонова'], 'a search, sorted')
    assert.deepEqual(await surnames(filtered({ column: 'language', is: 'equals', value: 'en' }, { search: 'анна' })), ['Дёмина', 'Ершова'])
    assert.equal((await asked('/v1/customers', { from: 0, cursor: 'x' })).status, 400)
  })

  test('GET /v1/customers by name among those who match, at any place and from either end', async () => {
    const ru = JSON.stringify({ column: 'language', is: 'equals', value: 'ru' })
    assert.deepEqual(await surnames(asked('/v1/customers', { filter: ru })), ['Антонова', 'Белова', 'Волкова', 'Громова'])
    assert.deepEqual(await surnames(asked('/v1/customers', { filter: ru, sort: '-name' })), ['Громова', 'Волкова', 'Белова', 'Антонова'])
    assert.deepEqual(await surnames(asked('/v1/customers', { filter: ru, sort: 'name', from: 2, limit: 1 })), ['Волкова'])
    assert.deepEqual(await surnames(asked('/v1/customers', { filter: ru, sort: '-name', from: 3, limit: 5 })), ['Антонова'])
    assert.deepEqual(await surnames(asked('/v1/customers', { sort: '-name', limit: 2 })), ['Ершова', 'Дёмина'])
    const nobody = JSON.stringify({ column: 'purchases', is: 'less', value: 0 })
    const none = page.parse((await asked('/v1/customers', { filter: nobody, from: 0 })).body)
    assert.deepEqual([none.items, none.total], [[], { count: 0, exact: true }])
    for (const sort of ['name', '-name']) {
      const all: (string | undefined)[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const one: z.output<typeof page> = page.parse((await asked('/v1/customers', { filter: ru, sort, limit: 1, ...(cursor ? { cursor } : {}) })).body)
        all.push(...one.items.map((row) => row.name.full.split(' ')[0]))
        cursor = one.next_cursor
      }
      const named = ['Антонова', 'Белова', 'Волкова', 'Громова']
      assert.deepEqual(all, sort === 'name' ? named : named.toReversed(), 'by cursors')
    }
  })

  test('GET /v1/customers/count and GET /v1/customers/sums', async () => {
    const ru = JSON.stringify({ column: 'language', is: 'equals', value: 'ru' })
    assert.deepEqual((await asked('/v1/customers/count', { filter: ru })).body, { count: 4, exact: true, fresh: null })
    assert.deepEqual((await asked('/v1/customers/count', { since: '2020-01-01T00:00:00Z' })).body, { count: 6, exact: true, fresh: 6 })
    const sums = z
      .object({
        count: z.int(),
        sums: z.array(z.object({ column: z.string(), number: z.number().nullable(), money: z.array(money).nullable(), filled: z.int() })),
      })
      .parse((await asked('/v1/customers/sums', { columns: 'spent,purchases,x_size' })).body)
    assert.deepEqual(sums, {
      count: 6,
      sums: [
        {
          column: 'spent',
          number: null,
          money: [
            { minor: 1000_00, currency: 'RUB' },
            { minor: 500_00, currency: 'EUR' },
          ],
          filled: 5,
        },
        { column: 'purchases', number: 5, money: null, filled: 6 },
        { column: 'x_size', number: 111, money: null, filled: 3 },
      ],
    })
    assert.equal((await asked('/v1/customers/sums', { columns: 'language' })).status, 400)
  })

  test('money of the company’s own: in its one currency, listed, sorted, filtered, added up, changed by the value that was seen; never guessed', async () => {
    const columns = z.object({ items: z.array(z.looseObject({ column: z.string() })) }).parse((await admin.api('GET', '/v1/customers/columns')).body).items
    const column = columns.find((one) => one.column === 'x_limit')
    assert.deepEqual([column?.['type'], column?.['one_currency'], column?.['sum'], column?.['sort']], ['money', 'RUB', true, true])
    const rows = page.parse((await asked('/v1/customers', { sort: '-x_limit', limit: 4, columns: 'x_limit' })).body).items
    assert.deepEqual(
      rows.map((row) => row.values?.['x_limit']),
      [123450, 7000, -5, undefined].map((minor) => (minor === undefined ? null : { minor, currency: 'RUB' })),
    )
    assert.deepEqual(await surnames(filtered({ column: 'x_limit', is: 'between', value: [-5, { minor: 7000, currency: 'RUB' }] })), ['Волкова', 'Белова'])
    const sums = (await asked('/v1/customers/sums', { columns: 'x_limit' })).body
    assert.deepEqual(z.object({ sums: z.array(z.unknown()) }).parse(sums).sums, [
      { column: 'x_limit', number: null, money: [{ minor: 130445, currency: 'RUB' }], filled: 3 },
    ])
    const other = problem.parse((await filtered({ column: 'x_limit', is: 'more', value: { minor: 1, currency: 'EUR' } })).body)
    assert.deepEqual([other.place, other.detail.includes('must be in RUB')], ['filter.value', true])

    const [first] = rows
    const put = (value: string, was?: string) => admin.api('PUT', `/v1/customers/${first?.id}/fields/x_limit`, { value, ...(was && { was }) })
    for (const wrong of ['1,234', '$5', '1.005', 'many', '1234567890123']) {
      const answer = await put(wrong)
      assert.deepEqual([answer.status, problem.parse(answer.body).place], [400, 'x_limit'], wrong)
    }
    assert.equal((await put('2 000', '1')).status, 412)
    assert.equal((await put('2 000', '1234.5 RUB')).status, 200)
    const history = await admin.api('GET', `/v1/customers/${first?.id}/fields/x_limit/history`)
    assert.match(history.text, /"value":"2000.00 RUB".*"value":"1234.50 RUB"/)

    const declare = (more: object) =>
      admin.api('POST', '/v1/fields', { code: 'x_limit', type: 'money', title: { en: 'Limit', ru: 'Лимит' }, purposes: ['service'], ...more })
    for (const [more, said] of [
      [{ currency: 'EUR' }, /keeps its currency/],
      [{ currency: 'QQQ' }, /must be a currency code/],
      [{ code: 'x_words', type: 'text', currency: 'RUB' }, /only a field of type money/],
    ] as const) {
      const answer = await declare(more)
      assert.deepEqual([answer.status, said.test(answer.text)], [400, true], answer.text)
    }
    assert.equal((await declare({})).status, 200, 'without it, it stays')
    assert.equal((await declare({ code: 'x_deposit', currency: 'EUR' })).status, 200)
  })

  test('what cannot be asked is told in one sentence with its place', async () => {
    const deep = (n: number): unknown => (n === 0 ? { column: 'spent', is: 'empty' } : { not: deep(n - 1) })
    const cases: [string, string, RegExp][] = [
      ['{"column":', 'filter', /JSON/],
      ['[]', 'filter', /condition/],
      ['{"all":[{"column":"spent","is":"like","value":1}]}', 'filter.all[0].is', /must be one of/],
      ['{"all":[{"column":"size","is":"equals","value":1}]}', 'filter.all[0].column', /no column "size"/],
      ['{"column":"spent","is":"has_any","value":["x"]}', 'filter.is', /cannot be asked/],
      ['{"column":"spent","is":"more","value":"much"}', 'filter.value', /amount/],
      ['{"column":"kind","is":"equals","value":"dog"}', 'filter.value', /person, organisation/],
      ['{"column":"name","is":"equals","value":"Анна"}', 'filter.is', /sealed/],
      ['{"column":"since","is":"within_days","value":-1}', 'filter.value', /whole number of days/],
      [JSON.stringify(deep(6)), 'filter', /5 deep/],
      [JSON.stringify({ any: Array.from({ length: 51 }, () => ({ column: 'spent', is: 'empty' })) }), 'filter', /50 conditions/],
      [`${'{"not":'.repeat(500)}1${'}'.repeat(500)}`, 'filter', /5 deep/],
    ]
    for (const [filter, place, sentence] of cases) {
      const said = problem.parse((await asked('/v1/customers', { filter })).body)
      assert.deepEqual([said.status, said.place], [400, place], `${filter.slice(0, 80)}: ${said.detail}`)
      assert.match(said.detail, sentence)
    }
    // In a body it is bounded as in an address: for many at once, for a file, and in a list that is kept.
    const bodies = (filter: unknown): [path: string, body: object, place: string][] => [
      ['/v1/bulk/preview', { who: { filter }, deed: { deed: 'trash' } }, 'who.filter'],
      ['/v1/bulk', { who: { filter }, deed: { deed: 'trash' } }, 'who.filter'],
      ['/v1/exports/preview', { who: { filter }, purpose: 'service', columns: ['name'], format: 'csv' }, 'who.filter'],
      ['/v1/views', { title: 'Deep', columns: [], filter }, 'filter'],
    ]
    for (const [filter, sentence] of [
      [deep(6), /5 deep/],
      [{ any: Array.from({ length: 3 }, () => ({ all: Array.from({ length: 20 }, () => ({ column: 'spent', is: 'empty' })) })) }, /50 conditions/],
    ] as const)
      for (const [path, body, place] of bodies(filter)) {
        const said = problem.parse((await admin.api('POST', path, body)).body)
        assert.deepEqual([said.status, said.place], [400, place], `${path}: ${said.detail}`)
        assert.match(said.detail, sentence)
      }
    for (const [path, body] of bodies(deep(3_000))) {
      const said = problem.parse((await admin.api('POST', path, body)).body)
      assert.deepEqual([said.status, said.place], [400, 'body'], `${path}: ${said.detail}`)
    }
    for (const [query, place] of [
      ['sort=shoe', 'sort'],
      ['sort=name,spent', 'sort'],
      ['columns=shoe', 'columns'],
      ['sort=tags', 'sort'],
    ] as const) {
      const said = problem.parse((await admin.api('GET', `/v1/customers?${query}`)).body)
      assert.deepEqual([said.status, said.place], [400, place], query)
    }
  })

  describe('saved lists', () => {
    const view = z.looseObject({
      view_id: z.string(),
      title: z.string(),
      version: z.int(),
      editable: z.boolean(),
      default_for: z.array(z.string()),
      filter: z.unknown(),
      broken: z.array(z.looseObject({ place: z.string(), column: z.string().nullable(), sentence: z.string() })),
    })
    const body = {
      title: 'Крупные',
      filter: { column: 'spent', is: 'more', value: 100_00 },
      sort: '-spent',
      columns: [
        { column: 'name', frozen: true },
        { column: 'spent', width: 120 },
      ],
    }
    let clerk: Client
    let mine: z.output<typeof view>

    before(async () => {
      const anna = { name: 'Anna Clerk', email: 'anna.clerk@shop.example', password: 'correct horse battery', role: 'clerk' }
      assert.equal((await admin.api('POST', '/v1/staff', anna)).status, 200)
      clerk = product.client()
      assert.equal((await clerk.api('POST', '/v1/session', { email: anna.email, password: anna.password })).status, 200)
    })

    const titles = async (who: Client) =>
      z
        .object({ items: z.array(view) })
        .parse((await who.api('GET', '/v1/views')).body)
        .items.map((v) => v.title)

    test('POST /v1/views, GET /v1/views, GET /v1/views/:view_id: a private list is its maker’s, a shared one everybody’s', async () => {
      const made = await admin.api('POST', '/v1/views', body)
      assert.equal(made.status, 200, made.text)
      mine = view.parse(made.body)
      assert.deepEqual([mine.version, mine.editable, made.headers.get('etag'), mine.broken], [1, true, '"1"', []])
      assert.deepEqual([await titles(admin), await titles(clerk)], [['Крупные'], []])
      assert.equal((await clerk.api('GET', `/v1/views/${mine.view_id}`)).status, 404)
      assert.equal((await product.api('GET', '/v1/views')).status, 401)
      for (const title of ['anna@shop.example', '+7 912 345-67-89', ''])
        assert.equal((await admin.api('POST', '/v1/views', { ...body, title })).status, 400, title)
    })

    test('PUT /v1/views/:view_id: two who change one list do not write over each other', async () => {
      const put = (who: Client, said: object, ifMatch?: string) =>
        who.api('PUT', `/v1/views/${mine.view_id}`, { ...body, ...said }, ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } })
      assert.equal((await put(admin, {})).status, 400, 'a change says of what')
      const shared = await put(admin, { shared: 'everybody' }, '"1"')
      assert.deepEqual([shared.status, shared.headers.get('etag')], [200, '"2"'], shared.text)
      assert.deepEqual(await titles(clerk), ['Крупные'])
      const both = await Promise.all([
        put(admin, { title: 'Первый', shared: 'everybody' }, '"2"'),
        put(admin, { title: 'Второй', shared: 'everybody', version: 2 }),
      ])
      assert.deepEqual(both.map((a) => a.status).sort(), [200, 409])
      assert.equal((await put(clerk, { version: 3 })).status, 403, 'a colleague’s list is not theirs to change')
      assert.equal(view.parse((await clerk.api('GET', `/v1/views/${mine.view_id}`)).body).editable, false)
    })

    test('a role begins with one list at most, which is shared with it, and only whoever manages the staff says so', async () => {
      const forClerks = { ...body, title: 'Для клерков', shared: { roles: ['clerk'] }, default_for: ['clerk'] }
      assert.equal((await clerk.api('POST', '/v1/views', forClerks)).status, 403)
      assert.deepEqual(await titles(clerk), [view.parse((await admin.api('GET', `/v1/views/${mine.view_id}`)).body).title], 'nothing was half done')
      assert.equal((await admin.api('POST', '/v1/views', { ...forClerks, shared: 'private' })).status, 400)
      const one = view.parse((await admin.api('POST', '/v1/views', forClerks)).body)
      const two = view.parse((await admin.api('POST', '/v1/views', { ...forClerks, title: 'Новее' })).body)
      const read = async (id: string) => view.parse((await clerk.api('GET', `/v1/views/${id}`)).body).default_for
      assert.deepEqual([await read(one.view_id), await read(two.view_id)], [[], ['clerk']])
    })

    test('a list with a field that was retired says which part is broken, and the list says it in one sentence', async () => {
      const size = { column: 'x_size', is: 'more', value: 1 }
      const said = {
        ...body,
        title: 'Размеры',
        filter: { any: [{ column: 'spent', is: 'empty' }, size] },
        sort: '-x_size',
        columns: [{ column: 'name' }, { column: 'x_size' }],
      }
      const made = view.parse((await admin.api('POST', '/v1/views', said)).body)
      assert.deepEqual(made.broken, [])
      assert.equal((await admin.api('POST', '/v1/fields/x_size/retire', {})).status, 200)
      const { broken } = view.parse((await admin.api('GET', `/v1/views/${made.view_id}`)).body)
      assert.deepEqual(
        broken.map((b) => b.place),
        ['filter.any[1].column', 'sort', 'columns[1].column'],
      )
      assert.ok(broken.every((b) => b.column === 'x_size' && b.sentence.includes('was retired')))
      const answer = problem.parse((await filtered(size)).body)
      assert.deepEqual([answer.status, answer.place], [400, 'filter.column'])
      assert.match(answer.detail, /the field "x_size" was retired/)
    })

    test('DELETE /v1/views/:view_id, by whom it is', async () => {
      assert.equal((await clerk.api('DELETE', `/v1/views/${mine.view_id}`)).status, 403)
      assert.equal((await admin.api('DELETE', `/v1/views/${mine.view_id}`)).status, 200)
      assert.equal((await admin.api('GET', `/v1/views/${mine.view_id}`)).status, 404)
      assert.equal((await admin.api('DELETE', '/v1/views/nobody')).status, 404)
    })
  })
})
