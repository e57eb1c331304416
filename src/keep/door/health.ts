import { sql } from '../../platform/db/index.ts'
import { isSetUp } from '../access/index.ts'
import { latestCheckpoint } from '../receipts/index.ts'
import type { Outputs } from './contract.ts'
import type { DoorDeps } from './deps.ts'

const dayMs = 86_400_000

/** How the keep is, in figures only. */
export async function health(deps: DoorDeps): Promise<Outputs['health']> {
  const [company] = await deps.db.selectFrom('keep.company').selectAll().execute()
  const receipts = await sql<{ n: number }>`select coalesce(sum(seq), 0)::bigint as n from keep.receipt_head`.execute(deps.db)
  const checkpoint = await latestCheckpoint(deps.db.$pickTables())
  const queue = await queueOf(deps)
  const full = deps.room.full()
  const notes = [
    ...(full ? ['The disk is almost full: recording is refused until there is room.'] : []),
    ...(deps.directory.ready() ? [] : ['The search index is being filled.']),
  ]
  return {
    state: notes.length === 0 ? 'up' : 'degraded',
    note: notes.join(' ') || null,
    search: { customers: deps.directory.size(), ready: deps.directory.ready() },
    receipts: receipts.rows[0]?.n ?? 0,
    checkpoint: checkpoint ? { size: checkpoint.size, at: checkpoint.at.toISOString(), short: checkpoint.root.slice(0, 12) } : null,
    queue,
    company: company ? { name: company.name, country: company.country, currency: company.currency, time_zone: company.time_zone } : null,
    ready: await isSetUp({ db: deps.db.$pickTables() }),
    mailbox: deps.mailbox,
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
