import {
  type Check,
  type ConsentVerdict,
  type ConsentWanted,
  checks,
  consentWithin,
  type DatedConsent,
  givingRecord,
  type Purpose,
  prohibits,
  refusedWider,
  type Stop,
  stopsChannel,
  stopsTopic,
} from '../terms/index.ts'
import { channelNumber, secondAt, timeOfSecond } from './contactMark.ts'
import { type Hours, openFrom } from './hours.ts'
import { applies, type Cap, counted, firstFit, fits } from './pressure.ts'
import type { ReasonCode } from './reasons.ts'

// May this be done, for this purpose, by this channel, now? Pure: facts and request in, verdict out; the first check that
// fails is the reason. What is not known is a no. "Later" is a promise: where a further check says no for good, that no is the answer.

/** A consent record with the number of its newest event, to name it in a receipt. */
export type HeldConsent = DatedConsent & { seq: number }

export type GateFacts = {
  /** The root of the person; undefined: there is no such customer. */
  person: number | undefined
  standing: 'active' | 'trashed' | 'restricted' | 'erased'
  agreement: 'fits' | 'unfit'
  /** The purpose in force; undefined: none of that name. */
  purpose: Purpose | undefined
  /** Until when their data may be used for this purpose; undefined: not over yet, or without end. */
  keptUntil: Date | undefined
  /** Records of this purpose, of all identities of the person. */
  consents: readonly HeldConsent[]
  /** The same of each wider purpose it is part of. */
  wider: readonly (readonly HeldConsent[])[]
  stops: readonly Stop[]
  /** What forbids it in this company's or this case's context. */
  context: readonly Extract<ReasonCode, 'open_complaint' | 'channel_forbidden'>[]
  /** The person's best address for the channel of the request. */
  address: 'usable' | 'suppressed' | 'none' | 'not needed'
  /** Number of the request's topic; 0 for none, undefined for one that is not registered. */
  topicNumber: number | undefined
  /** The brand of the request's unit: the unit above all others; undefined for no unit, and for one that is not registered. */
  brand: string | undefined
  /** Seconds of the person's recent and planned contacts in the name of that brand, without this very contact. */
  ofBrand: readonly number[]
  /** Seconds of recent and planned letters by post to those they live with; nothing where no household has a limit. */
  ofHousehold: readonly number[]
  /** This very content has reached the person or is on its way. */
  had: boolean
  paused: Date | 'until they say' | null
  /** Below the age at which their own yes counts: whether a guardian's yes to this purpose stands. Undefined: no child, or so old. */
  child: { allowed: boolean } | undefined
  /** What shows in their behaviour: not by this channel, and at which hours (each of these is to be open too). It only ever takes away. */
  inferred: { channel: boolean; hours: readonly Hours[] }
  /** Every one of these is to be open, in every one of the zones. */
  hours: readonly Hours[]
  zones: readonly string[]
  /** Marks of the person's recent and planned contacts, without a reservation of this very contact. */
  recent: readonly number[]
  caps: readonly Cap[]
  /** They want to be asked each time: until when a yes to this very content holds, and until when their no to it or to this purpose is heeded. */
  asking: { yesUntil: Date | undefined; noUntil: Date | undefined } | undefined
}

export type GateRequest = {
  customer: number
  purpose: string
  /** Categories of data that are opened. */
  categories: readonly string[]
  /** Fields that are opened, by name. */
  fields?: readonly string[]
  /** The contact to be made; without it this is a look. '*' is no topic. */
  contact?: { channel: string; topic: string; contentKey?: string; unit?: string }
  /** Of what a decision that weighs on the person is made from: the context of each datum; null: of none, or of more than one. */
  contexts?: readonly (string | null)[]
  /** Of a look at the trash itself: that somebody was put there is no reason against it. */
  inTrash?: true
}

/** `consent` names the record that permits, for the receipt. */
export type Allow = { decision: 'allow'; basis: Purpose['legalBasis']; consent: string | null }
export type Refusal = { decision: 'deny'; reason: ReasonCode } | { decision: 'later'; reason: ReasonCode; at: Date } | { decision: 'ask'; reason: ReasonCode }
export type Decision = Allow | Refusal

type Asked = { facts: GateFacts; request: GateRequest; purpose: Purpose; now: Date }
type Finding = Refusal | undefined

