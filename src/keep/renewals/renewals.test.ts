import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { by, staff } from '../../../test/consenting.ts'
import { fixedClock, systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { log, people, type Shop, shop } from '../channels/testing.ts'
import { checks, giveConsent, type NewPurpose, registerNotice, registerPurpose, sayRule, stop, withdrawConsent } from '../terms/index.ts'
import { askDue, renewalRoutes } from './index.ts'

// Anna, Ben and Eva agreed to the book club for a year. A month before it ends they are asked whether it may go on.

const day = 86_400_000
const club: NewPurpose = {
  purpose: 'club',
  parent: null,
  dpv: { name: 'dpv:DirectMarketing', iri: 'https://w3id.org/dpv#DirectMarketing' },
  legalBasis: 'consent',
  categories: ['contact'],
  fields: ['name'],
  channels: ['email', 'sms'],
  checks: checks.filter((check) => check !== 'hours'),
  roles: ['marketer'],
  retention: 'P5Y',
  consentFor: 'P1Y',
  title: { en: 'Book club', ru: 'Книжный клуб' },
  explanation: { en: 'To invite you to the evenings of the club.', ru: 'Чтобы звать вас на вечера клуба.' },
}
const [anna, ben, eva] = [1, 2, 3]

async function setting(t: TestContext) {
  const s = await shop(t)
  await people(s, [])
  // Day 340 is today: letters go by the clock of the machine.
  const start = new Date(systemClock.now().getTime() - 340 * day)
  const clock = fixedClock(start)
  await inTransaction(s.home.db, (tx) => registerPurpose(tx, club, by(start, staff('privacy'))))
  const agree = (customer: number, at: Date, version = 1, over: { channel?: string } = {}) =>
    inTransaction(s.home.db, (tx) =>
      giveConsent(
        s.home,
        tx,
        {
          customer,
          purpose: 'club',
          category: 'contact',
          channel: over.channel ?? 'email',
          topic: '*',
          method: 'portal',
          notice: { notice: 'club', version },
          language: 'en',
          evidence: { kind: 'portal' },
        },
        by(at),
      ),
    )
  const deps = { db: s.channels.deps.db, keyring: s.home.keyring, letters: { ...s.channels.deps, clock, soon: () => {} }, clock, log }
  const app = renewalRoutes(deps)
  const ask = (days: number) => {
    clock.set(new Date(start.getTime() + days * day))
    return askDue(deps, clock.now())
  }
  const page = async (path: string, init: RequestInit = {}) => {
    const answer = await app.request(path, { headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' }, ...init })
    return { status: answer.status, text: await answer.text() }
  }
  const post = (path: string, answer: string, version = 1, language = 'en') =>
    page(path, { method: 'POST', body: new URLSearchParams({ answer, version: String(version), language }).toString() })
  return { s, start, clock, agree, ask, page, post, deps }
}

const state = async (s: Shop, customer: number) =>
  (
    await sql<{ state: string; days: number }>`select state, extract(day from expires_at - since)::int as days from keep.consent_state
      where customer_id = ${customer} and purpose = 'club' and channel = 'email'`.execute(s.home.db)
  ).rows.map((r) => `${r.state} ${r.days}`)

/** Where the link of the letter to this customer leads; the letter is in the built-in mailbox once it was handed over. */
async function linkTo(s: Shop, customer: number): Promise<string> {
  await s.done()
  const { items } = await s.channels.caught.list({ limit: 20, before: undefined, words: [] })
  for (const { id } of items) {
    const mail = await s.channels.caught.find(id)
    if (mail?.customer === customer && mail.text.includes('/r/')) return /https:\/\/shop\.example(\/r\/[\w-]{43})/.exec(mail.text)?.[1] ?? ''
  }
  return ''
}

test('asked once, through the gate, and only of what ends soon', async (t) => {
  const { s, start, agree, ask } = await setting(t)
  for (const customer of [anna, ben, eva]) await agree(customer, start)
  assert.equal(await ask(300), 0, 'not yet')
  await inTransaction(s.home.db, (tx) =>
    sayRule(s.home, tx, { customer: ben, rule: { kind: 'pause', channel: '*', topic: '*', until: null } }, { ...by(start), method: 'portal' }),
  )
  await inTransaction(s.home.db, (tx) => stop(s.home, tx, { customer: eva, channel: 'email' }, { ...by(start), method: 'portal' }))
  assert.equal(await ask(340), 1, 'who made a pause or stopped letters is not written to')
  assert.deepEqual((await sql<{ customer_id: number }>`select customer_id from keep.renewal`.execute(s.home.db)).rows, [{ customer_id: anna }])
  assert.equal(await ask(340), 0, 'once')
  assert.equal(await ask(360), 0, 'and not again before the end')
  assert.deepEqual(await state(s, anna), ['ConsentGiven 365'], 'asking changes nothing')
})

test('who took it back, is restricted or agreed to something else is not asked', async (t) => {
  const { s, start, agree, ask } = await setting(t)
  for (const customer of [anna, ben]) await agree(customer, start)
  await agree(eva, start, 1, { channel: 'sms' })
  const no = { purpose: 'club', category: 'contact', channel: 'email', topic: '*', method: 'portal' }
  await inTransaction(s.home.db, (tx) => withdrawConsent(s.home, tx, { customer: anna, ...no }, by(start)))
  await sql`update keep.customer set status = 'restricted' where customer_id = ${ben}`.execute(s.home.db)
  assert.equal(await ask(350), 0)
})

test('the page shows and spends nothing; a no is kept and nobody asks again soon', async (t) => {
  const { s, start, clock, agree, ask, page, post } = await setting(t)
  await agree(ben, start)
  assert.equal(await ask(340), 1)
  const link = await linkTo(s, ben)
  assert.match(link, /^\/r\/[\w-]{43}$/, 'the letter has its link')
  const shown = await page(link)
  assert.equal(shown.status, 200)
  for (const said of ['Book club', 'To invite you to the evenings of the club.', 'If you do nothing, it ends on', 'name="answer" value="yes"', 'value="no"'])
    assert.ok(shown.text.includes(said), said)
  await page(link, { method: 'HEAD' })
  assert.deepEqual(await state(s, ben), ['ConsentGiven 365'], 'a look spends nothing')
  const none = await page(`/r/${'a'.repeat(43)}`)
  assert.equal(none.status, 404)
  assert.equal((await post(link, 'maybe')).status, 404)
  assert.equal((await page(link, { method: 'POST', body: `answer=no&more=${'x'.repeat(6000)}` })).status, 413, 'nor is a large body read')

  assert.equal((await post(link, 'no')).status, 200)
  assert.deepEqual(await state(s, ben), ['ConsentGiven 365'], 'until its end it stays as it is')
  assert.equal((await page(link)).text, none.text, 'answered: word for word what an unknown link gets')
  assert.equal((await post(link, 'yes')).status, 404)
  assert.deepEqual(await state(s, ben), ['ConsentGiven 365'])

  // Ben renews on his page all the same, and a year later it ends again; the no of last year is long past. A short one after a no is too soon.
  await agree(ben, clock.now())
  assert.equal(await ask(340 + 340), 1)
  await sql`update keep.renewal set answered_at = ${clock.now()}, answer = 'no' where answered_at is null`.execute(s.home.db)
  await inTransaction(s.home.db, (tx) => registerPurpose(tx, { ...club, consentFor: 'P40D' }, by(clock.now(), staff('privacy'))))
  await agree(ben, clock.now())
  assert.equal(await ask(340 + 340 + 35), 0, 'not again within the time in which the purpose leaves people alone')
})

test('one button renews, for the text that stood there, and says so in the log', async (t) => {
  const { s, start, clock, agree, ask, page, post } = await setting(t)
  for (const customer of [anna, eva]) await agree(customer, start)
  assert.equal(await ask(340), 2)
  const link = await linkTo(s, anna)
  const russian = await page(link)
  assert.ok(russian.text.includes('Книжный клуб'), 'in the language of the person, whatever the browser says')

  for (const language of ['en', 'ru'])
    await inTransaction(s.home.db, (tx) =>
      registerNotice(tx, { notice: 'club', version: 2, language, body: `Another text (${language}) of the book club.` }, by(clock.now())),
    )
  const changed = await post(link, 'yes', 1, 'ru')
  assert.equal(changed.status, 409, 'a yes to a text that is not the one in force')
  assert.deepEqual(await state(s, anna), ['ConsentGiven 365'])
  const [first, second] = await Promise.all([post(link, 'yes', 2, 'ru'), post(link, 'yes', 2, 'ru')])
  assert.deepEqual([first.status, second.status].toSorted(), [200, 404], 'two at once are one')
  assert.deepEqual(await state(s, anna), ['RenewedConsentGiven 365'])
  const event = await sql<{ notice_version: number; language: string; evidence_kind: string; method: string }>`
    select notice_version, language, evidence_kind, method from keep.consent_event where customer_id = ${anna} order by seq desc limit 1`.execute(s.home.db)
  assert.deepEqual(event.rows, [{ notice_version: 2, language: 'ru', evidence_kind: 'confirmed', method: 'link' }])
  const receipts = await sql<{ said: string }>`select r::text as said from keep.receipt r where customer_id = ${anna}`.execute(s.home.db)
  assert.ok(
    receipts.rows.some(({ said }) => said.includes('club:email:*:yes')),
    'a receipt names the renewal',
  )

  // Eva's link is past once her consent is.
  const hers = await linkTo(s, eva)
  clock.set(new Date(start.getTime() + 366 * day))
  assert.equal((await page(hers)).status, 404)
  assert.equal((await post(hers, 'yes', 2)).status, 404)
})

test('a letter that was reserved before the process died is asked about, not written again', async (t) => {
  const { s, start, agree, ask } = await setting(t)
  await agree(ben, start)
  assert.equal(await ask(340), 1)
  await sql`delete from keep.renewal`.execute(s.home.db)
  assert.equal(await ask(340), 1)
  assert.equal((await sql`select from keep.message where customer_id = ${ben}`.execute(s.home.db)).rows.length, 1)
  assert.equal((await sql`select from keep.renewal`.execute(s.home.db)).rows.length, 1)
})
