import type { Outputs } from '../../keep/door/contract.ts'
import { type Count, countRows, sql } from '../../platform/db/index.ts'
import { jobsGivenUp } from '../../platform/jobs/index.ts'
import type { House } from '../house.ts'

type KeepHealth = Outputs['health']
type State = 'up' | 'degraded' | 'down'
type Part = { code: string; state: State; note: string | null }
type Backups = { last_at: Date | null; bytes: number | null; failed_at: Date | null }

/** How the house is at one moment. What is undefined could not be asked. */
export type Look = {
  state: State
  /** What is the matter, in sentences for machines that watch. */
  note: string | null
  parts: Part[]
  keep: KeepHealth | undefined
  database: boolean
  interactions: Count
  backup: Backups
  givenUp: { task: string; count: number }[]
}

/** Half a minute is a busy import; more is something that does not go on. */
const behindTooFarS = 120
const backupOldAfterMs = 8 * 86_400_000
const nothing = { count: 0, exact: true } as const
const noBackup: Backups = { last_at: null, bytes: null, failed_at: null }

/** Asks all parts how they are; whoever asks while an answer is on its way shares it, for anybody may ask. */
export function lookAtHouse(house: House): () => Promise<Look> {
  let underWay: Promise<Look> | undefined
  return () => {
    underWay ??= lookNow(house, { counted: false }).finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

/** The same for whoever may see figures; counting them takes some reading. */
export const lookAndCount = (house: House): Promise<Look> => lookNow(house, { counted: true })

async function lookNow(house: House, { counted }: { counted: boolean }): Promise<Look> {
  const keep = await house.door.ask({ service: 'health' }, 'health', { counted }).catch(() => undefined)
  const own = await ofDatabase(house, counted).catch(() => undefined)
  const analyst = await analystPart(house)
  const backup = own?.backup ?? noBackup
  const jobs = own?.givenUp ?? []
  const parts: Part[] = [
    part('office'),
    part('database', own ? undefined : 'down'),
    ...(keep?.parts.filter(({ code }) => code !== 'jobs') ?? [part('keep', 'down')]),
    ...analyst,
    part('jobs', jobs.length + (keep?.given_up.length ?? 0) > 0 ? 'degraded' : undefined, 'jobs_given_up'),
    ...(house.demo || !keep?.ready ? [] : [backupPart(backup, house.clock.now())]),
  ]
  const worst = (states: State[]): State => (states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'up')
  const notes = [keep?.note, jobs.length > 0 && keep?.given_up.length === 0 ? 'A job has failed for the last time.' : undefined]
  return {
    state: worst(parts.map((one) => one.state)),
    note: notes.filter(Boolean).join(' ') || null,
    parts,
    keep,
    database: own !== undefined,
    interactions: own?.interactions ?? nothing,
    backup,
    givenUp: [...(keep?.given_up ?? []), ...jobs],
  }
}

const part = (code: string, state: State = 'up', note?: string): Part => ({ code, state, note: state === 'up' ? null : (note ?? null) })

/** While the first copy is made nothing is the matter: whoever asks it is told so. */
async function analystPart(house: House): Promise<Part[]> {
  if (!house.analyst) return []
  const state = await house.analyst.ask('state', {}).catch(() => undefined)
  if (!state) return [part('analyst', 'down')]
  return [part('analyst', (state.behind_s ?? 0) > behindTooFarS ? 'degraded' : 'up', 'analyst_behind')]
}

function backupPart(backup: Backups, now: Date): Part {
  if (backup.failed_at) return part('backup', 'degraded', 'backup_failed')
  if (!backup.last_at) return part('backup', 'degraded', 'backup_none')
  return part('backup', now.getTime() - backup.last_at.getTime() > backupOldAfterMs ? 'degraded' : 'up', 'backup_old')
}

async function ofDatabase(house: House, counted: boolean) {
  return {
    interactions: counted ? await countRows(house.db, 'fact.interaction') : nothing,
    givenUp: await jobsGivenUp(house.db, 'office_jobs'),
    backup: await backupsOf(house),
  }
}

async function backupsOf(house: House): Promise<Backups> {
  const { rows } = await sql<Backups>`
    with good as (select began_at, bytes from public.backup where ok and what = 'all' order by began_at desc limit 1)
    select (select began_at from good) as last_at, (select bytes from good) as bytes,
           (select max(began_at) from public.backup where what = 'all' and not ok and (ended_at is not null or began_at < ${house.clock.now()}::timestamptz - interval '1 day')
              and began_at > coalesce((select began_at from good), '-infinity')) as failed_at`.execute(house.db)
  return rows[0] ?? noBackup
}
