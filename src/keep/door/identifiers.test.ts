import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { openWings, type Wings } from '../../../test/wings.ts'
import { sql } from '../../platform/db/index.ts'
import { makeApiKey, makeMagicLink, openCustomerSession } from '../access/index.ts'
import { sendMany } from '../channels/index.ts'
import { mergeCustomers } from '../customers/index.ts'
import { recordBatch } from '../interactions/index.ts'
import { interactionOf } from '../interactions/testing.ts'
import type { Credential } from './contract.ts'

// Addresses by hand, through the door: what happens to mail that waits, to what goes on sending the address, and side by side.

type At = Wings & { as: Credential; ids: [number, number]; key(scopes: string[], purposes?: string[]): Promise<Credential> }

async function house(t: TestContext): Promise<At> {
  const wings = await openWings(t)
  const key = async (scopes: string[], purposes: string[] = []) => {
    const made = await makeApiKey(wings.keep.access, { kind: 'secret', title: 'crm', source: 'crm', scopes, purposes }, { staff: 1, now: wings.clock.now() })
    return { key: made.secret }
  }
  const [ann = 0, ben = 0] = await wings.customers(2)
  return { ...wings, as: await key(['read', 'change']), ids: [ann, ben], key }
}

const emailsOf = async (at: At, customer: number) =>
  (await at.office.door.ask(at.as, 'card', { customer, purpose: 'service', reason: { kind: 'card' } })).identifiers.filter((i) => i.kind === 'email')
const idOf = async (at: At, customer: number, value: string) => (await emailsOf(at, customer)).find((i) => i.shown === value)?.id ?? ''
const add = (at: At, customer: number, value: string, kind: 'email' | 'phone' = 'email') =>
  at.office.door.ask(at.as, 'addIdentifier', { customer, kind, value })
const derived = async (at: At, customer: number) =>
  (
    await sql<{ has_email: boolean; has_phone: boolean; mail_domain_class: string | null }>`
      select has_email, has_phone, mail_domain_class from fact.derived where customer_id = ${customer}`.execute(at.keep.db)
  ).rows[0]

test('mail that waits for a removed address does not go, and says why; the yes stays, and holds for the next address', async (t) => {
  const at = await house(t)
  const [ann] = at.ids
  await at.agrees(ann)
  const later = new Date(at.clock.now().getTime() + 3_600_000)
  const sent = (contentKey: string, earliest?: Date) =>
    sendMany(
      at.keep.channels.deps,
      {
        purpose: 'marketing',
        topic: null,
        channels: ['email'],
        template: 'thank_you',
        customers: [{ customer: ann }],
        slots: { discount_percent: 10 },
        contentKey,
        campaign: { id: 5, title: 'Thanks' },
        ...(earliest ? { earliest } : {}),
      },
      { actor: { kind: 'staff', id: 1, role: 'marketer' }, now: at.clock.now() },
    )
  assert.deepEqual(
    (await sent('first', later)).map((r) => r.decision),
    ['allow'],
  )
  const old = await idOf(at, ann, 'c0@shop.example')
  assert.deepEqual(await at.office.door.ask(at.as, 'removeIdentifier', { customer: ann, id: old }), { changed: true })
  assert.deepEqual(await derived(at, ann), { has_email: false, has_phone: false, mail_domain_class: null })

  at.clock.set(later)
  await at.keep.channels.handOverDue(at.clock.now())
  const states = async () =>
    (await sql<{ s: string }>`select state || ' ' || coalesce(why, '') as s from keep.message order by message_id`.execute(at.keep.db)).rows.map((r) => r.s)
  assert.deepEqual(await states(), ['dropped no_address'])
  assert.deepEqual((await at.keep.channels.caught.list({ limit: 10, before: undefined, words: [] })).items, [])
  const refused = await sql<{ n: number }>`select count(*)::int as n from keep.receipt r join keep.receipt_codes c using (codes_id)
    where r.customer_id = ${ann} and c.decision = 'deny' and 'no_address' = any(c.reasons)`.execute(at.keep.db)
  assert.equal(refused.rows[0]?.n, 1, 'the customer can read the refusal')
  assert.deepEqual(
    (await sent('second')).map((r) => r.reason),
    ['no_address'],
  )

  assert.equal((await add(at, ann, 'Ann@Work.example')).changed, true)
  assert.deepEqual(await derived(at, ann), { has_email: true, has_phone: false, mail_domain_class: 'own' })
  assert.deepEqual(
    (await sent('third')).map((r) => r.decision),
    ['allow'],
  )
  await at.keep.channels.handOverDue(at.clock.now())
  const { items } = await at.keep.channels.caught.list({ limit: 10, before: undefined, words: [] })
  assert.equal(items.length, 1)
  assert.match(items[0]?.to ?? '', /<ann@work\.example>$/)
})