/** The verdict. `order` is for the tests, which show that no other order would do. */
export function decide(facts: GateFacts, request: GateRequest, now: Date, order: readonly Check[] = checks): Decision {
  const { purpose } = facts
  let later: Finding
  for (const check of order) {
    const finding = purpose ? known(check, { facts, request, purpose, now }) : unknown(check, facts)
    if (!finding || (later && finding.decision !== 'deny')) continue
    if (finding.decision !== 'later') return finding
    later = finding
  }
  if (later) return later
  if (!purpose) return deny('purpose_unknown')
  return { decision: 'allow', basis: purpose.legalBasis, consent: purpose.legalBasis === 'consent' ? consentName(facts, request, now) : null }
}

/** A purpose nobody registered: who the person is and what was agreed come first, then it ends here. */
function unknown(check: Check, facts: GateFacts): Finding {
  if (check === 'present') return present(facts)
  if (check === 'standing') return standing(facts)
  if (check === 'agreement') return agreement(facts)
  return check === 'purpose' ? deny('purpose_unknown') : undefined
}

function known(check: Check, asked: Asked): Finding {
  return asked.purpose.checks.has(check) ? examine[check](asked) : undefined
}

const examine = {
  present: ({ facts }) => present(facts),
  standing: ({ facts, request }) => standing(facts, request),
  agreement: ({ facts }) => agreement(facts),
  purpose: covered,
  retention: ({ facts, now }) => (facts.keptUntil !== undefined && facts.keptUntil <= now ? deny('kept_no_longer') : undefined),
  prohibition: prohibited,
  basis: legalBasis,
  context: situation,
  channel: channelOpen,
  topic: topicOpen,
  repeat: ({ facts }) => (facts.had ? deny('already_sent') : undefined),
  pause: paused,
  hours: quiet,
  pressure: pressed,
  ask: asked,
} as const satisfies Record<Check, (asked: Asked) => Finding>

function present(facts: GateFacts): Finding {
  if (facts.person === undefined) return deny('unknown_customer')
  return facts.standing === 'erased' ? deny('erased') : undefined
}

function standing(facts: GateFacts, request?: GateRequest): Finding {
  if (facts.standing === 'restricted') return deny('restricted')
  return facts.standing === 'trashed' && !request?.inTrash ? deny('trashed') : undefined
}

function agreement(facts: GateFacts): Finding {
  return facts.agreement === 'unfit' ? deny('agreement_unfit') : undefined
}

function covered({ facts, request, purpose }: Asked): Finding {
  if (!opened(request).every((c) => purpose.categories.includes(c))) return deny('category_not_covered')
  if (request.fields && !purpose.fields.includes('*') && !request.fields.every((f) => purpose.fields.includes(f))) return deny('field_not_covered')
  if (!request.contact) return undefined
  if (!purpose.channels.includes(request.contact.channel)) return deny('channel_not_covered')
  if (request.contact.unit !== undefined && facts.brand === undefined) return deny('unit_unknown')
  return facts.topicNumber === undefined ? deny('topic_unknown') : undefined
}

function prohibited({ facts, request, purpose, now }: Asked): Finding {
  for (const stop of facts.stops) {
    if (prohibits(stop, purpose, request.contact !== undefined)) return deny(stop.purpose === '*' ? 'stopped' : 'objected')
  }
  // A purpose by consent weighs its own yes against a no to the wider one; what rests on anything else is taken along.
  const within = purpose.legalBasis !== 'consent' && facts.wider.length > 0
  if (within && refusedWider(facts.wider, contactOf(request), now.getTime())) return deny('objected')
  if (facts.child && (!facts.child.allowed || purpose.weighs)) return deny('child')
  return request.contact && facts.inferred.channel ? deny('inferred_channel') : undefined
}

const verdictReasons = {
  missing: 'consent_missing',
  asked: 'consent_asked',
  refused: 'consent_refused',
  withdrawn: 'consent_withdrawn',
  expired: 'consent_expired',
  revoked: 'consent_revoked',
} as const satisfies Record<Exclude<ConsentVerdict, 'given'>, ReasonCode>

/** A contract, a duty or a legitimate interest hold while the person stands; consent must have been given for this and still hold. */
function legalBasis({ facts, request, purpose, now }: Asked): Finding {
  if (purpose.legalBasis !== 'consent') return undefined
  for (const category of opened(request)) {
    const verdict = consentVerdict(facts, category, request, now)
    if (verdict !== 'given') return deny(verdictReasons[verdict])
  }
  return undefined
}

/** A contact opens at least the address; naming nothing is no way round. */
const opened = (request: GateRequest) => (request.categories.length > 0 ? request.categories : ['contact'])

