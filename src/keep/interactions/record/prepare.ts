import { AppError, badInput } from '../../../platform/errors.ts'
import { fitOwn, isOwn } from '../../customers/index.ts'
import type { CheckedInteraction, Item, Person, Trust } from '../event.ts'
import type { From } from '../identity/graph.ts'
import type { Keyed } from '../identity/settle.ts'
import { mayBeCode, namesSomebody, sortFacts } from '../kinds/facts.ts'
import { type Registry, undeclaredPurposes } from '../kinds/registry.ts'

// All that can be done with an event before the database is asked: digests, facts apart from content, the content's text.
// It runs while the transaction before is being written.

/** Where events came from: the key's source, how far it is believed, the unit it speaks for, the import it is part of. */
export type Origin = {
  source: string
  trust: Trust
  unit?: string | undefined
  importId?: number | undefined
  /** What the sender may record for; absent or empty: for anything. */
  purposes?: readonly string[] | undefined
}

export type Ready = {
  place: string
  trust: Trust
  from: From
  /** Digest of source and id, as Latin-1 characters. */
  seen: string | undefined
  keyed: readonly Keyed[]
  customer: number | undefined
  entry: boolean
  cameBack: boolean
  at: number
  kind: string
  channel: string
  direction: string
  source: string
  unit: number | null
  /** Code of the unit that somebody new came through. */
  through: string | undefined
  amount: number | null
  currency: string | null
  duration: number | null
  outcome: string | null
  attrs: string | null
  sealed: boolean
  items: readonly Item[]
  person: Person | undefined
  content: string | undefined
  moved: number
}

type Digest = (kind: string, value: string) => string
type Content = { [name: string]: unknown }

const longestContent = 256 * 1024

/** Throws an AppError (bad input) when the event cannot be kept as it is. */
export function prepare(event: CheckedInteraction, origin: Origin, with_: { digest: Digest; registry: Registry }): Ready {
  const { digest, registry } = with_
  const kind = registry.kind(event.kind)
  if (registry.retired(event.kind))
    throw badInput(`${event.place}.kind: "${event.kind}" is not recorded any more; whoever keeps the registers can bring it back`, `${event.place}.kind`)
  mayRecord(event, kind?.purposes ?? undeclaredPurposes, origin.purposes)
  const unitCode = event.unit ?? origin.unit
  const unit = unitCode === undefined ? null : registry.unit(unitCode)
  if (unit === undefined) throw badInput(`${event.place}.unit: there is no unit with this code`, `${event.place}.unit`)
  const seen = event.id === undefined ? undefined : digest('seen', `${origin.source}\0${event.id}`)
  const common = {
    place: event.place,
    trust: origin.trust,
    from: { source: origin.source, importId: origin.importId ?? null },
    seen,
    keyed: event.customer === undefined ? keyedOf(event, origin.trust, digest) : [],
    customer: event.customer,
    entry: event.entry === true,
    cameBack: event.came_back === true,
    at: event.at,
    channel: event.channel,
    person: event.person && typedPerson(event.person, event.place, registry),
  }
  if (kind?.sensitive) return { ...common, ...sealedWhole(event) }

  const name = kind?.code ?? 'track'
  const content: Content = { ...event.content }
  let moved = 0
  if (!kind) {
    content['kind'] = event.title ?? event.kind
    moved += 1
  }
  const facts = event.facts && sortFacts(kind?.attributes ?? {}, event.facts, (attribute, value) => registry.admit(name, attribute, value, origin.trust))
  if (facts?.rest) Object.assign(content, facts.rest)
  let outcome = event.outcome ?? null
  if (outcome !== null && !(mayBeCode(outcome) && registry.admit(name, 'outcome', outcome, origin.trust))) {
    content['outcome'] = outcome
    outcome = null
    moved += 1
  }
  return {
    ...common,
    kind: name,
    direction: event.direction,
    source: origin.source,
    unit,
    through: unitCode,
    amount: event.amount?.minor ?? null,
    currency: event.amount?.currency ?? null,
    duration: event.duration_s ?? null,
    outcome,
    attrs: facts?.attrs ? JSON.stringify(facts.attrs) : null,
    sealed: false,
    items: event.items ?? [],
    content: textOf(content, event.place),
    moved: moved + (facts?.moved ?? 0),
  }
}

/** Values of the company's own fields as their types keep them. */
function typedPerson(person: Person, place: string, registry: Registry): Person {
  const own = Object.entries(person.fields ?? {}).filter(([field, value]) => isOwn(field) && value !== null)
  if (own.length === 0) return person
  const fitted = own.map(([field, value]) => {
    const fit = fitOwn(registry.field(field), value ?? '')
    if ('problem' in fit) throw badInput(`${place}.customer.fields.${field}: ${fit.problem}`, `${place}.customer.fields.${field}`)
    return [field, fit.value]
  })
  return { ...person, fields: { ...person.fields, ...Object.fromEntries(fitted) } }
}

/** A sender with purposes records only what is kept for one of them. */
function mayRecord(event: CheckedInteraction, kept: readonly string[], allowed: readonly string[] | undefined): void {
  if (!allowed || allowed.length === 0 || kept.some((p) => allowed.includes(p))) return
  const place = `${event.place}.kind`
  throw badInput(`${place}: this key records for ${allowed.join(', ')}, and "${event.kind}" is kept for ${kept.join(', ')}`, place)
}

/** A sensitive kind leaves its time and its channel in the clear; even what kind it is, is sealed. */
function sealedWhole(event: CheckedInteraction) {
  const { kind, direction, amount, duration_s, outcome, unit, facts, items } = event
  const content = { ...event.content, sealed: { kind, direction, amount, duration_s, outcome, unit, facts, items } }
  const nothing = { unit: null, through: undefined, amount: null, currency: null, duration: null, outcome: null, attrs: null, items: [] }
  return { ...nothing, kind: 'sealed', direction: 'none', source: 'sealed', sealed: true, content: textOf(content, event.place), moved: 0 }
}

function textOf(content: Content, place: string): string | undefined {
  for (const _ in content) {
    const text = JSON.stringify(content)
    if (text.length > longestContent)
      throw new AppError('too_large', `${place}.content: is larger than ${longestContent / 1024} KiB`, { place: `${place}.content` })
    return text
  }
  return undefined
}

/**
 * A public sender without an anonymous id has only claims: they gather on an anonymous profile of the claim's own, which
 * is nobody until someone is proven to be.
 */
export function keyedOf(event: Pick<CheckedInteraction, 'identifiers'>, trust: Trust, digest: Digest): readonly Keyed[] {
  const out: Keyed[] = []
  let stands = trust === 'secret'
  for (const { kind, value, proven } of event.identifiers) {
    stands ||= proven || kind === 'anonymous'
    out.push({ kind, value, proven, key: digest(kind, value) })
  }
  const first = event.identifiers[0]
  if (!stands && first) out.push(standIn('claimed', first.kind, first.value, digest))
  return out
}

/** An anonymous identifier that nobody can send: no value sent from outside holds a NUL. */
export function standIn(why: 'claimed' | 'shared', kind: string, value: string, digest: Digest): Keyed {
  return { kind: 'anonymous', value: '', proven: false, key: digest('anonymous', `${why}\0${kind}\0${value}`) }
}

/** A title may stand in the clear as long as it names a product and not a person. */
export const titleOf = (item: Item): string => (item.title !== undefined && !namesSomebody(item.title) ? item.title : item.sku)
