import { fromBase64, toBase64 } from './bytes.ts'
import { type Hash, hashBytes, verifyInclusion } from './merkle.ts'
import { openCheckpoint, type Verifier } from './note.ts'

// A proof for one receipt that stands by itself (C2SP tlog-proof): its place, the hashes beside its way to the root, and the
// signed checkpoint, as lines of text.

const firstLine = 'c2sp.org/tlog-proof@v1'

export type Proof = { position: number; hashes: readonly Hash[]; checkpoint: string }

/** The proof as text, to be kept in a file "….tlog-proof". */
export function showProof({ position, hashes, checkpoint }: Proof): string {
  return [firstLine, `index ${position}`, ...hashes.map(toBase64), '', checkpoint].join('\n')
}

/** Reads a proof; extra data is passed over. Undefined when it is malformed. */
export function readProof(text: string): Proof | undefined {
  const cut = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, cut).split('\n')
  if (cut < 0 || first !== firstLine) return undefined
  if (lines[0]?.startsWith('extra ')) lines.shift()
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const hashes = lines.map(fromBase64).filter((h) => h?.length === hashBytes)
  if (index === undefined || hashes.length !== lines.length) return undefined
  return { position: Number(index), hashes: hashes.filter((h) => h !== undefined), checkpoint: text.slice(cut + 2) }
}

export type ProofVerdict = { holds: true; position: number; size: number; signers: string[] } | { holds: false; why: 'proof' | 'checkpoint' | 'root' }

/** Whether this leaf stands in the log under a checkpoint that one of the known keys signed. */
export function verifyProof(leaf: Hash, text: string, known: readonly Verifier[]): ProofVerdict {
  const proof = readProof(text)
  if (!proof) return { holds: false, why: 'proof' }
  const checkpoint = openCheckpoint(proof.checkpoint, known)
  if (!checkpoint) return { holds: false, why: 'checkpoint' }
  const { size, root, signers } = checkpoint
  const holds = verifyInclusion({ leaf, position: proof.position, size, root, proof: proof.hashes })
  return holds ? { holds, position: proof.position, size, signers } : { holds, why: 'root' }
}