test('a removal is acknowledged only when no hand-over that was decided before it can still leave', async (t) => {
  const at = await house(t)
  const [ann] = at.ids
  await sql`insert into keep.lease (customer_id, lease_id, lease_until) values (${ann}, 1, ${new Date(at.clock.now().getTime() + 5_000)})`.execute(at.keep.db)
  let acknowledged = false
  const id = await idOf(at, ann, 'c0@shop.example')
  const removal = at.office.door.ask(at.as, 'removeIdentifier', { customer: ann, id }).then((said) => {
    acknowledged = true
    return said
  })
  for (let i = 0; i < 400 && (await emailsOf(at, ann)).length > 0; i++) await new Promise((done) => setTimeout(done, 25))
  assert.deepEqual(await emailsOf(at, ann), [], 'it is gone for whoever decides now')
  assert.equal(acknowledged, false, 'but what was decided before may be on the wire')
  let closed = false
  const repeated = at.office.door.ask(at.as, 'removeIdentifier', { customer: ann, id }).then((said) => ({ ...said, closed }))
  for (let i = 0; i < 10; i++) await emailsOf(at, ann)
  closed = true
  await sql`update keep.lease set closed_at = ${at.clock.now()}`.execute(at.keep.db)
  assert.deepEqual(await removal, { changed: true })
  assert.deepEqual(await repeated, { changed: false, closed: true }, 'nor is whoever asks again told sooner')
})

test('what a system goes on sending does not bring a removed address back, to them or to the one they were joined with', async (t) => {
  const at = await house(t)
  const [ann, ben] = at.ids
  const event = (...identifiers: { kind: 'user' | 'email' | 'external'; value: string }[]) =>
    recordBatch(at.keep.recording, [interactionOf({ customer: { identifiers } })], { now: at.clock.now(), source: 'shop', trust: 'secret' })
  const [first] = await event({ kind: 'user', value: 'ann' }, { kind: 'email', value: 'c0@shop.example' })
  assert.ok(first && first.status !== 'refused' && first.customer === ann)
  await at.office.door.ask(at.as, 'removeIdentifier', { customer: ann, id: await idOf(at, ann, 'c0@shop.example') })
  await event({ kind: 'user', value: 'ann' }, { kind: 'email', value: 'c0@shop.example' })
  assert.deepEqual(await emailsOf(at, ann), [])
  await at.keep.db
    .transaction()
    .execute((tx) =>
      mergeCustomers(tx.$pickTables(), { from: ann, into: ben, actor: { kind: 'staff', id: 1, role: 'clerk' }, why: 'document', now: at.clock.now() }),
    )
  await event({ kind: 'user', value: 'ann' }, { kind: 'email', value: 'c0@shop.example' })
  assert.deepEqual(
    (await emailsOf(at, ben)).map((i) => i.shown),
    ['c1@shop.example'],
  )

  const [alone] = await event({ kind: 'email', value: 'c0@shop.example' })
  assert.ok(alone && alone.status !== 'refused' && alone.customer !== ann && alone.customer !== ben, 'it is nobody’s, so it makes somebody new')
  const back = await add(at, ann, 'c0@shop.example')
  assert.deepEqual([back.changed, back.owner], [false, alone.customer], 'and is theirs from then on')
})

test('of two who add the same address to two customers at once, one has it and the other is told whose it is', async (t) => {
  const at = await house(t)
  const [ann, ben] = at.ids
  for (let round = 0; round < 8; round++) {
    const value = `both${round}@shop.example`
    const said = await Promise.all([add(at, ann, value), add(at, ben, value), add(at, ann, value)])
    const rows = await sql<{
      customer_id: number
    }>`select customer_id from keep.identifier where kind = 'email' and digest = ${at.keep.access.keyring.digest('email', value)}`.execute(at.keep.db)
    const owner = rows.rows[0]?.customer_id
    assert.ok(owner === ann || owner === ben)
    assert.equal(said.filter((s) => s.changed).length, 1, value)
    for (const [i, who] of [ann, ben, ann].entries()) assert.equal(said[i]?.owner, who === owner ? null : owner, value)
  }
  const persons = await sql<{ n: number }>`select count(*)::int as n from keep.customer where merged_into is not null`.execute(at.keep.db)
  assert.equal(persons.rows[0]?.n, 0, 'nobody was joined')
})

test('put back, an address is shared if it was; that it is theirs must be shown anew; links sent to it open nothing', async (t) => {
  const at = await house(t)
  const [ann] = at.ids
  const { door } = at.office
  const id = await idOf(at, ann, 'c0@shop.example')
  const mark = (marks: object) => door.ask(at.as, 'markIdentifier', { customer: ann, id, ...marks })
  assert.equal((await mark({ verified: 'answered', shared: true, preferred: true })).changed, true)
  assert.equal((await mark({ verified: 'answered', shared: true, preferred: true })).changed, false, 'said again it is nothing new')
  await makeMagicLink(at.keep.access.db, ann, at.clock.now())
  await door.ask(at.as, 'removeIdentifier', { customer: ann, id })
  assert.deepEqual(await door.ask(at.as, 'removeIdentifier', { customer: ann, id }), { changed: false })
  const open = await sql<{ n: number }>`select count(*)::int as n from keep.magic_link where used_at is null`.execute(at.keep.db)
  assert.equal(open.rows[0]?.n, 0)
  const back = await add(at, ann, 'C0@shop.example')
  assert.deepEqual([back.identifier?.id, back.identifier?.verified, back.identifier?.shared, back.identifier?.preferred], [id, false, true, false])
  const { items: history } = await door.ask(at.as, 'identifierHistory', { customer: ann, reason: { kind: 'card' } })
  assert.deepEqual(
    history.map((h) => [h.what, h.how, h.source, h.by.kind]),
    [
      ['shared', null, 'api', 'api'],
      ['added', null, 'api', 'api'],
      ['removed', null, 'api', 'api'],
      ['preferred', null, 'api', 'api'],
      ['shared', null, 'api', 'api'],
      ['verified', 'answered', 'api', 'api'],
      ['added', null, 'test', 'service'],
    ],
  )
  assert.ok(history.every((h) => h.shown === 'c0@shop.example' && h.there))
})

