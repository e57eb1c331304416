import type { Hono } from 'hono'
import { z } from 'zod'
import { AppError, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { noteAct, type Session } from '../../access/index.ts'
import type { RightsDeps } from '../deps.ts'
import { coversOf } from '../erasure/parts.ts'
import type { RightsMounting } from '../routes.ts'
import * as contract from './contract.ts'
import { notTold, type ToldRow, toldByHand, toldOf } from './recipients.ts'

const perPage = 50
const place = z.object({ at: z.iso.datetime(), id: z.int() })

/** Who was told, for customers; who has to be, for the desk. Mounted before whatever has an id where these have a word. */
export function recipientRoutes(
  app: Hono,
  on: RightsMounting,
  deps: { rights: RightsDeps; mine(session: Session): Promise<{ person: number; members: readonly number[]; note(): Promise<void> }> },
): void {
  const { rights } = deps
  const { ids } = rights
  const shown = (row: ToldRow) => ({
    id: ids.show('happening', row.notice_id),
    recipient: row.recipient,
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
    return { items: rows.map(shown), next_cursor }
  })

  mount(app, on, contract.listTold, async ({ query: { cursor, limit = perPage }, now }) => {
    const pages = pagesOf(ids, 'told', place)
    const after = pages.after(cursor)
    const found = await notTold(rights.db, { after: after && { at: new Date(after.at), id: after.id }, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => ({ at: (row.due_at ?? row.made_at).toISOString(), id: row.notice_id }))
    return { items: rows.map((row) => ({ ...shown(row), overdue: row.due_at !== null && row.due_at < now })), next_cursor }
  })

  mount(app, on, contract.tellByHand, async ({ caller, params, now }) => {
    const notice = ids.read('happening', params.told_id)
    if (notice === undefined) throw notFound()
    if (!(await toldByHand(rights.db, { notice, by: caller.actor.id, now }))) throw new AppError('conflict', 'They have heard already, or it was taken back.')
    await noteAct(rights.db, { by: caller.actor, act: 'rights.told', facts: {}, now, device: caller.device })
    return { done: true } as const
  })
}
