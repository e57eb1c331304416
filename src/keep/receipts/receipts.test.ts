import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import fc from 'fast-check'
import { testStore } from '../../../test/store.ts'
import { type Db, inTransaction, openDb, sql } from '../../platform/db/index.ts'
import { codesOf, codesText, prepareCodes } from './codes.ts'
import { entryText } from './entry.ts'
import {
  advanceLog,
  bundleOf,
  eraseReceipts,
  expireReceipts,
  journal,
  listReceipts,
  type NewReceipt,
  proofOf,
  type ReceiptTables,
  recordUse,
  signerOf,
  useRecorder,
  writeReceipts,
} from './index.ts'
import { fromHex } from './verify/bytes.ts'
import { canonical } from './verify/canonical.ts'
import { readVerifier, verifyBundle, verifyProof } from './verify/index.ts'
import { receipt } from './verify/receipt.ts'

const anna = 1000
const ben = 2000
const clara = 3000
const clerk = 7
const signer = signerOf('bookshop.example/receipts', Buffer.alloc(32, 9))
const noon = new Date('2026-11-21T12:00:00Z')
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

const looked: NewReceipt['codes'] = {
  actor: 'staff',
  role: 'clerk',
  activity: 'call',
  purpose: 'service',
  operation: 'read',
  basis: 'contract',
  fields: ['phone', 'name'],
  decision: 'allow',
  policy: 'purpose:v1',
}
const refused: NewReceipt['codes'] = { ...looked, purpose: 'marketing', decision: 'deny', reasons: ['no_consent', 'paused'] }

test('receipts chain by customer, in the order they were given', async (t) => {
  const db = await keep(t)
  const written = await inTransaction(db, (tx) => writeReceipts(tx, [look(ben), look(anna), look(ben, 2)], noon))
  assert.deepEqual(written, [
    { customer: ben, seq: 1 },
    { customer: anna, seq: 1 },
    { customer: ben, seq: 2 },
  ])
  await inTransaction(db, (tx) => writeReceipts(tx, [look(ben, 3)], after(1)))
  const [third, second, first] = (await listReceipts(db, { customer: ben })).receipts
  assert.ok(first && second && third)
  assert.deepEqual([first.seq, second.seq, third.seq], [1, 2, 3])
  assert.equal(receipt.parse(JSON.parse(first.text)).prev, '0'.repeat(64))
  assert.equal(receipt.parse(JSON.parse(second.text)).prev, first.leaf)
  assert.equal(receipt.parse(JSON.parse(third.text)).prev, second.leaf)
})

test('a receipt names attributes and roles, and no value, colleague or customer number', async (t) => {
  const db = await keep(t)
  await record(db, [{ ...look(anna, 424_242), actorId: 31_337, onBehalfId: 5_555_555, codes: { ...looked, actor: 'ai', on_behalf: 'staff' } }])
  const [only] = (await listReceipts(db, { customer: anna })).receipts
  assert.ok(only)
  const json = receipt.parse(JSON.parse(only.text))
  assert.deepEqual(json.codes.fields, ['name', 'phone'])
  for (const number of ['424242', '31337', '5555555', String(anna)]) assert.ok(!only.text.includes(number), number)
  for (const value of ['anna@example.org', '+7 916 123-45-67', '89161234567', 'Анна']) {
    await assert.rejects(record(db, [{ ...look(anna), codes: { ...looked, fields: [value] } }]), /codes/)
    await assert.rejects(record(db, [{ ...look(anna), consent: `${value} ` }]), /short code/)
    const words = { ...look(anna), content: `Dear ${value}` }
    const [kept] = await record(db, [words])
    assert.deepEqual(await record(db, [words], after(1)), [{ customer: anna, seq: kept?.seq, fresh: false }])
    assert.ok(!(await proofOf(db, { customers: [anna], seq: kept?.seq ?? 0, at: noon })).text.includes(value))
  }
})

test('one use is one receipt for fifteen minutes', async (t) => {
  const db = await keep(t)
  assert.deepEqual(await record(db, [look(anna)]), [{ customer: anna, seq: 1, fresh: true }])
  assert.deepEqual(await record(db, [look(anna), look(ben), look(anna)], after(14)), [
    { customer: anna, seq: 1, fresh: false },
    { customer: ben, seq: 1, fresh: true },
    { customer: anna, seq: 1, fresh: false },
  ])
  assert.deepEqual(await record(db, [look(anna)], after(15)), [{ customer: anna, seq: 2, fresh: true }])
})

