import type { Tx } from '../../../platform/db/index.ts'
import { capsNow } from '../../gate/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { type By, endRule, isQuieter, purposesNow, type SaidRule, sayRule, setTerm, stop, termsOf, unstop } from '../../terms/index.ts'
import type { RoadsDeps } from '../deps.ts'
import type { UsedTables } from '../tables.ts'
import type { Reading } from './read.ts'
import type { Answered } from './whose.ts'

// What a reply changes for one person. A word by itself only ever takes away: what it took away by a reply it can give back, never a consent.

const dayS = 86_400
const pauseDays = 30
const method = 'reply'
/** Once in so many days; each time they say it, the next one. */
const fewer = [7, 14, 30, 90, 365] as const

export type Effect = { customer: number; channel: string; answered: Answered | undefined; reading: Reading; said: string; language: string }
type Within = { deps: RoadsDeps; tx: Tx<UsedTables>; by: By & { method: string } }

/** Writes it down with its receipts, in the caller's transaction. */
export async function takeEffect(deps: RoadsDeps, tx: Tx<UsedTables>, of: Effect, now: Date): Promise<void> {
  const within = { deps, tx, by: { actor: { kind: 'customer' as const, id: of.customer, role: 'customer' }, now, method } }
  const { reading } = of
  if (reading.is === 'stop') return stopHere(within, of)
  if (reading.is === 'all') return stopAll(within, of)
  if (reading.is === 'less') return lessOften(within, of)
  if (reading.is === 'pause')
    return say(within, of, { kind: 'pause', channel: '*', topic: '*', until: new Date(now.getTime() + (reading.days ?? pauseDays) * dayS * 1000) })
  if (reading.is === 'smells') return say(within, of, { kind: 'pause', channel: '*', topic: '*', until: null })
  if (reading.is === 'start') return goOn(within, of)
}

/** By this channel nothing unasked any more, and nothing like what they answer. What they order is answered as before. */
async function stopHere({ deps, tx, by }: Within, { customer, channel, answered, said, language }: Effect): Promise<void> {
  const purposes = await purposesNow(tx.$pickTables())
  const theirs = [...purposes.values()].filter((p) => p.checks.has('pressure') || p.purpose === answered?.purpose)
  for (const purpose of theirs) {
    if (!purpose.channels.includes(channel) || !(purpose.legalBasis === 'consent' || purpose.checks.has('channel'))) continue
    await setTerm(deps, tx.$pickTables(), { customer, purpose: purpose.purpose, channel, topic: null, allowed: false, shown: { language }, said }, by)
    await receipt(tx, { customer, answered, purpose: purpose.purpose, said: [purpose.purpose, channel, '*', 'no'] }, by.now)
  }
}

async function stopAll({ deps, tx, by }: Within, { customer, answered }: Effect): Promise<void> {
  await stop(deps, tx.$pickTables(), { customer }, by)
  await receipt(tx, { customer, answered, said: ['stop', 'yes'] }, by.now)
}

async function lessOften(within: Within, of: Effect): Promise<void> {
  const { rules } = await termsOf(within.tx.$pickTables(), of.customer, within.by.now)
  const own = rules.flatMap((r) => (r.kind === 'cap' && r.endedAt === null && r.channel === '*' && r.topic === '*' ? [r] : []))
  const company = (await capsNow(within.tx.$pickTables())).filter((cap) => cap.scope === 'all')
  const slowest = Math.max(0, ...[...own, ...company].map((cap) => cap.windowS / dayS / Math.max(cap.contacts, 1)))
  const days = fewer.find((step) => step > slowest) ?? fewer[fewer.length - 1] ?? 365
  await say(within, of, { kind: 'cap', channel: '*', topic: '*', contacts: 1, windowS: days * dayS })
}

/** A rule that takes more away than the one that stands; one that stands and takes as much stays. */
async function say({ deps, tx, by }: Within, { customer, answered, said }: Effect, rule: SaidRule): Promise<void> {
  const { rules } = await termsOf(tx.$pickTables(), customer, by.now)
  const standing = rules.filter((r) => r.endedAt === null && r.kind === rule.kind && r.channel === rule.channel && r.topic === rule.topic)
  if (standing.length > 0 && !standing.every((r) => isQuieter(rule, r))) return
  await sayRule(deps, tx.$pickTables(), { customer, rule }, { ...by, evidence: { words: said, keyring: deps.keyring } })
  await receipt(tx, { customer, answered, said: ['rule', rule.kind] }, by.now)
}

/** Ends the pause and lifts the stops that a reply set. What was agreed to and taken back needs a yes to its text: that is no word of a reply. */
async function goOn({ tx, by }: Within, { customer, answered, channel }: Effect): Promise<void> {
  const { rules, stops } = await termsOf(tx.$pickTables(), customer, by.now)
  const pauses = rules.filter((r) => r.endedAt === null && r.kind === 'pause' && r.channel === '*' && r.topic === '*' && r.method === method)
  for (const { rule } of pauses) await endRule(tx.$pickTables(), { customer, rule }, by)
  const lifted = stops.filter((s) => s.method === method && (s.channel === '*' || s.channel === channel) && s.topic === '*')
  for (const { purpose, channel: of } of lifted) await unstop(tx.$pickTables(), { customer, purpose, channel: of }, by)
  if (pauses.length > 0) await receipt(tx, { customer, answered, said: ['unrule'] }, by.now)
  if (lifted.length > 0) await receipt(tx, { customer, answered, said: ['stop', 'no'] }, by.now)
}

type Said = { customer: number; answered: Answered | undefined; purpose?: string; said: readonly string[] }

async function receipt(tx: Tx<UsedTables>, { customer, answered, purpose, said }: Said, now: Date): Promise<void> {
  const road = { kind: 'reply' as const, ...(answered && { id: answered.message }) }
  await receiptsOfSaying(tx, [{ customer, road, deed: purpose === undefined ? 'terms' : 'consent', ...(purpose !== undefined && { purpose }), said }], now)
}
