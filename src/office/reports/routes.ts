import { z } from 'zod'
import { sql } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { weekStartOf } from '../account/index.ts'
import { askingFor, findAudiences } from '../audiences/index.ts'
import { type Caller, selfOf } from '../caller.ts'
import type { House } from '../house.ts'
import type { InsightTables } from '../insight/index.ts'
import { askFor } from './ask.ts'
import { fieldsAsked, kindsAsked, use } from './check.ts'
import * as contract from './contract.ts'
import { classFlow } from './flow.ts'
import { rememberAsked } from './nearness.ts'
import { addReport, changeReport, getReport, listReports, mayChange, pinReport, type Report, removeReport, type Viewer } from './store.ts'
import { waysOfAll } from './ways.ts'

const titlePlace = z.object({ title: z.string(), report: z.int() })
const audiencesShown = 200

/** Mounts reports: asking, what they are made of, and those that were saved. */
export function reportRoutes(house: House): void {
  const { app, on, door, ids, rowIds, analyst } = house
  const db = house.db.$pickTables<'office.report' | 'office.report_pin' | 'office.audience' | keyof InsightTables>()
  const find = findAudiences({ db: db.$pickTables(), ids })
  const before = rememberAsked()

  mount(app, on, contract.askReport, async ({ caller, body, now }) => {
    mustSeeAll(caller)
    if (!analyst) throw new AppError('unavailable', 'The analyst runs on another machine: ask it there.')
    const unitCodes = async (units: readonly number[]) => new Map((await door.ask(caller.as, 'units', { ids: [...units] })).map((u) => [u.id, u.code]))
    const [asking, weekStart] = await Promise.all([askingFor({ door, find }, { use, now }), weekStartOf(house.db.$pickTables(), selfOf(caller))])
    return askFor({ db, analyst, ids, unitCodes, asking, weekStart, asker: { staff: selfOf(caller), before } }, body.question)
  })

  mount(app, on, contract.readFlow, async ({ caller, now }) => {
    mustSeeAll(caller)
    return classFlow(db.$pickTables(), now)
  })

  mount(app, on, contract.readWays, async ({ caller }) => {
    mustSeeAll(caller)
    return waysOfAll(db.$pickTables(), await house.topicTitles())
  })

  mount(app, on, contract.reportChoices, async ({ now }) => {
    const asking = await askingFor({ door, find }, { use, now })
    const { rows } = await sql<{ audience_id: number; title: string }>`
      select audience_id, title from office.audience where deleted_at is null order by audience_id desc limit ${audiencesShown}`.execute(db)
    return {
      kinds: kindsAsked(asking).map(({ code, title, attributes }) => ({
        kind: code,
        title,
        numbers: Object.entries(attributes).flatMap(([attribute, of]) => (of.type === 'number' ? [{ attribute, title: of.title ?? null }] : [])),
      })),
      fields: fieldsAsked(asking).map(({ code, title }) => ({ field: code, title })),
      audiences: rows.map(({ audience_id, title }) => ({ id: ids.show('audience', audience_id), title })),
      time_zone: asking.zone,
    }
  })

  const idOf = (shown: string) => {
    const id = ids.read('report', shown)
    if (id === undefined) throw notFound()
    return id
  }

  async function shown(caller: Caller, reports: readonly Report[]) {
    const makers = [...new Set(reports.map((r) => r.made_by))]
    const colleagues = makers.length > 0 ? await door.ask(caller.as, 'colleagues', { ids: makers }) : []
    const names = new Map(colleagues.map((c) => [c.id, c]))
    return reports.map((report) => {
      const by = names.get(report.made_by)
      return {
        id: ids.show('report', report.report_id),
        title: report.title,
        question: report.question,
        look: report.look,
        shared: report.shared === 'roles' ? { roles: report.roles } : report.shared,
        made_by: by ? { ...by, id: ids.show('staff', by.id) } : null,
        editable: mayChange(report, viewerOf(caller)),
        pinned: report.pinned,
        version: report.version,
        changed_at: report.changed_at.toISOString(),
      }
    })
  }
  const one = async (caller: Caller, report: Report) => {
    const [said] = await shown(caller, [report])
    if (!said) throw notFound()
    return said
  }

  mount(app, on, contract.listReports, async ({ caller, query: { cursor, limit = 100, pinned } }) => {
    const pages = pagesOf(ids, `reports ${caller.person.actor.id}`, titlePlace)
    const found = await listReports(db, viewerOf(caller), { after: pages.after(cursor), pinned: pinned === 'true', limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => ({ title: r.title, report: r.report_id }))
    return { items: await shown(caller, rows), next_cursor }
  })
  mount(app, on, contract.readReport, async ({ caller, params }) => one(caller, await getReport(db, idOf(params.report_id), viewerOf(caller))))
  mount(app, on, contract.addReport, async ({ caller, body, now }) =>
    one(caller, await addReport(db, viewerOf(caller), { ...body, report: await rowIds.one(), now })),
  )
  mount(app, on, contract.changeReport, async ({ caller, params, body, now }) =>
    one(caller, await changeReport(db, viewerOf(caller), { ...body, report: idOf(params.report_id), now })),
  )
  mount(app, on, contract.removeReport, async ({ caller, params }) => {
    await removeReport(db, viewerOf(caller), idOf(params.report_id))
    return { done: true as const }
  })
  mount(app, on, contract.pinReport, async ({ caller, params, body, now }) => {
    await pinReport(db, viewerOf(caller), { report: idOf(params.report_id), pinned: body.pinned, now })
    return { done: true as const }
  })
}

function mustSeeAll({ person }: Caller): void {
  if (person.sees !== null) throw new AppError('forbidden', 'Figures of all customers are for those who see all customers.')
}

function viewerOf(caller: Caller): Viewer {
  const { actor, rights } = caller.person
  return { staff: selfOf(caller), role: actor.role, keeper: rights.abilities.includes('staff.manage') }
}
