import { byteaArray, copyRows, sql, type Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { Actor } from '../../access/actor.ts'
import { identifierPlace, mergeCustomers, takenAway } from '../../customers/index.ts'
import { sealText } from '../../keyring/index.ts'
import { type Pointer, type Profile, personOf } from '../identity/graph.ts'
import type { Claim, Settled } from '../identity/settle.ts'
import type { RecordTables } from '../tables.ts'
import type { RecordDeps } from './deps.ts'
import type { Details } from './details.ts'
import { customerColumns, identifierColumns } from './rows.ts'

/** Who a row says has done it when an event did. */
export const recorder: Actor = { kind: 'service', id: 0, role: 'recorder' }

const identified = 'identified'

type Seal = (customer: number, kind: string, value: string) => Buffer

const byDigest = (a: Pointer, b: Pointer) => (a.key < b.key ? -1 : 1)

/**
 * Writes what a batch changed among people: new customers and identifiers, shared ones, claims, and the links of anonymous
 * profiles. Gives the existing customers whose derived facts that touches. Rows go in the order of their keys, so that two
 * keeps that write the same people wait for each other instead of locking each other out.
 */
export async function writePeople(deps: RecordDeps, tx: Tx<RecordTables>, settled: Settled, details: Details, now: Date): Promise<Set<number>> {
  const changed = new Set<number>()
  await nameFresh(deps, settled.fresh)
  const pointers = await notTakenAway(tx, settled.pointers)
  const seals = await sealing(deps, { ...settled, pointers })
  await copyCustomers(tx, settled.fresh, details, now)
  await noteLinks(tx, settled.fresh, now)
  await copyIdentifiers(tx, pointers, seals)
  for (const p of pointers) if (!p.profile.fresh) changed.add(p.profile.id)
  await updatePointers(tx, settled)
  await writeClaims(tx, settled.claims, seals)
  for (const { from, into } of await stillWanted(tx, settled.links)) {
    const merged = await mergeCustomers(tx, { from: from.id, into: into.id, actor: recorder, why: identified, now })
    if (merged) for (const one of [from, into]) if (!one.fresh) changed.add(one.id)
  }
  return changed
}

async function nameFresh(deps: RecordDeps, fresh: readonly Profile[]): Promise<void> {
  if (fresh.length === 0) return
  const ids = await deps.customerIds.next(fresh.length)
  for (const [i, profile] of fresh.entries()) {
    const id = ids[i]
    assert(id !== undefined, 'an id is missing')
    profile.id = id
  }
}

/** An address that somebody took from a person does not come back to them because a system still has it. */
async function notTakenAway(tx: Tx<RecordTables>, pointers: Settled['pointers']): Promise<Settled['pointers']> {
  const known = pointers.filter((p) => p.kind !== 'anonymous' && !personOf(p.profile).fresh)
  const gone = await takenAway(
    tx.$pickTables(),
    known.map((p) => ({ person: personOf(p.profile).id, kind: p.kind, digest: p.key })),
  )
  if (gone.size === 0) return pointers
  const left = new Set(known.filter((_, n) => gone.has(n)))
  return pointers.filter((p) => !left.has(p))
}

async function sealing(deps: RecordDeps, settled: Settled): Promise<Seal> {
  const owners = new Set([...settled.pointers.filter((p) => p.kind !== 'anonymous').map((p) => p.profile.id), ...settled.claims.map((c) => c.profile.id)])
  const keys = owners.size > 0 ? await deps.keyring.keysFor([...owners], 'contact') : new Map<number, Buffer>()
  return (customer, kind, value) => {
    const key = keys.get(customer)
    assert(key, 'a customer without a contact key')
    return sealText(key, identifierPlace(customer, kind), value)
  }
}

async function copyCustomers(tx: Tx<RecordTables>, fresh: readonly Profile[], details: Details, now: Date): Promise<void> {
  if (fresh.length === 0) return
  const rows = fresh.map((p) => {
    const d = details.get(p)
    const since = Math.min(p.since, now.getTime())
    return [
      p.id,
      d?.kind ?? 'person',
      d?.role ?? 'customer',
      p.status,
      d?.language ?? null,
      d?.time_zone ?? null,
      d?.country ?? null,
      p.root ? personOf(p).id : null,
      since,
      p.from.importId,
      d?.care?.units ?? [],
      d?.care?.owner ?? null,
      d?.care?.owner ? now.getTime() : null,
    ]
  })
  await copyRows(tx, 'keep.customer', customerColumns, rows)
}

/** An anonymous profile that begins as part of a known person can be taken out of it like any other. */
async function noteLinks(tx: Tx<RecordTables>, fresh: readonly Profile[], now: Date): Promise<void> {
  const linked = fresh.filter((p) => p.root)
  if (linked.length === 0) return
  await sql`insert into keep.merge (customer_id, merged_into, at, by_kind, by_id, why)
    select c, m, ${now}, ${recorder.kind}, ${recorder.id}, ${identified}
    from unnest(${linked.map((p) => p.id)}::bigint[], ${linked.map((p) => personOf(p).id)}::bigint[]) as t(c, m)`.execute(tx)
}

async function copyIdentifiers(tx: Tx<RecordTables>, pointers: readonly Pointer[], seals: Seal): Promise<void> {
  if (pointers.length === 0) return
  const rows = pointers.toSorted(byDigest).map((p) => {
    const sealed = p.kind === 'anonymous' ? null : seals(p.profile.id, p.kind, p.value ?? '')
    return [p.kind, p.key, p.profile.id, sealed, p.shared, p.from.source, p.seen, p.seen, p.from.importId]
  })
  await copyRows(tx, 'keep.identifier', identifierColumns, rows)
}

async function updatePointers(tx: Tx<RecordTables>, settled: Settled): Promise<void> {
  const rows = [...new Set([...settled.turned, ...settled.touched])].sort(byDigest)
  if (rows.length === 0) return
  await sql`update keep.identifier i set last_seen = greatest(i.last_seen, t.l), shared = i.shared or t.t, customer_id = case when t.t then t.c else i.customer_id end
    from unnest(${rows.map((p) => p.kind)}::text[], ${byteaArray(rows.map((p) => p.key))}::bytea[], ${rows.map((p) => p.profile.id)}::bigint[],
      ${rows.map((p) => settled.turned.has(p))}::boolean[], ${rows.map((p) => new Date(p.seen))}::timestamptz[]) as t(k, d, c, t, l)
    where i.kind = t.k and i.digest = t.d`.execute(tx)
}

async function writeClaims(tx: Tx<RecordTables>, claims: readonly Claim[], seals: Seal): Promise<void> {
  if (claims.length === 0) return
  const sealed = claims.map((c) => seals(c.profile.id, c.identifier.kind, c.identifier.value))
  await sql`insert into keep.claim (customer_id, kind, digest, sealed, why, at)
    select c, k, d, s, w, a from unnest(${claims.map((c) => c.profile.id)}::bigint[], ${claims.map((c) => c.identifier.kind)}::text[],
      ${byteaArray(claims.map((c) => c.identifier.key))}::bytea[], ${byteaArray(sealed)}::bytea[],
      ${claims.map((c) => c.why)}::text[], ${claims.map((c) => new Date(c.at))}::timestamptz[]) as t(c, k, d, s, w, a)
    order by c, k, d on conflict do nothing`.execute(tx)
}

/** A person who took this very link apart is not overruled by the next event. */
async function stillWanted(tx: Tx<RecordTables>, links: Settled['links']): Promise<Settled['links']> {
  if (links.length === 0) return links
  const undone = await sql<{ customer_id: number; merged_into: number }>`
    select customer_id, merged_into from keep.merge where customer_id = any(${links.map((l) => l.from.id)}::bigint[]) and undone_at is not null`.execute(tx)
  return links.filter((l) => !undone.rows.some((u) => u.customer_id === l.from.id && u.merged_into === l.into.id))
}
