import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, settle, staff } from '../../../test/consenting.ts'
import { inTransaction, sql, violated } from '../../platform/db/index.ts'
import {
  allPurposes,
  consentEvents,
  endRule,
  expireConsents,
  findNotice,
  giveConsent,
  hashOfEvent,
  publishReach,
  purposesNow,
  registerNotice,
  registerPurpose,
  requestConsent,
  retirePurpose,
  sayRule,
  setTerm,
  stop,
  suppress,
  termsOf,
  unstop,
  withdrawConsent,
} from './index.ts'

const march = new Date('2026-03-01T10:00:00Z')
const april = new Date('2026-04-01T10:00:00Z')
const marketing = { purpose: 'marketing', category: 'contact', channel: 'email', topic: '*' }
const shown = { notice: { notice: 'marketing', version: 1 }, language: 'en' }

test('consent to marketing', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ben = await settle(home, { id: 1, name: 'Ben', email: 'ben@example.org' }, march)
  const state = async (customer: number) =>
    (
      await db
        .selectFrom('keep.consent_state')
        .select(['channel', 'topic', 'state'])
        .where('customer_id', '=', customer)
        .orderBy('channel')
        .orderBy('topic')
        .execute()
    ).map((r) => `${r.channel} ${r.topic} ${r.state}`)
  const reach = async () =>
    (
      await sql<{
        c: string
        t: string
        r: boolean
      }>`select channel as c, topic as t, reach as r from fact.reach where customer_id = ${ben} order by 1, 2`.execute(db)
    ).rows.map((x) => `${x.c} ${x.t} ${x.r}`)

  await t.test('without evidence there is no yes', async () => {
    await assert.rejects(
      inTransaction(db, (tx) => giveConsent(home, tx, { customer: ben, ...marketing, method: 'portal', ...shown }, by(march))),
      { code: 'bad_input' },
    )
  })

  await t.test('an imported yes is a request', async () => {
    await inTransaction(db, (tx) =>
      requestConsent(home, tx, [{ customer: ben, ...marketing, method: 'import', evidence: { kind: 'import' }, importId: 3 }], by(march)),
    )
    assert.deepEqual(await state(ben), ['email * ConsentRequested'])
    assert.deepEqual(await reach(), [])
    const forged = inTransaction(db, (tx) =>
      giveConsent(home, tx, { customer: ben, ...marketing, method: 'import', ...shown, evidence: { kind: 'import' } }, by(march)),
    )
    await assert.rejects(forged, (e) => violated(e) === 'consent_evidence')
  })

  await t.test('Ben says yes; he can be counted', async () => {
    await agrees(home, ben, march)
    assert.deepEqual(await state(ben), ['email * ConsentGiven'])
    assert.deepEqual(await reach(), ['email * true'])
  })

  await t.test('a no to one topic leaves the rest', async () => {
    await inTransaction(db, (tx) => withdrawConsent(home, tx, { customer: ben, ...marketing, topic: 'china', method: 'portal' }, by(april)))
    assert.deepEqual(await state(ben), ['email * ConsentGiven', 'email china ConsentRefused'])
    assert.deepEqual(await reach(), ['email * true', 'email china false'])
  })

  await t.test('a no to everything withdraws what was given', async () => {
    await inTransaction(db, (tx) => withdrawConsent(home, tx, { customer: ben, ...marketing, channel: '*', method: 'link' }, by(april)))
    assert.deepEqual(await state(ben), ['email * ConsentWithdrawn', 'email china ConsentRefused'])
    assert.deepEqual(await reach(), [])
    const asked = await inTransaction(db, (tx) => requestConsent(home, tx, [{ customer: ben, ...marketing, method: 'campaign' }], by(april)))
    assert.equal(asked, 0, 'who said no is not asked again the same day')
  })

  await t.test('he may say yes again himself; a refused topic starts a new record that names the old one', async () => {
    await agrees(home, ben, april, { topic: 'china' })
    const rows = await sql<{
      s: string
      r: string | null
    }>`select from_state || '→' || state as s, replaces as r from keep.consent_event where customer_id = ${ben} and topic = 'china' order by seq`.execute(db)
    assert.deepEqual(
      rows.rows.map((r) => [r.s, r.r]),
      [
        ['ConsentUnknown→ConsentRequested', null],
        ['ConsentRequested→ConsentRefused', null],
        ['ConsentUnknown→ConsentRequested', 'ConsentRefused'],
        ['ConsentRequested→ConsentGiven', null],
      ],
    )
    assert.deepEqual(await reach(), ['email china true'])
  })

  await t.test('what the database refuses', async () => {
    const event = (over: string) =>
      sql
        .raw(
          `insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, before_hash, hash, at, event_type, purpose_version, method, by_kind, by_id, by_role, evidence_kind, notice, notice_version, language, notice_sha256, record_seq, basis_text) ${over}`,
        )
        .execute(db)
    const like = (state: string, from = 'ConsentWithdrawn', hash = 'hash', seq = 'seq + 1') =>
      `select customer_id, purpose, category, channel, topic, ${seq}, '${from}', '${state}', ${hash}, sha256('x'), now(), 'Expressed', 1, 'x', 'service', 0, 'x', 'paper', 'marketing', 1, 'en', (select sha256 from keep.notice where notice = 'marketing' and language = 'en'), 1, 'x' from keep.consent_state where customer_id = ${ben} and topic = '*'`
    await assert.rejects(event(like('ConsentGiven')), (e) => violated(e) === 'consent_move', 'a withdrawn consent cannot become given')
    await assert.rejects(event(like('ConsentGiven', 'ConsentRequested')), /foreign key/, 'nor by pretending it was requested')
    await assert.rejects(event(like('ConsentRequested', 'ConsentWithdrawn', `sha256('other')`)), /foreign key/, 'nor with another past')
    await assert.rejects(event(like('ConsentRequested', 'ConsentWithdrawn', 'hash', 'seq + 2')), /foreign key|consent state/, 'nor with a gap')
    await assert.rejects(sql`update keep.consent_state set state = 'ConsentGiven'`.execute(db), /permission denied/)
    await assert.rejects(sql`insert into keep.consent_state select * from keep.consent_state`.execute(db), /permission denied/)
    await assert.rejects(sql`update keep.consent_event set state = 'ConsentGiven'`.execute(db), /permission denied/)
    await assert.rejects(sql`delete from keep.consent_event`.execute(db), /permission denied/)
  })

  await t.test('a yes with an end expires by the sweep', async () => {
    const eva = await settle(home, { id: 2, name: 'Eva' }, march)
    await inTransaction(db, (tx) =>
      giveConsent(home, tx, { customer: eva, ...marketing, method: 'paper', ...shown, evidence: { kind: 'paper' }, expiresAt: april }, by(march)),
    )
    assert.equal(await inTransaction(db, (tx) => expireConsents(home, tx, by(march))), 0)
    assert.equal(await inTransaction(db, (tx) => expireConsents(home, tx, by(april))), 1)
    assert.deepEqual(await state(eva), ['email * ConsentExpired'])
  })

  await t.test('each event hashes what it says and the one before', async () => {
    const { events } = await consentEvents(db, [ben])
    assert.ok(events.every((e) => e.holds))
    assert.deepEqual(
      events.filter((e) => e.topic === 'china').map((e) => [e.v, e.seq, e.recordSeq]),
      [
        [2, 1, 1],
        [2, 2, 1],
        [2, 3, 3],
        [2, 4, 3],
      ],
    )
    const [yes] = events.filter((e) => e.topic === 'china' && e.seq === 4)
    const [text] = await sql<{ sha256: Buffer }>`select sha256 from keep.notice where notice = 'marketing' and version = 1 and language = 'en'`
      .execute(db)
      .then((r) => r.rows)
    assert.deepEqual([yes?.notice, yes?.noticeVersion, yes?.language, yes?.noticeSha256], ['marketing', 1, 'en', text?.sha256])
    for (const change of [{ language: 'ru' }, { noticeSha256: Buffer.alloc(32) }, { basisText: 'x' }, { recordSeq: 1 }, { v: 1 as const }])
      assert.ok(
        yes && !hashOfEvent(events.find((e) => e.topic === 'china' && e.seq === 3)?.hash ?? null, { ...yes, ...change }).equals(yes.hash),
        JSON.stringify(change),
      )
  })
})

