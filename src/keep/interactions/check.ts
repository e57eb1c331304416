import type { z } from 'zod'
import { badInput } from '../../platform/errors.ts'
import { checked } from '../../platform/http/index.ts'
import { isField, normaliseIdentifier, whyNotField } from '../customers/index.ts'
import { interaction } from './contract.ts'
import type { CheckedInteraction, Identifier, IdentifierKind, Item, Person, Trust } from './event.ts'

export type Sender = {
  trust: Trust
  /** Whether this signature of a user id was made with the source's secret. */
  signed?: ((userId: string, signature: string) => boolean) | undefined
  /** ISO 3166, for phone numbers written without a country code. */
  country?: string | undefined
}

/**
 * One interaction in the shape of the contract, checked and normalised; anything wrong is an AppError whose sentence
 * begins with the place. `signature` stands for a signed user id of a public sender.
 */
export function checkInteraction(input: unknown, place: string, sender: Sender, signature?: string): CheckedInteraction {
  const given = checked(interaction, input, place)
  const identifiers = identifiersOf(given.customer.identifiers, `${place}.customer.identifiers`, sender, signature)
  if (identifiers.length === 0) throw badInput(`${place}.customer.identifiers: must hold at least one identifier`, `${place}.customer.identifiers`)
  return {
    place,
    id: given.id,
    at: Date.parse(given.at),
    kind: given.kind,
    channel: given.channel,
    direction: given.direction,
    identifiers,
    person: personOf(given.customer, `${place}.customer`, new Date(given.at)),
    amount: given.amount,
    duration_s: given.duration_s,
    outcome: given.outcome,
    unit: given.unit,
    facts: given.facts,
    items: given.items && itemsOf(given.items, `${place}.items`),
    content: given.content && clean(given.content, `${place}.content`),
  }
}

type Given = z.output<typeof interaction>

function identifiersOf(given: Given['customer']['identifiers'], place: string, sender: Sender, signature: string | undefined): Identifier[] {
  const out: Identifier[] = []
  for (const [i, { kind, value }] of given.entries()) {
    const one = identifierOf(kind, value, `${place}[${i}].value`, sender, signature)
    if (!out.some((o) => o.kind === one.kind && o.value === one.value)) out.push(one)
  }
  return out
}

/** Normalised, and proven when the sender is the company itself or has signed this user id. */
export function identifierOf(kind: IdentifierKind, value: string, place: string, sender: Sender, signature: string | undefined): Identifier {
  const normal = normaliseIdentifier(kind, value, sender.country)
  if ('problem' in normal) throw badInput(`${place}: ${normal.problem}`, place)
  const proven = sender.trust === 'secret' || (kind === 'user' && signature !== undefined && sender.signed?.(normal.value, signature) === true)
  return { kind, value: normal.value, proven }
}

function personOf(given: Given['customer'], place: string, at: Date): Person | undefined {
  const { fields } = given
  if (fields) checkFields(fields, `${place}.fields`, at)
  if (!fields && !given.kind && !given.role && !given.language && !given.time_zone && !given.country) return undefined
  return { kind: given.kind, role: given.role, fields, language: given.language, time_zone: given.time_zone, country: given.country }
}

/** `now`: when it happened; nobody is born after. */
function checkFields(fields: { [field: string]: string | null }, place: string, now: Date): void {
  for (const [field, value] of Object.entries(fields)) {
    const at = `${place}.${field}`
    if (!isField(field) && !field.startsWith('x_')) throw badInput(`${at}: there is no such field; a field of your own begins with x_`, at)
    if (value === null) continue
    const wrong = whyNotField(field, value, now)
    if (wrong !== undefined) throw badInput(`${at}: ${wrong}`, at)
  }
}

/** A product is named in the clear, so its number may not be somebody's address. */
function itemsOf(items: readonly Item[], place: string): readonly Item[] {
  for (const [i, item] of items.entries()) {
    if (item.sku.includes('@')) throw badInput(`${place}[${i}].sku: must be a product's number, not an address`, `${place}[${i}].sku`)
  }
  return items
}

const deepest = 32

/** Content may be of any shape, but the database holds no NUL, and depth is bounded. */
export function clean<T>(value: T, place: string, depth = 0): T {
  if (depth > deepest) throw badInput(`${place}: is nested deeper than ${deepest} levels`, place)
  if (typeof value === 'string') {
    if (value.includes('\0')) throw badInput(`${place}: must not hold a NUL character`, place)
  } else if (Array.isArray(value)) for (const [i, part] of value.entries()) clean(part, `${place}[${i}]`, depth + 1)
  else if (typeof value === 'object' && value !== null) for (const [name, part] of Object.entries(value)) clean(part, `${place}.${name}`, depth + 1)
  return value
}
