import { z } from 'zod'
import { startJobs, type Task } from '../platform/jobs/index.ts'
import { askingFor, checkLiving, compareTraits, countSizes, findAudiences, keepLivingSizes, sweepMoves } from './audiences/index.ts'
import { workOnBulks, workSoon } from './bulk/index.ts'
import { goOnSoon, goOnWithRuns } from './campaigns/index.ts'
import { feedExports, feedSoon } from './exports/index.ts'
import type { House } from './house.ts'
import { askRun, computeValueClasses, goOnWithRun, leaveInsight, nightBegins, sweepQuestions } from './insight/index.ts'
import { followLeads } from './leads/index.ts'
import { tell } from './live/index.ts'
import { takeHeard } from './needs/index.ts'
import { asked, expireNotices, type NoticeTables, notify, notifyTask, writeLetters } from './notices/index.ts'
import { sweepWebhooks } from './webhooks/index.ts'
import { makeAsked, remindOfCases, remindOfTasks, taskAsked } from './work/index.ts'

// What the office computes at night. Lines of cron are in UTC and know no zones, so the job comes each hour and asks whose
// hour it is; hours that were missed are made up for half a day.
// No key: under one key, an hour would replace the three o'clock that waits to be tried again.

export const officeCrontab = `
0 * * * * value_classes ?queue=value_classes&max=10&fill=12h
* * * * * model_runs ?queue=model_runs&jobKey=model_runs&max=1
* * * * * insight_leaves ?queue=insight_leaves&jobKey=insight_leaves&max=1
41 * * * * questions_past ?queue=questions_past&jobKey=questions_past&max=5
* * * * * campaign_runs ?queue=campaign_runs&jobKey=campaign_runs&max=1
* * * * * reminders ?queue=reminders&jobKey=reminders&max=1
* * * * * leads ?queue=leads&jobKey=leads&max=1
* * * * * notice_letters ?queue=notice_letters&jobKey=notice_letters&max=1
57 * * * * notices_past ?jobKey=notices_past&queue=notices_past&max=5
0 * * * * audience_checks ?queue=audience_checks&max=5&fill=12h
0 * * * * audience_sizes ?queue=audience_sizes&max=5&fill=12h
0 * * * * traits ?queue=traits&max=5&fill=12h
33 * * * * audiences_past ?queue=audiences_past&jobKey=audiences_past&max=5
23 * * * * webhooks_past ?queue=webhooks_past&jobKey=webhooks_past&max=5
* * * * * bulk ?queue=bulk&jobKey=bulk&max=1
* * * * * exports ?queue=exports&jobKey=exports&max=1
`

/** Jobs of different kinds run side by side, so that long work holds up no notice; of one kind one at a time, by its queue. */
const atOnce = 4

const cronPayload = z.object({ _cron: z.object({ ts: z.coerce.date() }) })

export const officeTasks = (house: Pick<House, 'db' | 'door' | 'rowIds' | 'clock' | 'ids' | 'lists' | 'analyst'>): { [name: string]: Task } => ({
  // A turn, and the next one at once while there is something left; what a killed office left, the minute finds.
  campaign_runs: async () => {
    if (await goOnWithRuns({ db: house.db.$pickTables(), door: house.door, ids: house.ids, rowIds: house.rowIds }, house.clock)) await goOnSoon(house.db)
  },
  // By the minute for whoever came by a file or another system; forms ask for it at once.
  reminders: async (_, now) => {
    while ((await remindOfTasks(house.db.$pickTables(), now)) > 0);
    while ((await remindOfCases(house.db.$pickTables(), now)) > 0);
  },
  leads: (_, now) => followLeads({ db: house.db.$pickTables(), rowIds: house.rowIds }, now),
  [notifyTask]: async (payload, now) => {
    const said = asked.parse(payload)
    await notify(house.db.$pickTables<keyof NoticeTables>(), { ...said, now })
    // What the keep did by itself (a workbook made, an export closed) shows where one looks at exports.
    if (said.subject?.kind === 'export') await tell(house.db, { topic: 'exports' })
  },
  [taskAsked]: (payload, now) => makeAsked(house.db.$pickTables(), payload, now),
  notice_letters: async (_, now) => {
    await writeLetters({ db: house.db.$pickTables(), door: house.door, zone: () => companyZone(house) }, now)
  },
  notices_past: (_, now) => expireNotices(house.db.$pickTables(), now),
  webhooks_past: async (_, now) => {
    while ((await sweepWebhooks(house.db.$pickTables(), now)) > 0);
  },
  bulk: async () => {
    if (await workOnBulks(house)) await workSoon(house.db)
  },
  exports: async () => {
    if (await feedExports(house)) await feedSoon(house.db)
  },
  needs: (payload, now) => takeHeard(house, payload, now),
  // The keep erased somebody: whatever lists show work about them, or erasures, looks again.
  erased: async () => {
    for (const topic of ['customers', 'tasks', 'cases', 'leads', 'needs', 'notices', 'recent', 'erasures'] as const) await tell(house.db, { topic })
  },
  value_classes: async (payload, now) => {
    const { ts } = cronPayload.parse(payload)._cron
    if (!nightBegins(ts, await companyZone(house))) return
    await computeValueClasses(house.db.$pickTables(), now)
    if (house.analyst) await askRun(house.db.$pickTables(), { run: await house.rowIds.one(), by: null, now })
  },
  audience_checks: async (payload, now) => {
    const { ts } = cronPayload.parse(payload)._cron
    if (nightBegins(ts, await companyZone(house))) await checkLiving(house.db, now)
  },
  audience_sizes: async (payload, now) => {
    const { ts } = cronPayload.parse(payload)._cron
    const zone = await companyZone(house)
    await keepLivingSizes({ db: house.db.$pickTables() }, { now, zone })
    if (nightBegins(ts, zone)) await countSizes({ ...house, db: house.db.$pickTables() }, { now, zone, purpose: 'marketing' })
  },
  traits: async (payload, now) => {
    const { ts } = cronPayload.parse(payload)._cron
    if (!nightBegins(ts, await companyZone(house))) return
    const find = findAudiences({ db: house.db.$pickTables(), ids: house.ids })
    await compareTraits({ ...house, askingFor: (use, at) => askingFor({ door: house.door, find }, { use, now: at }) }, now)
  },
  audiences_past: async (_, now) => {
    while ((await sweepMoves(house.db, now)) > 0);
  },
  model_runs: () => goOnWithRun({ db: house.db.$pickTables(), clock: house.clock, analyst: house.analyst, zone: () => companyZone(house) }),
  insight_leaves: () => leaveInsight(house.db.$pickTables()),
  questions_past: async () => {
    while ((await sweepQuestions(house.db)) > 0);
  },
})

/** Fails while the keep does not answer: the job is tried again. Before set-up there is no company, and nobody to classify. */
async function companyZone({ door }: Pick<House, 'door'>): Promise<string> {
  const { company } = await door.ask({ service: 'health' }, 'health', {})
  return company?.time_zone ?? 'UTC'
}

export function startOfficeJobs(house: House, url: string): Promise<{ stop(): Promise<void> }> {
  return startJobs({
    url,
    schema: 'office_jobs',
    tasks: officeTasks(house),
    crontab: officeCrontab,
    clock: house.clock,
    log: house.on.log,
    concurrency: atOnce,
  })
}
