import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { inTransaction, openDb, type Tx } from '../../platform/db/index.ts'
import { logger } from '../../platform/log.ts'
import { openDirectory } from './directory.ts'
import { mergeCustomers, unmergeCustomer } from './merge.ts'
import type { CustomerTables } from './tables.ts'
import { clerk, minutes, noon, openHouse } from './testing.ts'
import { writeFields } from './vault.ts'

async function house(t: TestContext) {
  const at = await openHouse(t)
  await at.people(1, 2)
  await at.write([
    { customer: 1, field: 'surname', value: 'Котова' },
    { customer: 2, field: 'surname', value: 'Жукова' },
  ])
  const directory = await openDirectory({ db: at.db, keyring: at.keyring, log: logger('test'), now: noon, file: join(at.folder, 'index') })
  t.after(() => directory.close())
  while (!directory.ready()) await new Promise((resolve) => setTimeout(resolve, 10))
  const other = openDb<CustomerTables>({ url: at.store.url.keep, max: 1 })
  t.after(() => other.destroy())
  const found = (query: string) => directory.find(query, { limit: 10, after: null }).customers.sort()
  return { ...at, directory, found, other }
}

/** Runs work in a transaction that commits only after `meanwhile`. */
async function late(db: Awaited<ReturnType<typeof house>>['other'], work: (tx: Tx<CustomerTables>) => Promise<unknown>, meanwhile: () => Promise<void>) {
  await inTransaction(db, async (tx) => {
    await work(tx)
    await meanwhile()
  })
}

test('the index takes in a change that was numbered early and committed late', async (t) => {
  const at = await house(t)
  const rename = async (tx: Tx<CustomerTables>) => {
    await writeFields({ db: at.db, keyring: at.keyring, rowIds: at.rowIds }, tx, [{ customer: 1, field: 'surname', value: 'Соколова' }], {
      actor: clerk,
      source: 'console',
      now: minutes(1),
    })
    await at.publish(tx, [1])
  }
  await late(at.other, rename, async () => {
    await at.write([{ customer: 2, field: 'surname', value: 'Зимина' }], minutes(1))
    await at.directory.follow()
    assert.deepEqual(at.found('Соколова'), [], 'not yet committed')
    assert.deepEqual(at.found('Зимина'), [2], 'a later number that is')
  })
  await at.directory.follow()
  assert.deepEqual([at.found('Соколова'), at.found('Котова'), at.found('Зимина')], [[1], [], [2]])
})

test('pages of the list and of a search go on where they were, also when those they ended with are called otherwise', async (t) => {
  const at = await house(t)
  const many = Array.from({ length: 9 }, (_, i) => 10 + i)
  const surname = (customer: number, value: string) => ({ customer, field: 'surname', value })
  await at.people(...many)
  await at.write(many.map((customer) => surname(customer, `Белова${String.fromCharCode(0x430 + customer - 10)}`)))
  await at.directory.follow()
  const { directory } = at
  const [found, listed] = [directory.find('белова', { limit: 4, after: null }), directory.list({ limit: 4, after: null })]
  assert.deepEqual([found.customers, listed.customers], [many.slice(0, 4), many.slice(0, 4)])
  // The last goes to the very end of the alphabet and the one before it to its beginning: behind either, most would be lost or repeated.
  await at.write([surname(13, 'Яковлева-Белова'), surname(12, 'Аксёнова-Белова')], minutes(1))
  await at.directory.follow()
  const moved = (page: { customers: number[] }) => page.customers.filter((c) => c !== 12 && c !== 13)
  assert.deepEqual(moved(directory.find('белова', { limit: 100, after: found.next })), many.slice(4))
  assert.deepEqual(moved(directory.list({ limit: 100, after: listed.next })), [...many.slice(4), 2, 1])
  assert.equal(directory.list({ limit: 100, after: null }).next, null)
})

test('the index follows a merge and its undoing, also when they commit late', async (t) => {
  const at = await house(t)
  const later = async () => {
    await at.people(3)
    await at.directory.follow()
  }
  assert.deepEqual([at.found('Котова'), at.found('Жукова'), at.directory.size()], [[1], [2], 2])
  await late(at.other, (tx) => mergeCustomers(tx, { from: 1, into: 2, actor: clerk, why: 'same', now: minutes(1) }), later)
  await at.directory.follow()
  assert.deepEqual([at.found('Котова'), at.found('Жукова')], [[2], [2]], 'by either name, under the root')
  assert.equal(at.directory.size(), 2)
  await late(
    at.other,
    (tx) => unmergeCustomer(tx, { customer: 1, actor: clerk, now: minutes(2) }),
    () => at.directory.follow(),
  )
  await at.directory.follow()
  assert.deepEqual([at.found('Котова'), at.found('Жукова')], [[1], [2]])
})