test('another colleague, reason, purpose, decision or field set is another use; the order of fields is not', async (t) => {
  const db = await keep(t)
  const others: NewReceipt[] = [
    look(anna),
    { ...look(anna), actorId: 8 },
    look(anna, 78),
    { ...look(anna), codes: refused },
    { ...look(anna), codes: { ...looked, fields: ['name', 'phone', 'email'] } },
    { ...look(anna), consent: 'consent:4' },
    { ...look(anna), onBehalfId: 3, codes: { ...looked, on_behalf: 'customer' } },
  ]
  const recorded = await record(db, others)
  assert.deepEqual(
    recorded.map((r) => r.seq),
    [1, 2, 3, 4, 5, 6, 7],
  )
  const [again] = await record(db, [{ ...look(anna), codes: { ...looked, fields: ['name', 'phone', 'name'] } }], after(1))
  assert.deepEqual(again, { customer: anna, seq: 1, fresh: false })
})

test('many clerks at once leave one receipt for each use and whole chains', async (t) => {
  const db = await keep(t, 8)
  const other = await keep(t, 8, db)
  const uses = [look(clara), look(anna), look(ben), look(anna, 78)]
  const rounds = await Promise.all(Array.from({ length: 24 }, (_, i) => recordUse(i % 2 ? db : other, i % 3 ? uses : uses.toReversed(), noon)))
  assert.equal(rounds.flat().filter((r) => r.fresh).length, uses.length)
  const recorder = useRecorder(db)
  const joined = await Promise.all(Array.from({ length: 40 }, (_, i) => recorder.record([look(anna, 60 + i), look(ben, 77)], after(1))))
  assert.equal(joined.flat().filter((r) => r.fresh).length, 40 - 2)
  assert.deepEqual(
    joined.map(([a]) => a?.customer),
    Array.from({ length: 40 }, () => anna),
  )
  await advanceLog(db, { signers: [signer], now: after(2) })
  for (const customer of [anna, ben, clara])
    assert.ok(verifyBundle(JSON.parse((await bundleOf(db, { customers: [customer], key: signer.shown })) ?? ''), signer.shown).holds)
})

test('a receipt gets its place with the next pass, and a proof with the next checkpoint', async (t) => {
  const db = await keep(t)
  await record(db, [look(anna), look(ben)])
  assert.equal((await proofOf(db, { customers: [anna], seq: 1, at: noon })).place, 'not yet in a checkpoint')
  assert.deepEqual(await advanceLog(db, { signers: [signer], now: noon }), { appended: 3, checkpoint: true, heads: true })
  await record(db, [look(anna, 78)], after(0.5))
  assert.deepEqual(await advanceLog(db, { signers: [signer], now: after(0.5) }), { appended: 1, checkpoint: false, heads: false })
  assert.equal((await proofOf(db, { customers: [anna], seq: 2, at: after(0.5) })).place, 'not yet in a checkpoint')
  assert.deepEqual(await advanceLog(db, { signers: [signer], now: after(1) }), { appended: 0, checkpoint: true, heads: false })
  const key = readVerifier(signer.shown)
  assert.ok(key)
  for (const seq of [1, 2]) {
    const proven = await proofOf(db, { customers: [clara, anna], seq, at: seq === 1 ? noon : after(0.5) })
    const verdict = verifyProof(fromHex(proven.leaf) ?? new Uint8Array(), proven.proof ?? '', [key])
    assert.deepEqual(verdict, { holds: true, position: seq === 1 ? 0 : 3, size: 4, signers: [signer.name] })
  }
  await assert.rejects(proofOf(db, { customers: [anna], seq: 3, at: noon }), { code: 'not_found' })
  await assert.rejects(proofOf(db, { customers: [anna], seq: 2, at: noon }), { code: 'not_found' })
  await assert.rejects(proofOf(db, { customers: [clara], seq: 1, at: noon }), { code: 'not_found' })
})

test('the journal tells one person of every use and refusal, newest first, page by page', async (t) => {
  const db = await keep(t)
  for (let i = 0; i < 5; i++) await record(db, [look(i % 2 ? anna : ben, i)], after(i))
  await record(db, [{ ...look(anna), codes: refused }], after(5))
  const all = singly(await journal(db, { customers: [anna, ben] }))
  assert.deepEqual(
    all.map((e) => [e.customer, e.seq]),
    [
      [anna, 3],
      [ben, 3],
      [anna, 2],
      [ben, 2],
      [anna, 1],
      [ben, 1],
    ],
  )
  const [no] = all
  assert.deepEqual(
    [no?.decision, no?.reasons, no?.actor, no?.purpose],
    ['deny', ['no_consent', 'paused'], { kind: 'staff', role: 'clerk', id: clerk, unit: null }, 'marketing'],
  )
  const paged = []
  for (let cursor: string | undefined; ; ) {
    const page = await journal(db, { customers: [anna, ben], limit: 2, cursor })
    paged.push(...singly(page))
    if (page.next === undefined) break
    cursor = page.next
  }
  assert.deepEqual(paged, all)
  for (const cursor of ['1', 'x.y', '1.2.3']) await assert.rejects(journal(db, { customers: [anna, ben], cursor }), { code: 'bad_input' })
})

