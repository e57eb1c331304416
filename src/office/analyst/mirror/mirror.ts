import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Logger } from '../../../platform/log.ts'
import { type Aside, readAside, sameAside, takeNeeds, writeAside } from './aside.ts'
import { type Duck, inDuck } from './duck.ts'
import { loadBeside, type Mark, type Opened, openMirrorFile, type Place, piecesFolder, takeFresh, writeMark } from './file.ts'
import { exportSnapshot, type FactDb, type FactTx, inSnapshot, newsSince } from './store.ts'
import { applyChanges } from './turn.ts'

export type MirrorState = {
  state: 'loading' | 'following'
  /** Rows taken in while it is being made. */
  loaded_rows: number
  /** Up to when the store's changes are in it; null while there is none. */
  as_of: Date | null
  built_at: Date | null
}

export type Mirror = {
  state(): MirrorState
  /** Takes in what is new; gives how many changes. For tests, and for whoever runs no loop. */
  turn(): Promise<number>
  /** Reads anew who is kept out. Gives whether that changed. */
  refreshAside(): Promise<boolean>
  /** Makes the copy anew beside, and puts it in place. */
  rebuild(): Promise<void>
  /** Gives a connection of its own for reading; the file stays until it is done. */
  reading<R>(work: (duck: Duck) => Promise<R>): Promise<R>
  /** Takes a turn, and lets `work` compare the copy with the store in one snapshot of both. */
  compared<R>(work: (both: { duck: Duck; tx: FactTx }) => Promise<R>): Promise<R>
  /** Follows until it is closed. */
  follow(): void
  close(): Promise<void>
}

type Deps = { db: FactDb; place: Place; clock: Clock; log: Logger }

const turnEveryMs = 150
const asideEveryMs = 2_000
const needsEvery = 30
const afterTroubleMs = 1_000
const markEveryMs = 3_600_000

