import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod'
import { toHex } from './bytes.ts'
import { openNote, readVerifier } from './note.ts'

// A customer's copy of what is held of them: files, a list of them with the hash of each (manifest.json), and that list's hash signed by the
// log's key. The signature says that the company gave out these very bytes, and when; it says nothing of who holds them.

export const copyManifest = z.strictObject({
  format: z.literal('rapport-copy/1'),
  at: z.iso.datetime({ precision: 3 }),
  /** Who gave it out. */
  company: z.string().max(200),
  files: z.array(z.strictObject({ name: z.string().max(300), size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(100_000),
})
export type CopyManifest = z.infer<typeof copyManifest>

/** The text that is signed. Its second line is no number, so that it can never pass for a checkpoint (C2SP tlog-checkpoint). */
export const copyText = ({ at, sha256 }: { at: string; sha256: string }) => `rapport/copy/1\n${at}\n${sha256}\n`

const signedText = /^rapport\/copy\/1\n([^\n]+)\n([0-9a-f]{64})\n$/

export type CopyVerdict =
  | { holds: true; at: string; company: string; files: CopyManifest['files']; signers: string[] }
  | { holds: false; why: 'key' | 'signature' | 'manifest' | 'other_manifest' }

/**
 * Whether a list of files is the one that was signed: `manifest` as its bytes, `signature` as the note beside it, `key` the log's public key
 * as it is printed. The files themselves are then compared with the list (`sameFile`).
 */
export function verifyCopy(manifest: Uint8Array, signature: string, key: string): CopyVerdict {
  const verifier = readVerifier(key)
  if (!verifier) return { holds: false, why: 'key' }
  const opened = openNote(signature, [verifier])
  const [, at, hash] = (opened && signedText.exec(opened.text)) ?? []
  if (!opened || at === undefined) return { holds: false, why: 'signature' }
  if (hashOf(manifest) !== hash) return { holds: false, why: 'other_manifest' }
  const read = copyManifest.safeParse(jsonOf(manifest))
  if (!read.success || read.data.at !== at) return { holds: false, why: 'manifest' }
  return { holds: true, at, company: read.data.company, files: read.data.files, signers: opened.signers }
}

export const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes))

/** Whether a file is what the list says of it. */
export const sameFile = (said: CopyManifest['files'][number], bytes: Uint8Array): boolean => bytes.length === said.size && hashOf(bytes) === said.sha256

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
