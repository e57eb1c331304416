import { sql, type Tx } from '../../../platform/db/index.ts'
import { categoryOf, type FieldWrite, writeFields } from '../../customers/index.ts'
import type { Care, Person } from '../event.ts'
import { type Profile, personOf } from '../identity/graph.ts'
import type { RecordTables } from '../tables.ts'
import type { RecordDeps, TellCorrected } from './deps.ts'
import { recorder } from './people.ts'
import type { Ready } from './prepare.ts'

// What events say of a person besides their identifiers: fields for the vault, language, zone, country, kind and role.

type Detail = Omit<Person, 'fields' | 'begins_as' | 'begins_with'> & {
  care?: Care
  imported?: true
  fields: Map<string, { value: string | null; from: Profile['from'] }>
}
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
    if (from.importId !== null) held.imported = true
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
  const fresh = new Set([...details.keys()].filter((p) => p.fresh).map(({ id }) => id))
  const rows = await updateCustomers(tx, details)
  const changed = new Set(rows.map(({ customer_id }) => customer_id))
  const corrected: Parameters<TellCorrected>[1][number][] = imported(details, rows)
  for (const [from, writes] of writesBySource(details)) {
    await makeKeys(deps, writes)
    const done = await writeFields(deps, tx, writes, {
      actor: recorder,
      source: from.source,
      now,
      ...(from.importId === null ? {} : { importId: from.importId }),
    })
    for (const { customer } of done) changed.add(customer)
    // Whoever is new had nothing that this could correct; and what a company's own systems send is no correction of the company's.
    if (from.importId !== null) for (const { customer, field } of done) if (!fresh.has(customer)) corrected.push({ customer, field })
  }
  if (corrected.length > 0) await deps.corrected?.(tx, corrected, { actor: recorder, now })
  return changed
}

type Row = { customer_id: number; role: string; role_was: string; language: string | null; language_was: string | null }

/** Of whose role or language an import says otherwise than it stood. */
function imported(details: Details, rows: readonly Row[]): Parameters<TellCorrected>[1][number][] {
  const byImport = new Set([...details].flatMap(([profile, detail]) => (detail.imported ? [profile.id] : [])))
  return rows
    .filter(({ customer_id }) => byImport.has(customer_id))
    .flatMap((row) => [
      ...(row.role === row.role_was ? [] : [{ customer: row.customer_id, field: 'role', was: row.role_was }]),
      ...(row.language === row.language_was ? [] : [{ customer: row.customer_id, field: 'language', was: row.language_was }]),
    ])
}

async function updateCustomers(tx: Tx<RecordTables>, details: Details): Promise<Row[]> {
  const rows = [...details].filter(([p, d]) => !p.fresh && (d.kind ?? d.role ?? d.language ?? d.time_zone ?? d.country) !== undefined)
  if (rows.length === 0) return []
  rows.sort(([a], [b]) => a.id - b.id)
  const column = (name: 'kind' | 'role' | 'language' | 'time_zone' | 'country') => rows.map(([, d]) => d[name] ?? null)
  const updated = await sql<Row>`
    with were as (select customer_id, role, language from keep.customer where customer_id = any(${rows.map(([p]) => p.id)}::bigint[]))
    update keep.customer c set kind = coalesce(t.k, c.kind), role = coalesce(t.r, c.role), language = coalesce(t.l, c.language), time_zone = coalesce(t.z, c.time_zone), country = coalesce(t.y, c.country)
    from unnest(${rows.map(([p]) => p.id)}::bigint[], ${column('kind')}::text[], ${column('role')}::text[], ${column('language')}::text[], ${column('time_zone')}::text[], ${column('country')}::text[]) as t(id, k, r, l, z, y) join were w on w.customer_id = t.id
    where c.customer_id = t.id and (coalesce(t.k, c.kind), coalesce(t.r, c.role), coalesce(t.l, c.language), coalesce(t.z, c.time_zone), coalesce(t.y, c.country))
      is distinct from (c.kind, c.role, c.language, c.time_zone, c.country::text)
    returning c.customer_id, c.role, w.role as role_was, c.language, w.language as language_was`.execute(tx)
  return updated.rows
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
