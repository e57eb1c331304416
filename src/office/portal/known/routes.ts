import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import { byOf, changePlace, personalPlace, versionPlace } from '../../console/index.ts'
import type { House } from '../../house.ts'
import { listMyEarlierValues, listMyIdentifierHistory, listMyPersonal } from './contract.ts'

/** Mounts what was known before, and what is remembered. */
export function knownRoutes({ app, on, door, ids }: House, own: (caller: Caller) => number): void {
  mount(app, on, listMyIdentifierHistory, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my identifiers ${own(caller)}`, changePlace)
    const { items, next } = await door.ask(caller.as, 'myIdentifierHistory', { after: pages.after(cursor) ?? null, limit })
    return { items: items.map(({ id: _id, source: _source, by, ...change }) => ({ ...change, by: byOf(by).kind })), next_cursor: next && pages.cursorAt(next) }
  })

  mount(app, on, listMyEarlierValues, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my fields ${own(caller)}`, versionPlace)
    const { items, next } = await door.ask(caller.as, 'myEarlierValues', { after: pages.after(cursor) ?? null, limit })
    return { items: items.map((value) => ({ ...value, by: byOf({ kind: value.by, name: null }).kind })), next_cursor: next && pages.cursorAt(next) }
  })

  mount(app, on, listMyPersonal, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my personal ${own(caller)}`, personalPlace)
    const { items, next } = await door.ask(caller.as, 'myPersonal', { after: pages.after(cursor) ?? null, limit })
    return { items: items.map(({ id: _id, by: _by, ...note }) => note), next_cursor: next && pages.cursorAt(next) }
  })
}