test('only what was refused is a page of its own, however many looks came since', async (t) => {
  const db = await keep(t)
  await record(db, [{ ...look(anna), codes: refused }], after(0))
  for (let i = 1; i < 6; i++) await record(db, [look(i % 2 ? anna : ben, i)], after(i))
  const no = await journal(db, { customers: [anna, ben], limit: 2, decision: 'deny' })
  assert.deepEqual([singly(no).map((e) => [e.customer, e.seq]), no.next], [[[anna, 1]], undefined])
  const yes = await journal(db, { customers: [anna, ben], limit: 10, decision: 'allow' })
  assert.deepEqual([yes.lines.length, singly(yes).filter((e) => e.decision !== 'allow').length, yes.next], [5, 0, undefined])
})

test('a call looks at so many receipts and no more, and goes on from there', async (t) => {
  const db = await keep(t)
  await record(db, [{ ...look(anna), codes: refused }], after(0))
  for (let i = 0; i < 10; i++)
    await inTransaction(db, (tx) =>
      writeReceipts(
        tx,
        Array.from({ length: 1100 }, () => look(anna)),
        after(i + 1),
      ),
    )
  const first = await journal(db, { customers: [anna, ben], decision: 'deny' })
  assert.deepEqual([first.lines, first.next === undefined], [[], false])
  const second = await journal(db, { customers: [anna, ben], decision: 'deny', cursor: first.next })
  assert.deepEqual([singly(second).map((e) => e.seq), second.next], [[1], undefined])
  const since = await journal(db, { customers: [anna], decision: 'deny', from: after(60 * 24) })
  assert.deepEqual([since.lines, since.next], [[], undefined], 'what is older than was asked for is not looked through')
  const old = await journal(db, { customers: [anna], to: after(1), cursor: first.next?.split('.')[0] })
  assert.deepEqual([singly(old).map((e) => e.seq), old.next], [[1], undefined])
})

test('uses are asked for by who, what for, what was done and when; together they are told as lines', async (t) => {
  const db = await keep(t)
  const says = (codes: Partial<NewReceipt['codes']>, activityId = 77): NewReceipt => ({ ...look(anna, activityId), codes: { ...looked, ...codes } })
  const card = { fields: ['card'], unit: 'sadovaya' }
  await record(db, [says(card)], after(0))
  await record(db, [says({ fields: ['texts'] })], after(10))
  await record(db, [says(card)], after(20))
  await record(db, [{ ...says({ operation: 'send', activity: 'message', actor: 'service', role: 'gate', purpose: 'marketing' }, 5), actorId: 0 }], after(30))
  await record(db, [{ ...says({ operation: 'send', activity: 'message', actor: 'service', role: 'gate', purpose: 'marketing' }, 6), actorId: 0 }], after(40))
  const seqs = async (wish: Omit<Parameters<typeof journal>[1], 'customers'>) => singly(await journal(db, { customers: [anna], ...wish })).map((e) => e.seq)
  assert.deepEqual(await seqs({ by: 'service' }), [5, 4])
  assert.deepEqual(await seqs({ role: 'clerk' }), [3, 2, 1])
  assert.deepEqual(await seqs({ purpose: 'marketing', deeds: 'looks' }), [])
  assert.deepEqual(await seqs({ deeds: 'messages' }), [5, 4])
  assert.deepEqual(await seqs({ message: 5 }), [4])
  assert.deepEqual(await seqs({ from: after(10), to: after(30) }), [3, 2])
  const { lines } = await journal(db, { customers: [anna], zone: 'Europe/Moscow' })
  assert.deepEqual(
    lines.map((line) => [line[0].deed, line.map((e) => e.seq), line[0].actor.unit]),
    [
      ['send', [5], null],
      ['send', [4], null],
      ['card', [3, 1], 'sadovaya'],
      ['texts', [2], null],
    ],
  )
})

