import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { assert, badInput } from '../../platform/errors.ts'
import { seal, unseal } from './cipher.ts'

// The epoch key is also wrapped to a recovery key that only the operator holds (printed at set-up), by X25519 (RFC 7748)
// and HKDF-SHA-256 (RFC 5869). Wrapping needs only the public half, so a roll needs no one to type the recovery key.

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32: no I, L, O, U to mistake

const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex') // RFC 8410, X25519 private key header
const spki = Buffer.from('302a300506032b656e032100', 'hex') // RFC 8410, X25519 public key header

const publicOf = (raw: Buffer) => createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' })
const rawOf = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(spki.length)

/** A new recovery key: `printed` for paper (groups of five), `publicKey` (32 bytes) for the installation. */
export function makeRecoveryKey(): { printed: string; publicKey: Buffer } {
  const pair = generateKeyPairSync('x25519')
  const secret = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8.length)
  return { printed: toBase32(secret), publicKey: rawOf(pair.publicKey) }
}

/** ephemeral public key 32 | sealed */
export function wrapToRecovery(publicKey: Buffer, secret: Buffer): Buffer {
  const once = generateKeyPairSync('x25519')
  const shared = diffieHellman({ privateKey: once.privateKey, publicKey: publicOf(publicKey) })
  const mine = rawOf(once.publicKey)
  return Buffer.concat([mine, seal(kdf(shared, mine, publicKey), 'recovery', secret)])
}

/** The wrapped secret, opened by the printed recovery key; bad input when it is mistyped or another installation's. */
export function openWithRecovery(printed: string, wrapped: Buffer): Buffer {
  const privateKey = privateOf(printed)
  const mine = publicOfRecovery(printed)
  const theirs = wrapped.subarray(0, 32)
  const opened = unseal(kdf(diffieHellman({ privateKey, publicKey: publicOf(theirs) }), theirs, mine), 'recovery', wrapped.subarray(32))
  if (!opened) throw badInput('This recovery key does not open this installation.', 'recovery key')
  return opened
}

/** The public half (32 bytes) of a printed recovery key. */
export function publicOfRecovery(printed: string): Buffer {
  return rawOf(createPublicKey(privateOf(printed)))
}

const privateOf = (printed: string) => createPrivateKey({ key: Buffer.concat([pkcs8, fromBase32(printed)]), format: 'der', type: 'pkcs8' })

function kdf(shared: Buffer, once: Buffer, recipient: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([once, recipient]), 'rapport recovery', 32))
}

function toBase32(bytes: Buffer): string {
  let bits = 0
  let held = 0
  let out = ''
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      out += alphabet[(held >> (bits - 5)) & 31]
      bits -= 5
    }
    held &= (1 << bits) - 1
  }
  if (bits > 0) out += alphabet[(held << (5 - bits)) & 31]
  return out.match(/.{1,5}/g)?.join('-') ?? ''
}

function fromBase32(printed: string): Buffer {
  const clean = printed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  const out: number[] = []
  let bits = 0
  let held = 0
  for (const letter of clean) {
    const value = alphabet.indexOf(letter)
    if (value < 0) throw badInput(`"${letter}" does not occur in a recovery key.`, 'recovery key')
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      out.push((held >> (bits - 8)) & 255)
      bits -= 8
      held &= (1 << bits) - 1
    }
  }
  if (out.length !== 32) throw badInput('A recovery key has 52 letters and digits.', 'recovery key')
  const bytes = Buffer.from(out)
  assert(bytes.length === 32, 'a recovery key is 32 bytes')
  return bytes
}
