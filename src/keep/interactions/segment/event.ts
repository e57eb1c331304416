import { badInput } from '../../../platform/errors.ts'
import { checked } from '../../../platform/http/index.ts'
import { clean, identifierOf, type Sender } from '../check.ts'
import { channels } from '../contract.ts'
import type { Channel, CheckedInteraction, Identifier, IdentifierKind, Person } from '../event.ts'
import { type Message, message } from './message.ts'
import { amountOf, linesOf } from './money.ts'
import { kindOf } from './name.ts'
import { type Described, describe, type OwnFieldOf } from './traits.ts'

// A message of Segment's API becomes an interaction like any other.

export type Call = {
  sender: Sender
  now: Date
  /** When the sender's clock said it sent this; of the whole batch. */
  sentAt?: unknown
  /** Signature of the user id, from the header of the call. */
  signature?: string | undefined
  /** ISO 4217, for amounts without one. */
  currency: string
  ownField: OwnFieldOf
}

type Words = { [name: string]: unknown }

/** One message, checked and normalised; anything wrong is an AppError whose sentence begins with the place. */
export function fromMessage(input: unknown, place: string, call: Call): CheckedInteraction {
  const given = checked(message, input, place)
  const at = (name: string) => (place === '' ? name : `${place}.${name}`)
  const described = given.type === 'identify' ? describe(given.traits ?? {}, at('traits'), call.ownField) : undefined
  const kind = given.type === 'track' ? (kindOf(given.event) ?? 'track') : given.type
  const properties: Words = 'properties' in given ? (given.properties ?? {}) : {}
  const money =
    given.type === 'track' ? { amount: amountOf(properties, call.currency), items: linesOf(properties, call.currency) } : { amount: undefined, items: [] }
  const sorted = scalars(properties)
  return {
    place,
    id: given.messageId ?? undefined,
    at: timeOf(given, call),
    kind,
    title: given.type === 'track' ? given.event : undefined,
    channel: channelOf(given),
    direction: given.type === 'identify' || given.type === 'alias' ? 'none' : 'in',
    identifiers: identifiersOf(given, described, at, call),
    person: described && personOf(given, described),
    amount: money.amount,
    items: money.items,
    facts: money.items.length > 0 ? { ...sorted.facts, lines: money.items.length } : sorted.facts,
    content: clean({ ...sorted.rest, ...namesOf(given, described), ...contextOf(given) }, at('properties')),
  }
}

function identifiersOf(given: Message, described: Described | undefined, at: (name: string) => string, call: Call): Identifier[] {
  const signature = given.context?.signature ?? call.signature
  const out: Identifier[] = []
  const add = (kind: IdentifierKind, value: string | number | null | undefined, place: string) => {
    if (value !== null && value !== undefined && value !== '') out.push(identifierOf(kind, String(value), place, call.sender, signature))
  }
  add('user', given.userId, at('userId'))
  add('anonymous', given.anonymousId, at('anonymousId'))
  if (given.type === 'alias') add('anonymous', given.previousId, at('previousId'))
  for (const { kind, value, place } of described?.contacts ?? []) add(kind, value, place)
  if (out.length === 0) throw badInput(`${at('userId')}: a message needs a userId or an anonymousId`, at('userId'))
  return out
}

function personOf(given: Message, described: Described): Person {
  const locale = given.context?.locale
  const language = locale && /^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(locale) ? locale.replaceAll('_', '-') : undefined
  return { fields: described.fields, language, time_zone: given.context?.timezone || undefined }
}

const wrongClockMs = 60_000

/**
 * When it happened. A clock that was wrong when it sent the call was as wrong when it noted the event, so the difference is
 * taken off; a minute is allowed for the way here.
 */
function timeOf(given: Message, call: Call): number {
  const now = call.now.getTime()
  const noted = given.timestamp ?? given.originalTimestamp
  if (!noted) return now
  const sent = Date.parse(String(given.sentAt ?? call.sentAt ?? ''))
  const ahead = sent - now
  return Math.abs(ahead) > wrongClockMs ? Date.parse(noted) - ahead : Date.parse(noted)
}

const known = new Set<string>(channels)
const isChannel = (code: string | null | undefined): code is Channel => typeof code === 'string' && known.has(code)

function channelOf(given: Message): Channel {
  const said = given.context?.channel
  if (isChannel(said)) return said
  const library = given.context?.library?.name ?? ''
  if (given.type === 'screen' || /ios|android|kotlin|swift|flutter|react-native/i.test(library)) return 'app'
  return given.type === 'page' || library === 'analytics.js' || given.context?.page ? 'web' : 'system'
}

const longestFact = 100

/** Numbers, booleans and short words may be facts, if the kind declares them; the products are lines. */
function scalars(properties: Words): { facts: { [name: string]: number | boolean | string }; rest: Words } {
  const facts: { [name: string]: number | boolean | string } = {}
  const rest: Words = {}
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= longestFact && !value.includes('\0')))
      facts[name] = value
    else if (name !== 'products' && value !== null) rest[name] = value
  }
  return { facts, rest }
}

function namesOf(given: Message, described: Described | undefined): Words {
  switch (given.type) {
    case 'track':
      return kindOf(given.event) === undefined ? { event: given.event } : {}
    case 'page':
    case 'screen':
      return { ...(given.name ? { name: given.name } : {}), ...(given.category ? { category: given.category } : {}) }
    case 'group':
      return { group: given.groupId, traits: given.traits }
    case 'alias':
      return { previous: given.previousId }
    case 'identify':
      return described?.rest ?? {}
  }
}

/** Where someone was is kept with the words. Addresses of machines and descriptions of browsers are not kept at all. */
function contextOf(given: Message): Words {
  const { page, campaign, app } = given.context ?? {}
  const kept = {
    ...(page && given.type !== 'page' ? { page } : {}),
    ...(campaign && Object.keys(campaign).length > 0 ? { campaign } : {}),
    ...(app ? { app } : {}),
  }
  return Object.keys(kept).length > 0 ? { context: kept } : {}
}
