import { countRows, sql } from '../../platform/db/index.ts'
import { jobsGivenUp } from '../../platform/jobs/index.ts'
import { isSetUp } from '../access/index.ts'
import { mailTrouble } from '../channels/index.ts'
import { latestCheckpoint } from '../receipts/index.ts'
import type { Outputs } from './contract.ts'
import type { DoorDeps } from './deps.ts'

type Health = Outputs['health']
type Part = Health['parts'][number]

const dayMs = 86_400_000

const sentences = {
  disk_full: 'The disk is almost full: recording is refused until there is room.',
  index_filling: 'The search index is being filled.',
  mail_unreachable: 'The mail server cannot be reached or lets nobody in; messages wait and are tried again.',
  sending_off: 'Sending is switched off here: messages wait.',
  mail_waits: 'Messages wait longer than they should.',
  jobs_given_up: 'A job has failed for the last time.',
  failing: 'A part fails again and again; the log says why.',
} as const

type Note = keyof typeof sentences

/** How the keep is, in figures only. */
export async function health(deps: DoorDeps, _: unknown, { counted }: { counted: boolean }): Promise<Health> {
  const [company] = await deps.db.selectFrom('keep.company').selectAll().execute()
  const checkpoint = await latestCheckpoint(deps.db.$pickTables())
  const givenUp = await jobsGivenUp(deps.db, 'keep_jobs')
  const failing = (part: 'keep' | 'search' | 'log' | 'mail' | 'imports'): Note | undefined => (deps.pulse.failing(part) ? 'failing' : undefined)
  const troubles: [Part['code'], Note | undefined][] = [
    ['keep', deps.room.full() ? 'disk_full' : failing('keep')],
    ['search', failing('search') ?? (deps.directory.ready() ? undefined : 'index_filling')],
    ['log', failing('log')],
    ['mail', deps.channels.paused ? 'sending_off' : (failing('mail') ?? (await mailTrouble(deps.db.$pickTables(), deps.clock.now())))],
    ['imports', failing('imports')],
    ['jobs', givenUp.length > 0 ? 'jobs_given_up' : undefined],
  ]
  const notes = new Set(troubles.flatMap(([, note]) => (note ? sentences[note] : [])))
  return {
    state: notes.size === 0 ? 'up' : 'degraded',
    note: [...notes].join(' ') || null,
    parts: troubles.map(([code, note]) => ({ code, state: note ? 'degraded' : 'up', note: note ?? null })),
    search: { customers: deps.directory.size(), ready: deps.directory.ready() },
    receipts: counted ? await countRows(deps.db, 'keep.receipt') : null,
    given_up: givenUp,
    checkpoint: checkpoint ? { size: checkpoint.size, at: checkpoint.at.toISOString(), short: checkpoint.root.slice(0, 12) } : null,
    queue: counted ? await queueOf(deps) : null,
    company: company ? { name: company.name, country: company.country, currency: company.currency, time_zone: company.time_zone } : null,
    ready: await isSetUp({ db: deps.db.$pickTables() }),
    disk: deps.room.disk(),
  }
}

async function queueOf(deps: DoorDeps): Promise<{ waiting: number; failed: number }> {
  const since = new Date(deps.clock.now().getTime() - dayMs)
  const rows = await sql<{ waiting: number; failed: number }>`
    select count(*) filter (where state in ('queued', 'handing'))::int as waiting, count(*) filter (where state in ('failed', 'unknown'))::int as failed
    from keep.message where state in ('queued', 'handing') or (state in ('failed', 'unknown') and done_at > ${since})`.execute(deps.db)
  return rows.rows[0] ?? { waiting: 0, failed: 0 }
}
