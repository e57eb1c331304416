import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, type Home, settle, staff } from '../../../test/consenting.ts'
import { inTransaction, sql, violated } from '../../platform/db/index.ts'
import { withClient } from '../../platform/launcher/index.ts'
import {
  consentEvents,
  endEarlier,
  expireConsents,
  giveConsent,
  hashOfEvent,
  type NewPurpose,
  publishReach,
  purposesNow,
  registerNotice,
  registerPurpose,
  requestConsent,
  termsOf,
  withdrawConsent,
} from './index.ts'

// What was shown when somebody said yes, how long the yes holds, and when one who said no may be asked again: in the code and, by the keep's
// own role, in the database.

const march = new Date('2026-03-01T10:00:00Z')
const later = (days: number) => new Date(march.getTime() + days * 86_400_000)
const email = { purpose: 'marketing', category: 'contact', channel: 'email', topic: '*' }
const yes = { ...email, method: 'portal', notice: { notice: 'marketing', version: 1 }, language: 'en', evidence: { kind: 'portal' } }
const partners: NewPurpose = {
  purpose: 'partners',
  parent: null,
  dpv: { name: 'dpv:Marketing', iri: 'https://w3id.org/dpv#Marketing' },
  legalBasis: 'consent',
  categories: ['contact'],
  fields: ['name'],
  channels: ['email'],
  checks: ['standing', 'purpose', 'repeat', 'prohibition', 'basis', 'channel'],
  roles: ['marketer'],
  retention: 'P1Y',
  title: { en: 'Letters of partners', ru: 'Письма партнёров' },
  explanation: { en: 'So that partners write to you.', ru: 'Чтобы вам писали партнёры.' },
}
const stateOf = async (home: Home, customer: number, purpose = 'marketing') =>
  (
    await sql<{
      s: string
    }>`select channel || ' ' || state as s from keep.consent_state where customer_id = ${customer} and purpose = ${purpose} order by 1`.execute(home.db)
  ).rows.map((r) => r.s)

test('what was shown stands in the event, and the keep itself cannot write a yes without it', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ben = await settle(home, { id: 1, name: 'Ben' }, march)
  await inTransaction(db, (tx) => requestConsent(home, tx, [{ customer: ben, ...email, method: 'campaign' }], by(march)))
  type Over = {
    state?: string
    from?: string
    notice?: string
    version?: string
    language?: string
    sha?: string
    record?: string
    basis?: string
    v?: string
    method?: string
    kind?: string
  }
  const written = (o: Over) =>
    sql
      .raw(`insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, before_hash, hash, at, event_type, purpose_version,
        notice, notice_version, language, notice_sha256, record_seq, basis_text, v, method, evidence_kind, by_kind, by_id, by_role)
      select customer_id, purpose, category, channel, topic, seq + 1, '${o.from ?? 'ConsentRequested'}', '${o.state ?? 'ConsentGiven'}', hash, sha256('x'), now(), 'Expressed', 1,
        ${o.notice ?? "'marketing'"}, ${o.version ?? '1'}, ${o.language ?? "'en'"}, ${o.sha ?? "(select sha256 from keep.notice where notice = 'marketing' and language = 'en')"},
        ${o.record ?? '1'}, ${o.basis ?? "'x'"}, ${o.v ?? '2'}, '${o.method ?? 'portal'}', '${o.kind ?? 'portal'}', 'service', 0, 'x' from keep.consent_state where customer_id = ${ben}`)
      .execute(db)
  const refused = (o: Over, constraint: string) =>
    assert.rejects(written(o), (e) => violated(e) === constraint, `${JSON.stringify(o)} is not refused by ${constraint}`)
  await refused({ notice: 'null', version: 'null', sha: 'null' }, 'consent_evidence')
  await refused({ sha: 'null' }, 'consent_shown')
  await refused({ language: 'null' }, 'consent_shown')
  await refused({ record: 'null' }, 'consent_shown')
  await refused({ basis: 'null' }, 'consent_shown')
  await refused({ sha: "sha256('another text')" }, 'consent_text')
  await refused({ version: '2' }, 'consent_text')
  await refused({ language: "'ru'" }, 'consent_text')
  await refused({ v: '1' }, 'consent_v')
  await refused({ record: '2' }, 'consent_record')
  await refused({ method: 'form', kind: 'form' }, 'consent_proven')
  assert.deepEqual(await stateOf(home, ben), ['email ConsentRequested'])
  await written({ method: 'form', kind: 'confirmed' })
  assert.deepEqual(await stateOf(home, ben), ['email ConsentGiven'])
})

