import { z } from 'zod'
import { inTransaction, sql } from '../platform/db/index.ts'
import { startJobs, type Task } from '../platform/jobs/index.ts'
import { letterTask, sweepAccess } from './access/index.ts'
import { endQuestions, writeQuestions } from './asking/index.ts'
import { childrenTask, lookForChildren } from './customers/index.ts'
import { forgetConfirmations } from './forms/index.ts'
import { deriveRules } from './inferring/index.ts'
import { sweepIdempotency } from './interactions/index.ts'
import { letterTask as needLetterTask, sweepNeeds, writeOfAnswer } from './needs/index.ts'
import type { Keep } from './open.ts'
import { boardTask, countReach, runTrial, trialTask } from './policy/index.ts'
import { gatherQuality, qualityTask } from './quality/index.ts'
import { expireReceipts } from './receipts/index.ts'
import { askDue } from './renewals/index.ts'
import { answerLetterTask, eraseOverdue, remindOfRights, settleTold, sweepErased, sweepProofs, type UsedTables, writeOfCase } from './rights/index.ts'
import { forgetCallbacks } from './roads/index.ts'
import { anewTask, endChildhoods, endEarlier, expireConsents, forgetLooseProofs, noteGuardiansPast, reachAnew, reachTask } from './terms/index.ts'

// What the keep does by the clock, and what it asks itself for. Each takes all that is due, so a time that was missed needs no making up, and a job that
// waits to be tried again is replaced by the next one of its kind.

export const keepCrontab = `
*/10 * * * * consents_past ?jobKey=consents_past&queue=consents_past&max=5
43 0 * * * children_looked ?jobKey=children_looked&queue=children_looked&max=5
19 * * * * children_grown ?jobKey=children_grown&queue=children_grown&max=5
*/10 * * * * needs_past ?jobKey=needs_past&queue=needs_past&max=5
7 * * * * messages_past ?jobKey=messages_past&queue=messages_past&max=5
17 * * * * receipts_past ?jobKey=receipts_past&queue=receipts_past&max=5
27 * * * * changes_past ?jobKey=changes_past&queue=changes_past&max=5
37 * * * * access_past ?jobKey=access_past&queue=access_past&max=5
47 * * * * idempotency_past ?jobKey=idempotency_past&queue=idempotency_past&max=5
13 2 * * * reach_board ?jobKey=reach_board&queue=reach_board&max=5
*/2 * * * * questions_due ?jobKey=questions_due&queue=questions_due&max=5
23 1 * * * rules_inferred ?jobKey=rules_inferred&queue=rules_inferred&max=5
53 1 * * * quality_gathered ?jobKey=quality_gathered&queue=quality_gathered&max=5
33 * * * * renewals_due ?jobKey=renewals_due&queue=renewals_due&max=5
11 * * * * rights_due ?jobKey=rights_due&queue=rights_due&max=5
41 3 * * * retention_past ?jobKey=retention_past&queue=retention_past&max=5
57 * * * * erasures_past ?jobKey=erasures_past&queue=erasures_past&max=5
`

const house = { kind: 'service', id: 0, role: 'house' } as const
const dayMs = 86_400_000
/** Counting everybody takes a while; letters do not wait for it. */
const jobsAtOnce = 2
const receiptsDays = 3 * 365
const changesDays = 7

type Swept = Pick<Keep, 'db' | 'access'> & { channels: Pick<Keep['channels'], 'forgetPast' | 'writeToStaff'> }

