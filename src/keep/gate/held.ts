import { fitsUses, holdsFor, keptUntil, narrowed, type OpenTime, type Purpose, type SaidRule, type Stop } from '../terms/index.ts'
import { channelNumber, channelOf, secondOf } from './contactMark.ts'
import type { GateFacts, GateRequest, HeldConsent } from './decide.ts'
import { type Hours, zonesFor } from './hours.ts'
import type { Cap } from './pressure.ts'
import { type AskedQuestion, askingOf } from './questions.ts'
import type { Rules } from './rules.ts'

// What is held of one person, as decisions about many read it. Most people hold the same things, so what is equal is shared:
// consents and addresses are never changed in place.

export type ContactState = 'reserved' | 'made' | 'released' | 'refused'
export type Addresses = { readonly [kind: string]: 'usable' | 'suppressed' }
export type Consents = ReadonlyMap<string, readonly HeldConsent[]>

/** `recent` and the contents are changed by whoever reserves, so that later requests of the same batch see it. */
export type Held = {
  person: number
  standing: GateFacts['standing']
  consents: Consents
  stops: readonly Stop[]
  addresses: Addresses
  /** What they say of how often, when and not now. */
  rules: readonly SaidRule[]
  /** Of a child: purposes that a guardian allows. */
  child: readonly string[] | undefined
  /** What shows in what they do. */
  inferred: readonly Inferred[]
  /** Questions they were asked, read only of those who want to be asked each time. */
  questions: readonly AskedQuestion[]
  /** Where their clocks are, as far as it is known: of the person and of every identity that says otherwise. */
  where: readonly Where[]
  /** What their data may be used for beyond serving them; undefined: they said nothing of it. */
  uses: readonly string[] | undefined
  complaining: boolean
  /** The month in which they came, '202611': of several identities the last. */
  since: string
  /** When anything happened with them last, read of those only who came long ago. */
  active: Date | undefined
  recent: readonly number[]
  /** Recent and planned contacts in the name of a unit, read only where somebody asks in the name of one. */
  branded: readonly Branded[]
  /** Those they live with, each with what was reserved for them: read only where a limit of a household is asked for. */
  household: readonly Pick<Held, 'person' | 'recent'>[]
  contents: Map<string, ContactState> | undefined
  /** For whom the contact with a content stands, where that is another of the person's cards than the one that stays. */
  addressed: Map<string, number> | undefined
}

/** Not by this channel, or only at these hours. */
export type Inferred = { kind: 'channel'; channel: string } | { kind: 'hours'; open: readonly OpenTime[] }

export type Branded = { unit: string; contentKey: string; second: number }

/** Null: not known. */
export type Where = { zone: string | null; country: string | null }

const noConsents: Consents = new Map()
const noAddresses: Addresses = {}
const nothing: readonly never[] = []

export function nobodyYet(person: number): Held {
  return {
    person,
    standing: 'active',
    consents: noConsents,
    stops: nothing,
    addresses: noAddresses,
    rules: nothing,
    child: undefined,
    inferred: nothing,
    questions: nothing,
    where: nothing,
    uses: undefined,
    complaining: false,
    since: '',
    active: undefined,
    recent: nothing,
    branded: nothing,
    household: nothing,
    contents: undefined,
    addressed: undefined,
  }
}

/** The state of the contact with this content, where one stands. */
export const contentOf = (held: Held, key: string): ContactState | undefined => held.contents?.get(key)

/** `addressed`: the card it is for. */
export function setContent(held: Held, key: string, state: ContactState, addressed: number): void {
  held.contents ??= new Map()
  held.contents.set(key, state)
  if (addressed === held.person) held.addressed?.delete(key)
  else held.addressed = new Map(held.addressed).set(key, addressed)
}

/** The key under which a contact of this card stands: two cards that had one content before they were joined have a row each. */
export function rowKey(held: Held, { customer, contentKey }: { customer: number; contentKey: string }): string {
  const first = held.addressed?.get(contentKey) ?? held.person
  return contentOf(held, contentKey) === undefined || first === customer ? contentKey : besideKey(customer, contentKey)
}

/** No content key that is asked for has a slash. */
export const besideKey = (addressed: number, contentKey: string) => `${addressed}/${contentKey}`
/** The content that a row says, whichever of the two keys it stands under. */
export const contentKeyOf = (key: string) => key.slice(key.indexOf('/') + 1)

/** Adds what an identity is: the strictest of a person's identities stands. */
export function addStanding(held: Held, status: string): void {
  if (status === 'erased') held.standing = status
  else if (status === 'restricted' && held.standing !== 'erased') held.standing = status
  else if (status === 'trashed' && held.standing === 'active') held.standing = status
}

/** Adds a consent; `alone` is what somebody holds who holds nothing but this, shared by all of them. */
export function addConsent(held: Held, customer: number, consent: { purpose: string; record: HeldConsent }, alone: Consents): void {
  if (held.consents === noConsents && customer === held.person) {
    held.consents = alone
    return
  }
  const before = held.consents.get(consent.purpose) ?? nothing
  // Identities of one person are told apart by their number; the person's own shared records carry none.
  const record = customer === held.person ? consent.record : { ...consent.record, customer }
  held.consents = new Map([...held.consents, [consent.purpose, [...before, record]]])
}

