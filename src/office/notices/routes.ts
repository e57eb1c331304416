import { z } from 'zod'
import type { Db } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { selfOf } from '../caller.ts'
import type { House } from '../house.ts'
import { withinOf } from '../within.ts'
import { chooseNotices, wishesOf } from './choices.ts'
import { countNotices, listNotices, readChoices, readNotices, writeChoices } from './contract.ts'
import { showNotices } from './show.ts'
import { markNotices, noticesOf, unreadOf } from './store.ts'
import type { NoticeTables } from './tables.ts'

const place = z.object({ at: z.iso.datetime().transform((at) => new Date(at)), id: z.int() })

/** Mounts a member of staff's own notices; nobody reads another's. */
export function noticeRoutes(house: House): void {
  const { app, on, ids } = house
  const db: Db<NoticeTables> = house.db.$pickTables<keyof NoticeTables>()

  mount(app, on, listNotices, async ({ caller, query }) => {
    const { limit = 50, unread, kinds } = query
    const staff = selfOf(caller)
    const pages = pagesOf(ids, JSON.stringify(['notices', staff, unread, kinds]), place)
    const found = await noticesOf(db, { staff, unread: unread === 'true', kinds, limit: limit + 1, after: pages.after(query.cursor), within: withinOf(caller) })
    const { rows, next_cursor } = pages.page(found, limit, (n) => ({ at: n.at.toISOString(), id: n.notice_id }))
    return { items: await showNotices(house, caller.as, rows), next_cursor }
  })

  mount(app, on, countNotices, async ({ caller, query: { kinds } }) => ({
    unread: await unreadOf(db, { staff: selfOf(caller), kinds, within: withinOf(caller) }),
  }))

  mount(app, on, readNotices, async ({ caller, body, now }) => {
    const staff = selfOf(caller)
    await markNotices(db, { staff, only: body.ids === 'all' ? undefined : body.ids.map(numberOf), read: body.read, now })
    await house.live.tell({ topic: 'notices', to: [staff] })
    return { done: true as const }
  })

  mount(app, on, readChoices, async ({ caller }) => {
    const staff = selfOf(caller)
    const wishes = (await wishesOf(db, [staff])).get(staff)
    return { choices: wishes?.choices ?? [], quiet: wishes?.quiet ?? null, mail: true }
  })

  mount(app, on, writeChoices, async ({ caller, body }) => {
    const staff = selfOf(caller)
    await chooseNotices(db, staff, body)
    await house.live.tell({ topic: 'notices', to: [staff] })
    return { done: true as const }
  })

  function numberOf(shown: string, at: number): number {
    const id = ids.read('notice', shown)
    if (id === undefined) throw badInput('This is not the id of a notice.', `ids[${at}]`)
    return id
  }
}
