import type { Db, RawBuilder, Tx } from '../../platform/db/index.ts'
import type { TermsTables } from '../terms/index.ts'
import { type Chosen, type ContactAsk, choose, type NotChosen } from './choose.ts'
import { type Decision, decide, type GateRequest } from './decide.ts'
import { gather, gatherWith } from './gather.ts'
import { factsFor } from './held.ts'
import type { ReasonCode } from './reasons.ts'
import { type Rules, rulesOf } from './rules.ts'

// Dry runs and looks: nothing is locked, reserved or written. A contact allowed here may be refused when it is reserved.

const atOnce = 5_000

/** The verdict on each request (a look, or one contact by one channel), in the order given. Never writes. */
export async function decideMany(db: Db<TermsTables>, requests: readonly GateRequest[], now: Date): Promise<Decision[]> {
  return (await decideByRules(db, requests, now)).decisions
}

/** The same, with the purposes in force by which it was decided. */
export async function decideByRules(
  db: Db<TermsTables>,
  requests: readonly GateRequest[],
  now: Date,
): Promise<{ decisions: Decision[]; purposes: Rules['purposes'] }> {
  const decisions: Decision[] = []
  let rules: Rules | undefined
  for (let i = 0; i < requests.length; i += atOnce) {
    const part = requests.slice(i, i + atOnce)
    const held = await gather(
      db,
      part.map((r) => ({ customer: r.customer, contentKey: r.contact?.contentKey })),
      {
        purposes: [...new Set(part.map((r) => r.purpose))],
        channels: [...new Set(part.flatMap((r) => r.contact?.channel ?? []))],
        now,
        units: part.some((r) => r.contact?.unit !== undefined),
      },
    )
    rules = held.rules
    for (const request of part) decisions.push(decide(factsFor(held.rules, held.of(request.customer), request), request, now))
  }
  return { decisions, purposes: (rules ?? (await rulesOf(db))).purposes }
}

export type Forecast = {
  asked: number
  allowed: number
  /** Allowed, but not when the contact wants to go. */
  later: number
  refused: number
  /** By channel, of those allowed now or later. */
  channels: { [channel: string]: number }
  /** Why not, or why later. */
  reasons: { [reason in ReasonCode]?: number }
}

/** How many of these contacts could be made, and why not the others. Never writes. */
export async function forecast(db: Db<TermsTables>, asks: readonly ContactAsk[], now: Date): Promise<Forecast> {
  const out: Forecast = { asked: asks.length, allowed: 0, later: 0, refused: 0, channels: {}, reasons: {} }
  for (let i = 0; i < asks.length; i += atOnce) {
    const part = asks.slice(i, i + atOnce)
    const held = await gatherFor(db, part, now)
    for (const ask of part) count(out, choose(held.rules, held.of(ask.customer), ask, now), ask, now)
  }
  return out
}

/** Reads what choosing for these asks needs. */
export function gatherFor(db: Db<TermsTables>, asks: readonly ContactAsk[], now: Date) {
  return gather(db, asks, aboutOf(asks, now))
}

/** The same within a transaction that locked the persons; `beside` goes along in the same trip. */
export function gatherForWith<B>(tx: Tx<TermsTables>, asks: readonly ContactAsk[], o: { now: Date; beside: RawBuilder<B> }) {
  return gatherWith(tx, asks, aboutOf(asks, o.now), o.beside)
}

const aboutOf = (asks: readonly ContactAsk[], now: Date) => ({
  purposes: [...new Set(asks.map((a) => a.purpose))],
  channels: [...new Set(asks.flatMap((a) => a.channels))],
  now,
  units: asks.some((a) => a.unit !== undefined),
})

function count(out: Forecast, found: Chosen | NotChosen, ask: ContactAsk, now: Date): void {
  if (!found.chosen) {
    out.refused += 1
    out.reasons[found.refusal.reason] = (out.reasons[found.refusal.reason] ?? 0) + 1
    return
  }
  if (found.at > now && found.at > (ask.earliest ?? now)) out.later += 1
  else out.allowed += 1
  out.channels[found.channel] = (out.channels[found.channel] ?? 0) + 1
}
