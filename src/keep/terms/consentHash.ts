import { createHash } from 'node:crypto'

// The chain of consent events of one record: hash = SHA-256 of the hash before and of the event's columns as one JSON array,
// in the order below, which is for ever. Anyone with the rows can compute it again.

export type HashedEvent = {
  /** 1: as events were written before they said what was shown; 2: with all of it, and the version first. */
  v: 1 | 2
  customer: number
  purpose: string
  category: string
  channel: string
  topic: string
  seq: number
  from: string
  state: string
  replaces: string | null
  at: Date
  expiresAt: Date | null
  eventType: string
  purposeVersion: number
  notice: string | null
  noticeVersion: number | null
  language: string | null
  method: string
  evidenceKind: string | null
  evidenceHash: Buffer | null
  by: { kind: string; id: number; role: string }
  importId: number | null
  /** Number of the event with which the record began. */
  recordSeq: number | null
  /** Of the text that was shown. */
  noticeSha256: Buffer | null
  /** The legal ground, as an IRI of DPV. */
  basisText: string | null
}

/** The 32 bytes that the next event names as its `before_hash`. `before` is null for the first event of a key. */
export function hashOfEvent(before: Buffer | null, e: HashedEvent): Buffer {
  const said = JSON.stringify([
    ...(e.v === 1 ? [] : [e.v]),
    e.customer,
    e.purpose,
    e.category,
    e.channel,
    e.topic,
    e.seq,
    e.from,
    e.state,
    e.replaces,
    e.at.toISOString(),
    e.expiresAt?.toISOString() ?? null,
    e.eventType,
    e.purposeVersion,
    e.notice,
    e.noticeVersion,
    e.language,
    e.method,
    e.evidenceKind,
    e.evidenceHash?.toString('hex') ?? null,
    e.by.kind,
    e.by.id,
    e.by.role,
    e.importId,
    ...(e.v === 1 ? [] : [e.recordSeq, e.noticeSha256?.toString('hex') ?? null, e.basisText]),
  ])
  return createHash('sha256')
    .update(before ?? Buffer.alloc(0))
    .update(said, 'utf8')
    .digest()
}
