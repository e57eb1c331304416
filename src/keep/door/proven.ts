import { unseal } from '../keyring/index.ts'
import { type Proof, type Proven, proofsOf, type SealedEvidence } from '../terms/index.ts'
import type { DoorDeps } from './deps.ts'

// By what colleagues entered what a customer said: the words that were kept, and the files.

type Told = { said: string | null; proofs: { id: string; name: string; media_type: string; size: number; sha256: string }[] }

/** Gives what proves a rule or a stop; `may` not: nothing of it. */
export async function provenOf(
  deps: DoorDeps,
  of: { members: readonly number[]; rules: readonly { sealed: SealedEvidence | null }[]; stops: readonly { sealed: SealedEvidence | null }[] },
  may: boolean,
): Promise<(sealed: SealedEvidence | null, what: Proven) => Told> {
  if (!may) return () => ({ said: null, proofs: [] })
  const sealed = [...of.rules, ...of.stops].flatMap((one) => one.sealed ?? [])
  const [proofs, keys] = await Promise.all([
    proofsShown(deps, of.members),
    sealed.length === 0 ? undefined : deps.keyring.existingKeys([...new Set(sealed.map((s) => s.customer))], 'content'),
  ])
  return (evidence, what) => {
    const key = evidence ? keys?.get(evidence.customer) : undefined
    const plain = evidence && key ? unseal(key, evidence.place, evidence.evidence) : undefined
    return { said: plain?.toString('utf8') ?? null, proofs: proofs(what) }
  }
}

/** The files by which things were entered, as they are told. */
export async function proofsShown(deps: DoorDeps, members: readonly number[]): Promise<(what: Proven) => Told['proofs']> {
  const of = await proofsOf(deps, deps.db.$pickTables(), members)
  return (what) => of(what).map((file) => proofShown(deps, file))
}

const proofShown = (deps: DoorDeps, { proof, name, mediaType, size, sha256 }: Proof) => ({
  id: deps.channels.ids.show('proof', proof),
  name,
  media_type: mediaType,
  size,
  sha256: sha256.toString('hex'),
})
