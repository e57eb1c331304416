import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { startProduct } from '../product.ts'
import { ask, type DoorAnswer, doorOf, frame, hello, insideKeep, secretOf, speak } from './inside.ts'
import { keyOf, recordPeople } from './people.ts'

// The door between the wings, as a stranger on the machine and as a taken-over office find it.

test('the door', async (t) => {
  const now = new Date()
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const people = Array.from({ length: 320 }, (_, n) => ({ user: `u${n}`, email: `person${n}@door.example`, fields: { surname: `Дверев${n}`, name: 'Пётр' } }))
  const shown = await recordPeople(admin, key, people)
  const ids = opaque(secretOf(product, 'ids'))
  const customers = shown.map((id) => ids.read('customer', id) ?? -1)
  const [ann = -1, ben = -1] = customers
  const door = doorOf(product)
  const keep = await insideKeep(t, product, now)
  const { token: annsToken } = await openCustomerSession(keep, { customer: ann, device: 'test' }, now)
  const asAnn = { session: annsToken }
  const asAdmin = { session: admin.cookies.get('rapport_session') ?? '' }
  const look = { purpose: 'service', reason: { kind: 'card' } }

  await t.test('closes on a stranger without a word', async () => {
    const health = frame({ id: 1, verb: 'health', input: { as: { service: 'health' }, input: {} } })
    const openings: { [who: string]: Buffer } = {
      'a wrong secret': Buffer.concat([hello('not the secret'), health]),
      'no secret': health,
      'a secret that is no text': Buffer.concat([hello({ toString: door.secret }), health]),
      'the secret under another verb': Buffer.concat([frame({ id: 0, verb: 'health', input: door.secret }), health]),
      'an empty frame': frame(Buffer.alloc(0)),
      'no JSON': frame(Buffer.from('{"id":0,')),
      null: frame(null),
      'a frame said to be of 4 GiB': Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7b]),
      HTTP: Buffer.from('GET / HTTP/1.1\r\nHost: door\r\n\r\n'),
      'no JSON after the right secret': Buffer.concat([hello(door.secret), frame(Buffer.from([0xff, 0xfe]))]),
      'too large a frame after the right secret': Buffer.concat([hello(door.secret), Buffer.from([0x04, 0, 0, 1])]),
    }
    for (const [who, bytes] of Object.entries(openings)) {
      assert.deepEqual(await speak(door.socket, bytes), { closed: true, answers: [] }, who)
    }
    await product.healthy(1000)
  })

  await t.test('answers what it does not know in one sentence', async () => {
    for (const verb of ['steal', '', 'constructor', '__proto__', 'toString', 'hello'])
      refused(await ask(door, { service: 'health' }, verb, {}), 'bad_input', `verb "${verb}"`)
    refused(await ask(door, { service: 'boss' }, 'health', {}), 'bad_input')
    refused(await ask(door, {}, 'who', {}), 'bad_input')
    refused(await ask(door, asAdmin, 'card', { customer: 'all', ...look }), 'bad_input')
    refused(await ask(door, asAdmin, 'preview', { customers: Array.from({ length: 1001 }, (_, n) => n), ...look }), 'bad_input')
  })

  await t.test('believes nobody whom the keep has not let in', async () => {
    refused(await ask(door, { session: 'a'.repeat(43) }, 'who', {}), 'unauthenticated')
    refused(await ask(door, { session: `${asAdmin.session.slice(0, -1)}_` }, 'who', {}), 'unauthenticated')
    refused(await ask(door, { key: 'rsk_forged' }, 'who', {}), 'unauthenticated')
    refused(await ask(door, { key: await keyOf(admin, 'write', 'page') }, 'who', {}), 'unauthenticated')
    refused(await ask(door, { key: await keyOf(admin, 'secret', 'till') }, 'who', {}), 'unauthenticated', 'a key that may only record')

    const { token } = await openCustomerSession(keep, { customer: ben, device: 'test' }, new Date(now.getTime() - 15 * 86_400_000))
    refused(await ask(door, { session: token }, 'who', {}), 'unauthenticated', 'an expired session')
    assert.ok((await ask(door, asAnn, 'who', {})).output, 'a real one is let in')
  })

  await t.test('lets a key made for one purpose open, decide and write nothing for another', async () => {
    const made = await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'ads', source: 'ads', scopes: ['record', 'read'], purposes: ['marketing'] })
    const asAds = { key: z.object({ secret: z.string() }).parse(made.body).secret }
    const item = { kind: 'interaction', customer: ben, id: await anInteractionOf(keep, ben) }
    const said = [
      await ask(door, asAds, 'card', { customer: ben, ...look }),
      await ask(door, asAds, 'preview', { customers: [ben], ...look }),
      await ask(door, asAds, 'texts', { customer: ben, ...look, items: [item] }),
    ]
    for (const answer of said) {
      assert.match(JSON.stringify(answer.output), /key_not_covered/)
      assert.ok(!/Дверев1|Пётр|An order/.test(JSON.stringify(answer)), JSON.stringify(answer))
    }
    refused(await ask(door, asAds, 'find', { query: 'Дверев', limit: 10 }), 'forbidden')
    refused(await ask(door, asAds, 'journal', { customer: ben, cursor: null, limit: 10 }), 'forbidden', 'who looked, and for what')
    assert.ok((await ask(door, asAds, 'find', { query: 'Дверев', purpose: 'marketing', limit: 10 })).output)
    refused(await ask(door, asAds, 'history', { customer: ben, field: 'surname', reason: { kind: 'card' } }), 'not_found')
    refused(await ask(door, asAds, 'decide', { customers: [ben], purpose: 'service', topic: null, channel: 'email' }), 'forbidden')
    refused(await ask(door, asAds, 'write', { fields: [{ customer: ben, field: 'surname', value: 'Чужой' }] }), 'forbidden')
    refused(await ask(door, asAds, 'note', { customer: ben, text: 'x', kind: 'note', direction: 'none' }), 'forbidden')
  })

  await t.test('changes no address for whoever may not, whatever the office says of them', async () => {
    const bens = await identifiersIn(keep, ben)
    const made = await ask(door, asAdmin, 'card', { customer: ben, ...look })
    const id = z
      .object({ identifiers: z.array(z.object({ id: z.string(), kind: z.string() })) })
      .parse(made.output)
      .identifiers.find((i) => i.kind === 'email')?.id
    const add = { customer: ben, kind: 'email', value: 'evil@door.example' }
    for (const as of [asAnn, { key: await keyOf(admin, 'secret', 'reader', ['record', 'read']) }]) {
      refused(await ask(door, as, 'addIdentifier', add), 'forbidden')
      refused(await ask(door, as, 'markIdentifier', { customer: ben, id, verified: 'asked' }), 'forbidden')
      refused(await ask(door, as, 'removeIdentifier', { customer: ben, id }), 'forbidden')
    }
    refused(await ask(door, asAnn, 'identifierHistory', { customer: ben, reason: { kind: 'portal' } }), 'not_found')
    refused(await ask(door, asAdmin, 'removeIdentifier', { customer: ann, id }), 'not_found', 'by the card of another')
    for (const kind of ['user', 'external', 'anonymous']) refused(await ask(door, asAdmin, 'addIdentifier', { ...add, kind }), 'bad_input', kind)
    const annsMail = { ...add, value: 'PERSON0@door.example' }
    assert.deepEqual((await ask(door, asAdmin, 'addIdentifier', annsMail)).output, { changed: false, identifier: null, owner: ann })
    assert.deepEqual(await identifiersIn(keep, ben), bens)
    const people = await sql<{ n: number }>`select count(*)::int as n from keep.customer where merged_into is not null`.execute(keep.db)
    assert.equal(people.rows[0]?.n, 0, 'nobody was joined')
  })

  await t.test('lets the house’s own jobs ask no name', async () => {
    for (const service of ['campaigns', 'insight', 'health']) {
      for (const [verb, input] of [
        ['card', { customer: ben, ...look }],
        ['preview', { customers, ...look }],
        ['find', { query: 'Дверев', limit: 10 }],
        ['journal', { customer: ben, cursor: null, limit: 10 }],
        ['colleagues', {}],
      ] as const) {
        refused(await ask(door, { service }, verb, input), 'forbidden', `${service} asks ${verb}`)
      }
    }
  })

  await t.test('shows a customer nobody but themselves, whatever the office says', async () => {
    assert.match(JSON.stringify((await ask(door, asAnn, 'myself', {})).output), /Дверев0/)
    for (const purpose of ['own_view', 'service', 'marketing']) {
      const said = [
        await ask(door, asAnn, 'card', { customer: ben, purpose, reason: { kind: 'portal' } }),
        await ask(door, asAnn, 'preview', { customers: [ben], purpose, reason: { kind: 'portal' } }),
        await ask(door, asAnn, 'texts', {
          customer: ben,
          purpose,
          reason: { kind: 'portal' },
          items: [{ kind: 'interaction', customer: ben, id: await anInteractionOf(keep, ben) }],
        }),
        await ask(door, asAnn, 'texts', {
          customer: ann,
          purpose,
          reason: { kind: 'portal' },
          items: [{ kind: 'interaction', customer: ben, id: await anInteractionOf(keep, ben) }],
        }),
        await ask(door, asAnn, 'myTexts', { items: [{ customer: ben, id: await anInteractionOf(keep, ben) }] }),
        await ask(door, asAnn, 'myself', { customer: ben }),
      ]
      for (const answer of said) assert.ok(!/Дверев1|Пётр.*Дверев1|An order/.test(JSON.stringify(answer)), `${purpose}: ${JSON.stringify(answer)}`)
    }
    refused(await ask(door, asAnn, 'history', { customer: ben, field: 'surname', reason: { kind: 'portal' } }), 'not_found')
    refused(await ask(door, asAnn, 'journal', { customer: ben, cursor: null, limit: 10 }), 'not_found')
    for (const verb of ['find', 'list'] as const) refused(await ask(door, asAnn, verb, { query: 'Дверев', after: null, limit: 10 }), 'forbidden')
    refused(await ask(door, asAnn, 'write', { fields: [{ customer: ben, field: 'surname', value: 'Чужой' }] }), 'forbidden')
    refused(await ask(door, asAnn, 'note', { customer: ben, text: 'x', kind: 'note', direction: 'none' }), 'forbidden')
    refused(await ask(door, asAnn, 'merge', { from: ben, into: ann, why: 'customer_said' }), 'forbidden')
    refused(await ask(door, asAnn, 'unmerge', { customer: ben, why: 'mistake' }), 'forbidden')
    refused(await ask(door, asAnn, 'compare', { from: ben, into: ann }), 'forbidden')
    refused(await ask(door, asAnn, 'joined', { customer: ben }), 'forbidden')
    refused(await ask(door, { key }, 'merge', { from: ben, into: ann, why: 'customer_said' }), 'forbidden', 'a program')
    refused(await ask(door, asAnn, 'relate', { customer: ann, other: ben, kind: 'family' }), 'forbidden')
    refused(await ask(door, asAnn, 'create', { kind: 'person', fields: {}, identifiers: [] }), 'forbidden')
    assert.deepEqual((await ask(door, asAnn, 'colleagues', {})).output, [])
  })

  await t.test('gives each of many who ask in the same moment their own answer and nobody else’s', async () => {
    const page = { reason: { kind: 'portal' } }
    const questions: [who: object, verb: string, input: object][] = [ann, ben, ...customers.slice(2, 6)].flatMap((customer) => [
      [asAdmin, 'card', { customer, ...look }],
      [asAdmin, 'card', { customer, purpose: 'marketing', reason: { kind: 'card' } }],
      [asAnn, 'card', { customer, purpose: 'own_view', ...page }],
      [asAnn, 'card', { customer, purpose: 'service', ...page }],
      [{ session: 'a'.repeat(43) }, 'card', { customer, ...look }],
      [asAdmin, 'preview', { customers: [customer], purpose: 'no_such_purpose', reason: { kind: 'list' } }],
    ])
    const told = ({ output, error }: DoorAnswer) => JSON.stringify({ output, error }).replaceAll(/"noted_at":"[^"]*"/g, '')
    const alone: string[] = []
    for (const [who, verb, input] of questions) alone.push(told(await ask(door, who, verb, input)))
    const together = await Promise.all(questions.map(async ([who, verb, input]) => told(await ask(door, who, verb, input))))
    assert.deepEqual(together, alone)
    assert.equal(new Set(together.filter((answer) => answer.includes('Дверев'))).size >= 6, true, 'they are not all refusals')
  })

  await t.test('shows staff 300 persons an hour, by lists and cards together, and each to be read in a receipt', async () => {
    const asKey = { key }
    for (let from = 0; from < 290; from += 50) {
      const names = await ask(door, asKey, 'preview', {
        customers: customers.slice(from, Math.min(from + 50, 290)),
        purpose: 'service',
        reason: { kind: 'list' },
      })
      assert.match(JSON.stringify(names.output), /Дверев/)
    }
    for (const customer of customers.slice(290, 300)) assert.ok((await ask(door, asKey, 'card', { customer, ...look })).output)

    const [over = -1] = customers.slice(300)
    const text = { kind: 'interaction', customer: over, id: await anInteractionOf(keep, over) }
    refused(await ask(door, asKey, 'card', { customer: over, ...look }), 'too_many')
    refused(await ask(door, asKey, 'preview', { customers: [over], purpose: 'service', reason: { kind: 'list' } }), 'too_many')
    const hidden = await ask(door, asKey, 'preview', { customers: [over, ann], purpose: 'service', reason: { kind: 'list' }, beyond: 'hide' })
    assert.match(JSON.stringify(hidden.output), new RegExp(`"customer":${over},.*"name":null,"hidden":"open_budget"`), 'a list goes on without names')
    assert.doesNotMatch(JSON.stringify(hidden.output), /Дверев|Anna|Анна/)
    refused(await ask(door, asKey, 'texts', { customer: over, ...look, items: [text] }), 'too_many')
    refused(await ask(door, asKey, 'history', { customer: over, field: 'surname', reason: { kind: 'card' } }), 'too_many')
    assert.ok((await ask(door, asKey, 'card', { customer: ann, ...look })).output, 'who was opened within the hour is seen again')
    assert.ok((await ask(door, asAdmin, 'card', { customer: over, ...look })).output, 'somebody else has a budget of their own')

    const receipts = await sql<{
      persons: number
    }>`select count(distinct customer_id)::int as persons from keep.receipt r join keep.receipt_codes c using (codes_id) where c.actor = 'api'`.execute(keep.db)
    assert.equal(receipts.rows[0]?.persons, 300)
  })

  await t.test('does not let thirty at once past the budget', async () => {
    const racer = { key: await keyOf(admin, 'secret', 'racer', ['read']) }
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        ask(door, racer, 'preview', { customers: customers.slice(n * 10, n * 10 + 20), purpose: 'service', reason: { kind: 'list' } }),
      ),
    )
    assert.ok(all.some((a) => a.error?.code === 'too_many'))
    const opened = await sql<{
      persons: number
    }>`select count(*)::int as persons from keep.opened where actor_kind = 'api' and actor_id = (select key_id from keep.api_key where source = 'racer')`.execute(
      keep.db,
    )
    assert.ok((opened.rows[0]?.persons ?? 0) <= 300)
  })
})

function refused(answer: DoorAnswer, code: string, what = ''): void {
  assert.equal(answer.output ?? undefined, undefined, `${what}: ${JSON.stringify(answer)}`)
  assert.equal(answer.error?.code, code, `${what}: ${JSON.stringify(answer)}`)
  assert.match(answer.error.sentence, /^\S.*[.?]?$/)
}

async function anInteractionOf(keep: Awaited<ReturnType<typeof insideKeep>>, customer: number): Promise<number> {
  const rows = await sql<{ id: number }>`select id from fact.interaction where customer_id = ${customer} limit 1`.execute(keep.db)
  return rows.rows[0]?.id ?? 0
}

const identifiersIn = async (keep: Awaited<ReturnType<typeof insideKeep>>, customer: number) =>
  (
    await sql<{
      kind: string
      digest: Buffer
    }>`select kind, digest, verified_at, shared, preferred from keep.identifier where customer_id = ${customer} order by 1, 2`.execute(keep.db)
  ).rows
