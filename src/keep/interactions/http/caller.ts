import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AppError } from '../../../platform/errors.ts'
import type { Sender } from '../check.ts'
import type { Origin } from '../record/prepare.ts'

/** What the keys of the API say of a secret; keys themselves belong to the access slice. */
export type ApiKey = {
  kind: 'write' | 'secret'
  /** Code of the source whose events come by this key. */
  source: string
  scopes: readonly string[]
  unit?: string | null | undefined
  /** With this the source's own server signs user ids for pages that only hold the write key. */
  signing?: Buffer | string | undefined
}

export type ApiKeyOf = (secret: string) => ApiKey | undefined | Promise<ApiKey | undefined>

export type Caller = { sender: Sender; origin: Origin }

/** The key from `Authorization: Basic key:` or `Bearer key`, else `writeKey` of the body. */
export function secretOf(request: IncomingMessage, body: unknown): string | undefined {
  const [scheme, rest] = (request.headers.authorization ?? '').split(' ')
  if (rest !== undefined && scheme?.toLowerCase() === 'bearer') return rest
  if (rest !== undefined && scheme?.toLowerCase() === 'basic') {
    const pair = Buffer.from(rest, 'base64').toString('utf8')
    const colon = pair.indexOf(':')
    return (colon < 0 ? pair : pair.slice(0, colon)) || pair.slice(colon + 1)
  }
  return writeKeyIn(body)
}

function writeKeyIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  if ('writeKey' in body && typeof body.writeKey === 'string') return body.writeKey
  if ('batch' in body && Array.isArray(body.batch)) return writeKeyIn(body.batch[0])
  return undefined
}

/** Who sends, and how far they are believed. Throws unauthenticated or forbidden. */
export async function callerOf(keyOf: ApiKeyOf, secret: string | undefined, country: string | undefined): Promise<Caller> {
  const key = secret === undefined ? undefined : await keyOf(secret)
  if (!key)
    throw new AppError('unauthenticated', 'Send the key of a source: as the user of Basic authentication, as a Bearer token, or as writeKey in the body.')
  if (key.kind === 'secret' && !key.scopes.some((s) => s === 'record' || s === '*'))
    throw new AppError('forbidden', 'This key may not record. Give it the scope "record", or use another.')
  const trust = key.kind === 'secret' ? 'secret' : 'public'
  const { signing } = key
  const signed = signing === undefined ? undefined : (userId: string, signature: string) => isSignature(signing, userId, signature)
  return { sender: { trust, signed, country }, origin: { source: key.source, trust, unit: key.unit ?? undefined } }
}

/** A signature is the hexadecimal HMAC-SHA-256 of the user id. */
function isSignature(signing: Buffer | string, userId: string, signature: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false
  return timingSafeEqual(createHmac('sha256', signing).update(userId).digest(), Buffer.from(signature, 'hex'))
}