/** Adds an address of a kind: one that may be used outweighs one that may not. */
export function addAddress(held: Held, kind: string, state: 'usable' | 'suppressed', alone: Addresses): void {
  if (held.addresses === noAddresses) held.addresses = alone
  else if (held.addresses[kind] !== 'usable') held.addresses = { ...held.addresses, [kind]: state }
}

/** Adds what an agreement or a signal leaves: of several only what each permits. */
export function addUses(held: Held, permitted: readonly string[]): void {
  held.uses = narrowed(held.uses === undefined ? [permitted] : [held.uses, permitted])
}

/** Adds what somebody says of being contacted: all of it holds. */
export function addRule(held: Held, rule: SaidRule): void {
  held.rules = [...held.rules, rule]
}

/** About as many as there are zones; a zone may be written in capitals and without. */
const mostPlaces = 5_000
const places = new Map<string, readonly [Where]>()

/** Adds where an identity is ('-': not known); those who are in one place share it. */
export function addWhere(held: Held, zone: string, country: string): void {
  const key = `${zone} ${country}`
  let alone = places.get(key)
  if (!alone) {
    alone = [{ zone: zone === '-' ? null : zone, country: country === '-' ? null : country }]
    if (places.size >= mostPlaces) places.clear()
    places.set(key, alone)
  }
  if (held.where === nothing) held.where = alone
  else if (!held.where.includes(alone[0])) held.where = [...held.where, alone[0]]
}

/** Which kind of identifier a channel writes to; those that are not here need none. */
export const addressKind: { readonly [channel: string]: string } = {
  email: 'email',
  sms: 'phone',
  phone: 'phone',
  telegram: 'telegram',
  whatsapp: 'whatsapp',
  viber: 'viber',
  vk: 'vk',
  max: 'max',
  post: 'post',
}

/** The facts for one request. `own` is the mark of a reservation of this very contact, which does not stand in its own way. */
export function factsFor(rules: Rules, held: Held | undefined, request: GateRequest, own?: number): GateFacts {
  const channel = request.contact?.channel ?? ''
  const kind = addressKind[channel]
  const contentKey = request.contact?.contentKey
  const state = contentKey === undefined || !held ? undefined : contentOf(held, contentKey)
  const purpose = rules.purposes.get(request.purpose)
  const said = held && request.contact && held.rules.length > 0 ? saidOf(rules, held.rules, request.contact) : noRules
  return {
    person: held?.person,
    standing: held?.standing ?? 'active',
    agreement: fitsUses(held?.uses, purpose) ? 'fits' : 'unfit',
    purpose,
    keptUntil: held?.active && purpose && keptUntil(purpose.retention, held.active),
    consents: held?.consents.get(request.purpose) ?? nothing,
    wider: held && purpose && purpose.above.length > 0 ? purpose.above.map((wider) => held.consents.get(wider) ?? nothing) : nothing,
    stops: held?.stops ?? nothing,
    context: held?.complaining && request.contact && purpose?.checks.has('prohibition') ? complaint : nothing,
    address: kind === undefined ? 'not needed' : (held?.addresses[kind] ?? 'none'),
    topicNumber: request.contact === undefined || request.contact.topic === '*' ? 0 : rules.topics.get(request.contact.topic),
    had: own === undefined && (state === 'reserved' || state === 'made'),
    child: held?.child && { allowed: held.child.includes(request.purpose) },
    paused: said.paused,
    ...(request.contact && held ? hoursFor(rules, held, { purpose, channel, own: said.hours, inferred: hoursInferred(held.inferred) }) : openAlways),
    ...brandFacts(rules, held, request.contact, own !== undefined),
    ofHousehold: postOf(channel, held),
    recent: own === undefined ? (held?.recent ?? nothing) : without(held?.recent ?? nothing, own),
    caps: said.caps.length > 0 ? [...rules.caps, ...said.caps] : rules.caps,
    asking: held && said.askFirst ? askingOf(held.questions, { purpose: request.purpose, contentKey }) : undefined,
  }
}

/** The contacts that count together with one in the name of a unit: of its brand and of all that is below it. */
function brandFacts(rules: Rules, held: Held | undefined, contact: GateRequest['contact'], reserved: boolean): Pick<GateFacts, 'brand' | 'ofBrand'> {
  const brand = contact?.unit === undefined ? undefined : rules.brandOf.get(contact.unit)
  if (brand === undefined || !held) return noBrand
  const others = reserved ? held.branded.filter((b) => b.contentKey !== contact?.contentKey) : held.branded
  return { brand, ofBrand: others.flatMap((b) => (rules.brandOf.get(b.unit) === brand ? [b.second] : [])) }
}

/** When letters by post go to those they live with, or went; nothing of another channel. */
function postOf(channel: string, held: Held | undefined): readonly number[] {
  if (channel !== 'post' || !held || held.household.length === 0) return nothing
  return held.household.flatMap(({ recent }) => recent.filter((mark) => channelOf(mark) === channelNumber('post')).map(secondOf))
}

