import type { Hono } from 'hono'
import { z } from 'zod'
import { AppError, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { noteAct, type Session } from '../../access/index.ts'
import { recipientsOfFiles } from '../../exports/index.ts'
import { allPurposes } from '../../terms/index.ts'
import type { RightsDeps } from '../deps.ts'
import { coversOf } from '../erasure/parts.ts'
import type { RightsMounting } from '../routes.ts'
import * as contract from './contract.ts'
import { toldByHand } from './corrections.ts'
import { receivedBy } from './received.ts'
import { notTold, type ToldRow, toldOf } from './recipients.ts'

const perPage = 50
type File = { name: string; reach: string | null; made_at: Date }
const receivedPlace = z.object({ at: z.iso.datetime(), kind: z.enum(contract.receiverKinds), id: z.int() })
const place = z.object({ at: z.iso.datetime(), id: z.int() })

/** Who was told, for customers; who has to be, for the desk. Mounted before whatever has an id where these have a word. */
export function recipientRoutes(
  app: Hono,
  on: RightsMounting,
  deps: { rights: RightsDeps; mine(session: Session): Promise<{ person: number; members: readonly number[]; note(): Promise<void> }> },
): void {
  const { rights } = deps
  const { ids } = rights
  /** Of those that were given as files: to whom, and when. */
  async function filesOf(rows: readonly { kind: ToldRow['kind']; recipient_id: number }[]): Promise<ReadonlyMap<number, File>> {
    const exports = rows.flatMap(({ kind, recipient_id }) => (kind === 'file' ? [recipient_id] : []))
    return recipientsOfFiles(rights, exports)
  }
  const shown = (row: ToldRow, files: ReadonlyMap<number, File>) => ({
    id: ids.show('happening', row.notice_id),
    kind: row.kind,
    recipient: row.kind === 'file' ? (files.get(row.recipient_id)?.name ?? '') : row.recipient,
    what: row.what,
    covers: coversOf(row),
    state: row.state,
    at: row.made_at.toISOString(),
    due_at: row.due_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
  })

  mount(app, on, contract.listMyTold, async ({ caller, query: { cursor, limit = perPage } }) => {
    const { person, members, note } = await deps.mine(caller)
    await note()
    const pages = pagesOf(ids, `my told ${person}`, z.int())
    const { rows, next_cursor } = pages.page(await toldOf(rights.db, members, { below: pages.after(cursor), limit: limit + 1 }), limit, (row) => row.notice_id)
    const files = await filesOf(rows)
    return { items: rows.map((row) => shown(row, files)), next_cursor }
  })

  mount(app, on, contract.listMyRecipients, async ({ caller, query: { cursor, limit = perPage } }) => {
    const { person, members, note } = await deps.mine(caller)
    await note()
    const pages = pagesOf(ids, `my recipients ${person}`, receivedPlace)
    const after = pages.after(cursor)
    const found = await receivedBy(rights.db, members, { after: after && { ...after, last_at: new Date(after.at), recipient_id: after.id }, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => ({ at: row.last_at.toISOString(), kind: row.kind, id: row.recipient_id }))
    const [files, purposes] = [await filesOf(rows), await allPurposes(rights.db.$pickTables())]
    const titles = new Map(purposes.map(({ purpose, title }) => [purpose, title]))
    const items = rows.map((row) => ({
      kind: row.kind,
      name: row.title ?? files.get(row.recipient_id)?.name ?? '',
      purposes: row.purposes.map((code) => ({ code, title: titles.get(code) ?? {} })),
      categories: row.categories ?? [],
      first_at: row.first_at.toISOString(),
      last_at: row.last_at.toISOString(),
    }))
    return { items, next_cursor }
  })

  mount(app, on, contract.listTold, async ({ query: { cursor, limit = perPage }, now }) => {
    const pages = pagesOf(ids, 'told', place)
    const after = pages.after(cursor)
    const found = await notTold(rights.db, { after: after && { at: new Date(after.at), id: after.id }, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => ({ at: (row.due_at ?? row.made_at).toISOString(), id: row.notice_id }))
    const files = await filesOf(rows)
    const fileOf = (row: ToldRow) => {
      const file = row.kind === 'file' ? files.get(row.recipient_id) : undefined
      if (!file) return null
      const { reach, made_at } = file
      return { reach, made_at: made_at.toISOString(), number: ids.show('export', row.recipient_id), row: ids.show('customer', row.customer_id) }
    }
    return {
      items: rows.map((row) => ({
        ...shown(row, files),
        changed_at: row.changed_at.toISOString(),
        overdue: row.due_at !== null && row.due_at < now,
        file: fileOf(row),
      })),
      next_cursor,
    }
  })

  mount(app, on, contract.tellByHand, async ({ caller, params, body, now }) => {
    const notice = ids.read('happening', params.told_id)
    if (notice === undefined) throw notFound()
    if (!(await toldByHand(rights, rights.db, { notice, asOf: new Date(body.changed_at), by: caller.actor.id, now })))
      throw new AppError('conflict', 'They have heard already, or it was taken back.')
    await noteAct(rights.db, { by: caller.actor, act: 'rights.told', facts: {}, now, device: caller.device })
    return { done: true } as const
  })
}
