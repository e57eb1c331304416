import type { QueryExecutorProvider } from 'kysely'
import { byteaArray, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { noteAct } from '../access/index.ts'
import { goneAmong, letBack } from '../customers/index.ts'
import type { Asker, DoorDeps } from './deps.ts'

type Typed = { kind: string; value: string }

/** Somebody comes back: `noted` in the transaction that writes them, `done` once it is committed. */
export type Return = { noted(tx: QueryExecutorProvider): Promise<void>; done(): Promise<void> }

/**
 * Whoever was erased is entered again only when they came back by themselves, and somebody says so; undefined when nobody of these was.
 * Throws conflict, with `came_back` as its place, when it was not said, and forbidden when a program says it: one that always says so would
 * bring back everybody. What keeps them out goes last, when they are entered: an entry that is refused leaves it as it is, and so does one
 * after which the keys are out of reach: too strict for a variant of their address, and never too lax.
 */
export async function returning(deps: DoorDeps, asker: Asker, identifiers: readonly Typed[], cameBack: boolean): Promise<Return | undefined> {
  const gone = await goneAmong(deps.keyring, await nobodys(deps, identifiers))
  if (gone.length === 0) return undefined
  if (!cameBack)
    throw new AppError('conflict', 'Somebody with this address or number was erased. Enter them again only if they came back by themselves, and say so.', {
      place: 'came_back',
    })
  if (asker.actor.kind !== 'staff')
    throw new AppError('forbidden', 'That somebody who was erased came back is said by a colleague, not by a program.', { place: 'came_back' })
  const noted = { by: asker.actor, act: 'customers.came_back', now: deps.clock.now(), device: asker.device ?? null } as const
  return {
    noted: (tx) => noteAct(tx, noted),
    done: async () => {
      await letBack(deps.keyring, gone)
    },
  }
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
