import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFresh } from '../../src/keep/access/index.ts'
import { type ContactAsk, decideHandOver, decideMany, reserveMany, setCap } from '../../src/keep/gate/index.ts'
import { advanceLog, latestCheckpoint, type NewReceipt, recordUse, sequenceLeaves, signerOf, useRecorder } from '../../src/keep/receipts/index.ts'
import { checks, closeLeases, giveConsent, lastLeasePast, leaseMs, registerPurpose, sayRule, withdrawConsent } from '../../src/keep/terms/index.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { inTransaction, sql } from '../../src/platform/db/index.ts'
import { agrees, by, consentingHome, house, settle, staff } from '../consenting.ts'

// Somebody sets the machine's clock back by a day, or on: no limit opens, no no is overtaken by an older yes, and nothing is used without a receipt.

const dayMs = 86_400_000
const before = new Date('2026-11-21T12:00:00Z')
const back = new Date(before.getTime() - dayMs)
const minutes = (n: number, from = back) => new Date(from.getTime() + n * 60_000)
const activity = { kind: 'campaign', id: 5 }

test('a clock that was set back or on gives nobody more', async (t) => {
  const h = await consentingHome(t, new Date(before.getTime() - 30 * dayMs))
  const ask = (customer: number, contentKey: string): ContactAsk => ({
    customer,
    purpose: 'marketing',
    categories: ['contact'],
    fields: ['name'],
    channels: ['email'],
    topic: '*',
    contentKey,
    campaign: 5,
  })
  const reserve = async (customer: number, key: string, now: Date) => {
    const [v] = await inTransaction(h.db, (tx) => reserveMany(tx, [ask(customer, key)], { actor: house, now, activity }))
    return v?.chosen ? v : v?.refusal.reason
  }
  const person = async (id: number, since = before) => {
    await settle(h, { id, name: 'Anna', email: `c${id}@shop.example` }, since)
    await agrees(h, id, since)
    return id
  }
  await inTransaction(h.db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 1, windowS: 7 * 86_400 }, by(before)))

  await t.test('what was sent counts, and the same does not come twice', async () => {
    const anna = await person(1)
    assert.ok(typeof (await reserve(anna, 'a', before)) === 'object')
    assert.equal(await reserve(anna, 'b', back), 'cap_all')
    assert.equal(await reserve(anna, 'a', back), 'already_sent')
  })

  await t.test('a pause that was said holds', async () => {
    const ben = await person(2)
    const rule = { kind: 'pause' as const, channel: '*', topic: '*', until: new Date(before.getTime() + dayMs) }
    await inTransaction(h.db, (tx) => sayRule(h, tx, { customer: ben, rule }, { ...by(before), method: 'portal' }))
    assert.equal(await reserve(ben, 'a', back), 'paused')
  })

  await t.test('a no takes the yes, and a no to the wider purpose the yes to its part, though the clock dates it before them', async () => {
    const eva = await person(3)
    await inTransaction(h.db, (tx) =>
      registerPurpose(
        tx,
        {
          purpose: 'club',
          parent: 'marketing',
          dpv: { name: 'dpv:DirectMarketing', iri: 'https://w3id.org/dpv#DirectMarketing' },
          legalBasis: 'consent',
          categories: ['contact'],
          fields: ['name'],
          channels: ['email'],
          checks: checks.filter((check) => check !== 'hours'),
          roles: ['marketer'],
          retention: 'P1Y',
          title: { en: 'Club', ru: 'Клуб' },
          explanation: { en: 'To write to you about the club.', ru: 'Чтобы писать вам о клубе.' },
        },
        by(before, staff('privacy')),
      ),
    )
    const said = (purpose: string) => ({ customer: eva, purpose, category: 'contact', channel: 'email', topic: '*', method: 'portal' })
    const yes = { notice: { notice: 'club', version: 1 }, language: 'en', evidence: { kind: 'portal' } }
    await inTransaction(h.db, (tx) => giveConsent(h, tx, { ...said('club'), ...yes }, by(before)))
    const may = async (now: Date) =>
      (
        await decideMany(
          h.db,
          ['marketing', 'club'].map((purpose) => ({ customer: eva, purpose, categories: ['contact'], contact: { channel: 'email', topic: '*' } })),
          now,
        )
      ).map((d) => d.decision)
    assert.deepEqual(await may(back), ['allow', 'allow'])
    await inTransaction(h.db, (tx) => withdrawConsent(h, tx, said('marketing'), by(back)))
    for (const now of [back, before, minutes(60, before)]) assert.deepEqual(await may(now), ['deny', 'deny'], now.toISOString())
  })

  await t.test('a hand-over that goes on is waited for, however far the clock was set on meanwhile', async () => {
    const ida = await person(4)
    const now = systemClock.now()
    const reserved = await reserve(ida, 'a', now)
    assert.ok(typeof reserved === 'object')
    const due = { ask: ask(ida, 'a'), channel: 'email', mark: reserved.mark, message: 900 }
    const [go] = await inTransaction(h.db, (tx) => decideHandOver(tx, [due], { actor: house, now, activity }))
    assert.equal(go?.verdict, 'go')
    const ahead = { ...systemClock, now: () => new Date(systemClock.now().getTime() + dayMs) }
    let acknowledged = false
    const waits = lastLeasePast(h.db, [ida], ahead).then(() => {
      acknowledged = true
    })
    await new Promise((r) => setTimeout(r, 100))
    assert.equal(acknowledged, false, 'it may still leave')
    await closeLeases(h.db, [{ person: ida, lease: 900 }], now)
    await waits
  })

  await t.test('one that died is waited for once, as long as it could have taken', async () => {
    const olga = await person(5)
    await sql`insert into keep.lease (customer_id, lease_id, lease_until) values (${olga}, 901, ${back})`.execute(h.db)
    let at = 0
    const quick = { now: () => before, monotonic: () => (at += leaseMs / 4) }
    await lastLeasePast(h.db, [olga], quick)
    assert.ok(at >= leaseMs, 'by the clock that does not jump')
    const then = at
    await lastLeasePast(h.db, [olga], quick)
    assert.equal(at, then, 'and no second time')
  })

  await t.test('each use has its receipt, the log goes on to be signed, and the chain holds', async () => {
    const receipts = h.db.$pickTables()
    const look: NewReceipt = {
      customer: 6,
      codes: { actor: 'staff', role: 'clerk', activity: 'card', purpose: 'service', operation: 'read', fields: ['card'], decision: 'allow', policy: 'v1' },
      actorId: 7,
    }
    const recorder = useRecorder(receipts)
    const fresh = async (now: Date) => (await recorder.record([look], now))[0]?.fresh
    const signers = [signerOf('shop.example', Buffer.alloc(32, 9))]
    assert.equal(await fresh(before), true)
    assert.equal(await fresh(minutes(1, before)), false)
    await advanceLog(receipts, { signers, now: minutes(1, before) })
    const signed = (await latestCheckpoint(receipts))?.size
    assert.equal(await fresh(back), true, 'that receipt is of another time')
    assert.equal(await fresh(minutes(1)), false)
    assert.deepEqual(
      (await recordUse(receipts, [look], minutes(2))).map((r) => r.fresh),
      [false],
      'so it is without a memory',
    )
    assert.deepEqual(
      (await recordUse(receipts, [{ ...look, actorId: 8 }], back)).map((r) => r.fresh),
      [true],
    )
    assert.equal((await sequenceLeaves(receipts, { signers, now: minutes(2) }))?.checkpoint, true, 'what is new is signed within a minute')
    assert.equal((await advanceLog(receipts, { signers, now: minutes(2) })).heads, true)
    assert.ok(((await latestCheckpoint(receipts))?.size ?? 0) > (signed ?? 0))
  })

  await t.test('that somebody has shown who they are is no longer known', () => {
    assert.equal(isFresh(minutes(-9, before), before), true)
    assert.equal(isFresh(minutes(-11, before), before), false)
    assert.equal(isFresh(before, back), false)
    assert.equal(isFresh(before, minutes(-0.5, before)), true, 'two machines are never quite alike')
  })
})
