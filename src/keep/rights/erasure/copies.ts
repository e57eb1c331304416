import { sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { failExport } from '../../exports/index.ts'
import { forgetUploads } from '../../imports/index.ts'
import type { RightsDeps } from '../deps.ts'

// Copies of somebody that stand outside their own rows: files that colleagues took out, files they were brought by, and letters that the
// built-in mailbox caught.

/** Exports that hold a row of them and are still there: their receipts say which. */
export async function exportsWith({ db }: Pick<RightsDeps, 'db'>, members: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct r.activity_id as id from keep.receipt r join keep.receipt_codes c using (codes_id)
    join keep.export e on e.export_id = r.activity_id and e.state in ('running', 'paused', 'writing', 'ready')
    where r.customer_id = any(${[...members]}::bigint[]) and c.activity = 'export' and c.decision = 'allow' order by 1`.execute(db)
  return rows.map((row) => row.id)
}

const closedBecause = 'Somebody in this file was erased, so the file was destroyed. Ask for it again.'

/** Destroys those files; whoever made one is told. Gives how many. */
export async function destroyExports(deps: RightsDeps, members: readonly number[], now: Date): Promise<number> {
  let destroyed = 0
  for (const id of await exportsWith(deps, members)) {
    try {
      await failExport(deps.exports, id, closedBecause, now)
      destroyed += 1
    } catch (error) {
      // It was cancelled or came to its end in this moment: then there is no file either.
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    }
  }
  return destroyed
}

/** Imports that brought something of them. */
async function importsOf({ db }: Pick<RightsDeps, 'db'>, members: readonly number[]): Promise<number[]> {
  const whose = sql`customer_id = any(${[...members]}::bigint[]) and import_id is not null`
  const { rows } = await sql<{ id: number }>`
    select import_id as id from keep.customer where ${whose} union select import_id from keep.identifier where ${whose}
    union select import_id from keep.vault where ${whose} union select import_id from fact.interaction where ${whose}
    union select import_id from keep.import_before where ${whose} union select import_id from keep.consent_event where ${whose}
    union select list_id from fact.people_list_member where customer_id = any(${[...members]}::bigint[]) order by 1`.execute(db)
  return rows.map((row) => row.id)
}

/** Destroys the files they were brought by; one that is worked on now is waited for. */
export async function destroyImports(deps: RightsDeps, members: readonly number[]): Promise<{ destroyed: number; busy: number }> {
  return forgetUploads(deps.imports, await importsOf(deps, members))
}

/** Letters and SMS that the built-in mailbox caught for their addresses, also for those that were taken away. */
export const lettersTo = (members: readonly number[]) => sql`
  recipient in (select digest from keep.identifier where kind in ('email', 'phone') and customer_id = any(${[...members]}::bigint[])
    union select digest from keep.identifier_change where kind in ('email', 'phone') and customer_id = any(${[...members]}::bigint[]))`

/** Addresses of theirs that must not be written to, whoever has them: these stay. */
export async function countStopList({ db }: Pick<RightsDeps, 'db'>, members: readonly number[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from keep.suppression s join keep.identifier i using (kind, digest) where i.customer_id = any(${[...members]}::bigint[])`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}
