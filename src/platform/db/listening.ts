import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { willHold } from './demand.ts'

const pauseMs = 1_000

/**
 * Hears what others notify on these channels (PostgreSQL, NOTIFY), on a connection of its own that is opened again when it is lost.
 * `gap` is told after each time that something may have been missed. Settles when it listens for the first time, or could not.
 */
export async function listenTo(o: {
  url: string
  name: string
  channels: readonly string[]
  heard: (channel: string, payload: string) => void
  gap: () => void
}): Promise<{ stop(): Promise<void> }> {
  willHold(1)
  const stopping = new AbortController()
  let first: (() => void) | undefined
  const begun = new Promise<void>((resolve) => {
    first = resolve
  })

  async function once(): Promise<void> {
    const client = new pg.Client({ connectionString: o.url, application_name: o.name, keepAlive: true, connectionTimeoutMillis: 10_000 })
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
      stopping.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    client.on('notification', ({ channel, payload }) => o.heard(channel, payload ?? ''))
    try {
      await client.connect()
      for (const channel of o.channels) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      first?.()
      o.gap()
      await lost
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  async function keepOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await once().catch(() => undefined) // no database yet: again after a pause
      first?.()
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const working = keepOn()
  await begun
  return {
    stop: async () => {
      stopping.abort()
      await working
    },
  }
}