/** Opens the copy. Where none stands yet, the first turn makes it. */
export async function openMirror(deps: Deps): Promise<Mirror> {
  const { db, place, clock, log } = deps
  let opened: (Opened & { writer: Duck; besides: Duck }) | undefined
  let said: Aside | undefined
  let asOf: Date | null = null
  let writtenAt = 0
  let loadedRows = 0
  let asides = 0
  let closed = false
  const loops: Promise<void>[] = []
  const turns = oneByOne()
  const writingAside = oneByOne()
  const readers = letIn()

  const take = async (o: Opened | undefined) => {
    opened = o && { ...o, writer: await o.file.connect(), besides: await o.file.connect() }
    said = undefined
    writtenAt = 0
  }
  const drop = () => {
    opened?.writer.closeSync()
    opened?.besides.closeSync()
    opened?.file.close()
    opened = undefined
  }
  const needed = () => {
    if (!opened) throw new AppError('unavailable', 'The copy for analysis is being made. Please try again in a moment.', { retryAfterSeconds: 5 })
    return opened
  }

  await take(await openMirrorFile(place))

  async function build(): Promise<void> {
    loadedRows = 0
    const began = clock.now()
    const rows = await loadBeside(place, db, { now: began, told: (n) => (loadedRows = n) })
    await readers.alone(() =>
      writingAside(async () => {
        drop()
        await take(await takeFresh(place))
      }),
    )
    asOf = began
    log.info({ rows, ms: clock.now().getTime() - began.getTime() }, 'the copy for analysis was made')
  }

  async function takeTurn(after?: (tx: FactTx) => Promise<void>): Promise<number | 'lost'> {
    const { writer, mark } = needed()
    const began = clock.now()
    const done = await inSnapshot(db, async (tx) => {
      const news = await newsSince(tx, mark)
      if (news.changes === 'lost') return 'lost'
      const next: Mark = { ...mark, snapshot: news.snapshot, at: news.at }
      if (news.changes.length > 0 || began.getTime() - writtenAt > markEveryMs) {
        const { changes } = news
        const kept = await inDuck(writer, async () => {
          const applied = await applyChanges({ tx, duck: writer, folder: piecesFolder(place) }, changes)
          if (applied !== 'lost') await writeMark(writer, next)
          return applied
        })
        if (kept === 'lost') return 'lost'
        writtenAt = began.getTime()
      }
      if (opened) opened.mark = next
      await after?.(tx)
      return news.changes.length
    })
    if (done !== 'lost') asOf = began
    return done
  }

  const turn = () =>
    turns(async () => {
      const done = opened ? await takeTurn() : 'lost'
      if (done === 'lost') await build()
      return done === 'lost' ? 0 : done
    })

  /** The turns go on meanwhile; what is compared stands still on both sides. */
  async function standingStill<R>(duck: Duck, work: (both: { duck: Duck; tx: FactTx }) => Promise<R>): Promise<R> {
    let made: Promise<R> | undefined
    const done = await turns(() =>
      takeTurn(async (tx) => {
        await duck.run('begin transaction')
        await duck.run('select count(*) from mark')
        const snapshot = await exportSnapshot(tx)
        await new Promise<void>((held, failed) => {
          made = inSnapshot(
            db,
            (own) => {
              held()
              return work({ duck, tx: own })
            },
            snapshot,
          )
          made.catch(failed)
        })
      }),
    )
    if (done === 'lost' || !made) throw new AppError('unavailable', 'The copy for analysis must be made anew first.')
    return made
  }

  const refreshAside = () =>
    writingAside(async () => {
      if (!opened) return false
      const now = await readAside(db)
      if (asides++ % needsEvery === 0) await takeNeeds(db, opened.besides)
      if (said && sameAside(said, now)) return false
      await writeAside(opened.besides, now)
      said = now
      return true
    })

  async function loop(everyMs: number, work: () => Promise<unknown>, trouble: string) {
    while (!closed) {
      const wait = await work().then(
        () => everyMs,
        (error: unknown) => {
          if (!closed) log.warn({ err: error }, trouble)
          return afterTroubleMs
        },
      )
      await sleep(wait)
    }
  }

  return {
    state: () => ({
      state: opened ? 'following' : 'loading',
      loaded_rows: loadedRows,
      as_of: opened ? (asOf ?? opened.mark.at) : null,
      built_at: opened?.mark.loadedAt ?? null,
    }),
    turn,
    refreshAside,
    rebuild: () => turns(build),
    reading: (work) =>
      readers.one(async () => {
        const duck = await needed().file.connect()
        try {
          return await work(duck)
        } finally {
          duck.closeSync()
        }
      }),
    async compared(work) {
      if (!opened) await turn()
      return readers.one(async () => {
        const duck = await needed().file.connect()
        try {
          return await standingStill(duck, work)
        } finally {
          duck.closeSync()
        }
      })
    },
    follow() {
      loops.push(loop(turnEveryMs, turn, 'the facts cannot be followed now'), loop(asideEveryMs, refreshAside, 'who is kept out cannot be read now'))
    },
    async close() {
      closed = true
      await turns(async () => {})
      await readers.alone(() => writingAside(async () => drop()))
    },
  }
}

/** Work waits for the work before it. */
function oneByOne(): <R>(work: () => Promise<R>) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}

/** Many at a time, or one alone when all others are out. */
function letIn() {
  let inside = 0
  let closing: Promise<unknown> | undefined
  let empty = () => {}
  return {
    async one<R>(work: () => Promise<R>): Promise<R> {
      while (closing) await closing.catch(() => {})
      inside += 1
      try {
        return await work()
      } finally {
        inside -= 1
        if (inside === 0) empty()
      }
    },
    async alone<R>(work: () => Promise<R>): Promise<R> {
      while (closing) await closing.catch(() => {})
      const out = new Promise<void>((resolve) => {
        empty = resolve
      })
      const doing = (inside === 0 ? Promise.resolve() : out).then(work)
      closing = doing.finally(() => {
        closing = undefined
      })
      return doing
    },
  }
}
