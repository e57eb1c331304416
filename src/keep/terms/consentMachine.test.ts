import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { by, consentingHome, settle } from '../../../test/consenting.ts'
import { inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { type ConsentState, consentStates } from './index.ts'
import type { TermsTables } from './tables.ts'

// The machine of consents against the database, as whoever has the keep's own role would try it: events of every kind, in every order, with
// wrong states, numbers and hashes. What is taken and what is not is said here a second time, from the standard and not from our code.

const march = new Date('2026-03-01T10:00:00Z')
const dayMs = 86_400_000
const leftAloneDays = 180
const yeses: readonly ConsentState[] = ['ConsentGiven', 'RenewedConsentGiven']
const over: readonly ConsentState[] = ['ConsentRefused', 'ConsentRequestDeferred', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated']
const afterYes = ['RenewedConsentGiven', 'ConsentWithdrawn', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated'] as const
const next: { [state in ConsentState]: readonly ConsentState[] } = {
  ConsentUnknown: ['ConsentRequested'],
  ConsentRequested: ['ConsentGiven', 'ConsentRefused', 'ConsentRequestDeferred'],
  ConsentGiven: afterYes,
  RenewedConsentGiven: afterYes,
  ConsentWithdrawn: ['ConsentRequested'],
  ConsentRequestDeferred: [],
  ConsentRefused: [],
  ConsentRevoked: [],
  ConsentExpired: [],
  ConsentInvalidated: [],
}

type Model = { seq: number; state: ConsentState | undefined; hash: Buffer | null; record: number; at: Date; now: Date }
type Attempt = {
  from: ConsentState | 'as it stands'
  to: ConsentState
  replaces: ConsentState | 'what stands' | null
  seq: 'next' | 'same' | 'later'
  before: 'right' | 'wrong'
  who: 'customer' | 'staff'
  days: number
}
type Real = { tx: Tx<TermsTables>; customer: number }

const state = fc.constantFrom(...consentStates)
const attempt: fc.Arbitrary<Attempt> = fc.record({
  from: fc.oneof({ weight: 9, arbitrary: fc.constant('as it stands' as const) }, { weight: 1, arbitrary: state }),
  to: fc.oneof({ weight: 2, arbitrary: state }, { weight: 3, arbitrary: fc.constantFrom(...consentStates.slice(1, 6)) }),
  replaces: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 4, arbitrary: fc.constant('what stands' as const) },
    { weight: 1, arbitrary: state },
  ),
  seq: fc.oneof({ weight: 18, arbitrary: fc.constant('next' as const) }, { weight: 1, arbitrary: fc.constantFrom('same' as const, 'later' as const) }),
  before: fc.oneof({ weight: 18, arbitrary: fc.constant('right' as const) }, { weight: 1, arbitrary: fc.constant('wrong' as const) }),
  who: fc.constantFrom('customer' as const, 'staff' as const),
  days: fc.constantFrom(0, 1, 30, leftAloneDays),
})

/** The attempt as it would be written. */
function written(tried: Attempt, model: Model) {
  const replaces = tried.replaces === 'what stands' ? (model.state ?? null) : tried.replaces
  const from = tried.from !== 'as it stands' ? tried.from : replaces !== null ? 'ConsentUnknown' : (model.state ?? 'ConsentUnknown')
  const seq = model.seq + { next: 1, same: 0, later: 2 }[tried.seq]
  return { from, replaces, seq, at: new Date(model.now.getTime() + tried.days * dayMs) }
}

/** Whether the standard, the chain and the rule of leaving alone allow it. */
function allowed(tried: Attempt, model: Model): boolean {
  const { from, replaces, at } = written(tried, model)
  if (tried.seq !== 'next' || (tried.before === 'wrong' && model.state !== undefined)) return false
  if (model.state === undefined) return from === 'ConsentUnknown' && replaces === null && (tried.to === 'ConsentUnknown' || tried.to === 'ConsentRequested')
  const begins = replaces !== null
  if (begins ? replaces !== model.state || !over.includes(replaces) || from !== 'ConsentUnknown' : from !== model.state) return false
  if (!next[from].includes(tried.to)) return false
  const saidNo = model.state === 'ConsentRefused' || model.state === 'ConsentWithdrawn'
  return !(tried.to === 'ConsentRequested' && tried.who !== 'customer' && saidNo && at.getTime() < model.at.getTime() + leftAloneDays * dayMs)
}

async function write({ tx, customer }: Real, tried: Attempt, model: Model): Promise<Buffer | undefined> {
  const { from, replaces, seq, at } = written(tried, model)
  const hash = createHash('sha256')
    .update(`${customer} ${seq} ${JSON.stringify(tried)}`)
    .digest()
  const before = model.state === undefined ? null : tried.before === 'right' ? model.hash : Buffer.alloc(32)
  const record = replaces !== null && seq > 1 ? seq : Math.max(1, model.record)
  await sql`savepoint tried`.execute(tx)
  try {
    await sql`
      insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, replaces, before_hash, hash, at, event_type, purpose_version,
        notice, notice_version, language, notice_sha256, method, evidence_kind, by_kind, by_id, by_role, record_seq, basis_text)
      select ${customer}, 'marketing', 'contact', 'email', '*', ${seq}, ${from}, ${tried.to}, ${replaces}, ${before}, ${hash}, ${at}, 'Expressed', 1,
        notice, version, language, sha256, 'portal', 'portal', ${tried.who}, 1, 'x', ${record}, 'x'
      from keep.notice where notice = 'marketing' and version = 1 and language = 'en'`.execute(tx)
    await sql`release savepoint tried`.execute(tx)
    return hash
  } catch (error) {
    assert.match(String(Object(error)['code']), /^23/, 'refused by a rule of the database, and by nothing else')
    await sql`rollback to savepoint tried`.execute(tx)
    return undefined
  }
}

const command = (tried: Attempt): fc.AsyncCommand<Model, Real> => ({
  check: () => true,
  toString: () => JSON.stringify(tried),
  async run(model, real) {
    const expected = allowed(tried, model)
    const hash = await write(real, tried, model)
    assert.equal(hash !== undefined, expected, `${JSON.stringify(written(tried, model))} after ${model.state}`)
    if (hash) {
      const { replaces, seq, at } = written(tried, model)
      Object.assign(model, { seq, state: tried.to, hash, at, now: at, record: seq === 1 || replaces !== null ? seq : model.record })
    }
    const { rows } = await sql<{ seq: number; state: string; permits: boolean }>`
      select seq, state, state in ('ConsentGiven', 'RenewedConsentGiven') as permits from keep.consent_state where customer_id = ${real.customer}`.execute(
      real.tx,
    )
    const stands = model.state === undefined ? [] : [{ seq: model.seq, state: model.state, permits: yeses.includes(model.state) }]
    assert.deepEqual(rows, stands, 'where it stands is what the last event that was taken says')
  },
})

test('the database takes every move of the standard and no other, in whatever order it is tried', async (t) => {
  const home = await consentingHome(t, march)
  await settle(home, { id: 1, name: 'Ben' }, march)
  let customer = 1
  let taken = 0
  await fc.assert(
    fc.asyncProperty(fc.commands([attempt.map(command)], { maxCommands: 24, size: '+1' }), async (commands) => {
      customer += 1
      await inTransaction(home.db, async (tx) => {
        const model: Model = { seq: 0, state: undefined, hash: null, record: 0, at: march, now: by(march).now }
        await fc.asyncModelRun(() => ({ model, real: { tx: tx.$pickTables(), customer } }), commands)
        taken += model.seq
      })
    }),
    { numRuns: 70 },
  )
  assert.ok(taken > 70, `only ${taken} events were taken: the attempts are too wild to try anything`)
})