/** A look for a purpose by consent needs a yes to some contact for it: there is nothing else it could prepare. */
function consentVerdict({ consents, wider }: GateFacts, category: string, request: GateRequest, now: Date): ConsentVerdict {
  const verdictOn = (wanted: ConsentWanted) => consentWithin(consents, wider, wanted, now.getTime())
  if (request.contact) return verdictOn({ category, channel: request.contact.channel, topic: request.contact.topic })
  const verdicts = consents.map((c) => verdictOn({ category, channel: c.channel, topic: c.topic }))
  return verdicts.find((v) => v === 'given') ?? verdicts[0] ?? 'missing'
}

const contactOf = ({ contact }: GateRequest) => contact && { category: 'contact', channel: contact.channel, topic: contact.topic }

function consentName(facts: GateFacts, request: GateRequest, now: Date): string | null {
  const wanted = { category: opened(request)[0] ?? 'contact', channel: request.contact?.channel ?? '*', topic: request.contact?.topic ?? '*' }
  const record = givingRecord(facts.consents, wanted, now.getTime())
  return record ? `${request.purpose}.${record.category}.${record.channel}.${record.topic}.${record.seq}` : null
}

/** A purpose that weighs uses what it names, of its own context; a contact tells of what was decided, and uses nothing. */
function situation({ facts, request, purpose }: Asked): Finding {
  if (facts.context[0]) return deny(facts.context[0])
  const { contexts } = request
  if (!purpose.weighs || (request.contact && !contexts)) return undefined
  return contexts !== undefined && contexts.length > 0 && contexts.every((one) => one !== null && one === purpose.context) ? undefined : deny('other_context')
}

function channelOpen({ facts, request, purpose }: Asked): Finding {
  if (!request.contact) return undefined
  const { channel } = request.contact
  if (facts.stops.some((s) => stopsChannel(s, purpose, channel))) return deny('channel_stopped')
  if (facts.address === 'none') return deny('no_address')
  return facts.address === 'suppressed' ? deny('address_suppressed') : undefined
}

function topicOpen({ facts, request, purpose }: Asked): Finding {
  if (!request.contact) return undefined
  const { channel, topic } = request.contact
  return facts.stops.some((s) => stopsTopic(s, purpose, channel, topic)) ? deny('topic_stopped') : undefined
}

function paused({ facts, request, now }: Asked): Finding {
  if (!request.contact || facts.paused === null) return undefined
  if (facts.paused === 'until they say') return deny('paused')
  return facts.paused > now ? { decision: 'later', reason: 'paused', at: facts.paused } : undefined
}

function quiet({ facts, request, now }: Asked): Finding {
  if (!request.contact || (facts.hours.length === 0 && facts.inferred.hours.length === 0)) return undefined
  const inForce = facts.hours.filter((h) => !h.validFrom || new Date(h.validFrom) <= now)
  const open = openFrom([...inForce, ...facts.inferred.hours], facts.zones, now)
  if (open === 'open') return undefined
  const guessed = facts.inferred.hours.length > 0 && openFrom(inForce, facts.zones, now) === 'open'
  const reason = guessed ? 'inferred_hours' : 'quiet_hours'
  return open === 'never' ? deny(reason) : { decision: 'later', reason, at: open }
}

function pressed({ facts, request, now }: Asked): Finding {
  if (!request.contact || facts.caps.length === 0) return undefined
  const channel = channelNumber(request.contact.channel)
  const topic = facts.topicNumber ?? 0
  const t = secondAt(now)
  const mine = facts.caps
    .filter((cap) => applies(cap, channel, topic, facts.brand))
    .map((cap) => ({ cap, seconds: counted(cap, facts.recent, channel, topic, { brand: facts.ofBrand, household: facts.ofHousehold }) }))
  const over = mine.find(({ cap, seconds }) => !fits(cap, seconds, t))
  if (!over) return undefined
  const reason = over.cap.own ? 'cap_own' : capReasons[over.cap.scope]
  const at = firstFit(mine, t)
  return at === undefined ? deny(reason) : { decision: 'later', reason, at: timeOfSecond(at) }
}

const capReasons = { all: 'cap_all', channel: 'cap_channel', topic: 'cap_topic', unit: 'cap_unit', household: 'cap_household' } as const satisfies Record<
  Cap['scope'],
  ReasonCode
>

/** A yes is to one message, once; after a no they are not to be asked for a while (questions.ts holds to it), and nothing goes. */
function asked({ facts, request, now }: Asked): Finding {
  const { asking } = facts
  if (!request.contact || !asking || (asking.yesUntil !== undefined && asking.yesUntil > now)) return undefined
  return { decision: 'ask', reason: asking.noUntil !== undefined && asking.noUntil > now ? 'ask_refused' : 'ask_first' }
}

function deny(reason: ReasonCode): Refusal {
  return { decision: 'deny', reason }
}
