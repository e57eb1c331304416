import { z } from 'zod'
import { badInput, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { type Caller, selfOf } from '../../caller.ts'
import type { House } from '../../house.ts'
import { brokenIn, mustBeBounded, unknownColumn } from '../check.ts'
import type { Columns } from '../columns.ts'
import { columnsNow } from '../company.ts'
import type { Broken } from '../shapes.ts'
import * as contract from './contract.ts'
import { addView, changeView, getView, listViews, mayChange, removeView, type View, type Viewer } from './views.ts'

const titlePlace = z.object({ title: z.string(), view: z.int() })

/** Mounts the saved lists. */
export function viewRoutes(house: House): void {
  const { app, on, door, ids, lists, rowIds } = house
  const idOf = (shown: string) => {
    const id = ids.read('view', shown)
    if (id === undefined) throw notFound()
    return id
  }

  async function shown(caller: Caller, views: readonly View[]) {
    const [columns, colleagues] = await Promise.all([
      columnsNow(door),
      views.length > 0 ? door.ask(caller.as, 'colleagues', { ids: [...new Set(views.map((v) => v.made_by))] }) : [],
    ])
    const names = new Map(colleagues.map((c) => [c.id, c]))
    return views.map((view) => {
      const by = names.get(view.made_by)
      return {
        view_id: ids.show('view', view.view_id),
        title: view.title,
        ...view.shown,
        group: view.shown.group ?? null,
        shared: view.shared === 'roles' ? { roles: view.roles } : view.shared,
        default_for: view.default_for,
        made_by: by ? { ...by, id: ids.show('staff', by.id) } : null,
        editable: mayChange(view, viewerOf(caller)),
        version: view.version,
        changed_at: view.changed_at.toISOString(),
        broken: brokenOf(view, columns, house),
      }
    })
  }

  async function tagged(caller: Caller, view: View): Promise<Response> {
    const [said] = await shown(caller, [view])
    return Response.json(contract.view.parse(said), { headers: { etag: `"${view.version}"`, 'cache-control': 'no-store' } })
  }

  mount(app, on, contract.listViews, async ({ caller, query: { cursor, limit = 100 } }) => {
    const pages = pagesOf(ids, `views ${caller.person.actor.id}`, titlePlace)
    const found = await listViews(lists.db, viewerOf(caller), { after: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (view) => ({ title: view.title, view: view.view_id }))
    return { items: await shown(caller, rows), next_cursor }
  })

  mount(app, on, contract.readView, async ({ caller, params }) => tagged(caller, await getView(lists.db, idOf(params.view_id), viewerOf(caller))))

  mount(app, on, contract.addView, async ({ caller, body, now }) => {
    mustBeBounded(body.filter, 'filter')
    return tagged(caller, await addView(lists.db, viewerOf(caller), { ...body, view: await rowIds.one(), now }))
  })

  mount(app, on, contract.changeView, async ({ caller, params, body, request, now }) => {
    const version = body.version ?? versionIn(request.headers.get('if-match'))
    mustBeBounded(body.filter, 'filter')
    if (version === undefined) throw badInput('say which version you changed: If-Match with the ETag you read, or version', 'version')
    return tagged(caller, await changeView(lists.db, viewerOf(caller), { ...body, view: idOf(params.view_id), version, now }))
  })

  mount(app, on, contract.removeView, async ({ caller, params }) => {
    await removeView(lists.db, viewerOf(caller), idOf(params.view_id))
    return { done: true as const }
  })
}

function viewerOf(caller: Caller): Viewer {
  const { actor, rights } = caller.person
  return { staff: selfOf(caller), role: actor.role, keeper: rights.abilities.includes('staff.manage') }
}

function versionIn(ifMatch: string | null): number | undefined {
  const found = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '')
  return found ? Number(found[1]) : undefined
}

/** What of a view means nothing any more. */
function brokenOf({ shown }: View, columns: Columns, { ids }: Pick<House, 'ids'>): Broken[] {
  const named = (name: string, place: string): Broken[] => (columns.byName.has(name) ? [] : [{ place, column: name, sentence: unknownColumn(name, columns) }])
  return [
    ...(shown.filter === null ? [] : brokenIn(shown.filter, columns, ids)),
    ...(shown.sort ?? '')
      .split(',')
      .filter(Boolean)
      .flatMap((part) => named(part.trim().replace(/^-/, ''), 'sort')),
    ...(shown.group ? named(shown.group, 'group') : []),
    ...shown.columns.flatMap(({ column }, i) => named(column, `columns[${i}].column`)),
  ]
}
