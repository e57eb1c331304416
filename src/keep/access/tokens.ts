import { createHash, randomBytes } from 'node:crypto'

/** A secret of 32 random bytes for a browser or a program; we keep only its digest. */
export function newToken(prefix = ''): { token: string; digest: Buffer } {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`
  return { token, digest: digestOf(token) }
}

/** SHA-256 is enough: the secret has 256 random bits, so there is nothing to guess. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
