import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb, sql } from '../../src/platform/db/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { startProduct } from '../product.ts'
import { secretOf } from './inside.ts'
import { keyOf, recordPeople } from './people.ts'

// Looks of the same moment are read together, so a customer about whom there is far too much must not take the others along.

test('a customer who takes too long to read harms only who looks at that one', async (t) => {
  const product = await startProduct(t, { env: { LOOK_LIMIT_MS: '4000' } })
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const people = await recordPeople(admin, key, [
    { user: 'u1', email: 'one@heavy.example', fields: { surname: 'Первая', name: 'Анна' } },
    { user: 'u2', email: 'two@heavy.example', fields: { surname: 'Вторая', name: 'Вера' } },
    { user: 'u3', email: 'three@heavy.example', fields: { surname: 'Третья', name: 'Ева' } },
  ])
  const [first = '', second = '', third = ''] = people
  const ids = opaque(secretOf(product, 'ids'))
  const [heavyInOffice, heavyInKeep] = [ids.read('customer', first) ?? -1, ids.read('customer', second) ?? -1]
  for (const customer_id of [first, third]) {
    const task = await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Перезвонить', customer_id })
    assert.ok(task.status < 300, task.text)
  }
  const related = await admin.api('POST', `/v1/customers/${second}/relations`, { other_id: first, kind: 'family' })
  assert.ok(related.status < 300, related.text)

  // Rows of two of them take a minute each, whoever reads them and by whatever statement.
  const owner = openDb<Record<string, never>>({ url: product.databaseUrl('owner') })
  t.after(() => owner.destroy())
  const slow = (seconds: number) =>
    sql`create or replace function public.heavy(id bigint) returns boolean language plpgsql volatile cost 100000 as $$
      begin if id in (${sql.lit(heavyInOffice)}, ${sql.lit(heavyInKeep)}) then perform pg_sleep(${sql.lit(seconds)}); end if; return true; end $$`.execute(
      owner,
    )
  await slow(60)
  await sql`grant execute on function public.heavy to public`.execute(owner)
  for (const [table, role] of [
    ['office.task', 'rapport_office'],
    ['keep.relation', 'rapport_keep'],
  ] as const) {
    await sql`alter table ${sql.raw(table)} rename to stored`.execute(owner)
    const [schema = ''] = table.split('.')
    await sql`create view ${sql.raw(table)} as select * from ${sql.raw(schema)}.stored where public.heavy(customer_id)`.execute(owner)
    await sql`grant select on ${sql.raw(table)} to ${sql.raw(role)}`.execute(owner)
  }

  const cards = () => Promise.all(people.map((one) => admin.api('GET', `/v1/customers/${one}/card`, undefined, { key })))
  const answers = await cards()
  assert.deepEqual(
    answers.map((a) => a.status),
    [503, 503, 200],
    answers.map((a) => a.text).join('\n'),
  )
  for (const refused of answers.slice(0, 2)) assert.match(refused.text, /not read within 4 s/)

  await slow(0)
  assert.deepEqual(
    (await cards()).map((a) => a.status),
    [200, 200, 200],
  )
})
