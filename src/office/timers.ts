import type { House } from './house.ts'
import { followFigures } from './lists/index.ts'

// What the office does all the time. What is due by the hour is a job (jobs.ts).

const everyMs = 500
/** A turn is meant to take about this long; how many people it takes follows from that. */
const turnMs = 150
const piece = { least: 20, most: 2_000 }

/** Keeps the figures of lists up with the facts: small turns, each with as long a rest behind it, so that it takes no more than half of one core. */
export function startOfficeTimers(house: Pick<House, 'db' | 'clock' | 'on'>): { stop(): Promise<void> } {
  let stopped = false
  let size = 200
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  async function turn(): Promise<number> {
    const began = house.clock.monotonic()
    const { people, more } = await followFigures(house.db, { now: house.clock.now(), piece: size })
    const took = house.clock.monotonic() - began
    if (people === size && took < turnMs / 2) size = Math.min(piece.most, size * 2)
    if (took > turnMs * 2) size = Math.max(piece.least, Math.floor(size / 2))
    return more ? took : everyMs
  }
  function next(afterMs: number): void {
    if (stopped) return
    timer = setTimeout(() => {
      running = turn()
        .catch((error: unknown) => {
          house.on.log.warn({ err: error }, 'the figures of lists could not be followed; it is tried again')
          return everyMs * 4
        })
        .then(next)
    }, afterMs)
  }
  next(everyMs)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
