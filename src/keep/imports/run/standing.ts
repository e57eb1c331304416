import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { type AccessTables, staffWhoMay } from '../../access/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { ImportState } from '../shapes.ts'
import { turn } from '../store.ts'
import { house } from './run.ts'
import { tellEnd } from './tellEnd.ts'

const because = 'Whoever let it run left, or may not import any more, so it was stopped. What is in stays in; a colleague can go on with it.'

type Row = { import_id: number; state: ImportState; by_kind: string; by_id: number; revoked: boolean }

/** Stops what runs for somebody who may not import any more: who was dismissed or has another role, and a program whose key was revoked. */
export async function stopOfOthers(deps: ImportDeps, now: Date): Promise<void> {
  const { rows } = await sql<Row>`
    select i.import_id, i.state, c.by_kind, c.by_id, k.revoked_at is not null and k.revoked_at <= ${now} as revoked
    from keep.import i cross join lateral (
      select by_kind, by_id from keep.import_change h where h.import_id = i.import_id and h.state = i.state order by seq desc limit 1) c
    left join keep.api_key k on c.by_kind = 'api' and k.key_id = c.by_id
    where i.state in ('running', 'checking') order by i.import_id`.execute(deps.db)
  if (rows.length === 0) return
  const may = new Set(await staffWhoMay(deps.db.withTables<AccessTables>().$pickTables(), 'imports.run'))
  for (const { import_id, state, by_kind, by_id, revoked } of rows) {
    if (by_kind === 'staff' ? may.has(by_id) : !revoked) continue
    const to = state === 'checking' ? ('uploaded' as const) : ('stopped' as const)
    try {
      await inTransaction(deps.db, async (tx) => {
        await turn(tx.$pickTables(), import_id, { to, from: [state], by: house, why: 'left', now }, { trouble: because, trouble_place: null, rows_per_s: 0 })
        if (to === 'stopped') await tellEnd(tx, { id: import_id, by: { kind: by_kind, id: by_id }, state: to, now })
      })
    } catch (error) {
      // It came to its end in this moment.
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    }
  }
}
