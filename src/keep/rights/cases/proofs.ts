import { sql, type Tx } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import { findProof, type Proven, proofsOf, proves } from '../../terms/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import type { MyCase } from './shapes.ts'

type Told = MyCase['proofs']

/** The files by which requests and mandates of these customers were entered, by what they show. */
export async function proofsShown(deps: Pick<RightsDeps, 'db' | 'ids' | 'keyring'>, customers: readonly number[]): Promise<(of: Proven) => Told> {
  const found = await proofsOf(deps, deps.db.$pickTables(), [...new Set(customers)])
  return (of) =>
    found(of).map(({ proof, name, mediaType, size, sha256 }) => ({
      id: deps.ids.show('proof', proof),
      name,
      media_type: mediaType,
      size,
      sha256: sha256.toString('hex'),
    }))
}

/** Says what a kept file shows; throws bad_input when there is none such of this person. */
export async function provenBy(
  deps: RightsDeps,
  tx: Tx<UsedTables>,
  { person, proof }: { person: number; proof: number | null },
  what: { kind: 'right' | 'mandate'; ref: string },
): Promise<void> {
  if (proof === null) return
  const { rows } = await sql<{ id: number }>`select customer_id as id from keep.customer where customer_id = ${person} or merged_into = ${person}`.execute(tx)
  const file = await findProof(
    deps,
    tx.$pickTables(),
    rows.map(({ id }) => id),
    proof,
  )
  if (!file) throw badInput('proof_id: there is no such file of this customer', 'proof_id')
  await proves(tx.$pickTables(), file, [what])
}
