import { sql } from '../../platform/db/index.ts'
import type { AccessDeps } from './deps.ts'
import { digestOf } from './tokens.ts'

export async function endSession(deps: Pick<AccessDeps, 'db'>, token: string): Promise<void> {
  await sql`with gone as (delete from keep.session where digest = ${digestOf(token)} returning staff_id) ${tellEnded}`.execute(deps.db)
}

/** Says whose sessions ended (`gone`, with a staff_id), so that what stands open for them ends too. */
export const tellEnded = sql`select pg_notify('rapport_sessions', staff_id::text) from gone where staff_id is not null group by staff_id`

/** Says that sessions of somebody ended. */
export const tellSignedOut = async (deps: Pick<AccessDeps, 'db'>, staff: number): Promise<void> =>
  void (await sql`with gone as (select ${staff}::bigint as staff_id) ${tellEnded}`.execute(deps.db))
