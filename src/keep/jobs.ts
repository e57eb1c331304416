import { sql } from '../platform/db/index.ts'
import { startJobs, type Task } from '../platform/jobs/index.ts'
import { sweepAccess } from './access/index.ts'
import { sweepIdempotency } from './interactions/index.ts'
import type { Keep } from './open.ts'
import { expireReceipts } from './receipts/index.ts'

// What the keep clears away by the hour. Each takes all that is due, so an hour that was missed needs no making up, and a job
// that waits to be tried again is replaced by the next hour's.

export const keepCrontab = `
7 * * * * messages_past ?jobKey=messages_past&queue=messages_past&max=5
17 * * * * receipts_past ?jobKey=receipts_past&queue=receipts_past&max=5
27 * * * * changes_past ?jobKey=changes_past&queue=changes_past&max=5
37 * * * * access_past ?jobKey=access_past&queue=access_past&max=5
47 * * * * idempotency_past ?jobKey=idempotency_past&queue=idempotency_past&max=5
`

const dayMs = 86_400_000
const receiptsDays = 3 * 365
const changesDays = 7

type Swept = Pick<Keep, 'db' | 'channels'>

export const keepTasks = (keep: Swept): { [name: string]: Task } => ({
  messages_past: (_, now) => keep.channels.forgetPast(now),
  receipts_past: (_, now) => forgetReceipts(keep, now),
  changes_past: (_, now) => forgetChanges(keep, now),
  access_past: (_, now) => sweepAccess(keep.db.$pickTables(), now),
  idempotency_past: (_, now) => sweepIdempotency(keep.db.$pickTables(), now),
})

async function forgetReceipts(keep: Swept, now: Date): Promise<void> {
  const before = new Date(now.getTime() - receiptsDays * dayMs)
  while ((await expireReceipts(keep.db.$pickTables(), { before, now })) > 0);
}

/** Changes that everybody has followed. */
async function forgetChanges(keep: Swept, now: Date): Promise<void> {
  await sql`delete from fact.change where at < ${new Date(now.getTime() - changesDays * dayMs)}`.execute(keep.db)
}

export function startKeepJobs(keep: Keep): Promise<{ stop(): Promise<void> }> {
  const { clock, log } = keep
  return startJobs({ url: keep.config.databaseUrl, schema: 'keep_jobs', tasks: keepTasks(keep), crontab: keepCrontab, clock, log })
}
