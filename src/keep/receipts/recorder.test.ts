import assert from 'node:assert/strict'
import test from 'node:test'
import { testStore } from '../../../test/store.ts'
import { openDb } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { type NewReceipt, type ReceiptTables, useRecorder } from './index.ts'

const [anna, ben] = [1000, 2000]
const noon = new Date('2026-11-21T12:00:00Z')
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

const codes: NewReceipt['codes'] = {
  actor: 'staff',
  role: 'clerk',
  activity: 'card',
  purpose: 'service',
  operation: 'read',
  fields: ['card'],
  decision: 'allow',
  policy: 'purpose:v1',
}
const look = (customer: number): NewReceipt => ({ customer, codes, actorId: 7 })

async function recording(t: test.TestContext) {
  const db = openDb<ReceiptTables>({ url: (await testStore(t)).url.keep, max: 4 })
  t.after(() => db.destroy())
  const written = async () => (await db.selectFrom('keep.receipt').select(['customer_id', 'seq']).orderBy('customer_id').orderBy('seq').execute()).length
  return { recorder: useRecorder(db), another: useRecorder(db), written }
}

test('a bad code fails its own caller only', async (t) => {
  const { recorder, written } = await recording(t)
  const [bad, good] = await Promise.allSettled([
    recorder.record([{ ...look(anna), codes: { ...codes, role: 'no role' } }], noon),
    recorder.record([look(anna)], noon),
  ])
  assert.equal(bad?.status, 'rejected')
  assert.equal(good?.status, 'fulfilled')
  assert.equal(await written(), 1)
})

test('nothing is written before it is granted, nor when it is not; who was granted in the same moment is not held up', async (t) => {
  const { recorder, written } = await recording(t)
  const asked = Promise.withResolvers<void>()
  const refused = recorder.record([look(anna)], noon, asked.promise)
  const granted = await recorder.record([look(ben)], noon, Promise.resolve())
  assert.deepEqual(granted, [{ customer: ben, seq: 1, fresh: true }])
  assert.equal(await written(), 1)
  asked.reject(new AppError('too_many', 'No more for now.'))
  await assert.rejects(refused, { code: 'too_many' })
  await recorder.record([look(ben)], noon)
  assert.equal(await written(), 1)
})

test('what was recorded is remembered for as long as it is one use, here and by who asks the database', async (t) => {
  const { recorder, another, written } = await recording(t)
  const seqs = async (by: typeof recorder, minutes: number) => (await by.record([look(anna), look(ben)], after(minutes))).map((r) => [r.seq, r.fresh])
  assert.deepEqual(await seqs(recorder, 0), [
    [1, true],
    [1, true],
  ])
  const repeats = await Promise.all([seqs(recorder, 14), seqs(another, 14), seqs(recorder, 14)])
  assert.deepEqual(new Set(repeats.flat().map(String)), new Set(['1,false']))
  assert.equal(await written(), 2)
  assert.deepEqual(await seqs(another, 15), [
    [2, true],
    [2, true],
  ])
  assert.deepEqual(await seqs(recorder, 15), [
    [2, false],
    [2, false],
  ])
  await assert.rejects(recorder.record([look(anna)], after(15), Promise.reject(new AppError('too_many', 'No more.'))), { code: 'too_many' })
})

test('the same use by many in one moment is one receipt', async (t) => {
  const { recorder, another, written } = await recording(t)
  const all = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 3 ? recorder : another).record([look(anna)], noon)))
  assert.deepEqual(new Set(all.flat().map((r) => r.seq)), new Set([1]))
  assert.equal(await written(), 1)
})
