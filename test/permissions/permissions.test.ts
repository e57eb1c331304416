import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb, sql } from '../../src/platform/db/index.ts'
import type { Product } from '../product.ts'
import { endpointsOfContracts } from '../tidy/contracts.ts'
import { askAll } from './asking.ts'
import { askers, castOf, customersSession } from './people.ts'
import { nameOf, readTable } from './table.ts'
import { makeThings } from './things.ts'

// Every endpoint of every contract, called over HTTP by each role, each kind of key, a customer and nobody, against a table that a
// person has read. Whoever adds an endpoint adds its line (node test/permissions-table.ts), and reads it.

const table = readTable()

test('every endpoint stands in the table of who may call it, and nothing else does', async () => {
  const names = [...new Set((await endpointsOfContracts()).map(nameOf))].sort()
  assert.deepEqual([...table.keys()].sort(), names, 'run: node test/permissions-table.ts, and read what changed')
})

test('whoever looks through a colleague’s eyes can do nothing but look, and leave', async () => {
  const writes = (await endpointsOfContracts()).filter((endpoint) => endpoint.method !== 'GET' && endpoint.who !== 'public')
  const letIn = writes.map(nameOf).filter((name) => table.get(name)?.answers['as-clerk'] === '+')
  assert.deepEqual(letIn, ['DELETE /v1/session/seeing'])
  for (const { endpoint, answers } of table.values()) if (answers['as-clerk'] === '+' && answers.clerk !== '+') assert.equal(endpoint, 'a clerk may it, too')
})

test('each answers each as the table says, and what was refused changed nothing', async (t) => {
  const cast = await castOf(t)
  const things = await makeThings(cast.admin, cast.spare)
  cast.as.customer = await customersSession(t, cast.product, things.params['customer_id'] ?? '')
  const endpoints = await endpointsOfContracts()
  const expected = (name: string, asker: (typeof askers)[number]) => table.get(name)?.answers[asker]
  const wrong = (rows: Awaited<ReturnType<typeof askAll>>) =>
    rows.flatMap(({ endpoint, answers }) =>
      askers.flatMap((asker) => {
        const answer = answers[asker]
        return answer === undefined || answer === expected(endpoint, asker) ? [] : [`${endpoint} by ${asker}: ${answer}, not ${expected(endpoint, asker)}`]
      }),
    )

  await t.test('who is refused is refused, and everything is as it was', async () => {
    const before = await stateOf(cast.product)
    const rows = await askAll(cast, things, endpoints, (name, asker) => expected(name, asker) !== '+')
    assert.deepEqual(wrong(rows), [])
    assert.deepEqual(await stateOf(cast.product), before)
  })
  await t.test('who may is let in', async () => {
    assert.deepEqual(wrong(await askAll(cast, things, endpoints, (name, asker) => expected(name, asker) === '+')), [])
  })
})

const held = [
  'keep.customer',
  'keep.vault',
  'keep.identifier',
  'keep.content',
  'keep.relation',
  'keep.merge',
  'keep.consent_event',
  'keep.staff',
  'keep.role',
  'keep.role_version',
  'keep.purpose',
  'keep.custom_field',
  'keep.event_type',
  'keep.unit',
  'keep.topic',
  'keep.file',
  'keep.budget_request',
  'fact.interaction',
  'office.task',
  'office.work_case',
  'office.tag',
  'office.customer_tag',
  'keep.care_change',
  'office.lead',
  'office.campaign',
  'office.audience',
  'office.favourite',
] as const

/** What the tables of people, of who may what and of work hold: a number for each. */
async function stateOf(product: Product): Promise<{ [table: string]: string }> {
  const db = openDb<Record<string, never>>({ url: product.databaseUrl('owner') })
  try {
    const state: { [table: string]: string } = {}
    for (const name of held) {
      const { rows } = await sql<{
        said: string
      }>`select count(*) || ' ' || coalesce(sum(hashtext(t::text)::bigint), 0) as said from ${sql.table(name)} t`.execute(db)
      state[name] = rows[0]?.said ?? ''
    }
    const keys = await sql<{ said: string }>`select count(*) || ' ' || count(revoked_at) as said from keep.api_key`.execute(db)
    return { ...state, keys: keys.rows[0]?.said ?? '' }
  } finally {
    await db.destroy()
  }
}
