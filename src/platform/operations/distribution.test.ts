import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { withClient } from '../launcher/index.ts'
import { distribute, planDistribution } from './index.ts'

test('each table has its place, and a key or reference that would not work there is named', async (t) => {
  const store = await testStore(t)
  const { placements } = await planDistribution(store.url.owner)
  const place = new Map(placements.map((placement) => [placement.table, placement]))
  assert.deepEqual(place.get('keep.vault'), { table: 'keep.vault', kind: 'distributed', column: 'customer_id' })
  assert.deepEqual(place.get('keep.seen'), { table: 'keep.seen', kind: 'distributed', column: 'digest' })
  assert.deepEqual(place.get('keep.unit'), { table: 'keep.unit', kind: 'reference' })

  await withClient(store.url.owner, (client) =>
    client.query(`create table office.wrong_key (customer_id bigint, code text unique);
      create table office.wrong_way (customer_id bigint primary key, seen bytea references keep.seen)`),
  )
  const { complaints } = await planDistribution(store.url.owner)
  assert.ok(complaints.some((line) => /office\.wrong_key is spread by customer_id, which its unique key/.test(line)))
  assert.ok(complaints.some((line) => /office\.wrong_way points at keep\.seen/.test(line)))
  await assert.rejects(
    distribute(store.url.owner, () => undefined),
    /wrong_key/,
  )
})

test('without Citus the command says what is missing', async (t) => {
  const store = await testStore(t)
  const { complaints } = await planDistribution(store.url.owner)
  assert.deepEqual(complaints, [])
  await assert.rejects(
    distribute(store.url.owner, () => undefined),
    /has no Citus/,
  )
})
