import { createHash } from 'node:crypto'
import { type AnyDb, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { newBatch, publishDerived } from '../../customers/index.ts'
import { lastLeasePast, lockPersons, publishReach } from '../../terms/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { dropNotices, noteRecipients } from '../recipients/recipients.ts'
import type { Covers, Evidence, Hold, Reason } from '../shapes.ts'
import type { Stood } from '../tables.ts'
import { type Counts, countsOf, tellErasures } from './certify.ts'
import { countStopList, exportsWith } from './copies.ts'
import { holdsOf, mustNotBeHeld } from './holds.ts'
import { digestsOf } from './keepOut.ts'
import { coversStored } from './parts.ts'
import { categoriesOf, countRows } from './rows.ts'
import { type ErasureRow, findErasure, lockErasure, openErasureOf } from './store.ts'

export type Preview = Counts & { etag: string; cards: number; covers: Covers; holds: Hold[]; open: ErasureRow | undefined }

/** What an erasure of this person, by all their ids, would take and what would stay; nothing is written. */
export async function previewErasure(deps: RightsDeps, members: readonly number[]): Promise<Preview> {
  const { db } = deps
  const counted = await countRows(db, members)
  const { rows } = await sql<{ consents: number }>`
    select count(*)::int as consents from keep.consent_event where customer_id = any(${[...members]}::bigint[])`.execute(db)
  const also = {
    receipts: counted.get('keep.receipt') ?? 0,
    exports: (await exportsWith(deps, members)).length,
    kept_out: (await digestsOf(deps, members)).length,
    consents: rows[0]?.consents ?? 0,
    stop_list: await countStopList(deps, members),
  }
  counted.delete('keep.receipt')
  for (const [part, n] of Object.entries(also)) if (n > 0) counted.set(part, n)
  const holds = await holdsOf(db, members)
  return {
    ...countsOf(counted, await categoriesOf(db)),
    etag: await etagOf(db, members, holds),
    cards: members.length,
    covers: 'everything',
    holds,
    open: await openErasureOf(db.$pickTables(), members),
  }
}

/** Names what was looked at: whose cards, how they stood, what held them. Changes with every change of who they are. */
async function etagOf(db: AnyDb, members: readonly number[], holds: readonly Hold[]): Promise<string> {
  const { rows } = await sql<{ said: string | null }>`
    select string_agg(c.customer_id || ' ' || c.status || ' ' || coalesce(d.batch, 0), ',' order by c.customer_id) as said
    from keep.customer c left join fact.derived d using (customer_id) where c.customer_id = any(${[...members]}::bigint[])`.execute(db)
  return createHash('sha256')
    .update(JSON.stringify([rows[0]?.said, holds]))
    .digest('base64url')
    .slice(0, 22)
}

export type Asked = {
  /** The person: the root. */
  customer: number
  /** The etag of what was looked at. */
  seen: string
  reason: Reason
  evidence: { kind: Evidence; filed: string | null }
  /** For so many days it can be taken back. */
  days: number
  by: Actor
  device: string | undefined
  /** What begins together with it, in its transaction. */
  also?: (tx: Tx<UsedTables>, erasure: number) => Promise<void>
}

export const evidencePlace = (id: number) => `erasure\0${id}\0evidence`

/**
 * Asks for somebody to be erased: from its commit on nobody opens them, and when this gives its answer nothing that was decided before can
 * leave any more. Asked twice it is the same. Throws not_found, stale (they changed since they were looked at) and conflict (they are held).
 */
export async function askErasure(deps: RightsDeps, asked: Asked, now: Date): Promise<ErasureRow> {
  const erasure_id = await deps.rowIds.one()
  const id = await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [asked.customer])
    const stood = await cardsOf(tx, asked.customer)
    const members = stood.map((each) => each.id)
    if (members.length === 0 || stood.some((each) => each.status === 'erased')) throw notFound()
    const open = await openErasureOf(tx.$pickTables(), members)
    if (open) return open.erasure_id
    const holds = await holdsOf(tx, members)
    if (asked.seen !== (await etagOf(tx, members, holds)))
      throw new AppError('stale', 'This customer changed while you were reading. Look again at what would be erased.', { place: 'if-match' })
    mustNotBeHeld(holds)
    await newErasure(deps, tx, { ...asked, covers: 'everything', erasure_id, stood, members: [] }, now)
    // Visitors that were joined to them stay as they are: they follow the root.
    const closing = stood.filter((each) => each.status === 'known').map((each) => each.id)
    await sql`update keep.customer set status = 'restricted' where customer_id = any(${closing}::bigint[])`.execute(tx)
    await tell(deps, tx, members, now)
    const subject = { kind: 'customer', id: asked.customer } as const
    const facts = { reason: asked.reason, days: asked.days }
    await noteAct(tx, { by: asked.by, act: 'customers.erase_asked', subject, facts, now, device: asked.device ?? null })
    await noteRecipients(deps, tx, { person: asked.customer, members, what: 'erased', covers: 'everything', erasure: erasure_id }, now)
    await asked.also?.(tx, erasure_id)
    return erasure_id
  })
  await lastLeasePast(deps.db.$pickTables(), [asked.customer], deps.clock)
  await deps.directory.follow()
  const row = await findErasure(deps.db.$pickTables(), id)
  if (!row) throw notFound()
  return row
}

