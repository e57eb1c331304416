import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { z } from 'zod'
import * as agreements from '../../src/keep/agreements/contract.ts'
import * as files from '../../src/keep/files/contract.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { isForCustomers } from '../../src/platform/http/index.ts'
import { testStore } from '../store.ts'
import { isEndpoint } from '../tidy/contracts.ts'
import { places, reasons } from './places.ts'

// What is kept about a customer has a place on their own pages, or a reason why not; so a new column cannot be forgotten.

const listed = new Map(
  Object.entries(places).flatMap(([table, groups]) =>
    Object.entries(groups).flatMap(([columns, place]) => columns.split(' ').map((column): [string, string] => [`${table}.${column}`, place])),
  ),
)

test('every column that is a customer’s to get has its place on their pages or a reason', async (t) => {
  const kept = await exported((await testStore(t)).url.owner)
  assert.ok(kept.length > 200)
  assert.deepEqual(
    kept.filter((name) => !listed.has(name)),
    [],
    'say in test/portal/places.ts where the customer sees it',
  )
  assert.deepEqual(
    [...listed.keys()].filter((name) => !kept.includes(name)),
    [],
    'these are kept no more',
  )
})

async function exported(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(`select table_name || '.' || column_name as name from public.annotation where export order by 1`)
    return rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

test('a place is one: the endpoint is the customer’s and its answer has it', () => {
  const shapes = new Map<string, unknown>(
    Object.entries({ ...agreements, ...files, ...rights, ...portal }).flatMap(([name, endpoint]) =>
      isEndpoint(endpoint) && isForCustomers(endpoint.who) && endpoint.output
        ? [[name, z.toJSONSchema(endpoint.output, { io: 'input', unrepresentable: 'any' })]]
        : [],
    ),
  )
  const wrong = [...new Set(listed.values())].filter((place) => {
    if (Object.hasOwn(reasons, place)) return false
    const [endpoint = '', path = ''] = place.split(': ')
    return path.split('.').reduce<unknown>(step, shapes.get(endpoint)) === undefined
  })
  assert.deepEqual(wrong, [])
  assert.equal(step(shapes.get('readMyPage'), 'nothing'), undefined)
})

/** What stands under a name in a schema: of a list in its items, of something that may be null in what it is otherwise. */
function step(schema: unknown, name: string): unknown {
  for (const inner of insideOf(schema)) {
    const found = at(at(inner, 'properties'), name)
    if (found !== undefined) return found
  }
  return undefined
}

function insideOf(schema: unknown): unknown[] {
  const choices = at(schema, 'anyOf')
  const items = at(schema, 'items')
  return [schema, ...(Array.isArray(choices) ? choices.flatMap(insideOf) : []), ...(items === undefined ? [] : insideOf(items))]
}

const at = (of: unknown, name: string): unknown => (typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined)
