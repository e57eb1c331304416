import { sql } from 'kysely'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Outputs } from '../../keep/door/contract.ts'
import { AppError } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import { about, readHealth } from '../console/contract.ts'
import type { House } from '../house.ts'
import { printOpenApi } from './openapi.ts'

type KeepHealth = Outputs['health']

/** Mounts /health (for machines), /metrics, the details for the operator, /v1/about and the printed API. */
export function healthRoutes(house: House): void {
  const { app, on } = house
  const metrics = meter(house)

  app.get('/health', async () => {
    const keep = await keepHealth(house)
    const database = await databaseAnswers(house)
    const state = keep === undefined || !database ? 'down' : keep.state
    const body = { state, database: database ? 'up' : 'down', keep: keep === undefined ? 'down' : keep.state, note: keep?.note ?? null }
    return Response.json(body, { status: state === 'down' ? 503 : 200, headers: { 'cache-control': 'no-store' } })
  })

  app.get('/metrics', async () => {
    await metrics.refresh()
    return new Response(await metrics.registry.metrics(), { headers: { 'content-type': metrics.registry.contentType } })
  })

  app.get('/v1/openapi.json', () => Response.json(printOpenApi(house.version)))

  mount(app, on, about, async () => {
    const keep = await keepHealth(house)
    if (!keep) throw new AppError('unavailable', 'The installation is starting. Please try again in a moment.', { retryAfterSeconds: 1 })
    const company = keep.company ?? { name: 'Rapport', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow' }
    return {
      company: company.name,
      country: company.country,
      currency: company.currency,
      time_zone: company.time_zone,
      ready: keep.ready,
      demo: house.demo,
      mailbox: keep.mailbox,
      version: house.version,
    }
  })

  mount(app, on, readHealth, async () => {
    const keep = await keepHealth(house)
    const counts = await countsOf(house)
    const part = (code: string, state: 'up' | 'degraded' | 'down', note: string | null) => ({ code, state, since: null, memory_bytes: null, note })
    return {
      state: keep === undefined ? ('down' as const) : keep.state,
      version: house.version,
      started_at: house.startedAt.toISOString(),
      parts: [
        { ...part('office', 'up', null), since: house.startedAt.toISOString(), memory_bytes: process.memoryUsage.rss() },
        part('keep', keep === undefined ? 'down' : keep.state, keep?.note ?? null),
        part('database', counts ? 'up' : 'down', null),
        part('search', keep?.search.ready ? 'up' : 'degraded', null),
      ],
      disk: keep?.disk ?? null,
      counts: { customers: keep?.search.customers ?? 0, interactions: counts?.interactions ?? 0, receipts: keep?.receipts ?? 0 },
      checkpoint: keep?.checkpoint ?? null,
      last_backup_at: null,
      jobs: keep?.queue ?? { waiting: 0, failed: 0 },
    }
  })
}

const keepHealth = (house: House): Promise<KeepHealth | undefined> => house.door.ask({ service: 'health' }, 'health', {}).catch(() => undefined)

async function databaseAnswers(house: House): Promise<boolean> {
  return sql`select 1`.execute(house.db).then(
    () => true,
    () => false,
  )
}

/** The planner's estimate: counting ten million rows for a page nobody waits for is not worth it. */
async function countsOf(house: House): Promise<{ interactions: number } | undefined> {
  const rows = await sql<{ n: number }>`select greatest(reltuples, 0)::bigint as n from pg_class where oid = 'fact.interaction'::regclass`
    .execute(house.db)
    .catch(() => undefined)
  return rows && { interactions: rows.rows[0]?.n ?? 0 }
}

function meter(house: House) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'rapport_office_' })
  const requests = new Counter({
    name: 'rapport_http_requests_total',
    help: 'Requests by method and class of status',
    labelNames: ['method', 'status'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'rapport_http_seconds',
    help: 'Time to answer',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const receipts = new Gauge({ name: 'rapport_receipts', help: 'Receipts written', registers: [registry] })
  const waiting = new Gauge({ name: 'rapport_messages_waiting', help: 'Messages not yet handed over', registers: [registry] })
  house.app.use('*', async (context, next) => {
    const end = seconds.startTimer()
    await next()
    end()
    requests.inc({ method: context.req.method, status: `${Math.floor(context.res.status / 100)}xx` })
  })
  return {
    registry,
    refresh: async () => {
      const keep = await keepHealth(house)
      receipts.set(keep?.receipts ?? 0)
      waiting.set(keep?.queue.waiting ?? 0)
    },
  }
}