export const keepTasks = (keep: Swept): { [name: string]: Task } => ({
  consents_past: (_, now) => endConsents(keep, now),
  children_grown: async (_, now) => {
    await endChildhoods(keep.access, keep.db.$pickTables(), { actor: house, now })
    await noteGuardiansPast(keep.db.$pickTables(), now)
  },
  needs_past: async (_, now) => {
    while ((await sweepNeeds(keep.db.$pickTables(), now)) > 0);
  },
  messages_past: async (_, now) => {
    await keep.channels.forgetPast(now)
    while ((await forgetConfirmations(keep.db.$pickTables(), now)) > 0);
    await forgetCallbacks(keep.db.$pickTables(), now)
  },
  receipts_past: (_, now) => forgetReceipts(keep, now),
  changes_past: (_, now) => forgetChanges(keep, now),
  rights_due: async (_, now) => void (await remindOfRights({ db: keep.db.$pickTables() }, now)),
  access_past: (_, now) => sweepAccess(keep.db.$pickTables(), now),
  idempotency_past: (_, now) => sweepIdempotency(keep.db.$pickTables(), now),
  erasures_past: async (_, now) => {
    const at = { db: keep.db.$pickTables<keyof UsedTables>(), keyring: keep.access.keyring }
    await sweepErased(at, now)
    await settleTold(at.db)
    await sweepProofs(at)
    await forgetLooseProofs(keep.db.$pickTables())
  },
  [letterTask]: (payload) => keep.channels.writeToStaff(z.object({ letter: z.int() }).parse(payload).letter),
  [anewTask]: async (payload, now) => {
    const of = z.object({ notice: z.string(), below: z.int() }).parse(payload)
    await endEarlier(keep.access, keep.db.$pickTables(), of, { actor: house, now })
  },
  [reachTask]: (payload, now) => reachAnew(keep.db.$pickTables(), z.object({ purpose: z.string() }).parse(payload).purpose, now),
})

const answerLetter = z.object({ customer: z.int(), case: z.int(), news: z.enum(['answered', 'extended']) })

/** Letters of the house that an act asks for with its own commit. */
const letterTasks = ({ db, channels }: Pick<Keep, 'db' | 'channels'>): { [name: string]: Task } => ({
  [needLetterTask]: (payload, now) => writeOfAnswer(channels.deps, db.$pickTables(), z.object({ need: z.int(), answer: z.int() }).parse(payload), now),
  [answerLetterTask]: (payload, now) => writeOfCase(channels.deps, db.$pickTables(), answerLetter.parse(payload), now),
})

/** The gate looks at the time itself; this is for those who count, and so that the record says when it ended. */
async function endConsents(keep: Swept, now: Date): Promise<void> {
  const by = { actor: house, now }
  while ((await inTransaction(keep.db, (tx) => expireConsents(keep.access, tx.$pickTables(), by))) > 0);
}

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
  const tasks: { [name: string]: Task } = {
    ...keepTasks(keep),
    ...letterTasks(keep),
    [trialTask]: (payload, now) =>
      runTrial({ db: keep.db.$pickTables(), keyring: keep.access.keyring }, z.object({ trial: z.int() }).parse(payload).trial, now),
    [boardTask]: (_, now) => countReach({ db: keep.db.$pickTables(), rowIds: keep.access.rowIds, clock }, now),
    renewals_due: async (_, now) => {
      const letters = keep.channels.deps
      await askDue({ db: letters.db, keyring: keep.access.keyring, letters, clock, log }, now)
    },
    questions_due: async (_, now) => {
      const letters = keep.channels.deps
      const deps = { db: letters.db, keyring: keep.access.keyring, letters, clock, log }
      while ((await endQuestions(deps, now)) > 0);
      await writeQuestions(deps, now)
    },
    [childrenTask]: async (_, now) => {
      await lookForChildren({ db: keep.db.$pickTables(), keyring: keep.access.keyring }, now)
      await endChildhoods(keep.access, keep.db.$pickTables(), { actor: house, now })
    },
    rules_inferred: async (_, now) => void (await deriveRules(keep.db.$pickTables(), now)),
    [qualityTask]: async (_, now) => void (await gatherQuality({ db: keep.db.$pickTables(), keyring: keep.access.keyring }, now)),
    retention_past: async (_, now) => void (await eraseOverdue(keep.rights.deps, now)),
  }
  return startJobs({ url: keep.config.databaseUrl, schema: 'keep_jobs', tasks, crontab: keepCrontab, clock, log, concurrency: jobsAtOnce })
}