test('an address that a second customer gave too is shared from the first day with whoever gets it', async (t) => {
  const at = await house(t)
  const [ann, ben] = at.ids
  const user = (value: string) => ({ kind: 'user' as const, value })
  for (const identifiers of [
    [user('ann'), { kind: 'email' as const, value: 'c0@shop.example' }],
    [user('carl'), { kind: 'email' as const, value: 'c0@shop.example' }],
  ])
    await recordBatch(at.keep.recording, [interactionOf({ customer: { identifiers } })], { now: at.clock.now(), source: 'shop', trust: 'secret' })
  await at.office.door.ask(at.as, 'removeIdentifier', { customer: ann, id: await idOf(at, ann, 'c0@shop.example') })
  const given = await add(at, ben, 'c0@shop.example')
  assert.deepEqual([given.changed, given.identifier?.shared], [true, true], 'Carl gave it too')
})

test('of several addresses of a person one is preferred, also across joined cards', async (t) => {
  const at = await house(t)
  const [ann, ben] = at.ids
  const { door } = at.office
  const prefer = async (customer: number, value: string) =>
    door.ask(at.as, 'markIdentifier', { customer, id: await idOf(at, customer, value), preferred: true })
  await prefer(ann, 'c0@shop.example')
  await at.keep.db
    .transaction()
    .execute((tx) =>
      mergeCustomers(tx.$pickTables(), { from: ann, into: ben, actor: { kind: 'staff', id: 1, role: 'clerk' }, why: 'document', now: at.clock.now() }),
    )
  assert.deepEqual((await emailsOf(at, ben)).map((i) => [i.shown, i.preferred]).sort(), [
    ['c0@shop.example', true],
    ['c1@shop.example', false],
  ])
  await prefer(ben, 'c1@shop.example')
  assert.deepEqual((await emailsOf(at, ben)).map((i) => [i.shown, i.preferred]).sort(), [
    ['c0@shop.example', false],
    ['c1@shop.example', true],
  ])
  await add(at, ann, '+7 912 345-67-89', 'phone')
  assert.deepEqual((await derived(at, ann))?.has_phone, true)
  assert.deepEqual((await derived(at, ben))?.has_phone, true, 'both ids of the person say so')
})

test('no customer, no key without the right or for another purpose, and nobody for a restricted person', async (t) => {
  const at = await house(t)
  const [ann, ben] = at.ids
  const { door } = at.office
  const id = await idOf(at, ann, 'c0@shop.example')
  const session = { session: (await openCustomerSession(at.keep.access, { customer: ann, device: 'test' }, at.clock.now())).token }
  const said = (as: Credential, customer = ann) => [
    () => door.ask(as, 'addIdentifier', { customer, kind: 'email', value: 'new@shop.example' }),
    () => door.ask(as, 'markIdentifier', { customer, id, verified: 'asked' }),
    () => door.ask(as, 'removeIdentifier', { customer, id }),
  ]
  const refused = async (of: (() => Promise<unknown>)[], why: RegExp) => {
    for (const one of of) await assert.rejects(one, why)
  }
  await refused(said(session), /This is for staff/)
  await refused(said(await at.key(['read'])), /may not change customers/)
  await refused(said(await at.key(['record', 'change'])), /may not read/)
  await refused(said(await at.key(['read', 'change'], ['marketing'])), /made for other purposes/)
  for (const service of ['campaigns', 'insight', 'health'] as const) await refused(said({ service }), /does not ask/)
  await refused(said(at.as, 999_999_999), /nothing here/)
  await refused(said(at.as, ben).slice(1), /nothing here/)
  await assert.rejects(door.ask(at.as, 'addIdentifier', { customer: ann, kind: 'phone', value: 'call me' }), /value: must be a phone number/)
  await sql`update keep.customer set status = 'restricted' where customer_id = ${ann}`.execute(at.keep.db)
  await refused(said(at.as), /restricted/)
  const rows = await sql<{ n: number; changes: number }>`select (select count(*)::int from keep.identifier where kind = 'email') as n,
    (select count(*)::int from keep.identifier_change) as changes`.execute(at.keep.db)
  assert.deepEqual(rows.rows, [{ n: 2, changes: 0 }])
})
