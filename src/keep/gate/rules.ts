import { createHash } from 'node:crypto'
import { type Db, sql } from '../../platform/db/index.ts'
import { checks, type Purpose, purposeOf, type TermsTables } from '../terms/index.ts'
import type { CapRule } from './caps.ts'
import { type ContactHours, type HoursRow, type HoursRule, hoursOf } from './contactHours.ts'
import { channelNumber } from './contactMark.ts'
import type { Cap } from './pressure.ts'

// The registers as one decision needs them. A decision reads in its own transaction which version of them is in force, and
// only when that is not the one held are they read anew: a purpose retired a moment ago permits nothing a moment later.

export type Rules = {
  purposes: ReadonlyMap<string, Purpose>
  topics: ReadonlyMap<string, number>
  caps: readonly Cap[]
  /** Each unit's brand: the unit above it that has none above; its own code where it is that. */
  brandOf: ReadonlyMap<string, string>
  /** Hours by law and by the company's own choice. */
  hours: readonly HoursRule[]
  /** Where the company is. */
  company: { zone: string; country: string }
  /** Longest window of any cap, seconds: how far back contacts are remembered. */
  reachBackS: number
  /** Names the exact rules in a receipt: letters of a hash over the purpose, the caps and the hours. */
  policyOf(purpose: string): string
}

type PurposeRow = Omit<TermsTables['keep.purpose'], 'registered_at'> & { registered_at: string; above: string[] | null }
type CapRow = { scope: CapRule['scope']; key: string | null; contacts: number; window_s: number; retired: boolean }
type Registers = {
  version: string
  purposes: PurposeRow[] | null
  topics: { topic: string; number: number; retired: boolean }[] | null
  caps: CapRow[] | null
  units: { code: string; parent: string | null }[] | null
  hours: (HoursRow & { version: number; retired: boolean })[] | null
  company: { time_zone: string; country: string } | null
}

/** A customer's own cap may reach this far back. */
export const ownReachBackS = 366 * 86_400

const held = new Map<string, Rules>()
const mostHeld = 16

/** The rules of this version of the registers (keep.register_state); undefined: the ones in force. */
export async function rulesOf(db: Db<TermsTables>, version?: string): Promise<Rules> {
  const known = version === undefined ? undefined : held.get(version)
  if (known) return known
  const read = await readRules(db)
  if (held.size >= mostHeld) held.clear()
  held.set(read.version, read.rules)
  return read.rules
}

async function readRules(db: Db<TermsTables>): Promise<{ version: string; rules: Rules }> {
  const { rows } = await sql<Registers>`
    select (select version from keep.register_state) as version,
      (select json_agg(p) from (select distinct on (purpose) * from keep.purpose left join keep.purpose_tree using (purpose) order by purpose, version desc) p) as purposes,
      (select json_agg(t) from (select distinct on (topic) topic, number, retired from keep.topic order by topic, version desc) t) as topics,
      (select json_agg(c order by cap) from (select distinct on (cap) * from keep.cap order by cap, version desc) c) as caps,
      (select json_agg(json_build_object('code', code, 'parent', parent)) from keep.unit) as units,
      (select json_agg(h order by hours) from (select distinct on (hours) * from keep.contact_hours order by hours, version desc) h) as hours,
      (select json_build_object('time_zone', time_zone, 'country', country) from keep.company limit 1) as company`.execute(db)
  const purposes = new Map(
    (rows[0]?.purposes ?? []).filter((p) => !p.retired).map((p) => [p.purpose, purposeOf({ ...p, registered_at: new Date(p.registered_at) })]),
  )
  const topics = new Map((rows[0]?.topics ?? []).filter((t) => !t.retired).map((t) => [t.topic, t.number]))
  const inForce = (rows[0]?.caps ?? []).filter((c) => !c.retired)
  const brandOf = brandsOf(rows[0]?.units ?? [])
  const caps = inForce.flatMap((c) => capOf(c, topics, brandOf) ?? [])
  const inForceHours = (rows[0]?.hours ?? []).filter((h) => !h.retired)
  const policies = new Map<string, string>()
  const rules: Rules = {
    purposes,
    topics,
    caps,
    brandOf,
    hours: inForceHours.map((row) => ({ ...hoursOf(row), name: `${row.hours}.${row.version}` })),
    company: { zone: rows[0]?.company?.time_zone ?? 'UTC', country: rows[0]?.company?.country ?? '' },
    reachBackS: Math.max(ownReachBackS, ...caps.map((c) => c.windowS)),
    policyOf(purpose) {
      const known = policies.get(purpose)
      if (known) return known
      const made = policyName(
        purpose,
        purposes.get(purpose)?.version ?? 0,
        JSON.stringify([rows[0]?.purposes?.find((p) => p.purpose === purpose), inForce, inForceHours]),
      )
      policies.set(purpose, made)
      return made
    },
  }
  return { version: rows[0]?.version ?? '', rules }
}

/** What a company may change of the gate: its caps, its own hours, and which checks a purpose goes through. */
export type Policy = { caps: readonly CapRule[]; hours: readonly ContactHours[]; checks: ReadonlyMap<string, readonly string[]> }

/** The same registers under another policy of the company's; the law's hours stay, and a purpose that is not named keeps its checks. */
export function rulesUnder(rules: Rules, policy: Policy): Rules {
  const caps = policy.caps.flatMap(
    (c) => capOf({ scope: c.scope, key: c.key, contacts: c.contacts, window_s: c.windowS, retired: false }, rules.topics, rules.brandOf) ?? [],
  )
  const checked = (p: Purpose) => {
    const said = policy.checks.get(p.purpose)
    return said ? { ...p, checks: new Set(checks.filter((c) => c === 'present' || said.includes(c))) } : p
  }
  return {
    ...rules,
    caps,
    hours: [...rules.hours.filter((h) => h.basis === 'law'), ...policy.hours.map((h) => ({ ...h, name: h.hours }))],
    purposes: new Map([...rules.purposes].map(([code, p]) => [code, checked(p)])),
    reachBackS: Math.max(ownReachBackS, ...caps.map((c) => c.windowS)),
  }
}

function capOf(row: CapRow, topics: ReadonlyMap<string, number>, brandOf: ReadonlyMap<string, string>): Cap | undefined {
  const { scope } = row
  const cap = { contacts: row.contacts, windowS: row.window_s }
  if (scope === 'unit') return { ...cap, scope, key: row.key === null ? null : (brandOf.get(row.key) ?? row.key) }
  if (scope === 'all' || scope === 'household' || row.key === null) return { ...cap, scope, key: null }
  const key = scope === 'channel' ? channelNumber(row.key) : topics.get(row.key)
  return key ? { ...cap, scope, key } : undefined
}

/** Units stand in a few levels; a circle, which the register refuses, would end here too. */
const deepestUnits = 20

function brandsOf(units: readonly { code: string; parent: string | null }[]): Map<string, string> {
  const parents = new Map(units.map(({ code, parent }) => [code, parent]))
  const top = (code: string, steps = 0): string => {
    const parent = parents.get(code) ?? null
    return parent === null || steps > deepestUnits ? code : top(parent, steps + 1)
  }
  return new Map(units.map(({ code }) => [code, top(code)]))
}

/** `marketing.v3.kqxbwmtz`: letters only, since a receipt refuses what might be somebody's number. */
function policyName(purpose: string, version: number, rules: string): string {
  const letters = [...createHash('sha256').update(rules).digest().subarray(0, 12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')
  return `${purpose}.v${version}.${letters}`
}
