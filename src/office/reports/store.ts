import type { z } from 'zod'
import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import type { reportBody } from './contract.ts'
import type { ReportTables } from './tables.ts'

// Saved reports: who sees them, who may change them, and that two who change one do not write over each other.

export type ReportBody = z.output<typeof reportBody>
export type Report = ReportTables['office.report'] & { pinned: boolean }
/** A colleague; `keeper` may change what others shared. */
export type Viewer = { staff: number; role: string; keeper: boolean }

type ReportDb = Db<ReportTables>
const mostReports = 200
const mostPins = 12

const seenBy = ({ staff, role }: Viewer) => sql<boolean>`(r.made_by = ${staff} or r.shared = 'everybody' or (r.shared = 'roles' and ${role} = any(r.roles)))`
const whole = ({ staff }: Viewer) =>
  sql`select r.*, p.staff_id is not null as pinned from office.report r left join office.report_pin p on p.report_id = r.report_id and p.staff_id = ${staff}`

export const mayChange = (report: Report, viewer: Viewer): boolean => report.made_by === viewer.staff || (viewer.keeper && report.shared !== 'private')

/** A page by title, behind a place; `pinned`: those on the viewer's dashboard only. */
export async function listReports(
  db: ReportDb,
  viewer: Viewer,
  page: { after: { title: string; report: number } | undefined; pinned: boolean; limit: number },
): Promise<Report[]> {
  const behind = page.after ? sql`and (lower(r.title), r.report_id) > (lower(${page.after.title}), ${page.after.report})` : sql``
  const pinned = page.pinned ? sql`and p.staff_id is not null` : sql``
  const { rows } = await sql<Report>`
    ${whole(viewer)} where ${seenBy(viewer)} ${pinned} ${behind} order by lower(r.title), r.report_id limit ${page.limit}`.execute(db)
  return rows
}

/** One that this colleague sees; not_found else. */
export async function getReport(db: ReportDb, report: number, viewer: Viewer): Promise<Report> {
  const { rows } = await sql<Report>`${whole(viewer)} where r.report_id = ${report} and ${seenBy(viewer)}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export function addReport(db: ReportDb, viewer: Viewer, said: ReportBody & { report: number; now: Date }): Promise<Report> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('office.report'))`.execute(tx)
    const { rows } = await sql<{ count: number }>`select count(*) as count from office.report where made_by = ${viewer.staff}`.execute(tx)
    if ((rows[0]?.count ?? 0) >= mostReports) throw new AppError('conflict', `You have ${mostReports} saved reports, which is the most. Take one away first.`)
    await sql`insert into office.report (report_id, title, question, look, made_by, shared, roles, version, changed_at)
      values (${said.report}, ${checkedTitle(said.title)}, ${JSON.stringify(said.question)}::jsonb, ${said.look}, ${viewer.staff}, ${sharedOf(said)}, ${rolesOf(said)}::text[], 1, ${said.now})`.execute(
      tx,
    )
    return getReport(tx, said.report, viewer)
  })
}

/** Changes what stands at `version`; a conflict when somebody changed it meanwhile, forbidden when it is not the caller's to change. */
export async function changeReport(db: ReportDb, viewer: Viewer, said: ReportBody & { report: number; version: number; now: Date }): Promise<Report> {
  const before = await getReport(db, said.report, viewer)
  if (!mayChange(before, viewer)) throw notYours()
  const { rows } = await sql<ReportTables['office.report']>`
    update office.report set title = ${checkedTitle(said.title)}, question = ${JSON.stringify(said.question)}::jsonb, look = ${said.look}, shared = ${sharedOf(said)},
      roles = ${rolesOf(said)}::text[], version = version + 1, changed_at = ${said.now} where report_id = ${said.report} and version = ${said.version} returning *`.execute(
    db,
  )
  const [after] = rows
  if (!after) throw new AppError('conflict', 'Somebody changed this report meanwhile. Read it again, or save yours under another title.')
  return { ...after, pinned: before.pinned }
}

export async function removeReport(db: ReportDb, viewer: Viewer, report: number): Promise<void> {
  if (!mayChange(await getReport(db, report, viewer), viewer)) throw notYours()
  await sql`delete from office.report where report_id = ${report}`.execute(db)
}

/** Puts it on somebody's dashboard, or takes it off; either twice is as once. */
export async function pinReport(db: ReportDb, viewer: Viewer, said: { report: number; pinned: boolean; now: Date }): Promise<void> {
  await getReport(db, said.report, viewer)
  if (!said.pinned) {
    await sql`delete from office.report_pin where staff_id = ${viewer.staff} and report_id = ${said.report}`.execute(db)
    return
  }
  const { rows } = await sql<{ many: boolean }>`
    select count(*) >= ${mostPins} as many from office.report_pin where staff_id = ${viewer.staff} and report_id <> ${said.report}`.execute(db)
  if (rows[0]?.many) throw new AppError('conflict', `A dashboard has ${mostPins} reports at most. Take one off first.`)
  await sql`insert into office.report_pin (staff_id, report_id, pinned_at) values (${viewer.staff}, ${said.report}, ${said.now}) on conflict do nothing`.execute(
    db,
  )
}

const notYours = () => new AppError('forbidden', 'This report is a colleague’s. Save it under another title to make it yours.')
const sharedOf = ({ shared }: ReportBody) => (typeof shared === 'object' ? 'roles' : shared)
const rolesOf = ({ shared }: ReportBody) => (typeof shared === 'object' ? [...new Set(shared.roles)] : [])

/** A title stands in the clear and is read by colleagues: what looks like an address or a number of somebody is refused. */
function checkedTitle(said: string): string {
  const title = said.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  if (/[\p{Cc}\p{Cf}]/u.test(title.replaceAll(/\u200d/g, ''))) throw badInput('A title holds no invisible characters.', 'title')
  if (title.includes('@') || /\d{7}/.test(title.replaceAll(/[\s().+–—-]/g, '')))
    throw badInput('The title of a report is about nobody: no address, no number.', 'title')
  return title
}
