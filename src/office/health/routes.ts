import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError, badInput } from '../../platform/errors.ts'
import { mount, problemResponse } from '../../platform/http/index.ts'
import { about, readHealth } from '../console/contract.ts'
import type { House } from '../house.ts'
import { wipeDemo } from './contract.ts'
import { lookAndCount, lookAtHouse } from './look.ts'
import { meter } from './metrics.ts'
import { printOpenApi } from './openapi.ts'

const noCount = { count: 0, exact: true } as const

const answerFirstMs = 300

/** Mounts /health (for machines), /metrics, the details for the operator, /v1/about and the printed API. */
export function healthRoutes(house: House): void {
  const { app, on } = house
  const metrics = meter(house)
  const look = lookAtHouse(house)

  // What serves customers; that a backup is due is said beside it and takes no machine out of service.
  app.get('/health', async () => {
    const { keep, database, note, backup, givenUp } = await look()
    const state = keep === undefined || !database ? 'down' : note === null ? 'up' : 'degraded'
    const last_backup_at = backup.last_at?.toISOString() ?? null
    const jobs_given_up = givenUp.reduce((sum, { count }) => sum + count, 0)
    const body = { state, database: database ? 'up' : 'down', keep: keep === undefined ? 'down' : keep.state, note, last_backup_at, jobs_given_up }
    return Response.json(body, { status: state === 'down' ? 503 : 200, headers: { 'cache-control': 'no-store' } })
  })

  // Counts of a business are nobody's business: with the operator's token only, for a proxy passes all paths on.
  app.get('/metrics', async (context) => {
    if (!isToken(context.req.header('authorization'), house.metricsToken)) {
      const sentence = 'Metrics are read with the token that the operator has set as METRICS_TOKEN: Authorization: Bearer …'
      return problemResponse(new AppError('unauthenticated', sentence), on.log)
    }
    metrics.show(await lookAndCount(house))
    return new Response(await metrics.registry.metrics(), { headers: { 'content-type': metrics.registry.contentType } })
  })

  app.get('/v1/openapi.json', () => Response.json(printOpenApi(house.version)))

  mount(app, on, about, async () => {
    // Right after set-up the page asks whether it is done: an answer that was on its way may be from before.
    const seen = (await look()).keep
    const keep = seen?.ready ? seen : await house.door.ask({ service: 'health' }, 'health', {}).catch(() => undefined)
    if (!keep) throw new AppError('unavailable', 'The installation is starting. Please try again in a moment.', { retryAfterSeconds: 1 })
    const company = keep.company ?? { name: 'Rapport', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow' }
    return {
      company: company.name,
      country: company.country,
      currency: company.currency,
      time_zone: company.time_zone,
      ready: keep.ready,
      demo: house.demo,
      version: house.version,
    }
  })

  mount(app, on, wipeDemo, async ({ caller, body }) => {
    if (!house.demo) throw new AppError('forbidden', 'This installation is no demo, and nothing wipes it.')
    if (caller.person.actor.role !== 'admin') throw new AppError('forbidden', 'Only an administrator can wipe the demo.')
    const { company } = await house.door.ask(caller.as, 'health', {})
    if (body.company.trim() !== company?.name) throw badInput('This is not the name of the company. Type it as it stands at the upper left.', 'company')
    // The answer is on its way before the office is ended.
    setTimeout(() => house.wipe(caller.person.actor.id), answerFirstMs)
    return { done: true as const }
  })

  mount(app, on, readHealth, async ({ caller }) => {
    // How many there are of whom somebody does not see is not theirs to know.
    const counted = caller.person.sees === null
    const { state, parts, keep, interactions, backup, givenUp } = await lookAndCount(house)
    return {
      state,
      version: house.version,
      started_at: house.startedAt.toISOString(),
      parts: parts.map((part) =>
        part.code === 'office'
          ? { ...part, since: house.startedAt.toISOString(), memory_bytes: process.memoryUsage.rss() }
          : { ...part, since: null, memory_bytes: null },
      ),
      disk: keep?.disk ?? null,
      counts: counted
        ? { customers: { count: keep?.search.customers ?? 0, exact: keep?.search.ready ?? false }, interactions, receipts: keep?.receipts ?? noCount }
        : { customers: noCount, interactions: noCount, receipts: noCount },
      checkpoint: keep?.checkpoint ?? null,
      backup: { last_at: backup.last_at?.toISOString() ?? null, bytes: backup.bytes, failed_at: backup.failed_at?.toISOString() ?? null },
      messages: keep?.queue ?? { waiting: 0, failed: 0 },
      given_up: givenUp,
    }
  })
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function isToken(given: string | undefined, token: string | undefined): boolean {
  return token !== undefined && timingSafeEqual(digest(given ?? ''), digest(`Bearer ${token}`))
}
