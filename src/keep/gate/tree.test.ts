import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { by, consentingHome, type Home, settle, staff } from '../../../test/consenting.ts'
import { inTransaction, openDb, sql, violated } from '../../platform/db/index.ts'
import {
  checks,
  giveConsent,
  type NewPurpose,
  publishReach,
  purposesNow,
  registerPurpose,
  requestConsent,
  retirePurpose,
  setTerm,
  stop,
  type TermsTables,
  termsOf,
  unstop,
  withdrawConsent,
} from '../terms/index.ts'
import { decideMany } from './index.ts'

// Purposes as a tree, through the gate: news, with its parts the book club and its readings, and offers; counting is part of news too.

const at = (day: number) => new Date(Date.UTC(2026, 2, day, 10))
const purpose = (code: string, parent: string | null, over: Partial<NewPurpose> = {}): NewPurpose => ({
  purpose: code,
  parent,
  dpv: { name: 'dpv:DirectMarketing', iri: 'https://w3id.org/dpv#DirectMarketing' },
  legalBasis: 'consent',
  categories: ['contact'],
  fields: ['name'],
  channels: ['email', 'sms'],
  checks: checks.filter((check) => check !== 'hours'),
  roles: ['marketer'],
  retention: 'P1Y',
  title: { en: code, ru: code },
  explanation: { en: 'To write to you about it.', ru: 'Чтобы писать вам об этом.' },
  ...over,
})
const tree = [
  purpose('news', null),
  purpose('club', 'news'),
  purpose('readings', 'club'),
  purpose('offers', 'news'),
  purpose('counting', 'news', { legalBasis: 'legitimate_interest', channels: ['email'] }),
]
const codes = tree.map((p) => p.purpose)

async function home(t: Parameters<typeof consentingHome>[0]): Promise<Home> {
  const made = await consentingHome(t, at(1))
  await inTransaction(made.db, async (tx) => {
    for (const each of tree) await registerPurpose(tx, each, by(at(1), staff('privacy')))
  })
  return made
}

const register = (h: Home, p: NewPurpose) => inTransaction(h.db, (tx) => registerPurpose(tx, p, by(at(20), staff('privacy'))))
const said = (customer: number, code: string, channel = 'email') => ({
  customer,
  purpose: code,
  category: 'contact',
  channel,
  topic: '*',
  method: 'portal',
  notice: { notice: code, version: 1 },
  language: 'en',
  evidence: { kind: 'portal' },
})
const yes = (h: Home, customer: number, code: string, day: number, channel?: string) =>
  inTransaction(h.db, (tx) => giveConsent(h, tx, said(customer, code, channel), by(at(day))))
const no = (h: Home, customer: number, code: string, day: number, channel?: string) =>
  inTransaction(h.db, (tx) => withdrawConsent(h, tx, said(customer, code, channel), by(at(day))))

/** The purposes for which a letter may go, by the gate; the published reach is held to say the same. */
async function open(h: Home, customer: number, day: number): Promise<string[]> {
  const asks = codes.map((code) => ({ customer, purpose: code, categories: ['contact'], contact: { channel: 'email', topic: '*' } }))
  const decisions = await decideMany(h.db, asks, at(day))
  const may = codes.filter((_, i) => decisions[i]?.decision === 'allow')
  const reach = await sql<{ purpose: string }>`select purpose from fact.reach where customer_id = ${customer} and channel = 'email' and topic = '*' and reach
    and purpose = any(${codes}::text[])`.execute(h.db)
  assert.deepEqual(
    may,
    codes.filter((code) => reach.rows.some((r) => r.purpose === code)),
    'what the office counts by is what the gate decides',
  )
  const shown = (await termsOf(h.db, customer, at(day))).items.filter((i) => i.channel === 'email' && i.allowed).map((i) => i.purpose)
  assert.deepEqual(
    may,
    codes.filter((code) => shown.includes(code)),
    'the page shows what the gate decides',
  )
  return may
}

