import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { inTransaction } from '../../platform/db/index.ts'
import { advanceLog, agreementFormat, agreementStated } from '../receipts/index.ts'
import { verifyAgreement } from '../receipts/verify/index.ts'
import { agreements, hashOf, iriOf } from './known.ts'
import { agree, endAgreements } from './store.ts'

test('what is agreed, and that it ended, stands in the log under the hash of its document; before a checkpoint covers it nothing is claimed', async (t) => {
  const wings = await openWings(t)
  const { db, signer } = wings.keep
  const [vera = 0] = await wings.customers(1)
  const agreement = agreements.get('SD-BASE-A')
  assert.ok(agreement)
  const offers = [{ iri: iriOf(agreement.id), sha256: hashOf(agreement) }]
  const agrees = () =>
    inTransaction(db, (tx) =>
      agree(tx.$pickTables(), { customer: vera, members: [vera], agreement, offers, method: 'portal', company: 'Лавка', signer, now: wings.clock.now() }),
    )
  const file = async () => {
    const row = await db.selectFrom('keep.agreement').selectAll().where('customer_id', '=', vera).executeTakeFirstOrThrow()
    const { document, company_signature, customer_key, customer_signature } = row
    const [made, ended] = [await agreementStated(db.$pickTables(), row.stated), await agreementStated(db.$pickTables(), row.ended_stated)]
    return { format: agreementFormat, key: signer.shown, document, company_signature, customer_key, customer_signature, made, ended }
  }
  const checked = async () => verifyAgreement(await file(), signer.shown)
  const advance = () => advanceLog(db.$pickTables(), { signers: [signer], now: wings.clock.now() })
  await agrees()
  await agrees()
  assert.deepEqual((await checked()).parts, [{ part: 'agreement' }, { part: 'wording' }])
  await advance()
  assert.deepEqual((await checked()).parts.slice(2), [{ part: 'stated' }])
  await inTransaction(db, (tx) => endAgreements(tx.$pickTables(), { members: [vera], method: 'portal', now: wings.clock.now() }))
  assert.equal((await checked()).ended, undefined)
  wings.clock.advance(61_000)
  await advance()
  const over = await checked()
  assert.deepEqual([over.parts.slice(2), typeof over.ended], [[{ part: 'stated' }, { part: 'stated' }], 'string'])
  const rows = await db.selectFrom('keep.log_statement').select('body').where('kind', '=', 'agreement').execute()
  assert.equal(rows.length, 2, 'the same said twice is stated once')
  assert.ok(rows.every(({ body }) => !body.includes('Лавка') && !body.includes('SD-BASE')))
})
