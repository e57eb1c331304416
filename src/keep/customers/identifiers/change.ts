import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import type { IdBlocks } from '../../../platform/ids/index.ts'
import type { Actor } from '../../access/actor.ts'
import { type Keyring, sealText } from '../../keyring/index.ts'
import { identifierPlace } from '../fields.ts'
import type { Change, CustomerTables, Evidence } from '../tables.ts'
import { changesOfOne } from './history.ts'
import { type Point, pointAt, pointsOf } from './point.ts'

// What people do to the identifiers of one person. Whoever calls holds the person's row, so the rules see what stands.

type Deps = { keyring: Keyring; rowIds: IdBlocks }
export type ChangeBy = { actor: Actor; source: string; now: Date }

/** A person, by all their ids: the root first. */
export type Members = readonly number[]

/** What one person may have: enough for anybody, and little enough for a card. */
const most = 100

export type Added = { is: 'added' | 'there'; digest: Buffer } | { is: 'another'; customer: number }

/**
 * Adds a normalised identifier to a person. One that leads to somebody else stays with them: it never moves, and joins nobody.
 * One that was removed from this person and comes back is shared if it was, or if another known customer gave it too; that it is
 * theirs must be shown anew.
 */
export async function addIdentifier(deps: Deps, tx: Tx<CustomerTables>, to: { members: Members; kind: string; value: string }, by: ChangeBy): Promise<Added> {
  const [root] = to.members
  assert(root !== undefined, 'a person has an id')
  const digest = deps.keyring.digest(to.kind, to.value)
  const there = await pointAt(tx, to.kind, digest)
  if (there) return whoseIs(there, to.members)
  if ((await pointsOf(tx, to.members)).length >= most) throw new AppError('conflict', `One customer has at most ${most} addresses and numbers.`)
  const key = (await deps.keyring.keysFor([root], 'contact')).get(root)
  assert(key, 'a customer without a contact key')
  const point: Point = {
    customer: root,
    kind: to.kind,
    digest,
    sealed: sealText(key, identifierPlace(root, to.kind), to.value),
    verified: false,
    shared: await isShared(tx, to.members, to.kind, digest),
    preferred: false,
    source: by.source,
    first_seen: by.now,
  }
  const made = await sql`insert into keep.identifier (kind, digest, customer_id, sealed, shared, source, first_seen, last_seen)
    values (${to.kind}, ${digest}, ${root}, ${point.sealed}, ${point.shared}, ${by.source}, ${by.now}, ${by.now}) on conflict do nothing`.execute(tx)
  if (made.numAffectedRows === 0n) {
    // Somebody else was faster by a moment.
    const other = await pointAt(tx, to.kind, digest)
    return other ? whoseIs(other, to.members) : addIdentifier(deps, tx, to, by)
  }
  await note(deps, tx, point, [{ what: 'added' }, ...(point.shared ? [{ what: 'shared' } as const] : [])], by)
  return { is: 'added', digest }
}

function whoseIs(point: Point, members: Members): Added {
  return members.includes(point.customer) ? { is: 'there', digest: point.digest } : { is: 'another', customer: point.customer }
}

/** It was shared when it was removed, or another known customer gave it too. What a public page claims makes nothing shared. */
async function isShared(tx: Tx<CustomerTables>, members: Members, kind: string, digest: Buffer): Promise<boolean> {
  if (lastOf(await changesOfOne(tx, members, { kind, digest }), ['shared', 'unshared'])?.what === 'shared') return true
  const others = await sql<{ yes: boolean }>`select exists (
    select from keep.claim where kind = ${kind} and digest = ${digest} and why = 'shared' and customer_id <> all(${[...members]}::bigint[])) as yes`.execute(tx)
  return others.rows[0]?.yes ?? false
}

export type Marks = { verified?: Evidence | null | undefined; shared?: boolean | undefined; preferred?: boolean | undefined }