test('events of before keep their hash, and the next one takes up from them', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ben = await settle(home, { id: 1, name: 'Ben' }, march)
  await agrees(home, ben, march)
  const { events } = await consentEvents(db, [ben])
  // As they were written: without a version, a record, the hash of the text; in the one form of hash there was.
  await withClient(home.store.url.owner, async (client) => {
    await client.query('begin')
    await client.query('alter table keep.consent_event disable trigger user')
    await client.query('delete from keep.consent_event')
    let before: Buffer | null = null
    for (const event of events) {
      const old = { ...event, v: 1 as const, language: null }
      const hash: Buffer = hashOfEvent(before, old)
      await client.query(
        `insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, before_hash, hash, at, event_type, purpose_version, notice, notice_version,
           method, evidence_kind, evidence, evidence_hash, by_kind, by_id, by_role, v)
         values ($1, 'marketing', 'contact', 'email', '*', $2, $3, $4, $5, $6, $7, $8, 1, 'marketing', 1, $9, $10, $11, $12, 'service', 0, 'house', 1)`,
        [
          ben,
          event.seq,
          event.from,
          event.state,
          before,
          hash,
          event.at,
          event.eventType,
          event.method,
          event.evidenceKind,
          event.evidence,
          event.evidenceHash,
        ],
      )
      before = hash
    }
    await client.query('update keep.consent_state set hash = $1', [before])
    await client.query('alter table keep.consent_event enable trigger user')
    await client.query('commit')
  })
  await inTransaction(db, (tx) => withdrawConsent(home, tx, { customer: ben, ...email, method: 'portal' }, by(later(1))))
  const now = (await consentEvents(db, [ben])).events
  assert.deepEqual(
    now.map((e) => [e.v, e.state, e.recordSeq, e.holds]),
    [
      [1, 'ConsentRequested', null, true],
      [1, 'ConsentGiven', null, true],
      [2, 'ConsentWithdrawn', 1, true],
    ],
  )
})

test('a yes holds as long as the purpose says, and is over at that moment, whether or not it was swept', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ben = await settle(home, { id: 1, name: 'Ben' }, march)
  await inTransaction(db, (tx) => registerPurpose(tx, { ...partners, consentFor: 'P1M' }, by(march)))
  const said = { ...yes, customer: ben, purpose: 'partners', notice: { notice: 'partners', version: 1 } }
  await inTransaction(db, (tx) => giveConsent(home, tx, said, by(march)))
  const term = async (now: Date) => (await termsOf(db, ben, now)).items.find((i) => i.purpose === 'partners')
  const end = new Date('2026-04-01T10:00:00Z')
  assert.deepEqual((await term(march))?.expiresAt, end)
  assert.equal((await term(new Date(end.getTime() - 1)))?.allowed, true)
  assert.deepEqual([(await term(end))?.allowed, (await term(end))?.state], [false, 'expired'])
  // Renewed in time it holds as long again, from then.
  await inTransaction(db, (tx) => giveConsent(home, tx, said, by(later(20))))
  assert.deepEqual((await term(end))?.expiresAt, new Date('2026-04-21T10:00:00Z'))
  assert.equal(await inTransaction(db, (tx) => expireConsents(home, tx, by(end))), 0)
  assert.equal(await inTransaction(db, (tx) => expireConsents(home, tx, by(later(60)))), 1)
})

