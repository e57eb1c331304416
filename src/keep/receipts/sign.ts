import type { Signer } from './log/sign.ts'
import { toUtf8 } from './verify/bytes.ts'
import { type CopyManifest, copyText, hashOf } from './verify/copy.ts'
import { showSignature } from './verify/note.ts'

/** The list of files of a customer's copy as it is given out, and its signature: a signed note (C2SP signed-note) that verify/copy.ts reads. */
export function signCopy(signer: Signer, said: Omit<CopyManifest, 'format'>): { manifest: string; signature: string } {
  const manifest = JSON.stringify({ format: 'rapport-copy/1', ...said } satisfies CopyManifest, null, 1)
  const text = copyText({ at: said.at, sha256: hashOf(toUtf8(manifest)) })
  return { manifest, signature: signText(signer, text) }
}

/** A signed note (C2SP signed-note) by the log's key. Its second line is no number, so that it never passes for a checkpoint. */
export function signText(signer: Signer, text: string): string {
  return `${text}\n${showSignature({ name: signer.name, keyId: signer.keyId, signature: signer.sign(toUtf8(text)) })}`
}
