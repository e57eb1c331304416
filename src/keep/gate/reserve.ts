import type { Tx } from '../../platform/db/index.ts'
import { assert, badInput } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import { headsIn, headsOf, writeReceipts } from '../receipts/index.ts'
import type { TermsTables } from '../terms/index.ts'
import { type Chosen, type ContactAsk, choose, type NotChosen } from './choose.ts'
import { channelNumber, contactMark, secondAt, secondOf } from './contactMark.ts'
import { gatherForWith } from './decideMany.ts'
import { contentOf, type Held, setBranded, setContent } from './held.ts'
import { lockWithHouseholds } from './households.ts'
import { receiptsFor } from './receiptCodes.ts'
import type { Rules } from './rules.ts'
import { type NewContact, writeContacts } from './store.ts'

export type ReserveBy = {
  actor: Actor
  now: Date
  /** What it belongs to, for the receipt: a campaign, a case, a call. */
  activity: { kind: string; id?: number }
}

/** The person it counts for, and the mark it counts as in caps (null: for none). */
export type Reserved = Chosen & { person: number; mark: number | null }
export type Verdict = Reserved | NotChosen

const keyShape = /^[A-Za-z0-9_.:*+-]{1,120}$/

/** The most that is decided in one transaction: locks of a batch are held while it lasts. */
export const largestReservation = 1_000

/**
 * Decides contacts under the persons' locks and reserves those that may be made, before anything is on the wire: whatever
 * runs side by side, no cap is exceeded and no content goes to a person twice. Contacts, counts and receipts are written in
 * this transaction. Gives a verdict for each ask in the order given. At most 1,000 asks; write nothing for these customers'
 * receipts before it (they are locked last).
 */
export async function reserveMany(tx: Tx<TermsTables>, asks: readonly ContactAsk[], by: ReserveBy): Promise<Verdict[]> {
  assert(asks.length <= largestReservation, `at most ${largestReservation} contacts are reserved at a time`)
  if (asks.length === 0) return []
  for (const { contentKey } of asks) if (!keyShape.test(contentKey)) throw badInput('A content key is 1 to 120 letters, digits and _.:*+- only.', 'content_key')
  const customers = asks.map((a) => a.customer)
  const locked = await lockWithHouseholds(tx, asks, by)
  const { held, beside } = await gatherForWith(tx, asks, { now: by.now, beside: headsOf(customers) })
  for (const person of held.persons) if (!locked.has(person)) throw new MergedMeanwhile()
  const { rules } = held
  const changed = new Map<number, readonly number[]>()
  const contacts: NewContact[] = []
  const verdicts = asks.map((ask): Verdict => {
    const of = held.of(ask.customer)
    const found = choose(rules, of, ask, by.now)
    if (!of) return found.chosen ? { ...found, person: 0, mark: null } : found
    if (!found.chosen) {
      refuse(of, ask, found, by.now, contacts)
      return found
    }
    return reserve(rules, of, ask, found, { contacts, changed, now: by.now })
  })
  const statement = await writeContacts(tx, contacts, changed)
  await writeReceipts(tx, receiptsFor(rules, asks, verdicts, contacts, by), by.now, { heads: headsIn(beside), statement })
  return verdicts
}

/** A person was merged, or joined with a household, between the look and the lock; inTransaction begins anew, as after any lost race. */
export class MergedMeanwhile extends Error {
  readonly code = '40001'
}

function reserve(
  rules: Rules,
  held: Held,
  ask: ContactAsk,
  found: Chosen,
  to: { contacts: NewContact[]; changed: Map<number, readonly number[]>; now: Date },
): Reserved {
  const counts = rules.purposes.get(ask.purpose)?.checks.has('pressure') ?? true
  const mark = counts ? contactMark(found.at, channelNumber(found.channel), ask.topic === '*' ? 0 : (rules.topics.get(ask.topic) ?? 0)) : null
  if (mark !== null) {
    const since = secondAt(to.now) - rules.reachBackS
    held.recent = [...held.recent.filter((m) => secondOf(m) > since), mark]
    to.changed.set(held.person, held.recent)
    setBranded(held, ask, secondOf(mark))
  }
  to.contacts.push({
    person: held.person,
    ask,
    channel: found.channel,
    state: 'reserved',
    reason: null,
    mark,
    at: found.at,
    before: contentOf(held, ask.contentKey),
  })
  setContent(held, ask.contentKey, 'reserved', ask.customer)
  return { ...found, person: held.person, mark }
}

/** A refusal is kept once per person and content; what is on its way or was refused before is not written again. */
function refuse(held: Held, ask: ContactAsk, found: NotChosen, now: Date, contacts: NewContact[]): void {
  if (contentOf(held, ask.contentKey) !== undefined) return
  contacts.push({ person: held.person, ask, channel: found.channel, state: 'refused', reason: found.refusal.reason, mark: null, at: now, before: undefined })
  setContent(held, ask.contentKey, 'refused', ask.customer)
}
