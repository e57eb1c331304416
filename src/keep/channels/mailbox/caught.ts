import type { MailCourier, ReadMail } from '../../courier/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { caughtPlace } from './catch.ts'

// Reading what the mailbox caught.

export type Caught = ReadMail & { id: number; at: Date; size: number }
type Deps = ChannelDeps & { mail: MailCourier }

/** Caught messages, newest first; `before` is the cursor of the last page. */
export async function listCaught(deps: Deps, of: { limit: number; before?: number | undefined }): Promise<{ items: Caught[]; next: number | null }> {
  const query = deps.db
    .selectFrom('keep.mailbox_message')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(of.limit + 1)
  const rows = await (of.before === undefined ? query : query.where('id', '<', of.before)).execute()
  const page = rows.slice(0, of.limit)
  const items = await Promise.all(page.map((row) => opened(deps, row)))
  return { items, next: rows.length > of.limit ? (page.at(-1)?.id ?? null) : null }
}

/** One caught message; undefined when there is none of that number. */
export async function findCaught(deps: Deps, id: number): Promise<Caught | undefined> {
  const row = await deps.db.selectFrom('keep.mailbox_message').selectAll().where('id', '=', id).executeTakeFirst()
  return row && opened(deps, row)
}

async function opened(deps: Deps, row: { id: number; sealed: Buffer; size: number; at: Date }): Promise<Caught> {
  return { ...(await deps.mail.read(deps.keyring.openRecord(caughtPlace(row.id), row.sealed))), id: row.id, at: row.at, size: row.size }
}
