import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, fromBase64, sameBytes, toBase64, toHex, toUtf8 } from './bytes.ts'
import { cosignatureType, isCosignature } from './cosignature.ts'
import { type Hash, hashBytes } from './merkle.ts'

// Signed notes (C2SP signed-note) and the checkpoints written in them (C2SP tlog-checkpoint), signed by logs and by witnesses (C2SP
// tlog-cosignature). Ed25519 only; signatures by keys we do not know are passed over.

const ed25519Type = 1
const keyIdBytes = 4
const mostSignatures = 32

/** A public key we know, by its name and id. */
export type Verifier = { name: string; keyId: Uint8Array; verify(signature: Uint8Array, text: Uint8Array): boolean }
export type Signature = { name: string; keyId: Uint8Array; signature: Uint8Array }
export type Note = { text: string; signatures: readonly Signature[] }
export type Checkpoint = { origin: string; size: number; root: Hash }

/** SHA-256(name ‖ "\n" ‖ type ‖ public key), its first four bytes. */
export function keyIdOf(name: string, publicKey: Uint8Array, type = ed25519Type): Uint8Array {
  return sha256(concatBytes(toUtf8(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, keyIdBytes)
}

/** "name+keyid+base64", the printed form of a public key. */
export function showVerifier(name: string, publicKey: Uint8Array, type = ed25519Type): string {
  return `${name}+${toHex(keyIdOf(name, publicKey, type))}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`
}

/** Reads what `showVerifier` prints, of a log or of a witness; undefined when it is no Ed25519 key or its id does not belong to it. */
export function readVerifier(shown: string): Verifier | undefined {
  const read = readKey(shown)
  if (!read) return undefined
  const { name, keyId, publicKey } = read
  const isBy = read.type === cosignatureType ? isCosignature : isSignature
  return { name, keyId, verify: (signature, text) => isBy(signature, text, publicKey) }
}

/** The parts of a printed key, whoever's it is. */
export function readKey(shown: string): { name: string; keyId: Uint8Array; type: number; publicKey: Uint8Array } | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(shown) ?? []
  const material = encoded === undefined ? undefined : fromBase64(encoded)
  const type = material?.[0]
  if (!name || material?.length !== 33 || (type !== ed25519Type && type !== cosignatureType)) return undefined
  const publicKey = material.subarray(1)
  const keyId = keyIdOf(name, publicKey, type)
  return toHex(keyId) === id ? { name, keyId, type, publicKey } : undefined
}

/** Takes a note apart without believing it; undefined when it is malformed. */
export function readNote(note: string): Note | undefined {
  const cut = note.lastIndexOf('\n\n')
  if (cut < 0 || !note.endsWith('\n') || hasControls(note) || !note.isWellFormed()) return undefined
  const lines = note.slice(cut + 2, -1).split('\n')
  if (lines.length > mostSignatures) return undefined
  const signatures: Signature[] = []
  for (const line of lines) {
    const read = readSignature(line)
    if (!read) return undefined
    signatures.push(read)
  }
  return { text: note.slice(0, cut + 1), signatures }
}

/** One line of a note: "— name base64(key id ‖ signature)". */
export function showSignature(signature: Signature): string {
  return `— ${signature.name} ${toBase64(concatBytes(signature.keyId, signature.signature))}\n`
}

/**
 * The text of a note and the names of the known keys that signed it; undefined when none did, or when a known key's
 * signature is wrong.
 */
export function openNote(note: string, known: readonly Verifier[]): { text: string; signers: string[] } | undefined {
  const read = readNote(note)
  if (!read) return undefined
  const text = toUtf8(read.text)
  const signers = new Set<string>()
  for (const signature of read.signatures) {
    const key = known.find((k) => k.name === signature.name && sameBytes(k.keyId, signature.keyId))
    if (!key) continue
    if (!key.verify(signature.signature, text)) return undefined
    signers.add(key.name)
  }
  return signers.size > 0 ? { text: read.text, signers: [...signers] } : undefined
}

/** Origin, size, root: the text that is signed. */
export function showCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`
}

/** Reads a checkpoint's text; lines after the third are allowed and passed over. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root] = text.split('\n')
  const hash = root === undefined ? undefined : fromBase64(root)
  if (!origin || !size || hash?.length !== hashBytes || !/^(0|[1-9][0-9]{0,15})$/.test(size)) return undefined
  return { origin, size: Number(size), root: hash }
}

/** A checkpoint that one of the known keys signed under the log's own origin. */
export function openCheckpoint(note: string, known: readonly Verifier[]): (Checkpoint & { signers: string[] }) | undefined {
  const opened = openNote(note, known)
  const checkpoint = opened && readCheckpoint(opened.text)
  return opened && checkpoint && { ...checkpoint, signers: opened.signers }
}

function readSignature(line: string): Signature | undefined {
  const [, name, encoded] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? []
  const bytes = encoded === undefined ? undefined : fromBase64(encoded)
  if (!name || !bytes || bytes.length <= keyIdBytes) return undefined
  return { name, keyId: bytes.subarray(0, keyIdBytes), signature: bytes.subarray(keyIdBytes) }
}

function isSignature(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, text, publicKey, { zip215: false })
  } catch {
    return false // a signature of the wrong length is a wrong signature
  }
}

function hasControls(note: string): boolean {
  for (let i = 0; i < note.length; i++) {
    const unit = note.charCodeAt(i)
    if (unit < 0x20 && unit !== 0x0a) return true
  }
  return false
}
