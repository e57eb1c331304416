import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Db, inTransaction, sql } from '../../../platform/db/index.ts'
import { mergeCustomers, unmergeCustomer } from '../../customers/index.ts'
import type { IdentifierKind, Outcome, Trust } from '../event.ts'
import { recordBatch } from '../record/record.ts'
import type { RecordTables } from '../tables.ts'
import { interactionOf, type Opened, openStore, today } from '../testing.ts'

type Points = Partial<Record<IdentifierKind, string>>
const staff = { kind: 'staff', id: 7, role: 'clerk' } as const

/** Records one event of whoever these identifiers point at; gives the customer it was put to. */
async function seen(at: Opened, points: Points, trust: Trust = 'secret', fields?: { [field: string]: string }): Promise<number> {
  const identifiers = Object.entries(points).flatMap(([kind, value]) => (isKind(kind) ? [{ kind, value }] : []))
  const [outcome] = await recordBatch(at.deps, [interactionOf({ customer: { identifiers, ...(fields ? { fields } : {}) } }, trust)], {
    now: today,
    source: 'shop',
    trust,
  })
  return customerOf(outcome)
}

const kinds: readonly string[] = ['user', 'email', 'phone', 'anonymous', 'card']
const isKind = (kind: string): kind is IdentifierKind => kinds.includes(kind)

function customerOf(outcome: Outcome | undefined): number {
  assert.ok(outcome && outcome.status !== 'refused')
  return outcome.customer
}

async function root(db: Db<RecordTables>, customer: number): Promise<number> {
  const row = await db.selectFrom('keep.customer').select(['customer_id', 'merged_into']).where('customer_id', '=', customer).executeTakeFirstOrThrow()
  return row.merged_into ?? row.customer_id
}

const claims = (db: Db<RecordTables>) =>
  sql<{ customer_id: number; kind: string; why: string }>`select customer_id, kind, why from keep.claim order by customer_id, kind`
    .execute(db)
    .then((r) => r.rows)

test('an anonymous visitor who becomes known is the same person from the first page on', async (t) => {
  const at = await openStore(t)
  const visitor = await seen(at, { anonymous: 'cookie-1' }, 'public')
  const anna = await seen(at, { user: 'anna', anonymous: 'cookie-1' })
  assert.notEqual(anna, visitor)
  assert.equal(await root(at.db, visitor), anna)
  assert.equal(await seen(at, { anonymous: 'cookie-1' }, 'public'), visitor)
  assert.equal(await seen(at, { user: 'anna' }), anna)
  const merge = await at.db.selectFrom('keep.merge').select(['customer_id', 'merged_into', 'why']).executeTakeFirstOrThrow()
  assert.deepEqual(merge, { customer_id: visitor, merged_into: anna, why: 'identified' })
  const derived = await at.db.selectFrom('fact.derived').select('person').where('customer_id', '=', visitor).executeTakeFirstOrThrow()
  assert.equal(derived.person, anna)
})

test('all of it in one batch comes to the same', async (t) => {
  const at = await openStore(t)
  const of = (points: Points) =>
    interactionOf({ customer: { identifiers: Object.entries(points).flatMap(([kind, value]) => (isKind(kind) ? [{ kind, value }] : [])) } })
  const outcomes = await recordBatch(
    at.deps,
    [
      of({ anonymous: 'c' }),
      of({ user: 'anna', anonymous: 'c' }),
      of({ anonymous: 'c' }),
      of({ user: 'anna', email: 'a@example.org' }),
      of({ email: 'a@example.org' }),
    ],
    { now: today, source: 'shop', trust: 'secret' },
  )
  const [visitor, anna, again, mail, byMail] = outcomes.map(customerOf)
  assert.ok(visitor !== undefined && anna !== undefined)
  assert.equal(await root(at.db, visitor), anna)
  assert.deepEqual([again, mail, byMail], [visitor, anna, anna])
})

test('two known customers with one mailbox stay two, and the mailbox is marked shared', async (t) => {
  const at = await openStore(t)
  const anna = await seen(at, { user: 'anna', email: 'family@example.org' })
  const boris = await seen(at, { user: 'boris', email: 'family@example.org' })
  assert.notEqual(anna, boris)
  assert.notEqual(await root(at.db, anna), await root(at.db, boris))
  const mailbox = await at.db.selectFrom('keep.identifier').select(['customer_id', 'shared']).where('kind', '=', 'email').executeTakeFirstOrThrow()
  assert.deepEqual(mailbox, { customer_id: anna, shared: true })
  assert.deepEqual(await claims(at.db), [{ customer_id: boris, kind: 'email', why: 'shared' }])

  const letter = await seen(at, { email: 'family@example.org' })
  assert.ok(letter !== anna && letter !== boris, 'a letter from a shared mailbox is nobody’s until someone says whose')
  assert.equal(await seen(at, { email: 'family@example.org' }), letter)
  assert.equal(await seen(at, { user: 'boris', email: 'family@example.org' }), boris)
})