test('who said no is left alone as long as the purpose says: in the code, and by the database when two ask at once', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ben = await settle(home, { id: 1, name: 'Ben' }, march)
  const ask = (at: Date) => inTransaction(db, (tx) => requestConsent(home, tx, [{ customer: ben, ...email, method: 'campaign' }], by(at)))
  await agrees(home, ben, march)
  await inTransaction(db, (tx) =>
    withdrawConsent(home, tx, { customer: ben, ...email, method: 'portal' }, by(march, { kind: 'customer', id: ben, role: 'customer' })),
  )
  assert.equal(await ask(later(179)), 0)
  const forced = (at: Date, actor: string, channel = 'email') =>
    sql
      .raw(`insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, before_hash, hash, at, event_type, purpose_version, record_seq, basis_text,
        method, by_kind, by_id, by_role)
      select customer_id, purpose, category, '${channel}', topic, case when '${channel}' = channel then seq + 1 else 1 end, case when '${channel}' = channel then state else 'ConsentUnknown' end,
        'ConsentRequested', case when '${channel}' = channel then hash end, sha256('x'), '${at.toISOString()}', 'Informed', 1, 1, 'x', 'campaign', '${actor}', 0, 'x'
      from keep.consent_state where customer_id = ${ben} and channel in ('${channel}', '*') order by channel desc limit 1`)
      .execute(db)
  await assert.rejects(forced(later(179), 'staff'), (e) => violated(e) === 'consent_asked_too_soon')
  await assert.rejects(forced(later(179), 'service'), (e) => violated(e) === 'consent_asked_too_soon')
  // Whoever tells it to a colleague has answered in the same breath: that is no question.
  await agrees(home, ben, later(2))
  await inTransaction(db, (tx) => withdrawConsent(home, tx, { customer: ben, ...email, channel: '*', method: 'portal' }, by(later(3))))
  assert.equal(await ask(later(182)), 0)
  assert.equal(await ask(later(183)), 1)
  assert.deepEqual(await stateOf(home, ben), ['email ConsentRequested'])
})

test('a no to every channel also keeps from asking by one', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ben = await settle(home, { id: 1, name: 'Ben' }, march)
  await agrees(home, ben, march, { channel: '*' })
  await inTransaction(db, (tx) => withdrawConsent(home, tx, { customer: ben, ...email, channel: '*', method: 'portal' }, by(march)))
  const ask = (at: Date) => inTransaction(db, (tx) => requestConsent(home, tx, [{ customer: ben, ...email, method: 'campaign' }], by(at)))
  assert.equal(await ask(later(10)), 0)
  assert.equal(await ask(later(180)), 1)
})

test('a text that asks for more ends what was agreed by the one before, and nothing else', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const [ben, eva, ida] = [
    await settle(home, { id: 1, name: 'Ben' }, march),
    await settle(home, { id: 2, name: 'Eva' }, march),
    await settle(home, { id: 3, name: 'Ida' }, march),
  ]
  await inTransaction(db, (tx) => registerPurpose(tx, partners, by(march, staff('privacy'))))
  assert.equal((await purposesNow(db)).get('partners')?.notice, 'partners')
  for (const customer of [ben, eva]) await agrees(home, customer, march)
  await inTransaction(db, (tx) => giveConsent(home, tx, { ...yes, customer: ben, purpose: 'partners', notice: { notice: 'partners', version: 1 } }, by(march)))
  await inTransaction(db, (tx) => registerNotice(tx, { notice: 'marketing', version: 2, language: 'en', body: 'I agree to more.' }, by(later(1))))
  await inTransaction(db, (tx) => giveConsent(home, tx, { ...yes, customer: ida, notice: { notice: 'marketing', version: 2 } }, by(later(1))))
  const end = () => endEarlier(home, db.$pickTables(), { notice: 'marketing', below: 2 }, by(later(1)), 1)
  assert.deepEqual([await end(), await end()], [2, 0])
  assert.deepEqual(await stateOf(home, ben), ['email ConsentInvalidated'])
  assert.deepEqual(await stateOf(home, ben, 'partners'), ['email ConsentGiven'])
  assert.deepEqual(await stateOf(home, ida), ['email ConsentGiven'])
  const reach = await sql<{ c: number }>`select customer_id as c from fact.reach where purpose = 'marketing'`.execute(db)
  assert.deepEqual(
    reach.rows.map((r) => r.c),
    [ida],
  )
  await inTransaction(db, (tx) => publishReach(tx, [ben], later(1)))
})
