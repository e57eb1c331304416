import { Hono } from 'hono'
import { z } from 'zod'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { type Mounting, mount, pagesOf, streamed, type Who, wholeBody } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Actor } from '../access/index.ts'
import { largestFile, readChunks, tooLarge } from './chunks.ts'
import * as contract from './contract.ts'
import type { FileDeps } from './deps.ts'
import { attachmentOf, cleanName, mediaTypeOf, servedAs } from './name.ts'
import { proofRoutes } from './proofs/routes.ts'
import { type FileRow, getFile, isOfPerson, keepFile, listFiles, namesOf, openingsOf, removeFile } from './store.ts'

/** A decided look at one customer: whose ids they are, why nothing may be opened, and how the use is noted. */
export type Look = {
  members: readonly number[]
  refusal: string | undefined
  mayChange: boolean
  note(use: { deed: 'card' | 'file' | 'attach'; file?: number }): Promise<void>
}

/** A colleague, a program, or a customer. */
export type FileCaller = { actor: Actor; customer?: number | undefined; message?: number | undefined }

export type FileRoutesDeps<C extends FileCaller> = {
  files: FileDeps
  ids: Opaque
  log: Logger
  authenticate(request: Request, who: Who, now: Date): Promise<C | undefined>
  /** Asks the gate, as any look at content does. */
  look(caller: C, purpose: 'service' | 'own_view', customer: number): Promise<Look>
  /** Throws unavailable when the disk is almost full. */
  mayStore(): void
}

const perPage = 50
const openingsShown = 20

