import { both, type Tx } from '../../platform/db/index.ts'
import { writeReceipts } from '../receipts/index.ts'
import { type Lease, leasesOpened, lockPersons, type TermsTables } from '../terms/index.ts'
import { type Chosen, type ContactAsk, choose, type NotChosen } from './choose.ts'
import { channelNumber, contactMark, secondOf } from './contactMark.ts'
import { gatherFor } from './decideMany.ts'
import { contentOf, type Held, rowKey, setBranded, setContent, without } from './held.ts'
import { lockWithHouseholds } from './households.ts'
import { receiptsFor } from './receiptCodes.ts'
import { MergedMeanwhile, type ReserveBy, type Verdict } from './reserve.ts'
import type { Rules } from './rules.ts'
import { type ContactChange, contactsChanged, type NewContact } from './store.ts'

/** A reserved contact that is about to go: its message, the channel that was reserved, and how it counts. */
export type Due = { ask: ContactAsk; channel: string; mark: number | null; message: number }

/** `go`: a lease is open, hand it over now. `wait`: reserved anew for later. `drop`: it may not go any more. */
export type Go = { verdict: 'go'; person: number; mark: number | null }
export type Wait = { verdict: 'wait'; person: number; mark: number | null; at: Date; reason: string }
export type Drop = { verdict: 'drop'; person: number; reason: string }

/**
 * The last decision before the wire, under the persons' locks: what may still go gets a lease in this transaction, what may
 * not is released with a receipt that says why. Gives one answer for each, in the order given.
 */
export async function decideHandOver(tx: Tx<TermsTables>, dues: readonly Due[], by: ReserveBy): Promise<(Go | Wait | Drop)[]> {
  if (dues.length === 0) return []
  const locked = await lockWithHouseholds(
    tx,
    dues.map((d) => d.ask),
    by,
  )
  const held = await gatherFor(
    tx,
    dues.map((d) => d.ask),
    by.now,
  )
  for (const person of held.persons) if (!locked.has(person)) throw new MergedMeanwhile()
  const { rules } = held
  const work: Work = { recent: new Map(), changes: [], leases: [], refused: [], now: by.now }
  const answers = dues.map((due) => answer(rules, held.of(due.ask.customer), due, work))
  if (work.changes.length > 0) await both(tx, contactsChanged(work.changes, work.recent), leasesOpened(work.leases, by.now))
  await writeReceipts(
    tx,
    receiptsFor(
      rules,
      work.refused.map((r) => r.ask),
      work.refused.map((r) => r.verdict),
      work.refused.map((r) => r.contact),
      by,
    ),
    by.now,
  )
  return answers
}

type Work = {
  recent: Map<number, readonly number[]>
  changes: ContactChange[]
  leases: Lease[]
  refused: { ask: ContactAsk; verdict: Verdict; contact: NewContact }[]
  now: Date
}

function answer(rules: Rules, held: Held | undefined, due: Due, work: Work): Go | Wait | Drop {
  const { ask, now } = { ask: { ...due.ask, channels: [due.channel] }, now: work.now }
  if (!held) return { verdict: 'drop', person: 0, reason: 'unknown_customer' }
  // Another card of theirs had the same content when the two were joined: that one reaches them, or has.
  if (rowKey(held, ask) !== ask.contentKey) return drop(held, due, 'already_sent', work)
  if (contentOf(held, ask.contentKey) !== 'reserved') return { verdict: 'drop', person: held.person, reason: 'not_reserved' }
  if (ask.latest && now > ask.latest) return drop(held, due, 'too_late', work)
  const found = choose(rules, held, ask, now, due.mark ?? -1)
  if (!found.chosen) return refused(held, due, ask, found, work)
  const mark = moved(held, due, found, ask.topic === '*' ? 0 : (rules.topics.get(ask.topic) ?? 0), work)
  work.changes.push({ person: held.person, contentKey: ask.contentKey, state: 'reserved', reason: null, mark, at: found.at })
  if (found.at > now) return { verdict: 'wait', person: held.person, mark, at: found.at, reason: 'later' }
  work.leases.push({ person: held.person, lease: due.message })
  return { verdict: 'go', person: held.person, mark }
}

/** The contact counts from the moment it goes, not from the one it was planned for. */
function moved(held: Held, due: Due, found: Chosen, topic: number, work: Work): number | null {
  if (due.mark === null) return null
  const mark = contactMark(found.at, channelNumber(found.channel), topic)
  held.recent = [...without(held.recent, due.mark), mark]
  work.recent.set(held.person, held.recent)
  setBranded(held, due.ask, secondOf(mark))
  return mark
}

function refused(held: Held, due: Due, ask: ContactAsk, found: NotChosen, work: Work): Drop {
  const contact: NewContact = {
    person: held.person,
    ask,
    channel: due.channel,
    state: 'refused',
    reason: found.refusal.reason,
    mark: null,
    at: work.now,
    before: 'reserved',
  }
  work.refused.push({ ask, verdict: found, contact })
  return drop(held, due, found.refusal.reason, work)
}

function drop(held: Held, due: Due, reason: string, work: Work): Drop {
  const contentKey = rowKey(held, due.ask)
  forget(held, due.mark, work.recent)
  setBranded(held, { ...due.ask, contentKey }, undefined)
  if (contentKey === due.ask.contentKey) setContent(held, contentKey, 'released', due.ask.customer)
  work.changes.push({ person: held.person, contentKey, state: 'released', reason, mark: null, at: work.now })
  return { verdict: 'drop', person: held.person, reason }
}

function forget(held: Held, mark: number | null, recent: Map<number, readonly number[]>): void {
  if (mark === null) return
  held.recent = without(held.recent, mark)
  recent.set(held.person, held.recent)
}

/** What became of a contact that was handed over: it was made (or may have been), or surely never left. */
export type Settled = { ask: ContactAsk; mark: number | null } & ({ made: true } | { made: false; reason: string })

/** Settles contacts: those made stay counted, those that never left are released and may be tried again. */
export async function settleContacts(tx: Tx<TermsTables>, settled: readonly Settled[], now: Date): Promise<void> {
  if (settled.length === 0) return
  await lockPersons(
    tx,
    settled.map((s) => s.ask.customer),
  )
  const held = await gatherFor(
    tx,
    settled.map((s) => s.ask),
    now,
  )
  const recent = new Map<number, readonly number[]>()
  const changes = settled.flatMap((s): ContactChange[] => {
    const of = held.of(s.ask.customer)
    if (!of) return []
    if (!s.made) forget(of, s.mark, recent)
    return [
      {
        person: of.person,
        contentKey: rowKey(of, s.ask),
        state: s.made ? 'made' : 'released',
        reason: s.made ? null : s.reason,
        mark: s.made ? s.mark : null,
        at: now,
      },
    ]
  })
  if (changes.length > 0) await contactsChanged(changes, recent).execute(tx)
}
