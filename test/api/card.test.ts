import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import { type Answer, type Client, type Product, startProduct } from '../product.ts'

// What staff write on a card, called as the console calls it: entering, correcting, pointing, and what is refused.

const made = z.looseObject({
  id: z.string(),
  existed: z.boolean(),
  belongs: z
    .looseObject({
      by: z.string().nullable(),
      to: z.looseObject({ id: z.string(), name: z.looseObject({ full: z.string() }).nullable(), hidden: z.string().nullable() }),
    })
    .nullable(),
})
const card = z.looseObject({
  role: z.string(),
  kind: z.string(),
  language: z.string().nullable(),
  name: z.looseObject({ full: z.string() }).nullable(),
  fields: z.array(z.looseObject({ field: z.string(), value: z.string().nullable(), versions: z.int() })),
  identifiers: z.array(z.looseObject({ kind: z.string(), shown: z.string().nullable(), verified: z.boolean() })),
})
const timeline = z.looseObject({ items: z.array(z.looseObject({ kind: z.string(), title: z.unknown(), by: z.unknown(), text: z.string().nullable() })) })

const ok = <S extends z.ZodType>(shape: S, answer: Answer): z.output<S> => {
  assert.equal(answer.status, 200, answer.text)
  return shape.parse(answer.body)
}