/** The endpoints of files, on the keep's own listener: they go past the office unread, both ways. */
export function fileRoutes<C extends FileCaller>(deps: FileRoutesDeps<C>): Hono {
  const { files, ids } = deps
  const app = new Hono()
  const on: Mounting<C> = {
    log: deps.log,
    now: files.clock.now,
    authenticate: async (request, who, now) => {
      const session = await deps.authenticate(request, who, now)
      if (!session) throw new AppError('unauthenticated', 'Sign in first.')
      return session
    },
  }

  const show = (row: FileRow, name: string | undefined) => ({
    id: ids.show('file', row.id),
    customer_id: ids.show('customer', row.customer_id),
    name: name ?? '',
    media_type: row.media_type,
    size: row.size,
    at: row.at.toISOString(),
    about: row.about_kind && row.about_id !== null ? { kind: row.about_kind, id: ids.show(row.about_kind, row.about_id) } : null,
    by: { kind: row.by_kind },
  })
  /** A look of staff or of a program for service: throws not_found, or forbidden once the refusal is noted. */
  async function staffLook(session: C, shown: string, operation: 'read' | 'write' = 'read'): Promise<{ look: Look; customer: number }> {
    const customer = ids.read('customer', shown)
    if (customer === undefined) throw notFound()
    const look = await deps.look(session, 'service', customer)
    if (look.refusal === 'unknown_customer') throw notFound()
    if (look.refusal === undefined && operation === 'write' && !look.mayChange)
      throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
    if (look.refusal === undefined) return { look, customer: look.members[0] ?? customer }
    await look.note({ deed: 'file' })
    throw new AppError('forbidden', 'Files about this customer are not for your role, or not to be used now.')
  }

  async function ownLook(session: C): Promise<Look> {
    if (session.customer === undefined) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
    if (session.message !== undefined)
      throw new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')
    const look = await deps.look(session, 'own_view', session.customer)
    if (look.refusal !== undefined) throw new AppError('unauthenticated', 'This page is not there any more.')
    return look
  }

  async function pageFor(look: Look, { cursor, limit = perPage }: { cursor?: string | undefined; limit?: number | undefined }) {
    const pages = pagesOf(ids, `files ${look.members[0]}`, z.int())
    const { rows, next_cursor } = pages.page(await listFiles(files, look.members, limit + 1, pages.after(cursor)), limit, (row) => row.id)
    return { rows, names: await namesOf(files, rows), next_cursor }
  }

  /** The receipt first, then the first chunk, then the answer. */
  async function sent(look: Look, shown: string, inPage = false): Promise<Response> {
    const row = await getFile(files, look.members, ids.read('file', shown))
    await look.note({ deed: 'file', file: row.id })
    const name = (await namesOf(files, [row])).get(row.id) ?? ''
    const isPdf = inPage && servedAs(row.media_type) === 'application/pdf'
    const pieces = readChunks(files, { customer: row.customer_id, file: row.id, size: row.size })
    return streamed(pieces, {
      'content-type': servedAs(row.media_type),
      'content-length': String(row.size),
      'content-disposition': isPdf ? 'inline' : attachmentOf(name),
      'x-content-type-options': 'nosniff',
      // A browser's own viewer of PDF starts in no sandbox and has one of its own; only our pages may frame it.
      'content-security-policy': isPdf ? "frame-ancestors 'self'; base-uri 'none'; form-action 'none'" : "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  }

  mount(app, on, contract.uploadFile, async ({ caller, params, query, request }) => {
    const { look, customer } = await staffLook(caller, params.customer_id, 'write')
    const said = request.headers.get('content-length')
    if (Number(said ?? 0) > largestFile) throw tooLarge()
    if (!request.body) throw badInput('The body is empty; a file was expected.', 'body')
    const about = aboutOf(ids, query.about)
    if (about && !(await isOfPerson(files, look.members, about))) throw badInput('about: there is no such interaction or case of this customer', 'about')
    deps.mayStore()
    await look.note({ deed: 'attach' })
    const upload = {
      customer,
      name: cleanName(query.name),
      mediaType: mediaTypeOf(request.headers.get('content-type')),
      about,
      from: wholeBody(request.body, said === null ? undefined : Number(said)),
    }
    const row = await keepFile(files, upload, caller.actor)
    return show(row, upload.name)
  })
  mount(app, on, contract.listFiles, async ({ caller, params, query }) => {
    const { look } = await staffLook(caller, params.customer_id)
    await look.note({ deed: 'card' })
    const { rows, names, next_cursor } = await pageFor(look, query)
    return { items: rows.map((row) => show(row, names.get(row.id))), next_cursor }
  })
  mount(app, on, contract.downloadFile, async ({ caller, params, query }) => {
    const { look } = await staffLook(caller, params.customer_id)
    return sent(look, params.file_id, query.show === 'true')
  })
  mount(app, on, contract.deleteFile, async ({ caller, params }) => {
    const { look } = await staffLook(caller, params.customer_id, 'write')
    const row = await getFile(files, look.members, ids.read('file', params.file_id))
    await look.note({ deed: 'attach', file: row.id })
    await removeFile(files, { customer: row.customer_id, id: row.id })
    return { done: true as const }
  })
  mount(app, on, contract.listMyFiles, async ({ caller, query }) => {
    const look = await ownLook(caller)
    const { rows, names, next_cursor } = await pageFor(look, query)
    const fileIds = rows.map((r) => r.id)
    const opened = Map.groupBy(await openingsOf(files, look.members, fileIds, perPage * openingsShown), (o) => o.file)
    const openings = (id: number) => (opened.get(id) ?? []).slice(0, openingsShown).map(({ at, actor, role }) => ({ at: at.toISOString(), actor, role }))
    return { items: rows.map((row) => ({ ...show(row, names.get(row.id)), opened: openings(row.id) })), next_cursor }
  })
  mount(app, on, contract.downloadMyFile, async ({ caller, params }) => sent(await ownLook(caller), params.file_id))
  proofRoutes(app, on, deps, { staff: (caller, shown) => staffLook(caller, shown), own: ownLook })
  return app
}

function aboutOf(ids: Opaque, shown: string | undefined): { kind: 'interaction' | 'case'; id: number } | undefined {
  if (shown === undefined) return undefined
  for (const kind of ['interaction', 'case'] as const) {
    const id = ids.read(kind, shown)
    if (id !== undefined) return { kind, id }
  }
  throw badInput('about: must be an interaction or a case', 'about')
}