test('stops, switches and what a person reads of it', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const anna = await settle(home, { id: 1, name: 'Anna' }, march)
  const twin = await settle(home, { id: 2, name: 'Anna', mergedInto: 1 }, march)
  await agrees(home, anna, march)
  const allowed = async (purpose: string, channel = 'email') =>
    (await termsOf(db, twin, april)).items.find((i) => i.purpose === purpose && i.channel === channel && i.topic === null)?.allowed

  await t.test('a stop of everything holds for every identity, and its undoing brings the rest back', async () => {
    await inTransaction(db, (tx) => stop(home, tx, { customer: twin }, { ...by(april), method: 'reply' }))
    assert.equal((await db.selectFrom('keep.stop').selectAll().where('lifted_at', 'is', null).execute()).length, 2)
    assert.equal(await allowed('marketing'), false)
    assert.equal(await allowed('service'), true)
    assert.deepEqual((await termsOf(db, anna, april)).stoppedAt, april)
    assert.equal(await inTransaction(db, (tx) => unstop(tx, { customer: anna }, { ...by(april), method: 'portal' })), true)
    assert.equal(await allowed('marketing'), true)
    await assert.rejects(sql`update keep.stop set since = now()`.execute(db), /permission denied/)
  })

  await t.test('a switch is a consent for one purpose and a stop for another', async () => {
    const turn = (purpose: string, channel: string, on: boolean) =>
      inTransaction(db, (tx) =>
        setTerm(
          { ...home },
          tx,
          { customer: anna, purpose, channel, topic: null, allowed: on, shown: { version: 1, language: 'en' } },
          { ...by(april), method: 'portal' },
        ),
      )
    await turn('marketing', 'sms', true)
    assert.equal(await allowed('marketing', 'sms'), true)
    await turn('marketing', 'sms', false)
    assert.equal(await allowed('marketing', 'sms'), false)
    await turn('service', 'sms', false)
    assert.equal(await allowed('service', 'sms'), false)
    await turn('service', 'sms', true)
    assert.equal(await allowed('service', 'sms'), true)
    await assert.rejects(turn('own_view', 'email', false), { code: 'conflict' })
    await assert.rejects(turn('marketing', 'forum', true), { code: 'bad_input' })
  })

  await t.test('rules said anew and ended stay as history; and the list of addresses', async () => {
    const say = (contacts: number) =>
      inTransaction(db, (tx) =>
        sayRule(
          home,
          tx,
          { customer: anna, rule: { kind: 'cap', channel: '*', topic: '*', contacts, windowS: 14 * 86_400 } },
          { ...by(april), method: 'portal' },
        ),
      )
    await say(1)
    await say(2)
    const { rules } = await termsOf(db, anna, april)
    const figures = rules.map((r) => [r.kind === 'cap' ? r.contacts : 0, r.endedAt === null])
    assert.deepEqual(figures, [
      [2, true],
      [1, false],
    ])
    await assert.rejects(
      inTransaction(db, (tx) =>
        sayRule(home, tx, { customer: anna, rule: { kind: 'pause', channel: '*', topic: '*', until: april } }, { ...by(april), method: 'portal' }),
      ),
      { code: 'bad_input', place: 'until' },
    )
    await assert.rejects(
      inTransaction(db, (tx) => endRule(tx, { customer: anna, rule: 999 }, { ...by(april), method: 'portal' })),
      { code: 'not_found' },
    )
    await inTransaction(db, (tx) => endRule(tx, { customer: anna, rule: rules[0]?.rule ?? 0 }, { ...by(april), method: 'portal' }))
    assert.ok((await termsOf(db, anna, april)).rules.every((r) => r.endedAt !== null))
    const digest = home.keyring.digest('email', 'never@example.org')
    const one = { kind: 'email' as const, digest, reason: 'complaint' as const }
    assert.equal(await inTransaction(db, (tx) => suppress(tx, [one], by(april))), 1)
    assert.equal(await inTransaction(db, (tx) => suppress(tx, [one], by(april))), 0)
  })

  await t.test('a restricted person is in no audience', async () => {
    await sql`update keep.customer set status = 'restricted' where customer_id = ${anna}`.execute(db)
    await inTransaction(db, (tx) => publishReach(tx, [anna], april))
    assert.deepEqual((await sql`select 1 from fact.reach`.execute(db)).rows, [])
  })

  await t.test('a purpose changes by a new version, and only when it says something else', async () => {
    const say = {
      purpose: 'surveys',
      parent: 'marketing',
      dpv: { name: 'dpv:Marketing', iri: 'https://w3id.org/dpv#Marketing' },
      legalBasis: 'consent' as const,
      categories: ['contact'],
      fields: ['name'],
      channels: ['email'],
      checks: ['standing', 'purpose', 'repeat', 'basis'] as const,
      roles: ['marketer'],
      retention: 'P1Y',
      title: { en: 'Surveys', ru: 'Опросы' },
      explanation: { en: 'To ask.', ru: 'Спросить.' },
    }
    const register = (p: typeof say) => inTransaction(db, (tx) => registerPurpose(tx, p, by(april, staff('privacy'))))
    assert.equal(await register(say), 1)
    assert.equal(await register(say), 1)
    assert.equal(await register({ ...say, retention: 'P2Y' }), 2)
    await inTransaction(db, (tx) => retirePurpose(tx, 'surveys', by(april, staff('privacy'))))
    assert.equal((await purposesNow(db)).has('surveys'), false)
    assert.deepEqual(
      (await allPurposes(db)).filter((p) => p.purpose === 'surveys').map((p) => p.version),
      [1, 2, 3],
    )
    await assert.rejects(
      inTransaction(db, (tx) => retirePurpose(tx, 'surveys', by(april))),
      { code: 'not_found' },
    )
    await assert.rejects(
      inTransaction(db, (tx) => registerPurpose(tx, { ...say, checks: ['purpose'] }, by(april))),
      { code: 'bad_input' },
    )
  })
})

test('a notice that was shown is never another text', async (t) => {
  const { db } = await consentingHome(t, march)
  const news = { notice: 'news', version: 1, language: 'en', body: 'I want news.' }
  const register = (said: typeof news) => inTransaction(db, (tx) => registerNotice(tx, said, by(march)))
  const sha256 = await register(news)
  assert.deepEqual(await register(news), sha256)
  await assert.rejects(register({ ...news, body: 'I want everything.' }), { code: 'conflict' })
  assert.deepEqual((await findNotice(db, news))?.sha256, sha256)
  await assert.rejects(
    sql`insert into keep.notice select notice, 2, language, sha256, 'forged', registered_at, by_kind, by_id from keep.notice where notice = 'news'`.execute(db),
    /check constraint/,
  )
})
