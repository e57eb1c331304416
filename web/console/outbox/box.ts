import { z } from 'zod'
import { type Waiting, waiting } from './edits.ts'

// What waits is kept through a reload of the page, sealed under a key that the server gives to the session and that stands nowhere in the
// browser: whoever finds the disk finds nothing, and when the session has ended nobody reads it any more.

const slot = 'rapport.waiting'
const nonceBytes = 12

/** The key of a session; undefined where the browser has no cryptography (a page over plain http): then nothing is kept. */
export async function keyOf(seal: string): Promise<CryptoKey | undefined> {
  if (!globalThis.crypto?.subtle) return undefined
  return crypto.subtle.importKey('raw', bytesOf(seal.replaceAll('-', '+').replaceAll('_', '/')), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

export async function keep(key: CryptoKey | undefined, all: readonly Waiting[]): Promise<void> {
  if (all.length === 0 || !key) return forget()
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, new TextEncoder().encode(JSON.stringify(all)))
  try {
    // One letter at a time: a long queue is more than a call takes arguments.
    sessionStorage.setItem(slot, btoa(Array.from([...nonce, ...new Uint8Array(sealed)], (byte) => String.fromCharCode(byte)).join('')))
  } catch {
    // A browser that keeps nothing, or not so much: it waits in this page alone, and what waited before is not sent a second time.
    forget()
  }
}

/** What was kept; `lost` when there is something that cannot be read any more. */
export async function kept(key: CryptoKey | undefined): Promise<readonly Waiting[] | 'lost'> {
  const held = read()
  if (held === null) return []
  try {
    if (!key) return 'lost'
    const bytes = bytesOf(held)
    const open = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, nonceBytes) }, key, bytes.slice(nonceBytes))
    return z.array(waiting).parse(JSON.parse(new TextDecoder().decode(open)))
  } catch {
    forget()
    return 'lost'
  }
}

export function forget(): void {
  try {
    sessionStorage.removeItem(slot)
  } catch {
    // As above.
  }
}

function read(): string | null {
  try {
    return sessionStorage.getItem(slot)
  } catch {
    return null
  }
}

const bytesOf = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
