import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { withClient } from '../../src/platform/launcher/index.ts'
import { startProduct } from '../product.ts'

const token = 'a-token-of-prometheus'
const healthPart = z.object({ code: z.string(), state: z.string(), note: z.string().nullable() })

test('GET /v1/health/details counts exactly what is little, knows the last backup, and tells a job of either wing that gave up', async (t) => {
  const product = await startProduct(t, { env: { METRICS_TOKEN: token } })
  const admin = await product.setUp()
  const details = async () => {
    return z
      .looseObject({ state: z.string(), counts: z.unknown(), backup: z.unknown(), given_up: z.unknown(), parts: z.array(healthPart) })
      .parse((await admin.api('GET', '/v1/health/details')).body)
  }
  const owner = (sql: string) => withClient(product.databaseUrl('owner'), (client) => client.query<{ n: number }>(sql))
  const rows = async (table: string) => ({ count: (await owner(`select count(*)::int as n from ${table}`)).rows[0]?.n, exact: true })
  const first = await details()
  assert.deepEqual(first.counts, { customers: { count: 0, exact: true }, interactions: await rows('fact.interaction'), receipts: await rows('keep.receipt') })
  assert.deepEqual(
    first.parts.filter((part) => part.state !== 'up'),
    [{ code: 'backup', state: 'degraded', note: 'backup_none' }],
  )
  assert.equal(first.state, 'degraded', 'not everything works while there is no backup')

  await owner(`insert into public.backup (what, place, began_at, ended_at, ok, bytes) values ('all', '/srv', now(), now(), true, 7)`)
  const safe = await details()
  assert.equal(safe.state, 'up')
  assert.ok(z.object({ last_at: z.string(), bytes: z.literal(7), failed_at: z.null() }).safeParse(safe.backup).success)

  for (const [schema, task] of [
    ['keep_jobs', 'messages_past'],
    ['office_jobs', 'value_classes'],
  ]) {
    await owner(`select ${schema}.add_job('${task}', run_at := '2100-01-01', max_attempts := 1)`)
    await owner(`update ${schema}._private_jobs set attempts = max_attempts where run_at > '2099-01-01'`)
  }
  const sick = await details()
  assert.equal(sick.state, 'degraded')
  assert.deepEqual(sick.given_up, [
    { task: 'messages_past', count: 1 },
    { task: 'value_classes', count: 1 },
  ])
  assert.deepEqual(
    sick.parts.filter((part) => part.state !== 'up'),
    [{ code: 'jobs', state: 'degraded', note: 'jobs_given_up' }],
  )
  const machines = z.looseObject({ state: z.string(), last_backup_at: z.string(), jobs_given_up: z.int(), note: z.string() })
  const told = machines.parse((await product.api('GET', '/health')).body)
  assert.deepEqual([told.state, told.jobs_given_up, told.note], ['degraded', 2, 'A job has failed for the last time.'])
  const metrics = (key: string | undefined) => product.api('GET', '/metrics', undefined, { key })
  for (const wrong of [undefined, '', token.slice(1), `${token} `.repeat(2)]) assert.equal((await metrics(wrong)).status, 401)
  assert.equal((await admin.api('GET', '/metrics')).status, 401)
  const printed = (await metrics(token)).text
  for (const line of [/rapport_jobs_given_up 2/, /rapport_up 0\.5/, /rapport_http_requests_total\{/]) assert.match(printed, line)
  for (const schema of ['keep_jobs', 'office_jobs']) await owner(`delete from ${schema}._private_jobs where run_at > '2099-01-01'`)
})
