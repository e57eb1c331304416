import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AppError, badInput } from '../../../platform/errors.ts'
import { signingSecretOf } from '../../access/index.ts'
import type { Sender } from '../check.ts'
import type { CheckedInteraction } from '../event.ts'
import type { Origin } from '../record/prepare.ts'
import type { RouteDeps } from './deps.ts'

export type Caller = { sender: Sender; origin: Origin /** Throws for what they may not record. */; mayRecord?(event: CheckedInteraction): void }

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
export async function callerOf(deps: RouteDeps, secret: string | undefined): Promise<Caller> {
  if (secret === undefined)
    throw new AppError('unauthenticated', 'Send the key of a source: as the user of Basic authentication, as a Bearer token, or as writeKey in the body.')
  const key = await deps.apiKeyOf(secret)
  if (!key) throw new AppError('unauthenticated', 'This API key is not known or was revoked.')
  if (key.kind === 'secret' && !key.scopes.some((s) => s === 'record' || s === '*'))
    throw new AppError('forbidden', 'This key may not record. Give it the scope "record", or use another.')
  const trust = key.kind === 'secret' ? 'secret' : 'public'
  const signed = (userId: string, signature: string) => isSignature(signingSecretOf(deps.recording.keyring, key.source), userId, signature)
  return { sender: { trust, signed, country: deps.country }, origin: { source: key.source, trust, unit: key.unit ?? undefined, purposes: key.purposes } }
}

/** A signature is the hexadecimal HMAC-SHA-256 of the user id. */
function isSignature(signing: string, userId: string, signature: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false
  return timingSafeEqual(createHmac('sha256', signing).update(userId).digest(), Buffer.from(signature, 'hex'))
}

/** What a till may record: what was sold and what was said to a suggestion, of a buyer known by a mark. Everything else about people has its own ways in. */
const soldAs: ReadonlySet<string> = new Set(['order', 'answer'])

function soldAtTill(event: CheckedInteraction): void {
  const place = event.place
  if (!soldAs.has(event.kind)) throw badInput(`${place}.kind: the till records purchases and answers to suggestions`, `${place}.kind`)
  if (event.channel !== 'shop') throw badInput(`${place}.channel: the till stands in the shop`, `${place}.channel`)
  if (event.person?.fields || event.content) throw badInput(`${place}: the till writes down nothing about people`, place)
}

/** Who sells at the till, by their session; the same call with a key is a program's. */
export async function sellerOf(deps: RouteDeps, request: IncomingMessage): Promise<Caller | undefined> {
  if (!deps.sellerOf || !/(^|;\s*)rapport_session=/.test(request.headers.cookie ?? '')) return undefined
  const { unit } = await deps.sellerOf(request)
  const sender: Sender = { trust: 'secret', signed: () => false, country: deps.country }
  return { sender, origin: { source: 'till', trust: 'secret', unit, purposes: [] }, mayRecord: soldAtTill }
}
