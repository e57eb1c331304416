import type { Hono } from 'hono'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { type Mounting, mount, wholeBody } from '../../../platform/http/index.ts'
import { findProof, keepProof, largestProof, readProof, type TermsTables } from '../../terms/index.ts'
import type { FileDeps } from '../deps.ts'
import { attachmentOf, cleanName, mediaTypeOf, servedAs } from '../name.ts'
import type { FileCaller, FileRoutesDeps, Look } from '../routes.ts'
import * as contract from './contract.ts'

type Looks<C> = { staff(caller: C, shown: string): Promise<{ look: Look; customer: number }>; own(caller: C): Promise<Look> }

/** Mounts the files that prove what somebody said. */
export function proofRoutes<C extends FileCaller>(
  app: Hono,
  on: Mounting<C>,
  deps: Pick<FileRoutesDeps<C>, 'ids' | 'mayStore'> & { files: FileDeps },
  looks: Looks<C>,
): void {
  const { files, ids } = deps
  const db = files.db.$pickTables<keyof TermsTables>()

  /** The receipt first, then the file. */
  async function sent(look: Look, shown: string): Promise<Response> {
    const file = await findProof(files, db, look.members, ids.read('proof', shown))
    if (!file) throw notFound()
    await look.note({ deed: 'file', file: file.proof })
    const bytes = await readProof(files, db, file)
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': servedAs(file.mediaType),
        'content-length': String(file.size),
        'content-disposition': attachmentOf(file.name),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      },
    })
  }

  mount(app, on, contract.keepProof, async ({ caller, params, query, request, now }) => {
    const { look, customer } = await looks.staff(caller, params.customer_id)
    const said = request.headers.get('content-length')
    if (Number(said ?? 0) > largestProof) throw tooLarge()
    if (!request.body) throw badInput('The body is empty; a file was expected.', 'body')
    deps.mayStore()
    await look.note({ deed: 'attach' })
    const bytes = await taken(wholeBody(request.body, said === null ? undefined : Number(said)))
    const kept = { customer, name: cleanName(query.name), mediaType: mediaTypeOf(request.headers.get('content-type')), bytes, by: caller.actor, now }
    const { proof, name, mediaType, size, sha256 } = await keepProof(files, db, kept)
    return { id: ids.show('proof', proof), name, media_type: mediaType, size, sha256: sha256.toString('hex') }
  })
  mount(app, on, contract.readProof, async ({ caller, params }) => sent((await looks.staff(caller, params.customer_id)).look, params.proof_id))
  mount(app, on, contract.readMyProof, async ({ caller, params }) => sent(await looks.own(caller), params.proof_id))
}

async function taken(from: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of from) {
    size += part.length
    if (size > largestProof) throw tooLarge()
    parts.push(part)
  }
  if (size === 0) throw badInput('The file is empty.', 'body')
  return Buffer.concat(parts)
}

const tooLarge = () => new AppError('too_large', `The file is larger than ${largestProof / 1024 / 1024} MB, which is the most that is kept as a proof.`)
