import type { z } from 'zod'
import { type readMyAgreement, signMyAgreement } from '../../../src/keep/agreements/contract.ts'
import { call } from '../../ui/api.ts'

type Mine = z.output<typeof readMyAgreement.output>

/**
 * Signs what was agreed with a key that this browser keeps and nobody can read out. Where a browser keeps none (a page without TLS, a private window)
 * the agreement stands with the company's signature alone.
 */
export async function signInBrowser(mine: Mine): Promise<Mine> {
  const document = mine.agreement?.document
  const { subtle } = globalThis.crypto
  if (document === undefined || subtle === undefined) return mine
  try {
    const pair = await keyOfBrowser(subtle)
    const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new TextEncoder().encode(document))
    return await call(signMyAgreement, { body: { key: base64(await subtle.exportKey('spki', pair.publicKey)), signature: base64(signature) } })
  } catch {
    return mine
  }
}

async function keyOfBrowser(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  const db = await asked(openKeys())
  const kept: unknown = await asked(db.transaction('keys').objectStore('keys').get('agreement'))
  if (isPair(kept)) return kept
  const made = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  await asked(db.transaction('keys', 'readwrite').objectStore('keys').put(made, 'agreement'))
  return made
}

function openKeys(): IDBOpenDBRequest {
  const opening = indexedDB.open('rapport', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('keys')
  return opening
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'))
  })

const isPair = (kept: unknown): kept is CryptoKeyPair => typeof kept === 'object' && kept !== null && 'privateKey' in kept && 'publicKey' in kept

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))
