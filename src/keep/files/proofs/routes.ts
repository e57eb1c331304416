import type { Hono } from 'hono'
import { notFound } from '../../../platform/errors.ts'
import { type Mounting, mount } from '../../../platform/http/index.ts'
import { findProof, keepProof, readProof, type TermsTables } from '../../terms/index.ts'
import type { FileDeps } from '../deps.ts'
import { cleanName } from '../name.ts'
import type { FileCaller, FileRoutesDeps, Look } from '../routes.ts'
import { proofFrom, proofSent } from './body.ts'
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
    return proofSent(file, await readProof(files, db, file))
  }

  mount(app, on, contract.keepProof, async ({ caller, params, query, request, now }) => {
    const { look, customer } = await looks.staff(caller, params.customer_id)
    deps.mayStore()
    await look.note({ deed: 'attach' })
    const kept = { customer, name: cleanName(query.name), ...(await proofFrom(request)), by: caller.actor, now }
    const { proof, name, mediaType, size, sha256 } = await keepProof(files, db, kept)
    return { id: ids.show('proof', proof), name, media_type: mediaType, size, sha256: sha256.toString('hex') }
  })
  mount(app, on, contract.readProof, async ({ caller, params }) => sent((await looks.staff(caller, params.customer_id)).look, params.proof_id))
  mount(app, on, contract.readMyProof, async ({ caller, params }) => sent(await looks.own(caller), params.proof_id))
}
