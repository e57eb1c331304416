import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { childsOwn } from '../../../platform/http/index.ts'
import { openQuestions } from '../../asking/index.ts'
import { newBatch, publishDerived } from '../../customers/index.ts'
import { capsNow, contactHoursNow, type GateTables } from '../../gate/index.ts'
import { inferredOf } from '../../inferring/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { tellOfCorrected } from '../../rights/index.ts'
import {
  childOf,
  guardianRole,
  lastLeasePast,
  type NoticeVersion,
  purposesNow,
  ruleProven,
  spokenRule,
  spokenTimes,
  stopProven,
  type Term,
  termsOf,
  topicsNow,
  validFrom,
  versionsOf,
} from '../../terms/index.ts'
import type { Checked, Terms } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { hear, onlyTakesAway, receiptSays } from '../heard.ts'
import { provenOf } from '../proven.ts'
import type { HeardSaid } from '../termsShapes.ts'
import { byLinkOnly, mustStillAct, onlyByMessage, ownId, saidFor } from './asker.ts'

// What a customer says about being contacted.

/** What the customer says about being contacted. Turning off is acknowledged only when older leases are past: then nothing more can leave. */
export async function mySay(deps: DoorDeps, asker: Asker, input: Checked<'mySay'>): Promise<Terms> {
  const customer = ownId(asker)
  const now = deps.clock.now()
  if (asker.guardian && 'language' in input) throw new AppError('forbidden', childsOwn)
  const by = { actor: asker.actor, now, method: asker.message === null ? 'portal' : 'link', language: asker.language ?? 'en', told: false }
  const said = 'language' in input ? [] : 'said' in input ? input.said : [input]
  const road = asker.message === null ? { kind: 'portal' as const } : { kind: 'message' as const, id: asker.message }
  await inTransaction(deps.db, async (whole) => {
    const tx = whole.$pickTables()
    // A message's link may be in other hands than the customer's.
    if (byLinkOnly(asker) && (said.length === 0 || !(await onlyTakesAway(tx, customer, said, now)))) throw onlyByMessage()
    if (asker.guardian && said.some(isYesOfTheirOwn)) throw new AppError('forbidden', childsOwn)
    for (const one of said) await hear(deps, whole, customer, one, by)
    await mustStillAct(tx, asker, now)
    if ('language' in input) {
      const was = await whole.selectFrom('keep.customer').select('language').where('customer_id', '=', customer).forUpdate().executeTakeFirst()
      await sql`update keep.customer set language = ${input.language} where customer_id = ${customer}`.execute(whole)
      if (was && was.language !== input.language)
        await tellOfCorrected(deps, whole.$pickTables(), [{ customer, field: 'language', was: was.language }], { actor: asker.actor, now })
      await publishDerived({ keyring: deps.keyring }, whole.$pickTables(), [customer], { batch: await newBatch(whole), now })
    }
    const deeds = 'language' in input ? [{ deed: 'write' as const, fields: ['language'] }] : said.map(receiptSays)
    await receiptsOfSaying(
      whole,
      deeds.map((deed) => ({ customer, road, ...saidFor(asker), ...deed })),
      now,
    )
  })
  await lastLeasePast(deps.db.$pickTables(), [customer], deps.clock)
  return termsFor(deps, customer, shownTo(asker))
}

/** What no guardian says for a child: that one message may come, though they want to be asked each time. */
const isYesOfTheirOwn = (one: HeardSaid) => ('answer' in one && one.answer.yes) || 'ward' in one

/** How terms are shown to a customer or a guardian of theirs; what others brought to prove them is not for a guardian, nor by the link of a message. */
export const shownTo = ({ message, guardian }: Asker): Showing => ({ proven: message === null && guardian === undefined, guardian: guardian !== undefined })

/** `proven`: with the words and files by which others entered them; `guardian`: to a guardian of theirs. */
type Showing = { proven: boolean; guardian?: boolean }

