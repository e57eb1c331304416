import { goneKey, openIdentifiersOf } from '../../customers/index.ts'
import { keepGone } from '../../keyring/index.ts'
import type { RightsDeps } from '../deps.ts'
import type { Of } from './store.ts'

/**
 * What keeps somebody out once they are erased: digests of the broadest form of every address and number that is theirs alone. Needs their
 * keys, so it comes before these go. What others share with them is not theirs alone, and what was taken from them was not theirs.
 */
export async function digestsOf(deps: Pick<RightsDeps, 'db' | 'keyring'>, members: readonly number[]): Promise<string[]> {
  const [root = 0] = members
  const held = (await openIdentifiersOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, new Map([[root, members]]))).get(root) ?? []
  const own = held.filter((each) => !each.shared)
  return [...new Set(own.map(({ kind, value, digest }) => (value ? goneKey(deps.keyring, { kind, value }) : digest.toString('latin1'))))]
}

/** Gives how many are kept. Before the rows go; done again, it keeps the same. */
export async function keepOut(deps: Pick<RightsDeps, 'db' | 'keyring'>, { erasure_id }: Of, members: readonly number[]): Promise<number> {
  const digests = await digestsOf(deps, members)
  await keepGone(deps.keyring, digests, erasure_id)
  return digests.length
}
