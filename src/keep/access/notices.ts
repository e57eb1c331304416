import { type AnyDb, sql } from '../../platform/db/index.ts'
import type { noticesByMail } from './shapes.ts'

type Notice = {
  /** Numbers of staff. */
  to: readonly number[]
  kind: (typeof noticesByMail)[number]
  subject?: { kind: string; id: number }
  customer?: number
  /** The colleague who caused it: not told of what they did themselves. */
  by?: number
  /** Codes and figures. */
  facts?: { readonly [name: string]: string | number | boolean }
  /** The same kind with the same word is told to somebody once. */
  once?: string
}

/** Has the office tell colleagues something, by a job of its own: with the commit of what it tells of, or not at all. */
export async function askNotice(tx: AnyDb, notice: Notice): Promise<void> {
  if (notice.to.length > 0) await sql`select office_jobs.add_job('notify'::text, ${JSON.stringify(notice)}::json)`.execute(tx)
}
