import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import * as register from '../../src/keep/terms/register/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { type Client, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

const stale = z.object({
  status: z.literal(412),
  detail: z.string(),
  place: z.string(),
  current: z.object({ value: z.string().nullable(), etag: z.string(), changed_at: z.string(), by: z.looseObject({ name: z.string().nullable() }) }),
})

test('two people write one field: PUT /v1/customers/:customer_id/fields/:field with If-Match', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const password = 'a long password of a clerk'
  await admin.api('POST', '/v1/staff', { name: 'Clara', email: 'clara@shop.example', password, role: 'clerk' })
  const clara = product.client()
  await clara.api('POST', '/v1/session', { email: 'clara@shop.example', password })
  const enter = async (fields: Record<string, string>) => (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields, identifiers: [] } })).id
  const anna = await enter({ surname: 'Белова', name: 'Анна' })
  const field = async (of = 'surname') => (await ask(admin, console_.readCard, { params: { customer_id: anna }, query: {} })).fields.find((f) => f.field === of)
  const put = (who: Client, value: string | null, headers: Record<string, string>, of = 'surname') =>
    who.api('PUT', `/v1/customers/${anna}/fields/${of}`, { value }, { headers })
  const match = (etag: string | undefined) => ({ 'if-match': `"${etag}"` })

  await t.test('who saw the version that stands there writes; the other is told what stands there, by whom and when', async () => {
    const seen = (await field())?.etag
    assert.equal((await put(clara, 'Белова-Орлова', match(seen))).status, 200)
    const said = stale.parse((await put(admin, 'Орлова', match(seen))).body)
    assert.deepEqual([said.place, said.current.value, said.current.by.name], ['surname', 'Белова-Орлова', 'Clara'])
    assert.equal((await field())?.value, 'Белова-Орлова', 'nothing was written')
    assert.equal((await put(admin, 'Орлова', match(said.current.etag))).status, 200, 'with the new version in hand it is')
    assert.equal((await put(admin, 'Белова', {})).status, 200, 'without a condition the last one stands')
  })

  await t.test('of ten who write at once one is taken', async () => {
    const seen = (await field())?.etag
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => put(n % 2 ? admin : clara, `Белова ${n}`, match(seen))))
    assert.equal(answers.filter((a) => a.status === 200).length, 1)
    assert.equal(answers.filter((a) => a.status === 412).length, 9)
  })

  await t.test('what is empty is filled by the first only, and an undoing of an emptying meets whoever filled it', async () => {
    const none = { 'if-none-match': '*' }
    assert.equal((await put(clara, 'Аня', none, 'short_name')).status, 200)
    assert.equal((await put(admin, 'Нюра', none, 'short_name')).status, 412)
    const emptied = await put(clara, null, match((await field('short_name'))?.etag), 'short_name')
    assert.equal(z.object({ etag: z.string() }).parse(emptied.body).etag, '')
    assert.equal((await put(admin, 'Нюра', none, 'short_name')).status, 200)
    assert.equal(stale.parse((await put(clara, 'Аня', none, 'short_name')).body).current.value, 'Нюра')
  })

  await t.test('an etag that is none is said; another customer’s version fits nobody', async () => {
    for (const wrong of ['Belova', '"x"', '""', 'W/"abc"']) assert.equal((await put(admin, 'x', { 'if-match': wrong })).status, 400, wrong)
    const boris = await enter({ surname: 'Орлов' })
    const his = (await ask(admin, console_.readCard, { params: { customer_id: boris }, query: {} })).fields[0]?.etag
    assert.equal((await put(admin, 'x', match(his))).status, 412)
  })

  await t.test('the history names its versions, and the look at what stands there is noted', async () => {
    const { items } = await ask(admin, console_.readFieldHistory, { params: { customer_id: anna, field: 'surname' }, query: {} })
    assert.equal(new Set(items.map((v) => v.etag)).size, items.length)
    assert.equal(items[0]?.etag, (await field())?.etag)
  })

  await t.test(
    'PATCH /v1/customers/:customer_id says role and language; what they were is in GET /v1/customers/:customer_id/fields/:field/history',
    async () => {
      const patch = (who: Client, body: object) => who.api('PATCH', `/v1/customers/${anna}`, body)
      for (const wrong of [{ role: 'king' }, { role: null }, { language: 'по-русски' }])
        assert.equal((await patch(clara, wrong)).status, 400, JSON.stringify(wrong))
      assert.deepEqual((await patch(clara, { role: 'partner', language: 'de' })).body, { changed: true })
      assert.deepEqual((await patch(admin, { role: 'partner', language: 'de' })).body, { changed: false }, 'what is so already is not written again')
      assert.deepEqual((await patch(admin, { language: null })).body, { changed: true })
      assert.equal((await ask(admin, console_.readCard, { params: { customer_id: anna }, query: {} })).role, 'partner')
      const was = async (of: string) =>
        (await ask(admin, console_.readFieldHistory, { params: { customer_id: anna, field: of }, query: {} })).items.map(({ value, by }) => [value, by?.name])
      assert.deepEqual(
        await was('role'),
        [
          ['partner', 'Clara'],
          ['customer', null],
        ],
        'what it was before anybody changed it stands at the end',
      )
      assert.deepEqual(
        (await was('language')).map(([value]) => value),
        [null, 'de', null],
      )
      const stood = stale.parse((await patch(clara, { role: 'lead', language: 'fr', was: { role: 'customer', language: null } })).body)
      assert.deepEqual([stood.place, stood.current.value, stood.current.by.name], ['role', 'partner', 'Clara'])
      assert.equal((await ask(admin, console_.readCard, { params: { customer_id: anna }, query: {} })).language, null, 'of two nothing is half written')
      assert.deepEqual((await patch(clara, { role: 'lead', was: { role: 'partner' } })).body, { changed: true })
      assert.deepEqual((await patch(clara, { role: 'lead', was: { role: 'partner' } })).body, { changed: false }, 'sent twice it is done once')
      const both = await Promise.all(['supplier', 'partner'].map((role) => patch(admin, { role, was: { role: 'lead' } })))
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412])
      assert.equal((await product.client().api('PATCH', `/v1/customers/${anna}`, { role: 'lead' })).status, 401)
    },
  )

  await t.test('a value that was seen without a version, as in a list, is written upon and not over', async () => {
    const cell = (who: Client, value: string | null, was: string | null, of: string) => who.api('PUT', `/v1/customers/${anna}/fields/${of}`, { value, was })
    assert.equal((await cell(clara, 'Анюта', 'Нюра', 'short_name')).status, 200)
    const said = stale.parse((await cell(admin, 'Аннушка', 'Нюра', 'short_name')).body)
    assert.deepEqual([said.current.value, said.current.by.name], ['Анюта', 'Clara'])
    assert.equal((await cell(admin, 'Анюта', 'Нюра', 'short_name')).status, 200, 'what is wished stands there already')
    await ask(admin, register.registerField, { body: { code: 'x_size', title: { en: 'Size', ru: 'Размер' }, type: 'number', purposes: ['service'] } })
    await ask(admin, register.registerField, { body: { code: 'x_until', title: { en: 'Until', ru: 'До' }, type: 'time', purposes: ['service'] } })
    for (const [of, first, seen, next] of [
      ['x_size', '12,50', '12.5', '13'],
      ['x_until', '2027-12-31', '2027-12-31T00:00:00.000Z', '2028-01-01'],
    ] as const) {
      assert.equal((await cell(clara, first, null, of)).status, 200, of)
      assert.equal((await cell(clara, next, null, of)).status, 412, `${of} is not empty any more`)
      assert.equal((await cell(clara, next, seen, of)).status, 200, `${of} in another spelling`)
    }
  })

  await t.test('numbers of companies carry digits by which a slip is found', async () => {
    for (const [name, value, kept] of [
      ['inn', '77 0708 3893', '7707083893'],
      ['ogrn', '1027700132195', '1027700132195'],
      ['kpp', '770801001', '770801001'],
      ['bik', '044525225', '044525225'],
    ] as const) {
      assert.equal((await put(admin, value, {}, name)).status, 200, name)
      assert.equal((await field(name))?.value, kept)
    }
    const wrong = await put(admin, '7707083894', {}, 'inn')
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /"place":"inn"/)
    const entered = await admin.api('POST', '/v1/customers', { kind: 'organisation', fields: { org_name: 'ООО', inn: '123' }, identifiers: [] })
    assert.equal(entered.status, 400)
    assert.match(entered.text, /"place":"fields.inn"/)
  })

  await t.test('HTML, writing from right to left, emoji and ten thousand characters are a value or a sentence, never a fault', async () => {
    for (const value of ['<img src=x onerror=alert(1)>', 'עברית ‏ العربية', '👨‍👩‍👧‍👦🏳️‍🌈', "'; drop table keep.vault; --"]) {
      assert.equal((await put(admin, value, {}, 'about')).status, 200, value)
      assert.equal((await field('about'))?.value, value)
    }
    const long = await put(admin, 'я'.repeat(10_000), {}, 'about')
    assert.equal(long.status, 400)
    assert.equal((await put(admin, 'я'.repeat(2_000), {}, 'about')).status, 200)
  })
})