/** Says what is known of an identifier; gives what that changed. Of a person's addresses of one kind, one is preferred. */
export async function markIdentifier(
  deps: Deps,
  tx: Tx<CustomerTables>,
  at: { members: Members; point: Point },
  marks: Marks,
  by: ChangeBy,
): Promise<Change[]> {
  const { point } = at
  const said: Said[] = []
  if (marks.verified && !(point.verified && (await lastEvidence(tx, at)) === marks.verified)) said.push({ what: 'verified', how: marks.verified })
  if (marks.verified === null && point.verified) said.push({ what: 'unverified' })
  if (marks.shared !== undefined && marks.shared !== point.shared) said.push({ what: marks.shared ? 'shared' : 'unshared' })
  if (marks.preferred !== undefined && marks.preferred !== point.preferred) said.push({ what: marks.preferred ? 'preferred' : 'unpreferred' })
  if (said.length === 0) return []
  if (marks.preferred === true && !point.preferred) {
    const others = (await pointsOf(tx, at.members)).filter((p) => p.kind === point.kind && p.preferred)
    for (const other of others) {
      await tellBeginning(deps, tx, at.members, other, by.now)
      await sql`update keep.identifier set preferred = false where kind = ${other.kind} and digest = ${other.digest}`.execute(tx)
      await note(deps, tx, other, [{ what: 'unpreferred' }], by)
    }
  }
  await tellBeginning(deps, tx, at.members, point, by.now)
  const verified = marks.verified === undefined ? sql`verified_at` : marks.verified === null ? sql`null` : sql`${by.now}::timestamptz`
  await sql`update keep.identifier set shared = ${marks.shared ?? point.shared}, preferred = ${marks.preferred ?? point.preferred}, verified_at = ${verified}
    where kind = ${point.kind} and digest = ${point.digest}`.execute(tx)
  await note(deps, tx, point, said, by)
  return said.map((s) => s.what)
}

async function lastEvidence(tx: Tx<CustomerTables>, at: { members: Members; point: Point }): Promise<Evidence | null> {
  return lastOf(await changesOfOne(tx, at.members, at.point), ['verified'])?.how ?? null
}

const lastOf = <C extends { what: Change }>(newestFirst: readonly C[], of: readonly Change[]): C | undefined => newestFirst.find((c) => of.includes(c.what))

/** Takes an identifier away from a person; what it was stays in the history. Recording does not bring it back to them. */
export async function removeIdentifier(deps: Deps, tx: Tx<CustomerTables>, at: { members: Members; point: Point }, by: ChangeBy): Promise<void> {
  const { point } = at
  await tellBeginning(deps, tx, at.members, point, by.now)
  await sql`delete from keep.identifier where kind = ${point.kind} and digest = ${point.digest} and customer_id = ${point.customer}`.execute(tx)
  await note(deps, tx, point, [{ what: 'removed' }], by)
}

type Said = { what: Change; how?: Evidence }

/** What recording or an import brought has no line yet: its history begins with where it came from, and that it is shared. */
async function tellBeginning(deps: Deps, tx: Tx<CustomerTables>, members: Members, point: Point, now: Date): Promise<void> {
  const before = await changesOfOne(tx, members, point)
  // An event may be dated ahead; a beginning after what follows it would be taken for the last word.
  const began = point.first_seen < now ? point.first_seen : now
  const recorder: ChangeBy = { actor: { kind: 'service', id: 0, role: 'recorder' }, source: point.source, now: began }
  if (before.length === 0) await note(deps, tx, point, [{ what: 'added' }], recorder)
  if (point.shared && lastOf(before, ['shared', 'unshared'])?.what !== 'shared') await note(deps, tx, point, [{ what: 'shared' }], recorder)
}

async function note(deps: Deps, tx: Tx<CustomerTables>, point: Point, said: readonly Said[], by: ChangeBy): Promise<void> {
  const ids = await deps.rowIds.next(said.length)
  await sql`insert into keep.identifier_change (customer_id, change_id, kind, digest, sealed, what, how, source, at, by_kind, by_id)
    select ${point.customer}, i, ${point.kind}, ${point.digest}, ${point.sealed}::bytea, w, h, ${by.source}, ${by.now}, ${by.actor.kind}, ${by.actor.id}
    from unnest(${[...ids]}::bigint[], ${said.map((s) => s.what)}::text[], ${said.map((s) => s.how ?? null)}::text[]) as t(i, w, h)`.execute(tx)
}
