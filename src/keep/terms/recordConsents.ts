import { createHash } from 'node:crypto'
import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError, assert, badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { Keyring } from '../keyring/index.ts'
import { type HashedEvent, hashOfEvent } from './consentHash.ts'
import { type ConsentState, noIsNewer, type Step, stepsTo, type Wish } from './consentStates.ts'
import { type Texts, textsOf, yesTooOld } from './notices.ts'
import { after } from './period.ts'
import { legalBasisIri, type Purpose, purposesNow } from './purposes.ts'
import type { TermsTables } from './tables.ts'

// Every change of a consent goes through here, many at a time. The events are computed from where the records stand and
// inserted; the database checks the moves and the chain, and keeps the state.

/** What a consent is about. '*' as channel or topic: all of them. */
export type ConsentKey = { purpose: string; category: string; channel: string; topic: string }

export type EventType = 'Informed' | 'Implied' | 'Expressed' | 'ExplicitlyExpressed'

/** How we know. `said` is sealed: the words, the form, the address it came from. A yes needs one; 'import' is none, and 'form' only once it is 'confirmed'. */
export type Evidence = { kind: string; said?: string }

export type ConsentWish = ConsentKey & {
  customer: number
  wish: Wish
  /** How it came in: portal, link, form, paper, phone, reply, import … */
  method: string
  eventType?: EventType
  /** When it was said, when that was before it is recorded. */
  at?: Date
  /** The text that was shown, in `language`. */
  notice?: { notice: string; version: number }
  language?: string
  /** Without it: as long as the purpose says. */
  expiresAt?: Date
  evidence?: Evidence
  importId?: number
}

export type ConsentDeps = { keyring: Pick<Keyring, 'sealRecord'> }
export type By = { actor: Actor; now: Date }

type Standing = { seq: number; state: ConsentState; since: Date; hash: Buffer; record: number }
/** What the events of one wish rest on. */
type Ground = { purpose: Purpose; texts: Texts }

/**
 * Records wishes under locked persons (lockPersons first). Gives how many events were added; a wish that is so already adds
 * none. Two wishes about the same record must not stand in one call.
 */
export async function recordConsents(deps: ConsentDeps, tx: Tx<TermsTables>, wishes: readonly ConsentWish[], by: By): Promise<number> {
  if (wishes.length === 0) return 0
  const purposes = await purposesNow(tx)
  const standing = await whereTheyStand(tx, wishes)
  const texts = await textsOf(tx, [...new Set(wishes.flatMap((w) => w.notice?.notice ?? []))])
  const rows = wishes.flatMap((wish) => {
    const purpose = purposes.get(wish.purpose)
    if (!purpose) throw new AppError('not_found', `There is no purpose "${wish.purpose}" in use.`)
    return eventsFor(deps, wish, { purpose, texts }, standing.get(keyOf(wish)), by)
  })
  await insertEvents(tx, rows)
  return rows.length
}

/** What the person said, not what became of it. */
const saidNo = new Set<ConsentState>(['ConsentRefused', 'ConsentWithdrawn'])

type Row = HashedEvent & { before: Buffer | null; hash: Buffer; evidence: Buffer | null }

function eventsFor(deps: ConsentDeps, wish: ConsentWish, ground: Ground, standing: Standing | undefined, by: By): Row[] {
  if (wish.wish === 'give' && (!wish.evidence || !wish.notice)) throw badInput('A consent needs its evidence and the notice that was shown.', 'evidence')
  if (wish.wish === 'give' && standing && saidNo.has(standing.state) && (wish.at ?? by.now) < standing.since)
    throw new AppError('conflict', noIsNewer, { place: 'at' })
  const from = wish.wish === 'give' && wish.notice ? ground.texts.validFrom(wish.notice.notice) : 0
  if (wish.notice && wish.notice.version < from) throw new AppError('conflict', yesTooOld(wish.notice.version, from), { place: 'notice' })
  const steps = stepsTo(standing?.state, wish.wish)
  const rows: Row[] = []
  let before = standing?.hash ?? null
  let record = standing?.record ?? 1
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1
    const seq = (standing?.seq ?? 0) + i + 1
    if (seq === 1 || step.replaces !== null) record = seq
    const row = eventOf(deps, wish, { step, seq, last, before, record, ground }, by)
    rows.push(row)
    before = row.hash
  }
  return rows
}