test('what was erased leaves leaves that nothing leads to, and the others keep their proofs', async (t) => {
  const db = await keep(t)
  await record(db, [look(anna), look(ben), look(clara)])
  await advanceLog(db, { signers: [signer], now: noon })
  const pseudonym = receipt.parse(JSON.parse((await proofOf(db, { customers: [anna], seq: 1, at: noon })).text)).customer
  assert.equal(await inTransaction(db, (tx) => eraseReceipts(tx, [anna, 9999], after(70))), 1)
  await advanceLog(db, { signers: [signer], now: after(70) })
  assert.deepEqual((await journal(db, { customers: [anna] })).lines, [])
  const left = await sql<{ n: number }>`select count(*)::int as n from keep.receipt_head where pseudonym = decode(${pseudonym}, 'hex')`.execute(db)
  const standing = await sql<{ n: number }>`select count(*)::int as n from keep.head_bucket where position(decode(${pseudonym}, 'hex') in entries) > 0`.execute(
    db,
  )
  assert.deepEqual([left.rows[0]?.n, standing.rows[0]?.n], [0, 0])
  const verdict = verifyBundle(JSON.parse((await bundleOf(db, { customers: [ben, clara], key: signer.shown })) ?? ''), signer.shown)
  assert.ok(verdict.holds, JSON.stringify(verdict.checks))
  await record(db, [look(anna)], after(71))
  assert.notEqual(receipt.parse(JSON.parse((await proofOf(db, { customers: [anna], seq: 1, at: after(71) })).text)).customer, pseudonym)
})

test('past the time they are kept receipts go from the beginning, and the rest still verifies', async (t) => {
  const db = await keep(t)
  for (let i = 0; i < 4; i++) await record(db, [look(anna, i)], after(i))
  await record(db, [look(ben)], noon)
  await advanceLog(db, { signers: [signer], now: after(4) })
  assert.equal(await expireReceipts(db, { before: after(2), now: after(5) }), 3)
  assert.equal(await expireReceipts(db, { before: after(2), now: after(5) }), 0)
  await advanceLog(db, { signers: [signer], now: after(6) })
  const file = JSON.parse((await bundleOf(db, { customers: [anna, ben], key: signer.shown })) ?? '')
  assert.deepEqual(
    file.chains.map((c: { first: number }) => c.first),
    [3],
  )
  assert.ok(verifyBundle(file, signer.shown).holds)
  await record(db, [look(ben)], after(20))
  assert.equal((await listReceipts(db, { customer: ben })).receipts[0]?.seq, 2)
})

test('the text put together from columns is the canonical JSON, and codes survive their row', () => {
  const code = fc.stringMatching(/^[a-z][a-z_.:]{0,20}$/)
  const list = fc.uniqueArray(code, { maxLength: 4 })
  const kinds = fc.constantFrom('staff', 'customer', 'api', 'service', 'ai')
  const codes = fc.record(
    {
      actor: kinds,
      role: code,
      activity: code,
      purpose: code,
      operation: fc.constantFrom('read', 'list', 'write', 'export', 'send'),
      decision: fc.constantFrom('allow', 'deny', 'later', 'ask'),
      policy: code,
      basis: code,
      channel: code,
      on_behalf: kinds,
      unit: code,
      fields: list,
      categories: list,
      reasons: list,
      recipients: list,
    },
    { requiredKeys: ['actor', 'role', 'activity', 'purpose', 'operation', 'decision', 'policy'] },
  )
  const maybe = <V>(value: fc.Arbitrary<V>) => fc.option(value)
  fc.assert(
    fc.property(codes, maybe(code), maybe(code), maybe(fc.nat()), maybe(fc.nat()), fc.nat(), (given, consent, content, activityId, onBehalfId, seq) => {
      const prepared = prepareCodes(given)
      assert.equal(codesText(prepared.row), prepared.text)
      assert.deepEqual(prepareCodes(codesOf(prepared.row)), prepared)
      const text = entryText({
        customer: { pseudonym: 'ab'.repeat(16), salt: '03'.repeat(16) },
        seq: seq + 1,
        prev: '0'.repeat(64),
        at: noon.toISOString(),
        nonce: 'cd'.repeat(16),
        actor: { kind: given.actor, id: 5 },
        activity: { kind: given.activity, id: activityId },
        onBehalf: { kind: given.on_behalf ?? null, id: onBehalfId },
        consent,
        content,
        codes: prepared.text,
      })
      assert.equal(canonical(receipt.parse(JSON.parse(text))), text)
    }),
  )
})

const singly = ({ lines }: Awaited<ReturnType<typeof journal>>) => lines.flat()

function look(customer: number, call = 77): NewReceipt {
  return { customer, codes: looked, actorId: clerk, activityId: call }
}

function record(db: Db<ReceiptTables>, uses: readonly NewReceipt[], now = noon) {
  return recordUse(db, uses, now)
}

const urls = new WeakMap<Db<ReceiptTables>, string>()

async function keep(t: TestContext, max = 3, beside?: Db<ReceiptTables>): Promise<Db<ReceiptTables>> {
  const url = (beside && urls.get(beside)) ?? (await testStore(t)).url.keep
  const db = openDb<ReceiptTables>({ url, max })
  urls.set(db, url)
  t.after(() => db.destroy())
  return db
}
