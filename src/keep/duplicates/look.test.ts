import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../../platform/clock.ts'
import { sql } from '../../platform/db/index.ts'
import { logger } from '../../platform/log.ts'
import { openDirectory } from '../customers/index.ts'
import { noon, openHouse } from '../customers/testing.ts'
import { lookForDuplicates } from './look.ts'

test('while somebody waits few are looked at in a turn, and who changed before those who came with many', async (t) => {
  const at = await openHouse(t)
  const ids = Array.from({ length: 120 }, (_, i) => i + 1)
  const surnames = (customers: readonly number[], value: string) => at.write(customers.map((customer) => ({ customer, field: 'surname', value })))
  await at.people(...ids)
  await surnames(ids, 'Котова')
  const directory = await openDirectory({ db: at.db, keyring: at.keyring, log: logger('test'), now: noon, file: join(at.folder, 'index') })
  t.after(() => directory.close())
  while (!directory.ready()) await new Promise((resolve) => setTimeout(resolve, 10))
  let now = 0
  const clock = { ...systemClock, monotonic: () => (now += 50) }
  const look = (somebodyWaits: boolean) =>
    lookForDuplicates({ db: at.db.$pickTables(), keyring: at.keyring, directory, clock }, { gently: () => somebodyWaits })
  const due = async () => (await sql<{ id: number }>`select customer_id::int as id from keep.duplicate_look order by 1`.execute(at.db)).rows.map(({ id }) => id)

  assert.equal(await look(true), 5, 'of those who came with many')
  await surnames([110], 'Жукова')
  assert.equal(await look(true), 5)
  assert.ok(!(await due()).includes(110), 'who changed goes first')
  assert.ok((await due()).includes(10), 'and the others wait')
  assert.equal(await look(false), 110)
  assert.equal(await look(true), 0)
})
