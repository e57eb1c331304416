import { askingFor, findAudiences, keepAudiences, keepTraits } from './audiences/index.ts'
import type { House } from './house.ts'
import { followFigures } from './lists/index.ts'

// What the office does all the time. What is due by the hour is a job (jobs.ts).

const everyMs = 500
/** A turn is meant to take about this long; how many people it takes follows from that. */
const turnMs = 150
const piece = { least: 20, most: 2_000 }
/** What nobody says is looked for so often. */
const lookMs = 30_000

/** Keeps the figures of lists, the audiences that live and computed traits up with the facts: small turns, each with as long a rest behind it, so that each takes no more than half of one core. */
export function startOfficeTimers(house: Pick<House, 'db' | 'clock' | 'on' | 'door' | 'ids' | 'rowIds'>): { stop(): Promise<void> } {
  const { db, door, ids, rowIds } = house
  const find = findAudiences({ db: db.$pickTables(), ids })
  const living = { db: db.$pickTables(), ids, rowIds, log: house.on.log, askingFor: (use: string, now: Date) => askingFor({ door, find }, { use, now }) }
  let lookedAt = Number.NEGATIVE_INFINITY
  const figures = keepTurning(house, 'the figures of lists could not be followed; it is tried again', (size) =>
    followFigures(house.db, { now: house.clock.now(), piece: size }),
  )
  const audiences = keepTurning(house, 'audiences could not be followed; it is tried again', async (size) => {
    const at = house.clock.monotonic()
    const look = at - lookedAt >= lookMs
    const turn = await keepAudiences(living, { now: house.clock.now(), piece: size, look })
    if (look) lookedAt = at
    return turn
  })
  const traits = keepTurning(house, 'computed traits could not be followed; it is tried again', (size) =>
    keepTraits(living, { now: house.clock.now(), piece: size }),
  )
  return { stop: async () => void (await Promise.all([figures.stop(), audiences.stop(), traits.stop()])) }
}

function keepTurning(
  house: Pick<House, 'clock' | 'on'>,
  trouble: string,
  take: (size: number) => Promise<{ people: number; more: boolean }>,
): { stop(): Promise<void> } {
  let stopped = false
  let size = 200
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  async function turn(): Promise<number> {
    const began = house.clock.monotonic()
    const { people, more } = await take(size)
    const took = house.clock.monotonic() - began
    if (people >= size && took < turnMs / 2) size = Math.min(piece.most, size * 2)
    if (took > turnMs * 2) size = Math.max(piece.least, Math.floor(size / 2))
    return more ? took : everyMs
  }
  function next(afterMs: number): void {
    if (stopped) return
    timer = setTimeout(() => {
      running = turn()
        .catch((error: unknown) => {
          house.on.log.warn({ err: error }, trouble)
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
