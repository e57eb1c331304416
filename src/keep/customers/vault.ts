import { type Db, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import { type Category, type Keyring, sealText, unseal } from '../keyring/index.ts'
import { categoryOf, identifierPlace, vaultPlace } from './fields.ts'
import { delicateAmong } from './ownFields.ts'
import { groupsOf } from './person.ts'
import type { CustomerTables } from './tables.ts'

export type FieldValue = { field: string; value: string; category: string; source: string; at: Date; version: number; customer: number; versions: number }
export type OpenIdentifier = {
  /** The one of the person's ids it points at. */
  customer: number
  kind: string
  value: string | null
  digest: Buffer
  verified: boolean
  shared: boolean
  preferred: boolean
  source: string
  first_seen: Date
  last_seen: Date
}

type Deps = { db: Db<CustomerTables>; keyring: Keyring }
/** All ids of each person, by the id that was asked for. */
export type Groups = ReadonlyMap<number, readonly number[]>

/**
 * The current values of the named fields ('*' for all), for each customer asked, over all ids of the person; the newest
 * wins. For the door only: whoever calls this has a decision and a receipt.
 */
export async function openFields(deps: Deps, customers: readonly number[], fields: readonly string[] | '*'): Promise<Map<number, Map<string, FieldValue>>> {
  return openFieldsOf(deps, await groupsOf(deps.db, customers), fields)
}

/** The same where the ids of each person are known. How many versions a field has had is counted only when all are asked for. */
export async function openFieldsOf(deps: Deps, groups: Groups, fields: readonly string[] | '*'): Promise<Map<number, Map<string, FieldValue>>> {
  const held = Map.groupBy(await sealedFieldsOf(deps.db, [...new Set([...groups.values()].flat())], fields), (v) => v.customer)
  return openSealedFields(deps.keyring, new Map([...groups].map(([asked, members]) => [asked, members.flatMap((m) => held.get(m) ?? [])])), () => true)
}

/** A current value as it is kept; null when the field was emptied. */
export type SealedField = Omit<FieldValue, 'value' | 'category'> & { category: Category; sealed: Buffer | null }

/** The current values of these ids as they are kept: whoever reads them ahead of a decision has learnt nothing. */
export async function sealedFieldsOf(db: Db<CustomerTables>, ids: readonly number[], fields: readonly string[] | '*'): Promise<SealedField[]> {
  const wanted = fields === '*' ? sql`` : sql`and v.field = any(${[...fields]}::text[])`
  const versions = fields === '*' ? sql`(select count(*)::int from keep.vault x where x.customer_id = v.customer_id and x.field = v.field)` : sql`1`
  const rows = await sql<SealedField>`
    select v.customer_id as customer, v.field, v.version, v.sealed, v.category, v.source, v.at, ${versions} as versions from keep.vault v
    where v.customer_id = any(${[...ids]}::bigint[]) and v.current ${wanted}`.execute(db)
  return rows.rows
}

/**
 * Opens of each person's values the newest of every field that is wanted; nothing else is unsealed. A removal that is the
 * newest hides what other ids still hold. For the door only: whoever calls this has a decision and a receipt.
 */
export async function openSealedFields(
  keyring: Pick<Keyring, 'existingKeys'>,
  held: ReadonlyMap<number, readonly SealedField[]>,
  wanted: (category: Category, field: string) => boolean,
): Promise<Map<number, Map<string, FieldValue>>> {
  const isWanted = (v: SealedField) => wanted(v.category, v.field)
  const keys = await keysOf(
    keyring,
    [...held.values()].flat().filter((v) => v.sealed !== null && isWanted(v)),
  )
  function newestOf(values: readonly SealedField[]): FieldValue | undefined {
    for (const { sealed, ...value } of values) {
      const key = keys.get(value.category)?.get(value.customer)
      if (sealed === null || !wanted(value.category, value.field)) return undefined
      const plain = key && unseal(key, vaultPlace(value.customer, value.field, value.version), sealed)
      if (plain) return { ...value, value: plain.toString('utf8') }
    }
    return undefined
  }
  const opened = (values: readonly SealedField[]) =>
    new Map(
      [...newestFirst(values)].flatMap(([field, versions]): [string, FieldValue][] => {
        const newest = newestOf(versions)
        return newest ? [[field, newest]] : []
      }),
    )
  return new Map([...held].map(([person, values]) => [person, opened(values)]))
}

async function keysOf(keyring: Pick<Keyring, 'existingKeys'>, values: readonly SealedField[]): Promise<Map<Category, Map<number, Buffer>>> {
  const byCategory = [...Map.groupBy(values, (v) => v.category)]
  const keys = await Promise.all(byCategory.map(([category, some]) => keyring.existingKeys([...new Set(some.map((v) => v.customer))], category)))
  return new Map(byCategory.map(([category], i) => [category, keys[i] ?? new Map()]))
}

/** By field, the newest by time first (numbers of two processes are no order). */
export function newestFirst(values: readonly SealedField[]): Map<string, SealedField[]> {
  const byField = Map.groupBy(values, (v) => v.field)
  for (const some of byField.values()) some.sort((a, b) => b.at.getTime() - a.at.getTime() || b.version - a.version)
  return byField
}

/** What points at each customer, values opened where they are kept. For the door only. */
export async function openIdentifiers(deps: Deps, customers: readonly number[]): Promise<Map<number, OpenIdentifier[]>> {
  return openIdentifiersOf(deps, await groupsOf(deps.db, customers))
}

/** The same where the ids of each person are known. */
export async function openIdentifiersOf(deps: Deps, groups: Groups): Promise<Map<number, OpenIdentifier[]>> {
  const held = Map.groupBy(await sealedIdentifiersOf(deps.db, [...new Set([...groups.values()].flat())]), (i) => i.customer_id)
  return openSealedIdentifiers(deps.keyring, new Map([...groups].map(([asked, members]) => [asked, members.flatMap((m) => held.get(m) ?? [])])))
}

export type SealedIdentifier = CustomerTables['keep.identifier'] & { shared: boolean; preferred: boolean }

/** What points at these ids as it is kept, what is preferred, verified and newest first. */
export async function sealedIdentifiersOf(db: Db<CustomerTables>, ids: readonly number[]): Promise<SealedIdentifier[]> {
  const rows = await sql<SealedIdentifier>`
    select * from keep.identifier where customer_id = any(${[...ids]}::bigint[]) order by preferred desc, verified_at is null, last_seen desc`.execute(db)
  return rows.rows
}

/** Opens what points at each person. For the door only. */
export async function openSealedIdentifiers(
  keyring: Pick<Keyring, 'existingKeys'>,
  held: ReadonlyMap<number, readonly SealedIdentifier[]>,
): Promise<Map<number, OpenIdentifier[]>> {
  const sealed = [...held.values()].flat().filter((i) => i.sealed)
  const keys = await keyring.existingKeys([...new Set(sealed.map((i) => i.customer_id))], 'contact')
  const open = (i: SealedIdentifier): OpenIdentifier => {
    const key = i.sealed && keys.get(i.customer_id)
    const plain = i.sealed && key ? unseal(key, identifierPlace(i.customer_id, i.kind), i.sealed) : undefined
    return {
      customer: i.customer_id,
      kind: i.kind,
      value: plain?.toString('utf8') ?? null,
      digest: i.digest,
      verified: i.verified_at !== null,
      shared: i.shared,
      preferred: i.preferred,
      source: i.source,
      first_seen: i.first_seen,
      last_seen: i.last_seen,
    }
  }
  return new Map([...held].map(([person, some]) => [person, some.map(open)]))
}

/**
 * `expect`: the version that is to be replaced, null for none. `upon`: whether it may be written upon this value, for whoever saw a value
 * and no version. Without either whatever stands there is replaced.
 */
export type FieldWrite = {
  customer: number
  field: string
  value: string | null
  expect?: number | null | undefined
  upon?: ((standing: string | null) => boolean) | undefined
}

/** Somebody wrote these fields since they were read: nothing was written. */
export class Stale extends Error {
  override name = 'Stale'
  readonly fields: readonly { customer: number; field: string }[]
  constructor(fields: readonly { customer: number; field: string }[]) {
    super('another version stands there')
    this.fields = fields
  }
}

/**
 * Writes personal fields, each as a new version; equal values (after opening the current one) are left alone. Keys are on
 * disk before. Gives the writes that changed something; throws Stale when one expects something else than stands there.
 */
export async function writeFields(
  deps: Deps & { rowIds: IdBlocks },
  tx: Tx<CustomerTables>,
  writes: readonly FieldWrite[],
  by: { actor: Actor; source: string; now: Date; importId?: number; bulkId?: number },
): Promise<FieldWrite[]> {
  // One writer of a customer at a time: the second sees what the first wrote, instead of failing on it.
  await sql`select from keep.customer where customer_id = any(${[...new Set(writes.map((w) => w.customer))]}::bigint[]) order by customer_id for no key update`.execute(
    tx,
  )
  const current = await openFields({ db: tx, keyring: deps.keyring }, [...new Set(writes.map((w) => w.customer))], '*')
  const isStale = ({ customer, field, value, expect, upon }: FieldWrite): boolean => {
    const standing = current.get(customer)?.get(field)
    if (expect !== undefined && (standing?.version ?? null) !== expect) return true
    return upon !== undefined && (standing?.value ?? null) !== value && !upon(standing?.value ?? null)
  }
  const stale = writes.filter(isStale)
  if (stale.length > 0) throw new Stale(stale.map(({ customer, field }) => ({ customer, field })))
  const last = new Map(writes.map((w) => [`${w.customer}\0${w.field}`, w]))
  const changed = [...last.values()].filter((w) => (current.get(w.customer)?.get(w.field)?.value ?? null) !== w.value)
  if (changed.length === 0) return []
  const versions = await deps.rowIds.next(changed.length)
  const delicate = await delicateAmong(tx, [...new Set(changed.map((w) => w.field))])
  const categories = changed.map((w) => (delicate.has(w.field) ? ('sensitive' as const) : categoryOf(w.field)))
  const sealed: (Buffer | null)[] = []
  for (const [i, write] of changed.entries()) {
    const version = versions[i]
    assert(version !== undefined, 'a version is missing')
    const keys = await deps.keyring.keysFor([write.customer], categories[i] ?? 'profile')
    const key = keys.get(write.customer)
    assert(key, 'a customer without a key')
    sealed.push(write.value === null ? null : sealText(key, vaultPlace(write.customer, write.field, version), write.value))
  }
  await sql`update keep.vault v set current = false from unnest(${changed.map((w) => w.customer)}::bigint[], ${changed.map((w) => w.field)}::text[]) as t(c, f)
    where v.customer_id = t.c and v.field = t.f and v.current`.execute(tx)
  await sql`insert into keep.vault (customer_id, field, version, sealed, category, source, at, by_kind, by_id, import_id, bulk_id)
    select c, f, v, s, g, ${by.source}, ${by.now}, ${by.actor.kind}, ${by.actor.id}, ${by.importId ?? null}, ${by.bulkId ?? null}
    from unnest(${changed.map((w) => w.customer)}::bigint[], ${changed.map((w) => w.field)}::text[], ${versions}::bigint[], ${sealed}::bytea[], ${categories}::text[]) as t(c, f, v, s, g)`.execute(
    tx,
  )
  return changed
}

const mostVersions = 201

type VersionsPage = { after?: VersionPlace | undefined; limit: number }
export type FieldVersion = { field: string; value: string | null; source: string; by_kind: string; by_id: number } & VersionPlace

/** Where a version stands in the history of its field. */
export type VersionPlace = { at: Date; version: number; customer: number }

/** Versions of one field, newest first, after a place. For the door only. */
export async function historyOf(deps: Deps, customer: number, field: string, page: VersionsPage = { limit: mostVersions }): Promise<FieldVersion[]> {
  const group = (await groupsOf(deps.db, [customer])).get(customer) ?? []
  return versionsOf(deps, group, sql`field = ${field}`, page)
}

/** What any field of these ids was and is not any more, and what was emptied, newest first, after a place. For the door only. */
export function earlierValuesOf(deps: Deps, members: readonly number[], page: VersionsPage): Promise<FieldVersion[]> {
  return versionsOf(deps, members, sql`(not current or sealed is null)`, page)
}

async function versionsOf(deps: Deps, members: readonly number[], which: RawBuilder<unknown>, { after, limit }: VersionsPage): Promise<FieldVersion[]> {
  const rest = after ? sql`and (at, version, customer_id) < (${after.at}, ${after.version}, ${after.customer})` : sql``
  const rows = await sql<Omit<FieldVersion, 'value' | 'customer'> & { customer_id: number; sealed: Buffer | null; category: Category }>`
    select customer_id, field, version, sealed, category, source, at, by_kind, by_id from keep.vault
    where customer_id = any(${[...members]}::bigint[]) and ${which} ${rest}
    order by at desc, version desc, customer_id desc limit ${Math.min(limit, mostVersions)}`.execute(deps.db)
  const out: FieldVersion[] = []
  for (const { customer_id, sealed, category, ...row } of rows.rows) {
    const key = (await deps.keyring.existingKeys([customer_id], category)).get(customer_id)
    const plain = key && sealed ? unseal(key, vaultPlace(customer_id, row.field, row.version), sealed) : undefined
    out.push({ ...row, value: plain?.toString('utf8') ?? null, customer: customer_id })
  }
  return out
}
