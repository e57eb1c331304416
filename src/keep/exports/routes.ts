import { Hono } from 'hono'
import { z } from 'zod'
import { sql } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Mounting, mount, pagesOf, streamed, type Who } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { noteAct, type Session } from '../access/index.ts'
import { withinOf } from '../customers/index.ts'
import { approveExport, cancelExport, declineExport, failExport, pauseExport, resumeExport } from './answers.ts'
import * as contract from './contract.ts'
import type { ExportDeps } from './deps.ts'
import { fileOf } from './file.ts'
import { requesterStands } from './runner.ts'
import { type ExportRow, findExport, listExportRows } from './store.ts'
import { viewsOf } from './view.ts'
import { seesAllOf } from './whose.ts'

export type ExportRoutesDeps = {
  exports: ExportDeps
  ids: Opaque
  timeZone(): Promise<string>
  authenticate(request: Request, who: Who, now: Date): Promise<Session | undefined>
}

const perPage = 50

/** Whom somebody sees who is signed in; undefined: everybody. */
const limitsOf = ({ actor, rights, seeing, staff }: Session) => withinOf({ actor, rights, units: seeing?.units ?? staff?.units ?? [] })

/** The endpoints of exports that were asked for, on the keep's own listener: a file goes past the office unread. */
export function exportRoutes(deps: ExportRoutesDeps): Hono {
  const { exports: own, ids } = deps
  const app = new Hono()
  const on: Mounting<Session> = {
    log: own.log,
    now: own.clock.now,
    authenticate: async (request, who, now) => {
      const session = await deps.authenticate(request, who, now)
      if (!session?.staff) throw new AppError('unauthenticated', 'Sign in first.')
      return session
    },
  }
  const mayAnswer = (caller: Session) => caller.rights.abilities.includes('budgets.approve')
  const seenBy = (caller: Session) => ({ ids, by: { id: caller.actor.id, approves: mayAnswer(caller) } })
  const show = async (row: ExportRow, caller: Session) => {
    const [view] = await viewsOf(own, [row], seenBy(caller))
    if (!view) throw notFound()
    return view
  }

  /** What is another's is not there for who may not answer for it: the same answer as for what does not exist. */
  async function visible(shown: string, caller: Session, whose: 'own' | 'own or to approve'): Promise<ExportRow> {
    const id = ids.read('export', shown)
    const row = id === undefined ? undefined : await findExport(own.db.$pickTables(), id)
    if (!row || (row.by_id !== caller.actor.id && (whose === 'own' || !mayAnswer(caller)))) throw notFound()
    return row
  }

  mount(app, on, contract.listExports, async ({ caller, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'exports', z.int())
    const of = mayAnswer(caller) ? 'everybody' : { staff: caller.actor.id }
    const found = await listExportRows(own.db.$pickTables(), { of, below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.export_id)
    return { items: await viewsOf(own, rows, seenBy(caller)), next_cursor }
  })
  mount(app, on, contract.getExport, async ({ caller, params }) => show(await visible(params.export_id, caller, 'own or to approve'), caller))

  type Verb = (deps: ExportDeps, asked: { id: number; by: { kind: 'staff'; id: number; role: string }; now: Date }) => Promise<ExportRow>
  const acting = (verb: Verb, whose: 'own' | 'own or to approve') => async (call: { caller: Session; params: { export_id: string }; now: Date }) => {
    const row = await visible(call.params.export_id, call.caller, whose)
    const changed = await verb(own, { id: row.export_id, by: { kind: 'staff', id: call.caller.actor.id, role: call.caller.actor.role }, now: call.now })
    return show(changed, call.caller)
  }
  mount(app, on, contract.pauseExport, acting(pauseExport, 'own'))
  mount(app, on, contract.resumeExport, acting(resumeExport, 'own'))
  mount(app, on, contract.cancelExport, acting(cancelExport, 'own or to approve'))
  mount(app, on, contract.approveExport, acting(approveExport, 'own or to approve'))
  mount(app, on, contract.declineExport, ({ body, ...rest }) =>
    acting((given, asked) => declineExport(given, { ...asked, why: body.why }), 'own or to approve')(rest),
  )

  mount(app, on, contract.exportFile, async ({ caller, params, now }) => {
    const row = await visible(params.export_id, caller, 'own')
    if (row.state === 'expired' || row.state === 'cancelled' || row.state === 'failed')
      throw new AppError('not_found', 'The file of this export was destroyed: ask for it again.')
    if (row.state !== 'ready') throw new AppError('conflict', 'The file is not ready yet.')
    if (row.expires_at && row.expires_at <= now) throw new AppError('not_found', 'The file of this export was destroyed: ask for it again.')
    if (!(await requesterStands(own, row)))
      throw new AppError('forbidden', 'Your role or what it lets you see has changed since you asked for this export, so its file is closed.')
    if (!(await seesAllOf(own, row, limitsOf(caller)))) {
      await failExport(own, row.export_id, 'Somebody in it is no longer a customer of whoever asked for it, so the export was closed.', now)
      throw new AppError('forbidden', 'Somebody in this file is not your customer any more, so it is closed. Ask for it again.')
    }
    await sql`update keep.export set downloads = downloads + 1 where export_id = ${row.export_id}`.execute(own.db)
    await noteAct(own.db, {
      by: caller.actor,
      act: 'export.fetched',
      facts: { persons: row.rows, purpose: row.purpose, format: row.format },
      now,
      device: caller.device,
    })
    const number = ids.show('export', row.export_id)
    return streamed(fileOf(own, row, { ids, timeZone: await deps.timeZone() }), {
      'content-type': row.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="export-${number.slice(-8)}.${row.format}"`,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })
  return app
}
