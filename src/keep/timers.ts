import { lookForDuplicates } from './duplicates/index.ts'
import { sweepFiles } from './files/index.ts'
import type { Keep } from './open.ts'
import type { Beat } from './pulse.ts'
import { advanceLog } from './receipts/index.ts'
import { publishDue } from './terms/index.ts'

// What the keep does all the time, each a plain call: look at what is due now. One that is still busy is not started again.
// What is due by the hour is a job (jobs.ts).

const halfASecond = 500

type Timer = Beat & { every: number; run(keep: Keep): Promise<unknown> }

const timers: readonly Timer[] = [
  { every: 1_000, what: 'room on the disk', part: 'keep', run: (keep) => keep.room.look() },
  { every: 1_000, what: 'keys destroyed elsewhere', part: 'keep', run: (keep) => keep.access.keyring.follow() },
  { every: 200, what: 'search index', part: 'search', run: (keep) => keep.door.directory.follow() },
  {
    every: halfASecond,
    what: 'log of receipts',
    part: 'log',
    run: (keep) => advanceLog(keep.db.$pickTables(), { signers: [keep.signer], now: keep.clock.now() }),
  },
  { every: halfASecond, what: 'messages', part: 'mail', run: (keep) => keep.channels.handOverDue(keep.clock.now()) },
  {
    every: 1_000,
    what: 'duplicates',
    part: 'search',
    run: ({ db, access, door, clock }) =>
      lookForDuplicates({ db: db.$pickTables(), keyring: access.keyring, directory: door.directory, clock }, { gently: door.waiting.somebody }),
  },
  { every: 5_000, what: 'imports', part: 'imports', run: (keep) => keep.imports.runner.tick(keep.clock.now()) },
  { every: 2_000, what: 'exports', part: 'keep', run: (keep) => keep.exports.runner.tick(keep.clock.now()) },
  { every: 1_000, what: 'reach of children', part: 'keep', run: (keep) => publishDue(keep.db.$pickTables(), keep.clock.now()) },
  { every: 1_000, what: 'erasures', part: 'keep', run: (keep) => keep.rights.runner.tick(keep.clock.now()) },
  { every: 10 * 60_000, what: 'uploads that never ended', part: 'keep', run: (keep) => sweepFiles(keep.files, keep.clock.now()) },
  { every: 10 * 60_000, what: 'search index file', part: 'search', run: async (keep) => keep.door.directory.save() },
]

export function startTimers(keep: Keep): { stop(): void } {
  const running = timers.map((timer) => {
    let busy = false
    return setInterval(() => {
      if (busy) return
      busy = true
      timer
        .run(keep)
        .then(() => keep.door.pulse.well(timer))
        .catch((error: unknown) => {
          keep.door.pulse.failed(timer)
          keep.log.warn({ err: error, timer: timer.what }, 'a timer failed; it is tried again')
        })
        .finally(() => {
          busy = false
        })
    }, timer.every)
  })
  return { stop: () => running.forEach(clearInterval) }
}