test('a contact known by address alone takes the customer number that comes with it; one that has a number does not', async (t) => {
  const at = await openStore(t)
  const imported = await seen(at, { email: 'vera@example.org' })
  assert.equal(await seen(at, { user: 'vera', email: 'vera@example.org' }), imported)
  const other = await seen(at, { user: 'viktor', email: 'vera@example.org' })
  assert.notEqual(other, imported)
})

test('address of one and phone of another make nobody one', async (t) => {
  const at = await openStore(t)
  const anna = await seen(at, { email: 'anna@example.org' })
  const boris = await seen(at, { phone: '+79123456789' })
  const third = await seen(at, { user: 'carl', email: 'anna@example.org', phone: '+79123456789' })
  assert.equal(new Set([anna, boris, third]).size, 3)
  assert.equal(new Set([await root(at.db, anna), await root(at.db, boris), await root(at.db, third)]).size, 3)
})

test('a public key adds to anonymous profiles only: what it claims is noted and joins nobody', async (t) => {
  const at = await openStore(t)
  const anna = await seen(at, { user: 'anna', email: 'anna@example.org' }, 'secret', { name: 'Анна' })
  const before = await sql`select * from keep.vault`.execute(at.db)
  const stranger = await seen(at, { anonymous: 'cookie-9', user: 'anna', email: 'anna@example.org' }, 'public', { name: 'Mallory' })
  assert.notEqual(stranger, anna)
  assert.equal(await root(at.db, stranger), stranger)
  const row = await at.db.selectFrom('keep.customer').select('status').where('customer_id', '=', stranger).executeTakeFirstOrThrow()
  assert.equal(row.status, 'anonymous')
  assert.deepEqual(await claims(at.db), [
    { customer_id: stranger, kind: 'email', why: 'unverified' },
    { customer_id: stranger, kind: 'user', why: 'unverified' },
  ])
  const after = await sql<{ customer_id: number }>`select * from keep.vault where customer_id = ${anna}`.execute(at.db)
  assert.deepEqual(after.rows, before.rows)

  const nameless = await seen(at, { user: 'anna' }, 'public')
  assert.ok(nameless !== anna && nameless !== stranger)
  assert.equal(await seen(at, { user: 'anna' }, 'public'), nameless)
})

test('a claim made first does not catch the customer who comes later', async (t) => {
  const at = await openStore(t)
  const mallory = await seen(at, { anonymous: 'cookie-9', email: 'anna@example.org' }, 'public')
  const anna = await seen(at, { user: 'anna', email: 'anna@example.org' })
  assert.notEqual(await root(at.db, mallory), anna)
  assert.equal(await seen(at, { email: 'anna@example.org' }), anna)
})

test('a page cannot rename the person its cookie led to', async (t) => {
  const at = await openStore(t)
  const visitor = await seen(at, { anonymous: 'cookie-1' }, 'public', { name: 'Аня' })
  const anna = await seen(at, { user: 'anna', anonymous: 'cookie-1' }, 'secret', { name: 'Анна' })
  await seen(at, { anonymous: 'cookie-1' }, 'public', { name: 'Mallory' })
  const versions = await sql<{ customer_id: number; n: number }>`select customer_id, count(*) as n from keep.vault group by 1 order by 1`.execute(at.db)
  assert.deepEqual(
    versions.rows,
    [
      { customer_id: visitor, n: 1 },
      { customer_id: anna, n: 1 },
    ].sort((a, b) => a.customer_id - b.customer_id),
  )
})

test('a device that two people sign in on belongs to neither from then on', async (t) => {
  const at = await openStore(t)
  const visitor = await seen(at, { anonymous: 'tablet' }, 'public')
  const anna = await seen(at, { user: 'anna', anonymous: 'tablet' })
  const boris = await seen(at, { user: 'boris', anonymous: 'tablet' })
  assert.equal(await root(at.db, visitor), anna)
  const later = await seen(at, { anonymous: 'tablet' }, 'public')
  assert.ok(later !== visitor && later !== anna && later !== boris)
  assert.equal(await root(at.db, later), later)
  await seen(at, { user: 'anna', anonymous: 'tablet' })
  assert.equal(await root(at.db, later), later)
})

