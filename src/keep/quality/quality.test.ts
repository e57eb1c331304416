import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { type FieldWrite, publishDerived, writeFields } from '../customers/index.ts'
import { noon, openHouse } from '../customers/testing.ts'
import { againstOf, type Looked } from './against.ts'
import { gatherQuality, gatherQualityOf } from './index.ts'

const dayMs = 86_400_000
const ago = (days: number) => new Date(noon.getTime() - days * dayMs)
const nothing: Looked = { fields: {}, phones: [], country: null, firstPurchase: null, said: new Map() }

test('what cannot be so: a birth after the first purchase, phones of another country, a gender that the patronymic is not, two systems', () => {
  const of = (some: Partial<Looked>) => againstOf({ ...nothing, ...some }, noon)
  assert.deepEqual(of({}), [])
  assert.deepEqual(of({ fields: { birth_date: '1984-05-31' }, firstPurchase: ago(30) }), [])
  assert.deepEqual(of({ fields: { birth_date: '2026-11-01' }, firstPurchase: ago(30) }), ['birth_date:after_purchase'])
  assert.deepEqual(of({ fields: { birth_date: '1905-01-01' } }), ['birth_date:too_old'])
  assert.deepEqual(of({ phones: ['+79161234567'], country: 'RU' }), [])
  assert.deepEqual(of({ phones: ['+4915112345678'], country: 'RU' }), ['phone:other_country'])
  assert.deepEqual(of({ phones: ['+4915112345678', '+79161234567'], country: 'RU' }), [], 'one of home is enough')
  assert.deepEqual(of({ phones: ['+4915112345678'] }), [], 'no country to differ from')
  assert.deepEqual(of({ fields: { gender: 'm', patronymic: 'Ивановна' } }), ['gender:patronymic'])
  assert.deepEqual(of({ fields: { gender: 'f', patronymic: 'Ивановна' } }), [])
  assert.deepEqual(of({ said: new Map([['address', ['Тверская 1', 'ТВЕРСКАЯ 1']]]) }), [], 'spelling is no difference')
  assert.deepEqual(of({ said: new Map([['address', ['Тверская 1', 'Арбат 5']]]) }), ['address:sources_differ'])
})

test('names of fields with the day they were said, never a value; two systems differ until a person has said which is right', async (t) => {
  const { db, keyring, rowIds, people, write } = await openHouse(t)
  await people(1, 2, 3)
  const byProgram = (source: string, writes: readonly FieldWrite[], now: Date) =>
    inTransaction(db, (tx) => writeFields({ db, keyring, rowIds }, tx, writes, { actor: { kind: 'api', id: 1, role: 'program' }, source, now }))
  const row = async (customer: number) =>
    (
      await sql<{ fields: string[]; confirmed: string[]; against: string[] }>`
        select fields, confirmed::text[] as confirmed, against from fact.quality where customer_id = ${customer}`.execute(db)
    ).rows[0]
  const changes = async () => (await sql<{ n: number }>`select count(*)::int as n from fact.change where what = '{quality}'`.execute(db)).rows[0]?.n

  await byProgram('till', [{ customer: 1, field: 'address', value: 'Тверская 1' }], ago(400))
  await byProgram('shop', [{ customer: 1, field: 'address', value: 'Арбат 5' }], ago(10))
  await byProgram('till', [{ customer: 2, field: 'address', value: 'Тверская 1' }], ago(400))
  await byProgram('till', [{ customer: 2, field: 'address', value: 'Арбат 5' }], ago(10))
  await inTransaction(db, (tx) => publishDerived({ keyring }, tx, [1, 2], { batch: 7, now: noon }))
  assert.equal(await gatherQuality({ db, keyring }, noon), 3)
  assert.deepEqual(await row(1), { fields: ['address'], confirmed: ['2026-11-11'], against: ['address:sources_differ'] })
  assert.deepEqual(await row(2), { fields: ['address'], confirmed: ['2026-11-11'], against: [] }, 'one system that corrects itself')
  assert.deepEqual(await row(3), { fields: [], confirmed: [], against: [] })
  assert.equal(await changes(), 1, 'who follows changes is told of whom it contradicts')
  await gatherQuality({ db, keyring }, noon)
  assert.equal(await changes(), 1, 'once')

  await write([{ customer: 1, field: 'address', value: 'Тверская 1' }], noon)
  await inTransaction(db, (tx) => gatherQualityOf({ keyring }, tx, [1], noon))
  assert.deepEqual(await row(1), { fields: ['address'], confirmed: ['2026-11-21'], against: [] })
  assert.equal(await changes(), 2)

  await sql`update keep.customer set merged_into = 2 where customer_id = 1`.execute(db)
  await write(
    [
      { customer: 3, field: 'name', value: null },
      { customer: 3, field: 'birth_date', value: '1984-05-31' },
    ],
    ago(1),
  )
  await sql`update keep.customer set status = 'restricted' where customer_id = 3`.execute(db)
  assert.equal(await gatherQuality({ db, keyring }, noon), 1)
  assert.deepEqual([await row(1), await row(3)], [undefined, undefined], 'who is no person of ours any more says nothing')
  await inTransaction(db, (tx) => gatherQualityOf({ keyring }, tx, [1, 3], noon))
  assert.deepEqual([await row(1), await row(3)], [undefined, undefined], 'nor when they ceased to be one after they were chosen to be looked at')
  assert.deepEqual((await row(2))?.fields, ['address'], 'all identities of a person are one')
})
