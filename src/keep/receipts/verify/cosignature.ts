import { ed25519 } from '@noble/curves/ed25519.js'
import { toUtf8 } from './bytes.ts'

// Cosignatures of witnesses (C2SP tlog-cosignature, Ed25519): the time it was given, eight bytes, and a signature over it and the checkpoint.

/** The type byte of such keys, in their id and in their printed form. */
export const cosignatureType = 4
const timeBytes = 8

/** What a witness signs: "cosignature/v1", the time in seconds, and the text of the checkpoint. */
export const cosignedText = (seconds: number, text: Uint8Array): Uint8Array => toUtf8(`cosignature/v1\ntime ${seconds}\n${new TextDecoder().decode(text)}`)

/** When a cosignature says it was given, in seconds since 1970; undefined when it is none. */
export function timeOfCosignature(signature: Uint8Array): number | undefined {
  if (signature.length !== timeBytes + 64) return undefined
  const seconds = new DataView(signature.buffer, signature.byteOffset, timeBytes).getBigUint64(0)
  return seconds <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seconds) : undefined
}

export function isCosignature(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  const seconds = timeOfCosignature(signature)
  try {
    return seconds !== undefined && ed25519.verify(signature.subarray(timeBytes), cosignedText(seconds, text), publicKey, { zip215: false })
  } catch {
    return false
  }
}

/** The bytes of a cosignature, from its time and what the witness's key made of `cosignedText`. */
export function cosignatureBytes(seconds: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(timeBytes + signature.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds))
  bytes.set(signature, timeBytes)
  return bytes
}