test('a yes to a part grants neither the wider purpose nor its other parts; a no to the wider one takes the parts', async (t) => {
  const h = await home(t)
  const ben = await settle(h, { id: 1, name: 'Ben', email: 'ben@example.org' }, at(1))
  await inTransaction(h.db, (tx) => publishReach(tx, [ben], at(1)))
  const counted = 'counting'

  await t.test('a yes to the middle is a yes to the middle', async () => {
    assert.deepEqual(await open(h, ben, 2), [counted])
    await yes(h, ben, 'club', 2)
    assert.deepEqual(await open(h, ben, 2), ['club', counted])
    await yes(h, ben, 'readings', 2)
    await yes(h, ben, 'offers', 2)
    await yes(h, ben, 'news', 2)
    assert.deepEqual(await open(h, ben, 2), codes)
  })

  await t.test('a no to one part leaves the others', async () => {
    await no(h, ben, 'club', 3)
    assert.deepEqual(await open(h, ben, 3), ['news', 'offers', counted], 'and takes what is part of it')
    await yes(h, ben, 'club', 4)
    assert.deepEqual(await open(h, ben, 4), ['news', 'club', 'offers', counted], 'a yes gives back what it names')
  })

  await t.test('a no to the whole by one channel takes every part by that channel, and their records say so', async () => {
    await yes(h, ben, 'club', 5, 'sms')
    await no(h, ben, 'news', 6)
    assert.deepEqual(await open(h, ben, 6), [])
    const { rows } = await sql<{ purpose: string; channel: string; state: string }>`
      select purpose, channel, state from keep.consent_state where customer_id = ${ben} order by 1, 2`.execute(h.db)
    assert.deepEqual(
      rows.map((r) => `${r.purpose} ${r.channel} ${r.state}`),
      [
        'club email ConsentWithdrawn',
        'club sms ConsentGiven',
        'news email ConsentWithdrawn',
        'offers email ConsentWithdrawn',
        'readings email ConsentWithdrawn',
      ],
    )
  })

  await t.test('who said no to the whole is asked about no part for as long', async () => {
    const dan = await settle(h, { id: 4, name: 'Dan', email: 'dan@example.org' }, at(1))
    const { notice: _, evidence: __, ...about } = said(dan, 'offers')
    const ask = (day: number) => inTransaction(h.db, (tx) => requestConsent(h, tx, [about], by(at(day))))
    await yes(h, dan, 'news', 5)
    await no(h, dan, 'news', 6)
    assert.equal(await ask(8), 0)
    assert.equal(await ask(6 + 181), 1)
  })

  await t.test('a newer yes to a part holds, and grants the whole nothing', async () => {
    await yes(h, ben, 'readings', 9)
    assert.deepEqual(await open(h, ben, 9), ['readings'])
    const items = (await termsOf(h.db, ben, at(9))).items.filter((i) => i.channel === 'email')
    assert.deepEqual(
      items.filter((i) => i.purpose === 'counting').map((i) => [i.allowed, i.changeable, i.because]),
      [[false, false, 'wider']],
    )
  })

  await t.test('an objection to the whole outweighs it, until it is lifted', async () => {
    await inTransaction(h.db, (tx) => stop(h, tx, { customer: ben, purpose: 'news' }, { ...by(at(10)), method: 'portal' }))
    assert.deepEqual(await open(h, ben, 10), [])
    await inTransaction(h.db, (tx) => unstop(tx, { customer: ben, purpose: 'news' }, { ...by(at(11)), method: 'portal' }))
    assert.deepEqual(await open(h, ben, 11), ['readings'])
  })

  await t.test('a purpose that becomes part of another later is taken by a no that was said meanwhile', async () => {
    const anna = await settle(h, { id: 2, name: 'Anna', email: 'anna@example.org' }, at(1))
    await register(h, purpose('offers', null))
    await yes(h, anna, 'offers', 12)
    await yes(h, anna, 'news', 12)
    await no(h, anna, 'news', 13)
    assert.ok((await open(h, anna, 13)).includes('offers'))
    await register(h, purpose('offers', 'news'))
    await inTransaction(h.db, (tx) => publishReach(tx, [anna], at(14)))
    assert.deepEqual(await open(h, anna, 14), [])
  })

  await t.test('one switch of the page does the same', async () => {
    const eva = await settle(h, { id: 3, name: 'Eva', email: 'eva@example.org' }, at(1))
    const turn = (code: string, allowed: boolean, day: number) =>
      inTransaction(h.db, (tx) =>
        setTerm(
          h,
          tx,
          { customer: eva, purpose: code, channel: 'email', topic: null, allowed, shown: { version: 1, language: 'en' } },
          { ...by(at(day)), method: 'portal' },
        ),
      )
    await turn('club', true, 15)
    await turn('news', true, 15)
    await turn('news', false, 16)
    assert.deepEqual(await open(h, eva, 16), [])
    await turn('club', true, 17)
    assert.deepEqual(await open(h, eva, 17), ['club'])
  })
})

