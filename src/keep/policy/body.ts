import { type Db, sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import { acceptedNow, listIsSound } from '../agreements/index.ts'
import { type Ages, agesAreSound, agesNow, allUnits, type CustomerTables } from '../customers/index.ts'
import type { Policy } from '../gate/index.ts'
import { channels } from '../interactions/contract.ts'
import { alwaysChecked, type Check, checkedOnConsent, checks, forThemselves, openTimes, type Purpose, spokenTimes, timesOf } from '../terms/index.ts'
import type { PolicySaid } from './contract.ts'
import type { PolicyDb } from './tables.ts'

const dayS = 86_400

/** The company's policy as it was at a moment; what came later is not in it. */
export async function policyAt(db: Db<PolicyDb>, at: Date): Promise<PolicySaid> {
  type Cap = PolicySaid['caps'][number] & { window_s: number; retired: boolean }
  type Hours = { hours: string; country: string | null; channels: string[] | null; open: number[]; retired: boolean }
  const [caps, hours, purposes, accepted, ages] = await Promise.all([
    sql<Cap>`select distinct on (cap) cap, scope, key, contacts, window_s, retired from keep.cap where registered_at <= ${at} order by cap, version desc`.execute(
      db,
    ),
    sql<Hours>`select distinct on (hours) hours, country, channels, open, retired from keep.contact_hours
      where registered_at <= ${at} and basis = 'company' order by hours, version desc`.execute(db),
    sql<{ purpose: string; checks: string[]; retention: string; retired: boolean }>`
      select distinct on (purpose) purpose, checks, retention, retired from keep.purpose where registered_at <= ${at} order by purpose, version desc`.execute(
      db,
    ),
    acceptedNow(db.$pickTables(), at),
    agesNow(db, at),
  ])
  return {
    caps: caps.rows
      .filter((c) => !c.retired)
      .map(({ cap, scope, key, contacts, window_s }) => ({ cap, scope, key, contacts, days: Math.max(1, Math.round(window_s / dayS)) })),
    hours: hours.rows
      .filter((h) => !h.retired)
      .map((h) => ({ hours: h.hours, country: h.country, channels: h.channels, open: spokenTimes(openTimes(h.open)) })),
    checks: Object.fromEntries(purposes.rows.filter((p) => !p.retired).map((p) => [p.purpose, checks.filter((c) => c !== 'present' && p.checks.includes(c))])),
    kept: Object.fromEntries(purposes.rows.filter((p) => !p.retired).map((p) => [p.purpose, p.retention])),
    accepts: accepted.ids,
    ages: Object.fromEntries(ages),
  }
}

/** What was said as the gate reads it. */
export function policyOf(said: PolicySaid): Policy {
  return {
    caps: said.caps.map(({ days, ...cap }) => ({ ...cap, windowS: days * dayS })),
    hours: said.hours.map((h) => ({ ...h, open: timesOf(h.open), basis: 'company', dpv: null, source: null, sourceUrl: null, validFrom: null })),
    checks: new Map(Object.entries(said.checks)),
  }
}

export const sameAges = (said: Readonly<Record<string, number>>, inForce: Ages): boolean =>
  Object.keys(said).length === inForce.size && Object.entries(said).every(([country, age]) => inForce.get(country) === age)

/** The checks this purpose cannot do without. */
export function neededChecks(p: Pick<Purpose, 'dpv' | 'legalBasis' | 'needs' | 'weighs'>): Check[] {
  const needed: Check[] = alwaysChecked.filter((check) => check !== 'standing' || p.dpv.name !== forThemselves)
  return [
    ...needed,
    ...(p.legalBasis === 'consent' ? checkedOnConsent : []),
    ...(p.needs.length > 0 ? ['agreement' as const] : []),
    ...(p.weighs ? ['context' as const] : []),
  ]
}

type Known = { purposes: ReadonlyMap<string, Purpose>; topics: ReadonlySet<string> }

/** Throws one sentence on what cannot be: an unknown channel, topic, brand or check, or a purpose without a check it needs. */
export async function policyIsSound(db: Db<PolicyDb & CustomerTables>, said: PolicySaid, { purposes, topics }: Known): Promise<void> {
  const known: ReadonlySet<string> = new Set(channels)
  const brands = new Set((await allUnits(db.$pickTables())).filter((u) => u.parent === null && u.retiredAt === null).map((u) => u.code))
  for (const { scope, key } of said.caps) {
    if (scope === 'all' && key !== null) throw badInput('A cap over everything names no channel and no topic.', 'body.caps')
    if (scope === 'household' && key !== null) throw badInput('A limit by post to one household names nothing: it is for every household.', 'body.caps')
    if (scope === 'channel' && key !== null && !known.has(key)) throw badInput('There is no such channel.', 'body.caps')
    if (scope === 'topic' && key !== null && !topics.has(key)) throw badInput('There is no such topic.', 'body.caps')
    if (scope === 'unit' && key !== null && !brands.has(key)) throw badInput('There is no such unit.', 'body.caps')
  }
  for (const hours of said.hours) if (hours.channels?.some((c) => !known.has(c))) throw badInput('There is no such channel.', 'body.hours')
  if (twice(said.caps.map((c) => c.cap)) || twice(said.hours.map((h) => h.hours))) throw badInput('Two limits have the same code.', 'body')
  listIsSound(said.accepts ?? [], 'body.accepts')
  agesAreSound(new Map(Object.entries(said.ages ?? {})), 'body.ages')
  for (const [code, wanted] of Object.entries(said.checks)) {
    const purpose = purposes.get(code)
    if (!purpose) continue
    if (wanted.some((one) => !checks.some((c) => c === one))) throw badInput('The gate has no such check.', 'body.checks')
    if (!neededChecks(purpose).every((check) => wanted.includes(check)))
      throw badInput('A purpose cannot do without one of the checks left out.', 'body.checks')
  }
}

const twice = (codes: readonly string[]) => new Set(codes).size < codes.length