function eventOf(
  deps: ConsentDeps,
  wish: ConsentWish,
  at: { step: Step; seq: number; last: boolean; before: Buffer | null; record: number; ground: Ground },
  by: By,
): Row {
  const { customer, purpose, category, channel, topic } = wish
  const said = at.last ? wish.evidence?.said : undefined
  const evidence = said === undefined ? null : deps.keyring.sealRecord(evidencePlace(wish, at.seq), said)
  const { purpose: rule, texts } = at.ground
  const shown = wish.notice && texts.get(wish.notice.notice, wish.notice.version, wish.language ?? '')
  if (wish.notice && !shown) throw badInput('There is no such text in this language.', 'notice')
  const when = wish.at ?? by.now
  const event: HashedEvent = {
    v: 2,
    customer,
    purpose,
    category,
    channel,
    topic,
    seq: at.seq,
    from: at.step.from,
    state: at.step.to,
    replaces: at.step.replaces,
    at: when,
    expiresAt: at.last ? (wish.expiresAt ?? (wish.wish === 'give' && rule.consentFor !== null ? after(when, rule.consentFor) : null)) : null,
    eventType: at.last ? (wish.eventType ?? 'Expressed') : 'Informed',
    purposeVersion: rule.version,
    notice: wish.notice?.notice ?? null,
    noticeVersion: wish.notice?.version ?? null,
    language: wish.language ?? null,
    method: wish.method,
    evidenceKind: at.last ? (wish.evidence?.kind ?? null) : null,
    evidenceHash: evidence && createHash('sha256').update(evidence).digest(),
    by: { kind: by.actor.kind, id: by.actor.id, role: by.actor.role },
    importId: wish.importId ?? null,
    recordSeq: at.record,
    noticeSha256: shown?.sha256 ?? null,
    basisText: legalBasisIri[rule.legalBasis][1],
  }
  return { ...event, before: at.before, hash: hashOfEvent(at.before, event), evidence }
}

/** What a sealed evidence is bound to. */
export const evidencePlace = (of: ConsentKey & { customer: number }, seq: number) =>
  `consent\0${of.customer}\0${of.purpose}\0${of.category}\0${of.channel}\0${of.topic}\0${seq}`

const keyOf = (k: ConsentKey & { customer: number }) => `${k.customer}|${k.purpose}|${k.category}|${k.channel}|${k.topic}`

async function whereTheyStand(tx: Tx<TermsTables>, wishes: readonly ConsentWish[]): Promise<Map<string, Standing>> {
  const keys = wishes.map(keyOf)
  assert(new Set(keys).size === keys.length, 'two wishes about one consent record')
  const rows = await sql<ConsentKey & { customer_id: number } & Standing>`
    select s.customer_id, s.purpose, s.category, s.channel, s.topic, s.seq, s.state, s.since, s.hash, (
      select max(e.seq) from keep.consent_event e where e.customer_id = s.customer_id and e.purpose = s.purpose and e.category = s.category
        and e.channel = s.channel and e.topic = s.topic and (e.seq = 1 or e.replaces is not null)) as record
    from unnest(${wishes.map((w) => w.customer)}::bigint[], ${wishes.map((w) => w.purpose)}::text[], ${wishes.map((w) => w.category)}::text[],
      ${wishes.map((w) => w.channel)}::text[], ${wishes.map((w) => w.topic)}::text[]) as w(c, p, k, ch, t)
    join keep.consent_state s on s.customer_id = w.c and s.purpose = w.p and s.category = w.k and s.channel = w.ch and s.topic = w.t`.execute(tx)
  return new Map(
    rows.rows.map((r) => [keyOf({ ...r, customer: r.customer_id }), { seq: r.seq, state: r.state, since: r.since, hash: r.hash, record: r.record }]),
  )
}

async function insertEvents(tx: Tx<TermsTables>, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const json = rows.map((r) => ({
    customer_id: r.customer,
    purpose: r.purpose,
    category: r.category,
    channel: r.channel,
    topic: r.topic,
    seq: r.seq,
    from_state: r.from,
    state: r.state,
    replaces: r.replaces,
    before_hash: bytea(r.before),
    hash: bytea(r.hash),
    at: r.at,
    expires_at: r.expiresAt,
    event_type: r.eventType,
    purpose_version: r.purposeVersion,
    notice: r.notice,
    notice_version: r.noticeVersion,
    language: r.language,
    method: r.method,
    evidence_kind: r.evidenceKind,
    evidence: bytea(r.evidence),
    evidence_hash: bytea(r.evidenceHash),
    by_kind: r.by.kind,
    by_id: r.by.id,
    by_role: r.by.role,
    import_id: r.importId,
    v: r.v,
    record_seq: r.recordSeq,
    notice_sha256: bytea(r.noticeSha256),
    basis_text: r.basisText,
  }))
  await sql`
    insert into keep.consent_event (customer_id, purpose, category, channel, topic, seq, from_state, state, replaces, before_hash, hash, at, expires_at, event_type,
      purpose_version, notice, notice_version, language, method, evidence_kind, evidence, evidence_hash, by_kind, by_id, by_role, import_id,
      v, record_seq, notice_sha256, basis_text)
    select customer_id, purpose, category, channel, topic, seq, from_state, state, replaces, before_hash, hash, at, expires_at, event_type,
      purpose_version, notice, notice_version, language, method, evidence_kind, evidence, evidence_hash, by_kind, by_id, by_role, import_id,
      v, record_seq, notice_sha256, basis_text
    from jsonb_populate_recordset(null::keep.consent_event, ${JSON.stringify(json)}::jsonb)
    order by customer_id, purpose, category, channel, topic, seq`.execute(tx)
}

const bytea = (bytes: Buffer | null) => (bytes ? `\\x${bytes.toString('hex')}` : null)
