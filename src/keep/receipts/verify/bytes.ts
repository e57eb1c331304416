import { hexToBytes } from '@noble/hashes/utils.js'

export { bytesToHex as toHex, concatBytes, utf8ToBytes as toUtf8 } from '@noble/hashes/utils.js'

/** The bytes of lower-case hexadecimal, or undefined for anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-f]{2})*$/.test(text) ? hexToBytes(text) : undefined
}

/** Standard base 64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  const chunk = 8192 // String.fromCharCode takes so many arguments everywhere
  let text = ''
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk))
  return btoa(text)
}

/** The bytes of standard base 64, or undefined for anything that is not exactly how `toBase64` writes it. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const end = text.slice(-4)
  if (btoa(atob(end)) !== end) return undefined // unused bits of the last character could hide anything
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** Cuts concatenated 32-byte hashes apart; undefined when the length is not a multiple of 32. */
export function splitHashes(bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length % 32 !== 0) return undefined
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32))
}

export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(hashes.length * 32)
  for (const [i, hash] of hashes.entries()) joined.set(hash, i * 32)
  return joined
}
