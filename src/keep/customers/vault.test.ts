import assert from 'node:assert/strict'
import test from 'node:test'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import { mergeCustomers } from './merge.ts'
import { clerk, type House, minutes, openHouse } from './testing.ts'
import { historyOf, openFields, openSealedFields, sealedFieldsOf, writeFields } from './vault.ts'

const shown = async (at: House, customer: number) =>
  Object.fromEntries([...((await openFields(at, [customer], '*')).get(customer) ?? [])].map(([field, held]) => [field, held.value]))

test('a value stands sealed, in versions; an equal one writes nothing and a removal is a version too', async (t) => {
  const at = await openHouse(t)
  await at.people(1, 2)
  const anna = { customer: 1, field: 'surname', value: 'Белова' }
  assert.deepEqual(await at.write([{ customer: 1, field: 'surname', value: null }]), [], 'nothing to remove')
  assert.equal((await at.write([anna, { customer: 1, field: 'about', value: 'x' }])).length, 2)
  assert.deepEqual(await at.write([anna], minutes(1)), [])
  assert.deepEqual(
    await at.write(
      [
        { ...anna, value: 'Кораблёва' },
        { ...anna, value: 'Белова' },
      ],
      minutes(1),
    ),
    [],
    'the last of several counts',
  )
  await at.write([{ ...anna, value: 'Кораблёва' }], minutes(2))
  assert.deepEqual(await shown(at, 1), { surname: 'Кораблёва', about: 'x' })
  await at.write([{ ...anna, value: null }], minutes(3))
  assert.deepEqual(await shown(at, 1), { about: 'x' })
  assert.deepEqual(await at.write([{ ...anna, value: null }], minutes(4)), [], 'removed is removed')
  const history = await historyOf(at, 1, 'surname')
  assert.deepEqual(
    history.map((v) => v.value),
    [null, 'Кораблёва', 'Белова'],
  )
  assert.ok(history.every((v) => v.by_id === clerk.id && v.source === 'console'))
  assert.deepEqual(await shown(at, 2), {})
  const raw = await sql<{ all: string }>`select string_agg(encode(sealed, 'escape'), ' ') as all from keep.vault`.execute(at.db)
  assert.ok(!raw.rows[0]?.all.includes(Buffer.from('Белова').toString('latin1')))
})

test('a sealed value copied to another customer or field does not open', async (t) => {
  const at = await openHouse(t)
  await at.people(1, 2)
  await at.write([
    { customer: 1, field: 'surname', value: 'Белова' },
    { customer: 1, field: 'name', value: 'Анна' },
    { customer: 2, field: 'surname', value: 'Громов' },
  ])
  await sql`update keep.vault set sealed = (select sealed from keep.vault where customer_id = 1 and field = 'surname') where customer_id = 2 or field = 'name'`.execute(
    at.db,
  )
  assert.deepEqual(await shown(at, 2), {})
  assert.deepEqual(await shown(at, 1), { surname: 'Белова' })
})

test('over all ids of a person the newest wins, whoever numbered it, and a removal hides what another id holds', async (t) => {
  const at = await openHouse(t)
  await at.people(1, 2)
  await at.rowIds.next(1)
  const another = { ...at, rowIds: idBlocks(at.db, 'keep.row_id_seq') } // another process: its numbers are higher, though it writes earlier
  const by = { actor: clerk, source: 'import', now: minutes(1) }
  await inTransaction(at.db, (tx) => writeFields(another, tx, [{ customer: 2, field: 'surname', value: 'earlier' }], by))
  await at.write([{ customer: 1, field: 'surname', value: 'later' }], minutes(2))
  await inTransaction(at.db, (tx) => mergeCustomers(tx, { from: 2, into: 1, actor: clerk, why: 'same', now: minutes(3) }))
  assert.deepEqual(await shown(at, 1), { surname: 'later' })
  assert.deepEqual(await shown(at, 2), { surname: 'later' })
  assert.deepEqual(await at.write([{ customer: 2, field: 'surname', value: 'later' }], minutes(4)), [], 'the person has it already')
  assert.equal((await at.write([{ customer: 1, field: 'surname', value: null }], minutes(5))).length, 1)
  assert.deepEqual(await shown(at, 1), {})
  assert.deepEqual(await at.write([{ customer: 1, field: 'surname', value: null }], minutes(6)), [])
  assert.deepEqual(
    (await historyOf(at, 2, 'surname')).map((v) => v.value),
    [null, 'later', 'earlier'],
  )
})

test('two who write the same field at once both succeed, and one value is current', async (t) => {
  const at = await openHouse(t)
  await at.people(1)
  for (let round = 0; round < 10; round++) {
    await Promise.all(['a', 'b', 'c'].map((who) => at.write([{ customer: 1, field: 'about', value: `${who}${round}` }], minutes(round))))
    const rows = await sql`select 1 from keep.vault where customer_id = 1 and current`.execute(at.db)
    assert.equal(rows.rows.length, 1)
  }
  assert.equal((await historyOf(at, 1, 'about')).length, 30)
})

test('what the office sees follows the fields, and nothing else of them', async (t) => {
  const at = await openHouse(t)
  await at.people(1)
  await at.write([
    { customer: 1, field: 'patronymic', value: 'Ильинична' },
    { customer: 1, field: 'birth_date', value: '1990-02-28' },
    { customer: 1, field: 'address', value: '190000, Санкт-Петербург, Мойка 12' },
  ])
  const one = async () =>
    (await sql`select gender, age_band, region, birth_month, has_address, status, person from fact.derived where customer_id = 1`.execute(at.db)).rows[0]
  assert.deepEqual(await one(), { gender: 'f', age_band: '35-44', region: 'ru-19', birth_month: 2, has_address: true, status: 'known', person: 1 })
  await at.write([
    { customer: 1, field: 'birth_date', value: null },
    { customer: 1, field: 'address', value: null },
  ])
  assert.deepEqual(await one(), { gender: 'f', age_band: null, region: null, birth_month: null, has_address: false, status: 'known', person: 1 })
})

test('what is not wanted is left sealed: not even its key is asked for, and a newer value that is not wanted hides an older one that is', async (t) => {
  const at = await openHouse(t)
  await at.people(1, 2)
  await at.write([
    { customer: 1, field: 'surname', value: 'Белова' },
    { customer: 1, field: 'about', value: 'sings' },
    { customer: 2, field: 'surname', value: 'Громов' },
  ])
  const asked: string[] = []
  const keyring: Parameters<typeof openSealedFields>[0] = {
    existingKeys: (customers, category) => {
      asked.push(`${category} of ${customers.join()}`)
      return at.keyring.existingKeys(customers, category)
    },
  }
  const held = new Map([[1, await sealedFieldsOf(at.db, [1], '*')]])
  assert.deepEqual(await openSealedFields(keyring, held, () => false), new Map([[1, new Map()]]))
  assert.deepEqual(asked, [])
  const opened = await openSealedFields(keyring, held, (category) => category === 'contact')
  assert.deepEqual(
    [...(opened.get(1)?.values() ?? [])].map((f) => [f.field, f.value]),
    [['surname', 'Белова']],
  )
  assert.deepEqual(asked, ['contact of 1'])

  await sql`update keep.vault set category = 'sensitive', at = at + interval '1 hour' where customer_id = 2`.execute(at.db)
  const both = new Map([[1, await sealedFieldsOf(at.db, [1, 2], ['surname'])]])
  assert.deepEqual(await openSealedFields(keyring, both, (category) => category === 'contact'), new Map([[1, new Map()]]))
})
