import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { House } from '../house.ts'
import type { Look } from './look.ts'

/** What Prometheus reads: counts and times, no figure about a person. Counts every request from now on. */
export function meter(house: House): { registry: Registry; show(look: Look): void } {
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
  const gauge = (name: string, help: string) => new Gauge({ name: `rapport_${name}`, help, registers: [registry] })
  const up = gauge('up', '1 when every part works, 0.5 when one needs a look, 0 when one is down')
  const receipts = gauge('receipts', 'Receipts kept')
  const waiting = gauge('messages_waiting', 'Messages not yet handed over')
  const givenUp = gauge('jobs_given_up', 'Jobs that failed for the last time')
  const backup = gauge('last_backup_timestamp_seconds', 'When the last whole backup began; 0: never')
  const free = gauge('disk_free_bytes', 'Free on the fullest disk that matters')
  house.app.use('*', async (context, next) => {
    const end = seconds.startTimer()
    await next()
    end()
    requests.inc({ method: context.req.method, status: `${Math.floor(context.res.status / 100)}xx` })
  })
  return {
    registry,
    show: (look) => {
      up.set(look.state === 'up' ? 1 : look.state === 'degraded' ? 0.5 : 0)
      receipts.set(look.keep?.receipts?.count ?? 0)
      waiting.set(look.keep?.queue?.waiting ?? 0)
      givenUp.set(look.givenUp.reduce((sum, { count }) => sum + count, 0))
      backup.set((look.backup.last_at?.getTime() ?? 0) / 1000)
      if (look.keep?.disk) free.set(look.keep.disk.free_bytes)
    },
  }
}