test('whatever is said in whatever order: only a yes to it opens a purpose, and nothing older than a no to what is above it', async (t) => {
  const h = await home(t)
  const deed = fc.record({ code: fc.constantFrom('news', 'club', 'readings', 'offers'), yes: fc.boolean() })
  let customer = 100
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 8 }), async (deeds) => {
      const eva = await settle(h, { id: ++customer, name: 'Eva', email: `eva${customer}@example.org` }, at(1))
      await inTransaction(h.db, (tx) => publishReach(tx, [eva], at(1)))
      for (const [i, { code, yes: agrees }] of deeds.entries()) await (agrees ? yes : no)(h, eva, code, i + 2)
      const now = await open(h, eva, 12)
      const above: { [code: string]: string[] } = { news: [], club: ['news'], readings: ['club', 'news'], offers: ['news'] }
      for (const code of ['news', 'club', 'readings', 'offers']) {
        const last = deeds.findLastIndex((d) => d.code === code && d.yes)
        const taken = deeds.findLastIndex((d) => !d.yes && (d.code === code || above[code]?.includes(d.code)))
        assert.equal(now.includes(code), last > taken, `${code} after ${JSON.stringify(deeds)}`)
      }
    }),
    { numRuns: 40 },
  )
})

test('no purpose stands under itself, and none is retired from above its parts: by nobody', async (t) => {
  const h = await home(t)
  const message = (p: Promise<unknown>, text: RegExp) => assert.rejects(p, text)
  await message(register(h, purpose('news', 'news')), /cannot stand under itself/)
  await message(register(h, purpose('news', 'readings')), /cannot stand under itself/)
  await message(register(h, purpose('offers', 'nothing')), /there is no purpose "nothing" in use/)
  await message(
    inTransaction(h.db, (tx) => retirePurpose(tx, 'club', by(at(20)))),
    /The purpose "readings" is part of this one/,
  )

  const owner = openDb<TermsTables>({ url: h.store.url.owner, max: 1 })
  t.after(() => owner.destroy())
  const forced = (db: typeof owner, code: string, parent: string | null, retired = false) =>
    sql`
    insert into keep.purpose (purpose, version, number, parent, dpv_name, dpv_iri, legal_basis, categories, fields, channels, checks, roles, retention, title, explanation,
      notice, consent_for, ask_again, recipients, needs, registered_at, by_kind, by_id, retired)
    select purpose, version + 1, number, ${parent}, dpv_name, dpv_iri, legal_basis, categories, fields, channels, checks, roles, retention, title, explanation,
      notice, consent_for, ask_again, recipients, needs, registered_at, by_kind, by_id, ${retired}
    from keep.purpose where purpose = ${code} order by version desc limit 1`.execute(db)
  for (const [code, parent, retired] of [
    ['news', 'news', false],
    ['news', 'readings', false],
    ['offers', 'nothing', false],
    ['club', 'news', true],
  ] as const)
    await assert.rejects(
      forced(owner, code, parent, retired),
      (e) => violated(e) === 'purpose_in_tree',
      `${code} under ${parent} is refused by the database too`,
    )

  const above = async () => new Map([...(await purposesNow(h.db)).values()].map((p) => [p.purpose, p.above]))
  assert.deepEqual((await above()).get('readings'), ['club', 'news'], 'the nearest first')
  await register(h, purpose('club', 'offers'))
  assert.deepEqual((await above()).get('readings'), ['club', 'offers', 'news'], 'and anew when something above moves')
  await assert.rejects(sql`update keep.purpose_tree set above = '{}'`.execute(h.db), /permission denied/, 'written by the register alone')
})
