import { type ConsentState, consentStates, type Stop } from '../terms/index.ts'
import type { GateFacts, GateRequest, HeldConsent } from './decide.ts'
import type { Cap } from './pressure.ts'
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
  ownCap: Cap | undefined
  recent: readonly number[]
  contents: Map<string, ContactState> | undefined
}

const noConsents: Consents = new Map()
const noAddresses: Addresses = {}
const nothing: readonly never[] = []

export function nobodyYet(person: number): Held {
  return { person, standing: 'active', consents: noConsents, stops: nothing, addresses: noAddresses, ownCap: undefined, recent: nothing, contents: undefined }
}

/** The state of the contact with this content, where one stands. */
export const contentOf = (held: Held, key: string): ContactState | undefined => held.contents?.get(key)

export function setContent(held: Held, key: string, state: ContactState): void {
  held.contents ??= new Map()
  held.contents.set(key, state)
}

/** Adds what an identity is: the strictest of a person's identities stands. */
export function addStanding(held: Held, status: string): void {
  if (status === 'erased') held.standing = status
  else if (status === 'restricted' && held.standing !== 'erased') held.standing = status
  else if (status === 'trashed' && held.standing === 'active') held.standing = status
}

/** A consent as the statement says it: "purpose category channel topic state number [seconds]"; undefined for a state we do not know. */
export function consentFrom(said: string): { purpose: string; record: HeldConsent } | undefined {
  const [purpose = '', category = '', channel = '', topic = '', state = '', seq, expires] = said.split(' ')
  if (!isState(state)) return undefined
  return {
    purpose,
    record: { customer: 0, category, channel, topic, state, seq: Number(seq), expiresAt: expires === undefined ? null : Number(expires) * 1000 },
  }
}

const states = new Set<string>(consentStates)
const isState = (text: string): text is ConsentState => states.has(text)

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

/** Adds a person's own cap: of several the narrower stands. */
export function addOwnCap(held: Held, contacts: number, days: number): void {
  if (held.ownCap && held.ownCap.contacts / held.ownCap.windowS <= contacts / (days * 86_400)) return
  held.ownCap = { scope: 'all', key: null, contacts, windowS: days * 86_400, own: true }
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
  return {
    person: held?.person,
    standing: held?.standing ?? 'active',
    agreement: 'fits',
    purpose: rules.purposes.get(request.purpose),
    consents: held?.consents.get(request.purpose) ?? nothing,
    stops: held?.stops ?? nothing,
    context: nothing,
    address: kind === undefined ? 'not needed' : (held?.addresses[kind] ?? 'none'),
    topicNumber: request.contact === undefined || request.contact.topic === '*' ? 0 : rules.topics.get(request.contact.topic),
    had: own === undefined && (state === 'reserved' || state === 'made'),
    pausedUntil: null,
    quietUntil: null,
    recent: own === undefined ? (held?.recent ?? nothing) : without(held?.recent ?? nothing, own),
    caps: held?.ownCap ? [...rules.caps, held.ownCap] : rules.caps,
    askFirst: false,
  }
}

/** The marks but one of these. */
export function without(marks: readonly number[], mark: number): number[] {
  const at = marks.indexOf(mark)
  return at < 0 ? [...marks] : [...marks.slice(0, at), ...marks.slice(at + 1)]
}