describe('a card', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let olga: string
  const enter = (body: Record<string, unknown>) => admin.api('POST', '/v1/customers', { kind: 'person', fields: {}, identifiers: [], ...body })
  const cardOf = async (id: string) => ok(card, await admin.api('GET', `/v1/customers/${id}/card`))

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) })
    admin = await product.setUp()
    const answer = await enter({
      fields: { surname: 'Петрова', name: 'Ольга' },
      identifiers: [
        { kind: 'email', value: 'olga@example.com' },
        { kind: 'phone', value: '+79125550001' },
      ],
      language: 'ru',
    })
    olga = ok(made, answer).id
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('entering somebody whose e-mail or phone is known says whose it is and leaves them as they are', async () => {
    const was = await cardOf(olga)
    const before = ok(timeline, await admin.api('GET', `/v1/customers/${olga}/timeline`)).items.length
    for (const [by, pointers] of [
      ['email', [{ kind: 'email', value: 'OLGA@example.com' }]],
      ['phone', [{ kind: 'phone', value: '8 912 555-00-01' }]],
      [
        'phone',
        [
          { kind: 'email', value: 'never-seen@example.com' },
          { kind: 'phone', value: '+79125550001' },
        ],
      ],
    ] as const) {
      const said = ok(
        made,
        await enter({ kind: 'organisation', role: 'supplier', fields: { name: 'Другая', org_name: 'ООО' }, identifiers: pointers, language: 'en' }),
      )
      assert.deepEqual([said.id, said.existed, said.belongs?.by, said.belongs?.to.id, said.belongs?.to.name?.full], [olga, true, by, olga, 'Петрова Ольга'])
    }
    assert.deepEqual({ ...(await cardOf(olga)), noted_at: 0 }, { ...was, noted_at: 0 })
    assert.equal(ok(timeline, await admin.api('GET', `/v1/customers/${olga}/timeline`)).items.length, before, 'nothing stands on the timeline')
    const free = ok(made, await enter({ fields: { name: 'Нина' }, identifiers: [{ kind: 'email', value: 'never-seen@example.com' }] }))
    assert.deepEqual([free.existed, free.belongs], [false, null], 'what was refused has left no address behind')
  })

  test('two who press the button at once make one customer', async () => {
    const twice = await Promise.all([1, 2, 3].map((n) => enter({ fields: { name: `Раз ${n}` }, identifiers: [{ kind: 'email', value: 'once@example.com' }] })))
    const said = twice.map((answer) => ok(made, answer))
    assert.equal(said.filter((s) => !s.existed).length, 1)
    assert.equal(new Set(said.map((s) => s.id)).size, 1)
    const winner = said.findIndex((s) => !s.existed)
    assert.equal((await cardOf(said[0]?.id ?? '')).name?.full, `Раз ${winner + 1}`)
  })

  test('what staff write names its author: the entry, a note, each version of a field', async () => {
    assert.equal((await admin.api('POST', `/v1/customers/${olga}/notes`, { text: 'Любит стихи', kind: 'note', direction: 'none' })).status, 200)
    const { items } = ok(timeline, await admin.api('GET', `/v1/customers/${olga}/timeline`))
    assert.deepEqual(
      items.map((m) => [m.kind, m.title, m.by, m.text]),
      [
        ['note', { en: 'Note', ru: 'Заметка' }, { kind: 'staff', role: 'staff', name: 'Vera Glavnaya', unit: null }, 'Любит стихи'],
        ['entered', { en: 'Entered by hand', ru: 'Внесён вручную' }, { kind: 'staff', role: 'staff', name: 'Vera Glavnaya', unit: null }, null],
      ],
    )
    for (const value of ['Иванова', 'Сидорова']) assert.equal((await admin.api('PUT', `/v1/customers/${olga}/fields/surname`, { value })).status, 200)
    const versions = ok(
      z.object({ items: z.array(z.looseObject({ value: z.string().nullable(), by: z.looseObject({ kind: z.string(), name: z.string().nullable() }) })) }),
      await admin.api('GET', `/v1/customers/${olga}/fields/surname/history`),
    ).items
    assert.deepEqual(
      versions.map((v) => [v.value, v.by.kind, v.by.name]),
      [
        ['Сидорова', 'staff', 'Vera Glavnaya'],
        ['Иванова', 'staff', 'Vera Glavnaya'],
        ['Петрова', 'service', null],
      ],
    )
  })

  test('GET /v1/customers/:customer_id/timeline: narrowed to kinds, each alone or by one channel, over all pages; how many there are of each stays', async () => {
    const { id } = ok(made, await enter({ fields: { name: 'Вера' }, identifiers: [{ kind: 'email', value: 'chips@example.com' }] }))
    for (const [kind, direction] of [
      ['call', 'in'],
      ['note', 'none'],
      ['call', 'out'],
      ['meeting', 'none'],
    ])
      assert.equal((await admin.api('POST', `/v1/customers/${id}/notes`, { kind, direction, text: `${kind} ${direction}` })).status, 200)
    const page = z.object({
      items: z.array(z.object({ kind: z.string(), channel: z.string(), text: z.string().nullable() })),
      next_cursor: z.string().nullable(),
      channels: z.array(z.object({ channel: z.string(), count: z.int() })),
      kinds: z.array(z.object({ kind: z.string(), channel: z.string(), count: z.int(), title: z.unknown() })),
    })
    const asked = async (query: string) => ok(page, await admin.api('GET', `/v1/customers/${id}/timeline?${query}`))
    const all = await asked('')
    const counted = Object.fromEntries(all.kinds.map(({ kind, channel, count }) => [`${kind}@${channel}`, count]))
    const byPhone = all.items.find(({ kind }) => kind === 'call')?.channel
    assert.deepEqual([counted[`call@${byPhone}`], all.kinds.length, all.items.length], [2, 4, 5])
    assert.equal(
      all.channels.reduce((sum, { count }) => sum + count, 0),
      5,
    )

    const first = await asked('only=call,meeting&limit=2')
    const rest = await asked(`only=call,meeting&limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)
    assert.deepEqual(
      [...first.items, ...rest.items].map(({ text }) => text),
      ['meeting none', 'call out', 'call in'],
    )
    assert.deepEqual([rest.next_cursor, rest.kinds], [null, all.kinds])
    assert.equal((await asked(`only=call@${byPhone}`)).items.length, 2)
    assert.deepEqual((await asked('only=call@sms,stay')).items, [])
    const wrong = await admin.api('GET', `/v1/customers/${id}/timeline?only=call@`)
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /is a list of kinds, each alone or with a channel/)
  })

  test('a name of ten thousand letters and an absurd day are refused with the place, in one sentence', async () => {
    const refused = async (answer: Promise<Answer>, place: string, sentence: RegExp) => {
      const { status, body, text } = await answer
      assert.equal(status, 400, text)
      const said = z.object({ place: z.string(), detail: z.string() }).parse(body)
      assert.equal(said.place, place)
      assert.match(said.detail, sentence)
    }
    const long = 'Я'.repeat(1900)
    await refused(enter({ fields: { surname: long }, identifiers: [{ kind: 'email', value: 'long@example.com' }] }), 'fields.surname', /at most 100 characters/)
    const field = (name: string, value: string) => admin.api('PUT', `/v1/customers/${olga}/fields/${name}`, { value })
    await refused(field('surname', long), 'surname', /at most 100 characters/)
    for (const day of ['1066-10-14', '2999-01-01', '1984-02-31', '20260-01-01'])
      await refused(field('birth_date', day), 'birth_date', /1900 and today|a date like/)
    assert.equal((await field('birth_date', '1984-05-31')).status, 200)
    const due = (due_at: string) => admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Позвонить', customer_id: olga, due_at })
    await refused(due('2260-01-01T00:00:00Z'), 'due_at', /within ten years/)
    await refused(due('+020260-01-01T00:00:00Z'), 'due_at', /a time like/)
    const opened = { kind: 'question', subject: 'Вопрос', customer_id: olga, due_at: '1926-01-01T00:00:00Z' }
    await refused(admin.api('POST', '/v1/cases', opened), 'due_at', /within ten years/)
  })

  test('a discount beyond what can be given is refused with the range', async () => {
    const audience = ok(
      z.looseObject({ id: z.string() }),
      await admin.api('POST', '/v1/audiences', { title: 'Все', rule: { all: [{ value_class: ['first'] }] } }),
    )
    const plan = { title: 'Скидка', audience_id: audience.id, purpose: 'marketing', topic: null, channel: 'email', template: 'thank_you' }
    for (const discount_percent of [999, 0, -5, 91]) {
      const { status, text } = await admin.api('POST', '/v1/campaigns', { ...plan, slots: { discount_percent } })
      assert.equal(status, 400, text)
      assert.match(text, /slots\.discount_percent: must lie between 1 and 90/)
    }
    assert.equal((await admin.api('POST', '/v1/campaigns', { ...plan, slots: { discount_percent: 90 } })).status, 200)
  })

  test('a wrong API key is told that it is not known, and one without the right that it lacks it', async () => {
    const unknown = 'rk_'.padEnd(40, 'x')
    for (const [method, path, body] of [
      ['GET', '/v1/search?q=olga', undefined],
      ['GET', `/v1/customers/${olga}/card`, undefined],
      ['POST', '/v1/interactions', { interactions: [] }],
      ['GET', '/v1/imports', undefined],
    ] as const) {
      const { status, text } = await product.api(method, path, body, { key: unknown })
      assert.equal(status, 401, `${path} ${text}`)
      assert.match(text, /This API key is not known/, path)
    }
    assert.match((await product.api('POST', '/v1/interactions', { interactions: [] })).text, /Send the key of a source/)
  })

  test('whoever may not look sees only that it is hidden and why: no figures, no facts, no work in words', async () => {
    const staff = { name: 'Mark', email: 'mark@shop.example', password: 'correct horse battery', role: 'marketer', language: 'en' }
    assert.equal((await admin.api('POST', '/v1/staff', staff)).status, 200)
    const marketer = product.client()
    assert.equal((await marketer.api('POST', '/v1/session', { email: staff.email, password: staff.password })).status, 200)
    const opened = { kind: 'complaint', subject: 'Не довезли', customer_id: olga }
    assert.equal((await admin.api('POST', '/v1/cases', opened)).status, 200)
    assert.equal((await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Извиниться', customer_id: olga })).status, 200)

    const seen = ok(z.record(z.string(), z.unknown()), await marketer.api('GET', `/v1/customers/${olga}/card`))
    const { id, kind, role, status, purpose, form, noted_at, hidden, ...rest } = seen
    assert.deepEqual([id, kind, role, status, form, typeof purpose, typeof noted_at], [olga, 'person', 'customer', 'known', 'formal', 'object', 'string'])
    assert.deepEqual(hidden, [{ section: 'card', count: null, reason: 'role_not_covered', purposes: [] }])
    for (const [part, value] of Object.entries(rest))
      assert.ok(value === null || value === 0 || (Array.isArray(value) && value.length === 0), `${part}: ${JSON.stringify(value)}`)
    assert.deepEqual((await marketer.api('GET', `/v1/customers/${olga}/timeline`)).body, { items: [], next_cursor: null, channels: [], kinds: [] })

    const work = z.object({ items: z.array(z.looseObject({ what: z.string().optional(), subject: z.string().optional(), hidden: z.string().nullable() })) })
    for (const path of ['/v1/tasks', '/v1/cases']) {
      const told = ok(work, await marketer.api('GET', `${path}?whose=all&customer_id=${olga}`)).items
      assert.ok(told.length > 0, path)
      for (const one of told) assert.deepEqual([one.what ?? one.subject, one.hidden], ['', 'role_not_covered'], path)
      for (const one of ok(work, await admin.api('GET', `${path}?whose=all&customer_id=${olga}`)).items) assert.equal(one.hidden, null, path)
    }
  })
})
