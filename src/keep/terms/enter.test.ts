import assert from 'node:assert/strict'
import test from 'node:test'
import { agrees, by, consentingHome, settle } from '../../../test/consenting.ts'
import { inTransaction } from '../../platform/db/index.ts'
import { registerUnit } from '../customers/index.ts'
import { registerKind } from '../interactions/index.ts'
import { type Entered, enterConsents } from './enter.ts'

const now = new Date('2026-11-21T12:00:00Z')
const ben = { id: 500_001, name: 'Ben', email: 'ben@mail.example' }
const vera = { id: 500_002, name: 'Vera', email: 'vera@mail.example' }
const said = (customer: number, state: Entered['state'], at: string, more: Partial<Entered> = {}): Entered => ({
  customer,
  purpose: 'marketing',
  channel: 'email',
  topic: '*',
  state,
  at: new Date(at),
  method: 'paper',
  said: 'a signed form',
  ...more,
})

test('what was said is entered in its order and with its time, whatever the order of entering', async (t) => {
  const home = await consentingHome(t, now)
  for (const person of [ben, vera]) await settle(home, person, now)
  const entered = [
    said(ben.id, 'withdrawn', '2026-03-14T10:00:00Z', { method: 'portal' }),
    said(ben.id, 'given', '2025-03-20T10:00:00Z'),
    said(vera.id, 'given', '2025-05-01T10:00:00Z'),
    said(vera.id, 'refused', '2026-10-01T10:00:00Z', { topic: 'news' }),
  ]
  const refused = await inTransaction(home.db, (tx) => enterConsents(home, tx.$pickTables(), entered, by(now)))
  assert.deepEqual(refused.toSorted(), [ben.id, vera.id])
  const states = await home.db
    .selectFrom('keep.consent_state')
    .select(['customer_id', 'topic', 'state', 'since'])
    .orderBy('customer_id')
    .orderBy('topic')
    .execute()
  assert.deepEqual(
    states.map((s) => [s.customer_id, s.topic, s.state, s.since.toISOString().slice(0, 10)]),
    [
      [ben.id, '*', 'ConsentWithdrawn', '2026-03-14'],
      [vera.id, '*', 'ConsentGiven', '2025-05-01'],
      [vera.id, 'news', 'ConsentRefused', '2026-10-01'],
    ],
  )
})

test('entered twice it stands once; a no for a merged person is written for all their identities', async (t) => {
  const home = await consentingHome(t, now)
  await settle(home, ben, now)
  await settle(home, { ...vera, mergedInto: ben.id }, now)
  await agrees(home, ben.id, now)
  await agrees(home, vera.id, now)
  const no = [said(vera.id, 'withdrawn', '2026-11-20T10:00:00Z')]
  for (const _ of [1, 2]) await inTransaction(home.db, (tx) => enterConsents(home, tx.$pickTables(), no, by(now)))
  const states = await home.db.selectFrom('keep.consent_state').select(['state', 'seq']).execute()
  assert.deepEqual(new Set(states.map((s) => s.state)), new Set(['ConsentWithdrawn']))
  assert.equal(states.length, 2)
})

test('registers know what they have: the same again changes nothing, a kind that differs is a new version', async (t) => {
  const home = await consentingHome(t, now)
  const unit = { code: 'river', title: { en: 'River', ru: 'Речная' }, kind: 'branch' as const }
  const kind = {
    code: 'deposit_opened',
    title: { en: 'Deposit', ru: 'Вклад' },
    sensitive: false,
    attributes: { months: { type: 'number' as const } },
    purposes: ['service'],
  }
  const register = () => inTransaction(home.db, async (tx) => [await registerUnit(tx.$pickTables(), unit, now), await registerKind(tx.$pickTables(), kind)])
  const first = await register()
  assert.deepEqual(await register(), first)
  const next = await inTransaction(home.db, (tx) => registerKind(tx.$pickTables(), { ...kind, purposes: ['security'] }))
  assert.equal(next, 2)
})
