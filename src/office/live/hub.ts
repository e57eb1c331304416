import { randomBytes } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import type { Change } from './contract.ts'

// What is told to whoever listens, and for how long it can still be asked for. Nothing here knows of databases or requests.

/** Somebody who listens. */
export type Ear = {
  staff: number
  /** What they may hear of a change: all of it, that there is one, or nothing. */
  hears(change: Change, of: Care | undefined): Change | undefined
  /** False when they do not read what they were sent. */
  send(text: string): boolean
  end(): void
}

export type Told = {
  change: Change
  to: readonly number[] | undefined
  /** Of a customer: who looks after them, for those who see some customers only. */
  of?: Care | undefined
}
/** Codes of units and a number of the staff. */
export type Care = { units: readonly string[]; owner: number | null }
type Kept = Told & { n: number; at: number }

export const limits = {
  /** Connections of one person, and in all. */
  each: 8,
  all: 2_000,
  /** Changes that can be asked for again. */
  kept: 1_000,
  /** What was told so lately a page that has just been loaded may not show: it asked before it listened. */
  loadingMs: 15_000,
  /** Things of one topic within a moment; more are told as the topic alone. */
  atOnce: 100,
} as const

export type Hub = {
  /** False when this person, or everybody together, has too many already. `after` is the id of the last event they had; without it they have just come. */
  join(ear: Ear, after: string | undefined): boolean
  leave(ear: Ear): void
  /** Keeps what changed until the next `flush`, the same thing once. */
  note(told: Told): void
  flush(): void
  beat(): void
  ears(staff?: number): Ear[]
}

/** `monotonic` in milliseconds, as of `Clock`. */
export function openHub({ monotonic }: Pick<Clock, 'monotonic'>): Hub {
  // Numbers of another process, or of this one before it was started again, are none of ours.
  const house = randomBytes(6).toString('base64url')
  const ears = new Set<Ear>()
  const kept: Kept[] = []
  let waiting = new Map<string, Told>()
  let n = 0

  const text = (one: { change: Change; n: number }) => `id: ${house}.${one.n}\ndata: ${JSON.stringify(one.change)}\n\n`
  const give = (ear: Ear, said: string) => {
    if (!ear.send(said)) end(ear)
  }
  const tell = (ear: Ear, { change, to, of, n }: Omit<Kept, 'at'>) => {
    const heard = to === undefined || to.includes(ear.staff) ? ear.hears(change, of) : undefined
    if (heard) give(ear, text({ change: heard, n }))
  }
  const end = (ear: Ear) => {
    if (ears.delete(ear)) ear.end()
  }

  /** What they missed; undefined when that is not known any more. */
  function missed(after: string): Kept[] | undefined {
    const [of, at] = after.split('.')
    const last = Number(at)
    const oldest = kept[0]?.n ?? n + 1
    if (of !== house || !Number.isInteger(last) || last > n || last + 1 < oldest) return undefined
    return kept.filter((one) => one.n > last)
  }

  return {
    join(ear, after) {
      const own = [...ears].filter((one) => one.staff === ear.staff).length
      if (own >= limits.each || ears.size >= limits.all) return false
      ears.add(ear)
      const since = after === undefined ? kept.filter(({ at }) => at >= monotonic() - limits.loadingMs) : missed(after)
      give(ear, 'retry: 2000\n')
      if (!since) give(ear, text({ change: { topic: 'everything', id: null }, n }))
      else if (since.length === 0) give(ear, `id: ${house}.${n}\nevent: hello\ndata: {}\n\n`)
      for (const one of since ?? []) tell(ear, one)
      return true
    },
    leave: end,
    note(told) {
      const { topic, id } = told.change
      const whole = `${topic} ${told.to ?? ''}`
      if (waiting.has(whole)) return
      waiting.set(id === null ? whole : `${whole} ${id}`, told)
    },
    flush() {
      const now = gathered([...waiting.values()])
      waiting = new Map()
      for (const told of now) {
        n += 1
        const one = { ...told, n, at: monotonic() }
        kept.push(one)
        for (const ear of [...ears]) tell(ear, one)
      }
      kept.splice(0, Math.max(0, kept.length - limits.kept))
    },
    beat() {
      for (const ear of [...ears]) give(ear, ': still here\n\n')
    },
    ears: (staff) => [...ears].filter((ear) => staff === undefined || ear.staff === staff),
  }
}

/** Too many things of a topic become the topic. */
function gathered(told: readonly Told[]): Told[] {
  const byTopic = Map.groupBy(told, ({ change }) => change.topic)
  return [...byTopic].flatMap(([topic, all]) => (all.length <= limits.atOnce ? all : [{ change: { topic, id: null }, to: undefined }]))
}