type NewErasure = Omit<Asked, 'also' | 'seen'> & { covers: Covers; erasure_id: number; stood: readonly Stood[]; members: readonly number[] }

/** Writes down what was asked for, in the transaction that does what holds at once. */
export async function newErasure(deps: RightsDeps, tx: Tx<UsedTables>, asked: NewErasure, now: Date): Promise<void> {
  const { erasure_id } = asked
  await tx
    .insertInto('keep.erasure')
    .values({
      customer_id: asked.customer,
      erasure_id,
      covers: coversStored(asked.covers),
      reason: asked.reason,
      evidence_kind: asked.evidence.kind,
      evidence: asked.evidence.filed === null ? null : deps.keyring.sealRecord(evidencePlace(erasure_id), asked.evidence.filed),
      by_id: asked.by.id,
      by_role: asked.by.role,
      asked_at: now,
      due_at: new Date(now.getTime() + asked.days * 86_400_000),
      state: 'waiting',
      step: null,
      waits_for: null,
      stood: sql`${JSON.stringify(asked.stood)}::jsonb`,
      members: [...asked.members],
      after_xid: asked.covers === 'everything' ? null : sql<string>`pg_current_xact_id()`,
      moved_at: now,
      ended_at: null,
      ended_by: null,
      statement: null,
    })
    .execute()
}

/** Takes it back: the cards stand as they did before. Taken back already, it is; begun, it cannot be (conflict). */
export async function takeBackErasure(deps: RightsDeps, of: { id: number; by: Actor; device: string | undefined }, now: Date): Promise<ErasureRow> {
  await inTransaction(deps.db, async (tx) => {
    const row = await lockErasure(tx.$pickTables(), of.id)
    if (!row) throw notFound()
    if (row.state === 'taken_back') return
    if (row.state !== 'waiting') throw new AppError('conflict', 'It has begun, and what is erased cannot be brought back.')
    await lockPersons(tx.$pickTables(), [row.customer_id])
    await sql`
      update keep.customer c set status = s.status from jsonb_to_recordset(${JSON.stringify(row.stood)}::jsonb) as s(id bigint, status text)
      where c.customer_id = s.id and c.status = 'restricted'`.execute(tx)
    await sql`
      update keep.erasure set state = 'taken_back', ended_at = ${now}, ended_by = ${of.by.id}, moved_at = ${now}
      where customer_id = ${row.customer_id} and erasure_id = ${row.erasure_id}`.execute(tx)
    await tell(
      deps,
      tx,
      row.stood.map((each) => each.id),
      now,
    )
    await dropNotices(tx, row.erasure_id, now)
    const subject = { kind: 'customer', id: row.customer_id } as const
    await noteAct(tx, { by: of.by, act: 'customers.erase_taken_back', subject, now, device: of.device ?? null })
  })
  await deps.directory.follow()
  const row = await findErasure(deps.db.$pickTables(), of.id)
  if (!row) throw notFound()
  return row
}

/** All cards of a person as they stand, held until the transaction ends; the root's own first. */
export async function cardsOf(tx: Tx<UsedTables>, root: number): Promise<Stood[]> {
  const { rows } = await sql<Stood>`
    select customer_id as id, status from keep.customer where (customer_id = ${root} and merged_into is null) or merged_into = ${root} order by customer_id for update`.execute(
    tx,
  )
  return rows.some((each) => each.id === root) ? rows.toSorted((a, b) => Number(b.id === root) - Number(a.id === root)) : []
}

/** What the office may know of them now, and where they can be reached: nowhere, or again. */
async function tell(deps: RightsDeps, tx: Tx<UsedTables>, members: readonly number[], now: Date): Promise<void> {
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), members, { batch: await newBatch(tx), now })
  await publishReach(tx.$pickTables(), members, now)
  await tellErasures(tx)
}

/** Throws conflict when one of these persons (roots) is being erased: who they are does not change meanwhile. For use where their rows are held. */
export async function mustNotBeErased(tx: AnyDb, persons: readonly number[]): Promise<void> {
  const { rows } =
    await sql`select from keep.erasure where customer_id = any(${[...persons]}::bigint[]) and state in ('waiting', 'erasing') and covers ? 'all' limit 1`.execute(
      tx,
    )
  if (rows.length > 0) throw new AppError('conflict', 'One of them is being erased, so their cards stay as they are.')
}
