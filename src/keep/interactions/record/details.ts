import { sql, type Tx } from '../../../platform/db/index.ts'
import { categoryOf, type FieldWrite, writeFields } from '../../customers/index.ts'
import type { Care, Person } from '../event.ts'
import { type Profile, personOf } from '../identity/graph.ts'
import type { RecordTables } from '../tables.ts'
import type { RecordDeps } from './deps.ts'
import { recorder } from './people.ts'
import type { Ready } from './prepare.ts'

// What events say of a person besides their identifiers: fields for the vault, language, zone, country, kind and role.

type Detail = Omit<Person, 'fields' | 'begins_as' | 'begins_with'> & { care?: Care; fields: Map<string, { value: string | null; from: Profile['from'] }> }
export type Details = Map<Profile, Detail>

/**
 * Later events overrule earlier ones. A public sender may describe an anonymous profile, but not one that is known to be
 * somebody: such words are kept as content of the event.
 */
export function detailsOf(events: readonly Ready[], targets: readonly Profile[]): Details {
  const out: Details = new Map()
  for (const [i, event] of events.entries()) {
    const { person, trust, keyed, from } = event
    const target = targets[i]
    if (target?.fresh && target.status === 'known') beginWith(out, target, event)
    if (!person || !target || target.status === 'erased') continue
    if (trust === 'public' && personOf(target) !== target && !keyed.some((k) => k.proven)) {
      event.content = JSON.stringify({ ...(event.content === undefined ? {} : JSON.parse(event.content)), claimed: person })
      continue
    }
    const held: Detail = out.get(target) ?? { fields: new Map() }
    for (const [field, value] of Object.entries(person.fields ?? {})) held.fields.set(field, { value, from })
    for (const name of ['kind', 'role', 'language', 'time_zone', 'country'] as const)
      if (person[name] !== undefined) Object.assign(held, { [name]: person[name] })
    if (target.fresh && held.role === undefined && person.begins_as !== undefined) held.role = person.begins_as
    out.set(target, held)
  }
  return out
}

/** The first event that says who looks after somebody new is believed. */
function beginWith(out: Details, target: Profile, { person, through }: Ready): void {
  const care = person?.begins_with ?? (through === undefined ? undefined : { units: [through], owner: null })
  if (care === undefined) return
  const held: Detail = out.get(target) ?? { fields: new Map() }
  held.care ??= care
  out.set(target, held)
}

/** Writes fields, and what changed in the rows of existing customers. Gives the existing customers that changed. */
export async function writeDetails(deps: RecordDeps, tx: Tx<RecordTables>, details: Details, now: Date): Promise<Set<number>> {
  const changed = await updateCustomers(tx, details)
  for (const [from, writes] of writesBySource(details)) {
    await makeKeys(deps, writes)
    const done = await writeFields(deps, tx, writes, {
      actor: recorder,
      source: from.source,
      now,
      ...(from.importId === null ? {} : { importId: from.importId }),
    })
    for (const { customer } of done) changed.add(customer)
  }
  return changed
}

async function updateCustomers(tx: Tx<RecordTables>, details: Details): Promise<Set<number>> {
  const rows = [...details].filter(([p, d]) => !p.fresh && (d.kind ?? d.role ?? d.language ?? d.time_zone ?? d.country) !== undefined)
  if (rows.length === 0) return new Set()
  rows.sort(([a], [b]) => a.id - b.id)
  const column = (name: 'kind' | 'role' | 'language' | 'time_zone' | 'country') => rows.map(([, d]) => d[name] ?? null)
  const updated = await sql<{ customer_id: number }>`
    update keep.customer c set kind = coalesce(t.k, c.kind), role = coalesce(t.r, c.role), language = coalesce(t.l, c.language), time_zone = coalesce(t.z, c.time_zone), country = coalesce(t.y, c.country)
    from unnest(${rows.map(([p]) => p.id)}::bigint[], ${column('kind')}::text[], ${column('role')}::text[], ${column('language')}::text[], ${column('time_zone')}::text[], ${column('country')}::text[]) as t(id, k, r, l, z, y)
    where c.customer_id = t.id and (coalesce(t.k, c.kind), coalesce(t.r, c.role), coalesce(t.l, c.language), coalesce(t.z, c.time_zone), coalesce(t.y, c.country))
      is distinct from (c.kind, c.role, c.language, c.time_zone, c.country::text)
    returning c.customer_id`.execute(tx)
  return new Set(updated.rows.map((r) => r.customer_id))
}

function writesBySource(details: Details): Map<Profile['from'], FieldWrite[]> {
  const out = new Map<Profile['from'], FieldWrite[]>()
  const known = new Map<string, Profile['from']>()
  for (const [profile, detail] of details) {
    for (const [field, { value, from }] of detail.fields) {
      const name = `${from.source}\0${from.importId}`
      const one = known.get(name) ?? from
      known.set(name, one)
      const writes = out.get(one) ?? []
      writes.push({ customer: profile.id, field, value })
      out.set(one, writes)
    }
  }
  return out
}

/** All at once, so that sealing field by field finds every key at hand. */
async function makeKeys(deps: RecordDeps, writes: readonly FieldWrite[]): Promise<void> {
  const owners = Map.groupBy(writes, (w) => categoryOf(w.field))
  for (const [category, some] of owners) await deps.keyring.keysFor([...new Set(some.map((w) => w.customer))], category)
}
