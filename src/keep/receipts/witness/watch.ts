import { z } from 'zod'
import { signerOf } from '../log/sign.ts'
import { fromBase64, toUtf8 } from '../verify/bytes.ts'
import { cosignatureBytes, cosignatureType, cosignedText } from '../verify/cosignature.ts'
import { verifyGrowth } from '../verify/growth.ts'
import { keyIdOf, openCheckpoint, readKey, readNote, readVerifier, showSignature, showVerifier } from '../verify/note.ts'

// A witness (C2SP tlog-witness, seen from the other side: it comes and asks by itself). It signs a state of a log only if that continues the last one it
// signed, and remembers that one before it gives its signature away.

export const witnessState = z.object({
  /** What the witness is called; its key is of this seed (RFC 8032). */
  name: z.string().regex(/^[^\s+]+$/),
  seed: z.base64(),
  /** The log's key, and the checkpoint that was signed last. */
  log: z.object({ key: z.string(), checkpoint: z.string().nullable() }),
})
export type WitnessState = z.infer<typeof witnessState>

/**
 * `signed`: a newer state, handed over or not (`refused` says why not); `same`: nothing new; `empty`: the log has no checkpoint; `foreign`: it is signed by another key;
 * `shrunk` and `forked`: it does not continue what was seen, and `shown` is the proof of it.
 */
export type Watched =
  | { is: 'signed'; size: number; refused?: string }
  | { is: 'same' | 'empty' | 'foreign' }
  | { is: 'shrunk' | 'forked'; seen: string; shown: string }

type Deps = {
  get(path: string): Promise<{ status: number; text: string }>
  post(path: string, body: string): Promise<{ status: number; text: string }>
  keep(state: WitnessState): void
}

/** Looks at a log once. */
export async function watchLog(state: WitnessState, now: Date, deps: Deps): Promise<Watched> {
  const verifier = readVerifier(state.log.key)
  const answer = await deps.get('/log/checkpoint')
  if (answer.status === 404) return { is: 'empty' }
  const checkpoint = verifier && openCheckpoint(answer.text, [verifier])
  if (!verifier || !checkpoint || checkpoint.origin !== verifier.name) return { is: 'foreign' }
  const note = readNote(answer.text)
  const seen = state.log.checkpoint
  const before = seen === null ? undefined : openCheckpoint(seen, [verifier])
  if (seen !== null && before) {
    const found = { seen, shown: answer.text }
    if (checkpoint.size < before.size) return { is: 'shrunk', ...found }
    const proof = checkpoint.size === before.size ? [] : await proofOf(deps, before.size, checkpoint.size)
    const growth = verifyGrowth({ older: seen, newer: answer.text, proof }, [verifier])
    if (growth === 'forked' || growth === 'checkpoint') return { is: 'forked', ...found }
    // A line that the log did not take, for the key was not registered yet, is given again.
    if (growth === 'same' && note?.signatures.some(({ name }) => name === state.name)) return { is: 'same' }
  }
  const text = note?.text ?? ''
  deps.keep({ ...state, log: { ...state.log, checkpoint: answer.text } })
  const given = await deps.post('/log/cosign', `${text}\n${cosign(state, text, now)}`)
  return { is: 'signed', size: checkpoint.size, ...(given.status >= 300 && { refused: given.text }) }
}

/** A witness's public key as it is registered. */
export function witnessKey(state: Pick<WitnessState, 'name' | 'seed'>): string {
  return showVerifier(state.name, publicKeyOf(state), cosignatureType)
}

/** The line of a witness under a checkpoint. */
export function cosign(state: Pick<WitnessState, 'name' | 'seed'>, text: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const signature = cosignatureBytes(seconds, signerOf(state.name, seedOf(state)).sign(cosignedText(seconds, toUtf8(text))))
  return showSignature({ name: state.name, keyId: keyIdOf(state.name, publicKeyOf(state), cosignatureType), signature })
}

const seedOf = ({ seed }: Pick<WitnessState, 'seed'>) => fromBase64(seed) ?? new Uint8Array()

function publicKeyOf(state: Pick<WitnessState, 'name' | 'seed'>): Uint8Array {
  return readKey(signerOf(state.name, seedOf(state)).shown)?.publicKey ?? new Uint8Array()
}

async function proofOf(deps: Deps, from: number, to: number): Promise<Uint8Array[]> {
  const { text } = await deps.get(`/log/consistency/${from}/${to}`)
  return text
    .split('\n')
    .flatMap((line) => [fromBase64(line.trim()) ?? new Uint8Array()])
    .filter((hash) => hash.length === 32)
}