const noBrand = { brand: undefined, ofBrand: nothing }

/** Counts a contact in the name of a unit from this second on (undefined: no more). */
export function setBranded(held: Held, of: { unit?: string | undefined; contentKey: string }, second: number | undefined): void {
  const { unit, contentKey } = of
  if (unit === undefined) return
  const others = held.branded.filter((b) => b.contentKey !== contentKey)
  held.branded = second === undefined ? others : [...others, { unit, contentKey, second }]
}

const complaint = ['open_complaint'] as const
const notInferred = { channel: false, hours: nothing }
const openAlways = { hours: nothing, zones: nothing, inferred: notInferred }

type Said = { caps: readonly Cap[]; paused: GateFacts['paused']; hours: readonly Hours[]; askFirst: boolean }
const noRules: Said = { caps: nothing, paused: null, hours: nothing, askFirst: false }

/** Those of a person's rules that hold for this contact. */
function saidOf(rules: Rules, said: readonly SaidRule[], { channel, topic }: { channel: string; topic: string }): Said {
  const mine = said.filter((rule) => holdsFor(rule, channel, topic))
  const pauses = mine.flatMap((rule) => (rule.kind === 'pause' ? [rule.until] : []))
  const ends = pauses.flatMap((until) => until ?? []).sort((a, b) => b.getTime() - a.getTime())
  return {
    caps: mine.flatMap((rule) => (rule.kind === 'cap' ? [capOf(rules.topics, rule)] : [])),
    paused: pauses.includes(null) ? 'until they say' : (ends[0] ?? null),
    hours: mine.flatMap((rule) => (rule.kind === 'hours' ? [{ name: JSON.stringify(rule.open), open: rule.open }] : [])),
    askFirst: mine.some((rule) => rule.kind === 'ask'),
  }
}

/** A cap of one's own; `topics`: their numbers. */
export function capOf(topics: Rules['topics'], said: Extract<SaidRule, { kind: 'cap' }>): Cap {
  const cap = { contacts: said.contacts, windowS: said.windowS, own: true }
  if (said.channel !== '*') return { ...cap, scope: 'channel', key: channelNumber(said.channel) }
  if (said.topic !== '*') return { ...cap, scope: 'topic', key: topics.get(said.topic) ?? 0 }
  return { ...cap, scope: 'all', key: null }
}

type Contacting = { purpose: Purpose | undefined; channel: string; own: readonly Hours[]; inferred: readonly Hours[] }

/** The hours that show in what they do, as the gate asks them. */
const hoursInferred = (inferred: readonly Inferred[]): readonly Hours[] =>
  inferred.flatMap((i) => (i.kind === 'hours' ? [{ name: JSON.stringify(i.open), open: i.open }] : []))

/** All the hours that hold: the law's of where they may be, the company's and their own. */
function hoursFor(rules: Rules, held: Held, { purpose, channel, own, inferred }: Contacting): Pick<GateFacts, 'hours' | 'zones' | 'inferred'> {
  const guessed =
    held.inferred.length === 0 ? notInferred : { channel: held.inferred.some((i) => i.kind === 'channel' && i.channel === channel), hours: inferred }
  const none = guessed === notInferred ? openAlways : { ...openAlways, inferred: guessed }
  if ((rules.hours.length === 0 && own.length === 0 && inferred.length === 0) || !purpose?.checks.has('hours')) return none
  const term = purpose.dpv.name.slice(purpose.dpv.name.indexOf(':') + 1)
  const countries = held.where.map(({ country }) => country ?? rules.company.country)
  const theirs = rules.hours.filter(
    (h) =>
      (h.country === null || countries.includes(h.country)) &&
      (h.dpv === null || h.dpv.includes(term)) &&
      (h.channels === null || h.channels.includes(channel)),
  )
  if (theirs.length === 0 && own.length === 0 && inferred.length === 0) return none
  return { hours: [...theirs, ...own], zones: zonesOfPlaces(rules, held.where), inferred: guessed }
}

/**
 * What is known of one identity is known of the person: a zone answers for its country. Where several places are known, it is to be fine in each.
 */
function zonesOfPlaces(rules: Rules, where: readonly Where[]): readonly string[] {
  const [alone = { zone: null, country: null }, ...others] = where
  if (others.length === 0) return zonesFor(alone, rules.company)
  const zoned = new Set(where.flatMap(({ zone }) => zone ?? []))
  const countries = where.flatMap(({ zone, country }) => (zone === null && country !== null ? [zonesFor({ zone, country }, rules.company)] : []))
  const all = [...zoned, ...countries.filter((zones) => !zones.some((zone) => zoned.has(zone))).flat()]
  return all.length > 0 ? [...new Set(all)] : zonesFor({ zone: null, country: null }, rules.company)
}

/** The marks but one of these. */
export function without(marks: readonly number[], mark: number): number[] {
  const at = marks.indexOf(mark)
  return at < 0 ? [...marks] : [...marks.slice(0, at), ...marks.slice(at + 1)]
}