export async function termsFor(deps: DoorDeps, customer: number, { proven, guardian = false }: Showing): Promise<Terms> {
  const db = deps.db.$pickTables()
  const gate = deps.db.$pickTables<keyof GateTables>()
  const now = deps.clock.now()
  const [terms, purposes, topics, caps, hours] = await Promise.all([
    termsOf(db, customer, now),
    purposesNow(db),
    topicsNow(db),
    capsNow(gate),
    contactHoursNow(gate),
  ])
  const [child, questions, inferred] = await Promise.all([
    childOf(db, terms.members, now),
    openQuestions(deps.db.$pickTables(), terms.members, now),
    inferredOf(db, terms.members, now),
  ])
  const told = await provenOf(deps, terms, proven)
  const texts = await versionsOf(
    db,
    [...purposes.values()].flatMap((p) => (p.legalBasis === 'consent' ? (p.notice ?? []) : [])),
  )
  const shown = [...purposes.values()].filter(
    (p) => p.channels.length > 0 && terms.items.some((t) => t.purpose === p.purpose && (t.changeable || t.because === 'wider')),
  )
  const stopped = new Map(terms.stoppedTopics.map((t) => [t.topic, t.since]))
  return {
    items: terms.items.map((t) => ({
      purpose: t.purpose,
      channel: t.channel,
      topic: t.topic,
      topic_title: topics.get(t.topic ?? '')?.title ?? null,
      allowed: t.allowed,
      state: t.state,
      since: t.since?.toISOString() ?? null,
      expires_at: t.expiresAt?.toISOString() ?? null,
      ...changeableBy(t, guardian, child !== null),
    })),
    purposes: shown.map((p) => ({
      code: p.purpose,
      title: p.title,
      notice: noticeShown(texts.get(p.notice ?? '') ?? []),
      consent_for: p.consentFor,
      above: [...p.above],
    })),
    stopped_at: terms.stoppedAt?.toISOString() ?? null,
    rules: terms.rules.map((r) => spokenRule(r, told(r.sealed, ruleProven(r)))),
    stops: terms.stops.map((s) => ({
      purpose: named(s.purpose),
      channel: named(s.channel),
      topic: named(s.topic),
      since: s.since.toISOString(),
      how: s.method,
      by: s.guardian ? guardianRole : s.byKind,
      ...told(s.sealed, stopProven(s)),
    })),
    topics: [...topics.values()].map(({ topic, title }) => ({ topic, title, wanted: !stopped.has(topic), since: stopped.get(topic)?.toISOString() ?? null })),
    inferred: inferred.map((i) => ({
      kind: i.kind,
      channel: named(i.channel),
      open: i.open,
      hits: i.hits,
      of: i.of,
      from: i.from.toISOString(),
      to: i.to.toISOString(),
      method: i.method,
      at: i.derivedAt.toISOString(),
      valid_until: i.validUntil.toISOString(),
      wrong_at: i.wrongAt?.toISOString() ?? null,
    })),
    child,
    questions: questions.map((q) => ({
      question: q.question,
      purpose: { code: q.purpose, title: purposes.get(q.purpose)?.title ?? {} },
      channel: q.channel,
      topic: named(q.topic),
      asked_at: q.askedAt.toISOString(),
      ends_at: q.endsAt.toISOString(),
    })),
    cap: narrowest(terms.rules.flatMap((r) => (r.kind === 'cap' && r.endedAt === null && r.channel === '*' && r.topic === '*' ? [r] : []))),
    company_cap: narrowest(caps.filter((cap) => cap.scope === 'all')),
    company_hours: hours
      .filter((h) => h.basis === 'company')
      .map((h) => ({ basis: h.basis, channels: h.channels && [...h.channels], open: spokenTimes(h.open), source: h.source })),
  }
}

/** Of a child, what the other side stopped stays so: a guardian what the child did, and the child what a guardian did. */
function changeableBy({ changeable, because, stoppedBy }: Term, guardian: boolean, child: boolean): Pick<Terms['items'][number], 'changeable' | 'because'> {
  const other = child && changeable && (guardian ? stoppedBy?.own : stoppedBy?.guardian) === true
  return other ? { changeable: false, because: guardian ? 'child' : 'guardian' } : { changeable, because }
}

const named = (code: string) => (code === '*' ? null : code)

/** So many versions of a text are told, the newest. */
const mostVersions = 50

function noticeShown(versions: readonly NoticeVersion[]): Terms['purposes'][number]['notice'] {
  const now = versions.at(-1)
  const from = validFrom(versions)
  return now
    ? {
        version: now.version,
        since: now.at.toISOString(),
        texts: Object.fromEntries(Object.entries(now.texts).map(([language, { body }]) => [language, body])),
        versions: versions
          .slice(-mostVersions)
          .toReversed()
          .map((v) => ({ version: v.version, since: v.at.toISOString(), valid: v.version >= from })),
      }
    : null
}

/** Of several the one that lets the fewest through in the long run; of those the one that lets the fewest come together. */
function narrowest(caps: readonly { contacts: number; windowS: number }[]): { contacts: number; days: number } | null {
  const [cap] = [...caps].sort((a, b) => a.contacts * b.windowS - b.contacts * a.windowS || a.contacts - b.contacts)
  return cap ? { contacts: cap.contacts, days: Math.max(1, Math.round(cap.windowS / 86_400)) } : null
}
