import { createHash } from 'node:crypto'
import { type AnyDb, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { newBatch, publishDerived } from '../../customers/index.ts'
import { lockPersons } from '../../terms/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { dropNotices, noteRecipients } from '../recipients/recipients.ts'
import type { PartCovers } from '../shapes.ts'
import { type Asked, cardsOf, newErasure, type Preview } from './ask.ts'
import { countsOf, tellErasures } from './certify.ts'
import { destroyExports, exportsWith } from './copies.ts'
import { holdsOf, mustNotBeHeld } from './holds.ts'
import { asKind, codeOf, countPart, coversStored, putAside } from './parts.ts'
import { categoriesOf, countRows } from './rows.ts'
import { type ErasureRow, findErasure, lockErasure, openErasureOf } from './store.ts'

// Erasing one kind of what is held of somebody, or a span of time; they stay.

/** So many of one person wait or are under way at once. */
const mostAtOnce = 10

/** What erasing this part would take and what would stay; nothing is written. */
export async function previewPart(deps: RightsDeps, members: readonly number[], covers: PartCovers): Promise<Preview> {
  const { db } = deps
  const goes = await countPart(db, members, covers)
  const counted = new Map([...asKind(covers, goes), ...(await staying(db, members, goes))])
  const exports = (await exportsWith(deps, members)).length
  if (exports > 0) counted.set('exports', exports)
  const holds = await holdsOf(db, members)
  return {
    ...countsOf(counted, await categoriesOf(db)),
    etag: etagOf(members, covers, goes, holds),
    cards: members.length,
    covers,
    holds,
    open: await openErasureOf(db.$pickTables(), members),
  }
}

/** What is held of somebody and does not go with these rows: counted, so that they see what stays. */
export async function staying(db: AnyDb, members: readonly number[], goes: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const all = await countRows(db, members)
  const uses = all.get('keep.receipt') ?? 0
  let rest = 0
  for (const [table, n] of all) if (!table.startsWith('keep.receipt') && table !== 'keep.set_aside') rest += n - (goes.get(table) ?? 0)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from keep.consent_event where customer_id = any(${[...members]}::bigint[])`.execute(db)
  return new Map(Object.entries({ rest, uses, consents: rows[0]?.n ?? 0 }).filter(([, n]) => n > 0))
}

/** Names what was looked at: what would go, and what held it. */
const etagOf = (members: readonly number[], covers: PartCovers, goes: ReadonlyMap<string, number>, holds: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([members, coversStored(covers), [...goes].sort(), holds]))
    .digest('base64url')
    .slice(0, 22)

/**
 * Asks for a part to be erased: from its commit on nobody finds it anywhere. Asked twice it is the same. Throws not_found, stale (there is more or less of
 * it than was looked at), conflict (held, or all of them is being erased) and too_many.
 */
export async function askPart(deps: RightsDeps, asked: Asked & { covers: PartCovers }, now: Date): Promise<ErasureRow> {
  const erasure_id = await deps.rowIds.one()
  const id = await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [asked.customer])
    const stood = await cardsOf(tx, asked.customer)
    const members = stood.map((each) => each.id)
    if (members.length === 0 || stood.some((each) => each.status === 'erased')) throw notFound()
    const waiting = await waitingPart(tx, members, asked.covers)
    if (waiting !== undefined) return waiting
    const holds = await holdsOf(tx, members)
    const goes = await countPart(tx, members, asked.covers)
    if (asked.seen !== etagOf(members, asked.covers, goes, holds))
      throw new AppError('stale', 'There is more or less of it now than when you looked. Look again at what would be erased.', { place: 'if-match' })
    mustNotBeHeld(holds)
    if (goes.size === 0) throw new AppError('conflict', 'Nothing of this is held, so there is nothing to erase.')
    await newErasure(deps, tx, { ...asked, erasure_id, stood: [], members }, now)
    await noteRecipients(deps, tx, { person: asked.customer, members, what: 'erased', covers: asked.covers, erasure: erasure_id }, now)
    await putAside(tx, { erasure: erasure_id, members, covers: asked.covers })
    await tellPart(deps, tx, members, now)
    const facts = { reason: asked.reason, days: asked.days, covers: codeOf(asked.covers) }
    await noteAct(tx, {
      by: asked.by,
      act: 'customers.erase_asked',
      subject: { kind: 'customer', id: asked.customer },
      facts,
      now,
      device: asked.device ?? null,
    })
    await asked.also?.(tx, erasure_id)
    return erasure_id
  })
  const row = await findErasure(deps.db.$pickTables(), id)
  if (!row) throw notFound()
  await destroyExports(deps, row.members, now)
  await deps.directory.follow()
  return row
}

/** One of just this that is not over; throws conflict when all of them is being erased, too_many when they have enough. */
async function waitingPart(tx: Tx<UsedTables>, members: readonly number[], covers: PartCovers): Promise<number | undefined> {
  if (await openErasureOf(tx.$pickTables(), members)) throw new AppError('conflict', 'Everything about this customer is being erased already.')
  const { rows } = await sql<{ id: number; same: boolean }>`
    select erasure_id as id, covers = ${coversStored(covers)}::jsonb as same from keep.erasure
    where customer_id = any(${[...members]}::bigint[]) and state in ('waiting', 'erasing')`.execute(tx)
  const same = rows.find((row) => row.same)
  if (!same && rows.length >= mostAtOnce)
    throw new AppError('too_many', `${mostAtOnce} parts of this customer are being erased already. Wait until one is done.`)
  return same?.id
}

/** Puts it all back as it was, while it waits. */
export async function takeBackPart(deps: RightsDeps, of: { id: number; by: Actor; device: string | undefined }, now: Date): Promise<ErasureRow> {
  await inTransaction(deps.db, async (tx) => {
    const row = await lockErasure(tx.$pickTables(), of.id)
    if (!row) throw notFound()
    if (row.state === 'taken_back') return
    if (row.state !== 'waiting') throw new AppError('conflict', 'It has begun, and what is erased cannot be brought back.')
    await lockPersons(tx.$pickTables(), [row.customer_id])
    await sql`select keep.put_back(${row.erasure_id})`.execute(tx)
    await dropNotices(tx, row.erasure_id, now)
    await sql`
      update keep.erasure set state = 'taken_back', ended_at = ${now}, ended_by = ${of.by.id}, moved_at = ${now}
      where customer_id = ${row.customer_id} and erasure_id = ${row.erasure_id}`.execute(tx)
    await tellPart(deps, tx, row.members, now)
    await noteAct(tx, { by: of.by, act: 'customers.erase_taken_back', subject: { kind: 'customer', id: row.customer_id }, now, device: of.device ?? null })
  })
  await deps.directory.follow()
  const row = await findErasure(deps.db.$pickTables(), of.id)
  if (!row) throw notFound()
  return row
}

/** Whoever follows the facts computes anew what rested on what went or came back. */
export async function tellPart(deps: RightsDeps, tx: Tx<UsedTables>, members: readonly number[], now: Date): Promise<void> {
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), members, { batch: await newBatch(tx), now })
  await sql`
    insert into fact.change (batch, at, what, customers) values (${await newBatch(tx)}, ${now}, '{interaction,interaction_item}', ${[...members]}::bigint[])`.execute(
    tx,
  )
  await tellErasures(tx)
}