test('the same event is one row also after its customer was merged, and taken apart again', async (t) => {
  const at = await openStore(t)
  const event = () => interactionOf({ id: 'once', customer: { identifiers: [{ kind: 'user', value: 'anna' }] } })
  const how = { now: today, source: 'shop', trust: 'secret' } as const
  const anna = customerOf((await recordBatch(at.deps, [event()], how))[0])
  const other = await seen(at, { user: 'anna-2' })
  await inTransaction(at.db, (tx) => mergeCustomers(tx, { from: anna, into: other, actor: staff, why: 'same person', now: today }))
  const [again] = await recordBatch(at.deps, [event()], how)
  assert.equal(again?.status, 'repeated')
  assert.equal(customerOf(again), anna)
  await inTransaction(at.db, (tx) => unmergeCustomer(tx, { customer: anna, actor: staff, now: today }))
  assert.equal((await recordBatch(at.deps, [event()], how))[0]?.status, 'repeated')
  const rows = await sql<{ n: number }>`select count(*) as n from fact.interaction where customer_id = ${anna}`.execute(at.db)
  assert.equal(rows.rows[0]?.n, 1)
})

test('what a person took apart, the next event does not join again', async (t) => {
  const at = await openStore(t)
  const visitor = await seen(at, { anonymous: 'cookie-1' }, 'public')
  await seen(at, { user: 'anna', anonymous: 'cookie-1' })
  await inTransaction(at.db, (tx) => unmergeCustomer(tx, { customer: visitor, actor: staff, now: new Date(today.getTime() + 1000) }))
  await seen(at, { user: 'anna', anonymous: 'cookie-1' })
  assert.equal(await root(at.db, visitor), visitor)
})

test('an erased customer takes nothing on: the event is refused, its neighbours go in', async (t) => {
  const at = await openStore(t)
  const anna = await seen(at, { user: 'anna', anonymous: 'cookie' })
  await sql`update keep.customer set status = 'erased'`.execute(at.db)
  const tables = sql<{
    n: number
  }>`select (select count(*) from keep.identifier) + (select count(*) from keep.claim) + (select count(*) from keep.vault) + (select count(*) from fact.interaction) as n`
  const before = (await tables.execute(at.db)).rows[0]?.n
  const event = (points: { kind: IdentifierKind; value: string }[]) => ({
    ...interactionOf({ customer: { identifiers: [{ kind: 'user', value: 'x' }], fields: { name: 'Анна' } } }),
    identifiers: points.map((p) => ({ ...p, proven: true })),
  })
  const how = { now: today, source: 'shop', trust: 'secret' } as const
  const outcomes = await recordBatch(
    at.deps,
    [
      event([
        { kind: 'user', value: 'anna' },
        { kind: 'email', value: 'anna@example.org' },
      ]),
      event([{ kind: 'anonymous', value: 'cookie' }]),
      { ...event([]), customer: anna },
      { ...event([]), customer: 1 },
    ],
    how,
  )
  assert.deepEqual(
    outcomes.map((o) => o.status),
    ['refused', 'refused', 'refused', 'refused'],
  )
  assert.equal((await tables.execute(at.db)).rows[0]?.n, before)
  assert.ok((await seen(at, { user: 'boris' })) !== anna)
})

test('a link made at first sight can be taken back too', async (t) => {
  const at = await openStore(t)
  const anna = await seen(at, { user: 'anna', anonymous: 'cookie-1' })
  const cookie = await seen(at, { anonymous: 'cookie-1' }, 'public')
  assert.equal(await root(at.db, cookie), anna)
  await inTransaction(at.db, (tx) => unmergeCustomer(tx, { customer: cookie, actor: staff, now: new Date(today.getTime() + 1000) }))
  assert.equal(await root(at.db, cookie), cookie)
})

test('inside the keep an event may name its customer, however shared the address is', async (t) => {
  const at = await openStore(t)
  const anna = await seen(at, { user: 'anna', email: 'family@example.org' })
  await seen(at, { user: 'boris', email: 'family@example.org' })
  const how = { now: today, source: 'channels', trust: 'secret' } as const
  const letter = {
    ...interactionOf({ id: 'm-1', kind: 'message', customer: { identifiers: [{ kind: 'email', value: 'family@example.org' }] } }),
    customer: anna,
  }
  const [told, unknown] = await recordBatch(at.deps, [letter, { ...letter, id: 'm-2', customer: 5 }], how)
  assert.equal(customerOf(told), anna)
  assert.equal(unknown?.status, 'refused')
})
