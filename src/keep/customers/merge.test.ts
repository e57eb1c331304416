import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { inTransaction, openDb, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { mergeCustomers, unmergeCustomer } from './merge.ts'
import type { CustomerTables } from './tables.ts'
import { clerk, type House, minutes, noon, openHouse } from './testing.ts'

const conflict = (error: unknown) => error instanceof AppError && error.code === 'conflict'

async function house(t: TestContext, many: number) {
  const at = await openHouse(t)
  await at.people(...Array.from({ length: many }, (_, i) => i + 1))
  const merge = (from: number, into: number, minute = 0) =>
    inTransaction(at.db, (tx) => mergeCustomers(tx, { from, into, actor: clerk, why: 'the same person', now: minutes(minute) }))
  const undo = (customer: number, minute: number) => inTransaction(at.db, (tx) => unmergeCustomer(tx, { customer, actor: clerk, now: minutes(minute) }))
  return { ...at, merge, undo }
}

/** Where each customer points; the facts must say the same of everyone. */
async function roots(at: House): Promise<string> {
  const rows = await sql<{ id: number; root: number; person: number }>`
    select c.customer_id as id, coalesce(c.merged_into, c.customer_id) as root, d.person from keep.customer c
    join fact.derived d using (customer_id) order by 1`.execute(at.db)
  for (const row of rows.rows) assert.equal(row.person, row.root, `facts of ${row.id}`)
  return rows.rows.map((r) => r.root).join(' ')
}

test('nobody is merged with a stranger, with an erased customer or twice', async (t) => {
  const at = await house(t, 4)
  await assert.rejects(at.merge(1, 99), (e) => e instanceof AppError && e.code === 'not_found')
  await sql`update keep.customer set status = 'erased' where customer_id = 3`.execute(at.db)
  await assert.rejects(at.merge(1, 3), conflict)
  await assert.rejects(at.merge(3, 1), conflict)
  await at.merge(1, 2)
  assert.equal(await at.merge(1, 2, 1), undefined)
  assert.equal(await at.merge(2, 1, 1), undefined)
  await sql`update keep.customer set status = 'erased' where customer_id = 2`.execute(at.db)
  await assert.rejects(at.merge(4, 1), conflict, 'the root is erased')
  assert.equal(await at.merge(4, 4), undefined)
  assert.equal(await roots(at), '2 2 3 4')
})

test('however long the chain, every customer points at the root', async (t) => {
  const at = await house(t, 6)
  await at.merge(1, 2)
  await at.merge(2, 3, 1)
  await at.merge(4, 1, 2)
  await at.merge(5, 6, 3)
  await at.merge(1, 5, 4)
  assert.equal(await roots(at), '6 6 6 6 6 6')
})

test('taking a merge back restores what came along, over several merges, and only that', async (t) => {
  const at = await house(t, 5)
  await assert.rejects(at.undo(1, 0), conflict)
  await at.merge(1, 2)
  await at.merge(2, 3, 1)
  await at.merge(3, 4, 2)
  await at.merge(5, 3, 3)
  assert.equal(await roots(at), '4 4 4 4 4')
  await at.undo(3, 4)
  assert.equal(await roots(at), '3 3 3 4 4')
  await at.undo(1, 5)
  assert.equal(await roots(at), '1 3 3 4 4')
  await at.undo(2, 6)
  assert.equal(await roots(at), '1 2 3 4 4')
  await assert.rejects(at.undo(3, 7), conflict)
  await at.merge(3, 2, 8)
  await at.undo(3, 9)
  await at.merge(3, 2, 10)
  assert.equal(await roots(at), '1 2 2 4 4')
  const history = await sql<{
    undone: number
  }>`select count(*) filter (where undone_at is not null and undone_by = ${clerk.id}) as undone from keep.merge`.execute(at.db)
  assert.equal(history.rows[0]?.undone, 4)
})

test('everyone whom a merge or its undoing moved is told as changed', async (t) => {
  const at = await house(t, 3)
  const told = async () => {
    const rows = await sql<{ customers: number[] }>`delete from fact.change returning customers`.execute(at.db)
    return [...new Set(rows.rows.flatMap((r) => r.customers))].sort()
  }
  await at.merge(1, 2)
  await told()
  await at.merge(1, 3, 1)
  assert.deepEqual(await told(), [1, 2, 3], 'the old root too, though nobody named it')
  await at.undo(2, 2)
  assert.deepEqual(await told(), [1, 2, 3])
})

test('a root that another merge moves meanwhile is followed: never a chain of two', async (t) => {
  const at = await house(t, 4)
  await at.merge(2, 3)
  const other = openDb<CustomerTables>({ url: at.store.url.keep, max: 1 })
  t.after(() => other.destroy())
  let joined: Promise<unknown> | undefined
  await inTransaction(other, async (tx) => {
    await mergeCustomers(tx, { from: 3, into: 4, actor: clerk, why: 'first', now: noon })
    joined = at.merge(1, 2, 1)
    await new Promise((resolve) => setTimeout(resolve, 150))
  })
  assert.deepEqual(await joined, { from: 1, into: 4 }, 'the roots as they stood under the locks')
  assert.equal(await roots(at), '4 4 4 4')
})

test('merges at the same time, in circles too, end in roots and nobody waits for ever', async (t) => {
  const at = await house(t, 8)
  for (let round = 0; round < 2; round++) {
    const pairs = Array.from({ length: 8 }, (_, i) => [i + 1, ((i + 1 + round) % 8) + 1] as const)
    const done = await Promise.allSettled(pairs.map(([a, b], i) => (i % 2 ? at.merge(a, b, round * 100 + i) : at.merge(b, a, round * 100 + i))))
    // Losing every race is said as such; the pointers must hold all the same.
    for (const d of done) if (d.status === 'rejected') assert.equal(d.reason.code, '40P01')
    const deep = await sql`select 1 from keep.customer c join keep.customer r on r.customer_id = c.merged_into where r.merged_into is not null`.execute(at.db)
    assert.equal(deep.rows.length, 0)
    await roots(at)
    const merged = await sql<{ id: number }>`select customer_id as id from keep.customer where merged_into is not null`.execute(at.db)
    await Promise.allSettled(merged.rows.map(({ id }, i) => at.undo(id, round * 100 + 50 + i)))
    await roots(at)
    const rest = await sql<{ id: number }>`select customer_id as id from keep.customer where merged_into is not null`.execute(at.db)
    for (const [i, { id }] of rest.rows.entries()) await at.undo(id, round * 100 + 80 + i).catch(() => {})
    assert.equal(await roots(at), '1 2 3 4 5 6 7 8')
  }
})
