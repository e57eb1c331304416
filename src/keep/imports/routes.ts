import { Hono } from 'hono'
import { z } from 'zod'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { type Call, type Mounting, mount, pagesOf, streamed, type Who, wholeBody } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Actor, ApiKey, Rights, Session } from '../access/index.ts'
import * as contract from './contract.ts'
import type { ImportDeps } from './deps.ts'
import { listSaid } from './people/list.ts'
import { rejectedFile } from './rejected.ts'
import type { Runner } from './run/runner.ts'
import { findImport, type ImportRow, listImports } from './store.ts'
import { uploadFile } from './upload/upload.ts'
import { dryRunImport, mapImport, readImportAs, resumeImport, runImport, stopImport, undoImport } from './verbs.ts'
import { viewOf } from './view.ts'

export type ImportRoutesDeps = {
  imports: ImportDeps
  runner: Runner
  ids: Opaque
  /** Who calls by a session's cookie; throws unauthenticated or forbidden. */
  authenticate(request: Request, who: Who, now: Date): Promise<Session | undefined>
  apiKeyOf(secret: string): Promise<ApiKey | undefined>
  /** How long a file on its way may be silent; default: a minute. */
  patienceMs?: number
}

type Caller = { by: Actor /** Of a member of staff. */; rights: Rights | undefined; language: 'en' | 'ru'; source: string | undefined }

/** The endpoints of imports, on the keep's own listener: files go past the office unread. */
export function importRoutes(deps: ImportRoutesDeps): Hono {
  const { imports, runner, ids } = deps
  const app = new Hono()
  const on: Mounting<Caller> = {
    log: imports.log,
    now: imports.clock.now,
    authenticate: (request, who, now) => callerOf(deps, request, who, now),
    bodyLimit: 256_000,
  }
  const idOf = (shown: string) => {
    const id = ids.read('import', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const show = (row: ImportRow, caller: Caller, samples: 'with samples' | 'without' = 'without') => viewOf(imports, row, { ids, by: caller.by }, samples)
  type OnOne = Call<Caller, { id: string }, unknown, unknown>
  const asked = (call: OnOne) => ({ id: idOf(call.params.id), by: call.caller.by })

  mount(app, on, contract.uploadImport, async ({ caller, query, request }) => {
    if (!request.body) throw badInput('The body is empty; a file was expected.', 'body')
    const said = request.headers.get('content-length')
    const from = wholeBody(request.body, said === null ? undefined : Number(said), deps.patienceMs)
    const list = query.preset === 'list' ? await listSaid(imports, query, caller.by, caller.rights) : undefined
    const row = await uploadFile(imports, { ...query, list, source: sourceOf(query.source, caller), from }, caller.by)
    return show(row, caller, 'with samples')
  })
  mount(app, on, contract.listImports, async ({ caller, query }) => {
    const { cursor, limit = 50 } = query
    const pages = pagesOf(ids, 'imports', z.int())
    const { rows, next_cursor } = pages.page(await listImports(imports.db.$pickTables(), limit + 1, pages.after(cursor)), limit, (row) => row.import_id)
    return { items: await Promise.all(rows.map((row) => show(row, caller))), next_cursor }
  })
  mount(app, on, contract.getImport, async (call) => show(await findImport(imports.db.$pickTables(), idOf(call.params.id)), call.caller, 'with samples'))
  mount(app, on, contract.readImportAs, async (call) => show(await readImportAs(imports, asked(call), call.body), call.caller, 'with samples'))
  mount(app, on, contract.mapImport, async (call) => show(await mapImport(imports, asked(call), call.body), call.caller))
  mount(app, on, contract.dryRunImport, async (call) => show(await dryRunImport(imports, runner, asked(call)), call.caller))
  mount(app, on, contract.runImport, async (call) => show(await runImport(imports, runner, asked(call)), call.caller))
  mount(app, on, contract.stopImport, async (call) => show(await stopImport(imports, asked(call)), call.caller))
  mount(app, on, contract.resumeImport, async (call) => show(await resumeImport(imports, runner, asked(call)), call.caller))
  mount(app, on, contract.undoImport, async (call) => show(await undoImport(imports, runner, asked(call)), call.caller))
  mount(app, on, contract.rejectedRows, async (call) => {
    const row = await findImport(imports.db.$pickTables(), idOf(call.params.id))
    const { by, language } = call.caller
    if (row.by_kind !== by.kind || row.by_id !== by.id) throw new AppError('forbidden', 'Only who uploaded the file may see its rows.')
    const { encoding, pieces } = rejectedFile(imports, row, language)
    return streamed(pieces, {
      'content-type': `text/csv; charset=${encoding === 'cp866' ? 'ibm866' : encoding}`,
      'content-disposition': 'attachment; filename="rejected.csv"',
      'cache-control': 'no-store',
    })
  })
  return app
}

/** A program by its key with the scope "import", else a member of staff by the session. */
async function callerOf(deps: ImportRoutesDeps, request: Request, who: Who, now: Date): Promise<Caller> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const russian = /^ru\b/i.test(request.headers.get('accept-language') ?? '')
  if (bearer !== undefined) {
    const key = await deps.apiKeyOf(bearer)
    if (!key) throw new AppError('unauthenticated', 'This API key is not known or was revoked.')
    if (key.kind !== 'secret' || !key.scopes.includes('import'))
      throw new AppError('forbidden', 'This key may not import. Give it the scope "import", or use another.')
    if (key.purposes.length > 0 && !key.purposes.includes('service')) throw new AppError('forbidden', 'This key was made for other purposes than service.')
    return { by: { kind: 'api', id: key.id, role: 'import' }, rights: undefined, language: russian ? 'ru' : 'en', source: key.source }
  }
  const session = await deps.authenticate(request, who, now)
  if (!session) throw new AppError('unauthenticated', 'Sign in first.')
  return { by: session.actor, rights: session.rights, language: session.language === 'ru' ? 'ru' : 'en', source: undefined }
}

/** A program's orders come under its key's own source unless it names another. */
function sourceOf(said: string | undefined, caller: Caller): string | undefined {
  const source = said ?? caller.source
  if (source === undefined) return undefined
  const checked = contract.mapping.shape.source.safeParse(source)
  if (!checked.success) throw badInput('source: must be a code: small Latin letters, digits, dot, dash or underscore', 'source')
  return checked.data
}
