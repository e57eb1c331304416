import { type Db, sql } from '../../platform/db/index.ts'
import { type ChainedEvent, consentEvents } from './consentChain.ts'
import { type NoticeVersion, versionsOf } from './notices.ts'
import { after } from './period.ts'
import { allPurposes, purposesNow } from './purposes.ts'
import { type Company, record27560, recordId } from './record27560.ts'
import { evidencePlace } from './recordConsents.ts'
import type { TermsTables } from './tables.ts'

// The consents of one person, each record with all that was said in it: for themselves, and for whoever answers for it.

export type ConsentRecord = {
  id: string
  customer: number
  purpose: string
  channel: string
  topic: string | null
  state: string
  since: Date
  expiresAt: Date | null
  /** After a no: when they may be asked again. */
  askAgainAt: Date | null
  /** The text that was shown last. */
  shown: { notice: string; version: number; language: string; text: string; sha256: string | null } | null
  events: readonly (ChainedEvent & { said: string | null })[]
  /** ISO/IEC TS 27560 in JSON-LD. */
  document: ReturnType<typeof record27560>
}

type Opening = {
  /** Opens what was sealed; without it no evidence is opened. */ open?: (place: string, sealed: Buffer) => Buffer
  principal: string
  page: string
}

/** All records of these identities of one person, the one that changed last first. */
export async function consentRecords(db: Db<TermsTables>, customers: readonly number[], { open, principal, page }: Opening): Promise<ConsentRecord[]> {
  const { events } = await consentEvents(db, customers)
  const versions = await allPurposes(db)
  const now = await purposesNow(db)
  const notices = await versionsOf(db, [...new Set(events.flatMap((e) => e.notice ?? []))])
  const company = { ...(await companyOf(db)), page }
  return recordsIn(events)
    .map((record): ConsentRecord => {
      const [first] = record
      const last = record.at(-1) ?? first
      const shown = record.findLast((e) => e.notice !== null)
      const purpose = versions.find((p) => p.purpose === first.purpose && p.version === last.purposeVersion)
      const notice = notices.get(shown?.notice ?? '')?.find((v) => v.version === shown?.noticeVersion)
      const no = last.state === 'ConsentRefused' || last.state === 'ConsentWithdrawn'
      const alone = now.get(first.purpose)?.askAgain
      return {
        id: recordId(first),
        customer: first.customer,
        purpose: first.purpose,
        channel: first.channel,
        topic: first.topic === '*' ? null : first.topic,
        state: last.state,
        since: last.at,
        expiresAt: last.expiresAt,
        askAgainAt: no && alone !== undefined ? after(last.at, alone) : null,
        shown: shownIn(shown, notice),
        events: record.map((e) => ({ ...e, said: open && e.evidence ? open(evidencePlace(e, e.seq), e.evidence).toString('utf8') : null })),
        document: record27560(record, principal, { purpose, notice, company }),
      }
    })
    .sort((a, b) => b.since.getTime() - a.since.getTime() || (a.id < b.id ? 1 : -1))
}

function shownIn(event: ChainedEvent | undefined, notice: NoticeVersion | undefined): ConsentRecord['shown'] {
  if (!event || event.notice === null || event.noticeVersion === null || event.language === null) return null
  const text = notice?.texts[event.language]?.body
  return text === undefined
    ? null
    : { notice: event.notice, version: event.noticeVersion, language: event.language, text, sha256: event.noticeSha256?.toString('hex') ?? null }
}

/** A record begins with the first event of its key, and again with each that takes the place of one that had ended. */
function recordsIn(events: readonly ChainedEvent[]): [ChainedEvent, ...ChainedEvent[]][] {
  const out: [ChainedEvent, ...ChainedEvent[]][] = []
  for (const event of events) {
    const last = out.at(-1)
    if (!last || event.seq === 1 || event.replaces !== null) out.push([event])
    else last.push(event)
  }
  return out
}

async function companyOf(db: Db<TermsTables>): Promise<Omit<Company, 'page'>> {
  const { rows } = await sql<Omit<Company, 'page'>>`select name, country, mail_from as "mailFrom", postal_address as address from keep.company`.execute(db)
  return rows[0] ?? { name: '', country: '', mailFrom: '', address: null }
}
