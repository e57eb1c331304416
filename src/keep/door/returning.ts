import { byteaArray, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { noteAct } from '../access/index.ts'
import { goneAmong, letBack } from '../customers/index.ts'
import type { Asker, DoorDeps } from './deps.ts'

type Typed = { kind: string; value: string }

/**
 * Whoever was erased is entered again only when they came back by themselves, and somebody says so: then nothing of the erasure is kept, and
 * that it was said is noted. Throws conflict, with `came_back` as its place, when it was not said, and forbidden when a program says it: one that
 * always says so would bring back everybody.
 */
export async function letIn(deps: DoorDeps, asker: Asker, identifiers: readonly Typed[], cameBack: boolean): Promise<void> {
  const gone = await goneAmong(deps.keyring, await nobodys(deps, identifiers))
  if (gone.length === 0) return
  if (!cameBack)
    throw new AppError('conflict', 'Somebody with this address or number was erased. Enter them again only if they came back by themselves, and say so.', {
      place: 'came_back',
    })
  if (asker.actor.kind !== 'staff')
    throw new AppError('forbidden', 'That somebody who was erased came back is said by a colleague, not by a program.', { place: 'came_back' })
  await noteAct(deps.db, { by: asker.actor, act: 'customers.came_back', now: deps.clock.now(), device: asker.device ?? null })
  await letBack(deps.keyring, gone)
}

/** Those that lead to nobody: an address that is somebody's stays theirs, however alike it is to one that went. */
async function nobodys(deps: DoorDeps, identifiers: readonly Typed[]): Promise<Typed[]> {
  const digests = identifiers.map(({ kind, value }) => deps.keyring.digestText(kind, value))
  const { rows } = await sql<{ n: number }>`
    select q.n from unnest(${identifiers.map(({ kind }) => kind)}::text[], ${byteaArray(digests)}::bytea[]) with ordinality q(kind, digest, n)
    join keep.identifier i on i.kind = q.kind and i.digest = q.digest`.execute(deps.db)
  const theirs = new Set(rows.map(({ n }) => n))
  return identifiers.filter((_, i) => !theirs.has(i + 1))
}
