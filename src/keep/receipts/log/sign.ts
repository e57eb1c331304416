import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { assert } from '../../../platform/errors.ts'
import { toUtf8 } from '../verify/bytes.ts'
import { type Checkpoint, keyIdOf, showCheckpoint, showSignature, showVerifier, type Verifier } from '../verify/note.ts'

/** Signs checkpoints under the log's origin. `shown` is the public key as it is published ("origin+id+base64"). */
export type Signer = Verifier & { shown: string; sign(text: Uint8Array): Uint8Array }

const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex') // RFC 8410: an Ed25519 private key of 32 bytes follows
const rawKeyBytes = 32

/** A signer from the 32 bytes of an Ed25519 private key (RFC 8032), which the keyring holds as its own key "checkpoint". */
export function signerOf(origin: string, seed: Uint8Array): Signer {
  assert(/^[^\s+]+$/.test(origin), 'the origin of a log holds no spaces and no plus')
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' })
  const open = createPublicKey(secret)
  const raw = rawOf(open)
  return {
    name: origin,
    keyId: keyIdOf(origin, raw),
    shown: showVerifier(origin, raw),
    verify: (signature, text) => verify(null, text, open, signature),
    sign: (text) => sign(null, text, secret),
  }
}

/** A signed note of a checkpoint; each signer adds a line. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): string {
  const text = showCheckpoint(checkpoint)
  const lines = signers.map((s) => showSignature({ name: s.name, keyId: s.keyId, signature: s.sign(toUtf8(text)) }))
  return `${text}\n${lines.join('')}`
}

function rawOf(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(-rawKeyBytes)
}
