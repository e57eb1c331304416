import { sql } from '../../platform/db/index.ts'
import type { AccessDeps } from './deps.ts'
import { digestOf } from './tokens.ts'

export async function endSession(deps: Pick<AccessDeps, 'db'>, token: string): Promise<void> {
  await sql`with gone as (delete from keep.session where digest = ${digestOf(token)} returning staff_id) ${tellEnded}`.execute(deps.db)
}

/** Says whose sessions ended (`gone`, with a staff_id), so that what stands open for them ends too. */
export const tellEnded = sql`select pg_notify('rapport_sessions', staff_id::text) from gone where staff_id is not null group by staff_id`

/** Says that sessions of somebody ended, or let them see something else: what stands open for them asks anew. */
export const tellSignedOut = async (deps: Pick<AccessDeps, 'db'>, staff: number): Promise<void> =>
  void (await sql`with gone as (select ${staff}::bigint as staff_id) ${tellEnded}`.execute(deps.db))

/** The same of everybody who has a role. */
export const tellHolders = async (deps: Pick<AccessDeps, 'db'>, role: string): Promise<void> =>
  void (await sql`with gone as (select staff_id from keep.staff where role = ${role} and status = 'active') ${tellEnded}`.execute(deps.db))
