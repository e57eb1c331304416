import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import type { Actor } from '../../access/index.ts'
import type { RightsTables } from '../tables.ts'

// What was done in a case, chained: hash = SHA-256 of the hash before and of the event's columns as one JSON array, in the order below,
// which is for ever.

export type EventRow = Selectable<RightsTables['keep.rights_event']>
export type EventFacts = EventRow['facts']
type Happened = { customer: number; case: number; what: EventRow['what']; facts: EventFacts; by: Actor; now: Date }

/** Adds an event at the end of its case. The caller holds the case's row. */
export async function addEvent(tx: Tx<RightsTables>, happened: Happened): Promise<void> {
  const last = (await eventsOf(tx, happened.customer, happened.case)).at(-1)
  const row = {
    customer_id: happened.customer,
    case_id: happened.case,
    seq: (last?.seq ?? 0) + 1,
    what: happened.what,
    at: happened.now,
    facts: happened.facts,
    by_kind: happened.by.kind,
    by_id: happened.by.id,
    by_role: happened.by.role,
  }
  await tx
    .insertInto('keep.rights_event')
    .values({ ...row, before_hash: last?.hash ?? null, hash: hashOf(last?.hash ?? null, row) })
    .execute()
  // The pages that show it hear of it when this commits: numbers, no words.
  await sql`select pg_notify('rapport_rights', ${JSON.stringify({ case: happened.case, customer: happened.customer })})`.execute(tx)
}

export const eventsOf = (db: Db<RightsTables>, customer: number, id: number): Promise<EventRow[]> =>
  db.selectFrom('keep.rights_event').selectAll().where('customer_id', '=', customer).where('case_id', '=', id).orderBy('seq').execute()

/** Whether each of them follows from the one before. */
export function isWhole(events: readonly EventRow[]): boolean {
  return events.every((event, i) => {
    const before = events[i - 1]?.hash ?? null
    return event.seq === i + 1 && event.hash.equals(hashOf(before, event)) && (before === null ? event.before_hash === null : event.before_hash?.equals(before))
  })
}

function hashOf(before: Buffer | null, e: Omit<EventRow, 'before_hash' | 'hash'>): Buffer {
  const facts = Object.entries(e.facts).sort(([a], [b]) => (a < b ? -1 : 1))
  const said = JSON.stringify([e.customer_id, e.case_id, e.seq, e.what, e.at.toISOString(), facts, e.by_kind, e.by_id, e.by_role])
  return createHash('sha256')
    .update(before ?? Buffer.alloc(0))
    .update(said, 'utf8')
    .digest()
}
