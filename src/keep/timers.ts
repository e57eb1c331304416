import { sql } from '../platform/db/index.ts'
import { sweepAccess } from './access/index.ts'
import type { Keep } from './open.ts'
import { advanceLog, expireReceipts } from './receipts/index.ts'

// All timers of the keep, each a plain call: look at what is due now. One that is still busy is not started again.

const halfASecond = 500

type Timer = { every: number; what: string; run(keep: Keep): Promise<unknown> }

const timers: readonly Timer[] = [
  { every: 200, what: 'search index', run: (keep) => keep.door.directory.follow() },
  { every: halfASecond, what: 'log of receipts', run: (keep) => advanceLog(keep.db.$pickTables(), { signers: [keep.signer], now: keep.clock.now() }) },
  { every: halfASecond, what: 'messages', run: (keep) => keep.channels.handOverDue(keep.clock.now()) },
  { every: 5_000, what: 'imports', run: (keep) => keep.imports.runner.tick(keep.clock.now()) },
  { every: 60 * 60_000, what: 'messages past their time', run: (keep) => keep.channels.forgetPast(keep.clock.now()) },
  { every: 60 * 60_000, what: 'receipts past their three years', run: (keep) => forgetReceipts(keep) },
  { every: 60 * 60_000, what: 'changes everybody has followed', run: (keep) => forgetChanges(keep) },
  { every: 60 * 60_000, what: 'sessions and attempts', run: (keep) => sweepAccess(keep.db.$pickTables(), keep.clock.now()) },
  { every: 10 * 60_000, what: 'search index file', run: async (keep) => keep.door.directory.save() },
]

const dayMs = 86_400_000
const receiptsDays = 3 * 365
const changesDays = 7

async function forgetReceipts(keep: Keep): Promise<void> {
  const now = keep.clock.now()
  const before = new Date(now.getTime() - receiptsDays * dayMs)
  while ((await expireReceipts(keep.db.$pickTables(), { before, now })) > 0);
}

async function forgetChanges(keep: Keep): Promise<void> {
  await sql`delete from fact.change where at < ${new Date(keep.clock.now().getTime() - changesDays * dayMs)}`.execute(keep.db)
}

export function startTimers(keep: Keep): { stop(): void } {
  const running = timers.map((timer) => {
    let busy = false
    return setInterval(() => {
      if (busy) return
      busy = true
      timer
        .run(keep)
        .catch((error: unknown) => keep.log.warn({ err: error, timer: timer.what }, 'a timer failed; it is tried again'))
        .finally(() => {
          busy = false
        })
    }, timer.every)
  })
  return { stop: () => running.forEach(clearInterval) }
}
