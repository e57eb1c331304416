import { type Db, sql } from '../../platform/db/index.ts'
import { type HashedEvent, hashOfEvent } from './consentHash.ts'
import type { ConsentState } from './consentStates.ts'
import type { TermsTables } from './tables.ts'

// The events of somebody's consents as they were written, each held against its own hash and the one before.

export type ChainedEvent = HashedEvent & {
  state: ConsentState
  hash: Buffer
  evidence: Buffer | null /** What it says hashes to what it should. */
  holds: boolean
}

/** More than this nobody has said; who has is told so by `full`. */
export const mostEvents = 2_000

/** The events of these identities of one person, each record key in order. */
export async function consentEvents(db: Db<TermsTables>, customers: readonly number[]): Promise<{ events: ChainedEvent[]; full: boolean }> {
  const { rows } = await sql<Omit<ChainedEvent, 'holds'>>`
    select v, customer_id as customer, purpose, category, channel, topic, seq, from_state as "from", state, replaces, at, expires_at as "expiresAt", event_type as "eventType",
      purpose_version as "purposeVersion", notice, notice_version as "noticeVersion", language, method, evidence_kind as "evidenceKind", evidence_hash as "evidenceHash",
      jsonb_build_object('kind', by_kind, 'id', by_id, 'role', by_role) as by, import_id as "importId", record_seq as "recordSeq", notice_sha256 as "noticeSha256",
      basis_text as "basisText", hash, evidence
    from keep.consent_event where customer_id = any(${[...customers]}::bigint[])
    order by customer_id, purpose, category, channel, topic, seq limit ${mostEvents + 1}`.execute(db)
  let before: ChainedEvent | undefined
  const events = rows.slice(0, mostEvents).map((row) => {
    const follows = before !== undefined && row.seq > 1 ? before.hash : null
    const event = { ...row, holds: hashOfEvent(follows, row).equals(row.hash) }
    before = event
    return event
  })
  return { events, full: rows.length > mostEvents }
}
