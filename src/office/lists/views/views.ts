import type { z } from 'zod'
import { type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import type { ListTables } from '../tables.ts'
import type { viewBody } from './contract.ts'

// Saved lists: who sees them, who may change them, and that two who change one do not write over each other.

export type ViewBody = z.output<typeof viewBody>
export type View = {
  view_id: number
  title: string
  made_by: number
  shared: 'private' | 'everybody' | 'roles'
  roles: string[]
  shown: Pick<ViewBody, 'filter' | 'sort' | 'columns' | 'density'> & { /** Absent in views from before. */ group?: string | null }
  version: number
  changed_at: Date
  changed_by: number
  default_for: string[]
}

/** A colleague: `keeper` may change what others shared, and say what a role begins with. */
export type Viewer = { staff: number; role: string; keeper: boolean }

const mostViews = 200

const seenBy = ({ staff, role }: Viewer) => sql<boolean>`(v.made_by = ${staff} or v.shared = 'everybody' or (v.shared = 'roles' and ${role} = any(v.roles)))`
const whole = sql`select v.*, array(select d.role from office.view_default d where d.view_id = v.view_id order by d.role) as default_for from office.view v`

export const mayChange = (view: View, viewer: Viewer) => view.made_by === viewer.staff || (viewer.keeper && view.shared !== 'private')

/** A page by title, behind a place. */
export async function listViews(
  db: Db<ListTables>,
  viewer: Viewer,
  page: { after: { title: string; view: number } | undefined; limit: number },
): Promise<View[]> {
  const behind = page.after ? sql`and (lower(v.title), v.view_id) > (lower(${page.after.title}), ${page.after.view})` : sql``
  const { rows } = await sql<View>`${whole} where ${seenBy(viewer)} ${behind} order by lower(v.title), v.view_id limit ${page.limit}`.execute(db)
  return rows
}

/** One that this colleague sees; not_found else. */
export async function getView(db: Db<ListTables>, view: number, viewer: Viewer): Promise<View> {
  const { rows } = await sql<View>`${whole} where v.view_id = ${view} and ${seenBy(viewer)}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export function addView(db: Db<ListTables>, viewer: Viewer, said: ViewBody & { view: number; now: Date }): Promise<View> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('office.view'))`.execute(tx)
    const { rows } = await sql<{ count: number }>`select count(*) as count from office.view where made_by = ${viewer.staff}`.execute(tx)
    if ((rows[0]?.count ?? 0) >= mostViews) throw new AppError('conflict', `You have ${mostViews} saved lists, which is the most. Take one away first.`)
    await sql`insert into office.view (view_id, title, made_by, shared, roles, shown, version, changed_at, changed_by)
      values (${said.view}, ${checkedTitle(said.title)}, ${viewer.staff}, ${sharedOf(said)}, ${rolesOf(said)}::text[], ${JSON.stringify(shownOf(said))}::jsonb, 1, ${said.now}, ${viewer.staff})`.execute(
      tx,
    )
    await setDefaults(tx, viewer, { view: said.view, before: [], said })
    return getView(tx, said.view, viewer)
  })
}

/** Changes what stands at `version`; a conflict when somebody changed it meanwhile, forbidden when it is not the caller's to change. */
export function changeView(db: Db<ListTables>, viewer: Viewer, said: ViewBody & { view: number; version: number; now: Date }): Promise<View> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('office.view'))`.execute(tx)
    const before = await getView(tx, said.view, viewer)
    if (!mayChange(before, viewer)) throw notYours()
    if (before.version !== said.version)
      throw new AppError('conflict', 'Somebody changed this list meanwhile. Read it again, or save yours under another title.')
    await sql`update office.view set title = ${checkedTitle(said.title)}, shared = ${sharedOf(said)}, roles = ${rolesOf(said)}::text[], shown = ${JSON.stringify(shownOf(said))}::jsonb,
      version = version + 1, changed_at = ${said.now}, changed_by = ${viewer.staff} where view_id = ${said.view}`.execute(tx)
    await setDefaults(tx, viewer, { view: said.view, before: before.default_for, said })
    // Whoever changes a colleague's view so that it is theirs alone sees it no more: what stands is told all the same.
    const { rows } = await sql<View>`${whole} where v.view_id = ${said.view}`.execute(tx)
    return rows[0] ?? before
  })
}

export function removeView(db: Db<ListTables>, viewer: Viewer, view: number): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!mayChange(await getView(tx, view, viewer), viewer)) throw notYours()
    await sql`delete from office.view where view_id = ${view}`.execute(tx)
  })
}

async function setDefaults(
  tx: Tx<ListTables>,
  viewer: Viewer,
  { view, before, said }: { view: number; before: readonly string[]; said: ViewBody },
): Promise<void> {
  const wanted = [...new Set(said.default_for)].sort()
  if (wanted.join() === [...before].sort().join()) return
  if (!viewer.keeper) throw new AppError('forbidden', 'What a role begins with is said by whoever manages the staff.')
  const shared = said.shared
  if (wanted.some((role) => shared === 'private' || (typeof shared === 'object' && !shared.roles.includes(role))))
    throw badInput('a role can begin only with a list that is shared with it', 'default_for')
  await sql`delete from office.view_default where view_id = ${view}`.execute(tx)
  await sql`insert into office.view_default (role, view_id) select unnest(${wanted}::text[]), ${view} on conflict (role) do update set view_id = excluded.view_id`.execute(
    tx,
  )
}

const notYours = () => new AppError('forbidden', 'This list is a colleague’s. Save it under another title to make it yours.')
const sharedOf = ({ shared }: ViewBody) => (typeof shared === 'object' ? 'roles' : shared)
const rolesOf = ({ shared }: ViewBody) => (typeof shared === 'object' ? [...new Set(shared.roles)] : [])
const shownOf = ({ filter, sort, columns, density, group }: ViewBody) => ({ filter, sort, columns, density, group })

/** A title stands in the clear and is read by colleagues: what looks like an address or a number of somebody is refused. */
function checkedTitle(said: string): string {
  const title = said.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  if (/[\p{Cc}\p{Cf}]/u.test(title.replaceAll(/\u200d/g, ''))) throw badInput('a title holds no invisible characters', 'title')
  if (title.includes('@') || /\d{7}/.test(title.replaceAll(/[\s().+–—-]/g, '')))
    throw badInput('the title of a list is about nobody: no address, no number', 'title')
  return title
}
