import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { giveConsent, identitiesOf, takeParts, withdrawConsent } from './consent.ts'
import { languageIn, validFrom, versionAt, versionsOf, yesTooOld } from './notices.ts'
import { lockPersons } from './persons.ts'
import { purposesNow } from './purposes.ts'
import { publishReach } from './reach.ts'
import { type By, type ConsentDeps, type ConsentWish, recordConsents } from './recordConsents.ts'
import type { TermsTables } from './tables.ts'

// Consents as staff enter them: many at a time, said earlier than entered.

export type Entered = {
  customer: number
  purpose: string
  channel: string
  topic: string
  state: 'given' | 'refused' | 'withdrawn'
  at: Date
  method: string
  said: string
  /** The text that was shown; without it the one in force when it was said, in the customer's language. */
  shown?: { version: number; language: string }
}

/**
 * Enters what these customers said, in the order of when they said it. Commit, then wait (lastLeasePast) for those who said
 * no before acknowledging. Gives whom that concerns.
 */
export async function enterConsents(deps: ConsentDeps, tx: Tx<TermsTables>, entered: readonly Entered[], by: By): Promise<number[]> {
  const customers = [...new Set(entered.map((e) => e.customer))]
  await lockPersons(tx, customers)
  const identities = await identitiesOf(tx, customers)
  const wishOf = await wishes(tx, entered)
  const alone = (e: Entered) => identities.get(e.customer)?.length === 1
  const inOrder = entered.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (const round of rounds(inOrder.filter((e) => e.state !== 'withdrawn' && alone(e)))) await recordConsents(deps, tx, round.map(wishOf), by)
  for (const e of inOrder.filter((one) => one.state === 'refused' && alone(one))) await takeParts(deps, tx, wishOf(e), by)
  for (const e of inOrder.filter((one) => one.state === 'withdrawn' || !alone(one))) {
    const { wish: _, ...said } = wishOf(e)
    if (e.state === 'given') await giveConsent(deps, tx, said, by)
    else await withdrawConsent(deps, tx, said, by)
  }
  await publishReach(tx, customers, by.now)
  return [...new Set(entered.filter((e) => e.state !== 'given').map((e) => e.customer))]
}

/** Two wishes about one record must not stand in one call: the second waits for the next round. */
function rounds(entered: readonly Entered[]): Entered[][] {
  const out: Entered[][] = []
  const held = new Map<string, number>()
  for (const e of entered) {
    const key = `${e.customer}|${e.purpose}|${e.channel}|${e.topic}`
    const round = held.get(key) ?? 0
    held.set(key, round + 1)
    const there = out[round]
    if (there) there.push(e)
    else out.push([e])
  }
  return out
}

async function wishes(tx: Tx<TermsTables>, entered: readonly Entered[]): Promise<(e: Entered) => ConsentWish> {
  const purposes = await purposesNow(tx)
  const notices = await versionsOf(tx, [...new Set(entered.flatMap((e) => purposes.get(e.purpose)?.notice ?? []))])
  const { rows } = await sql<{ customer_id: number; language: string | null }>`
    select customer_id, language from keep.customer where customer_id = any(${entered.map((e) => e.customer)}::bigint[])`.execute(tx)
  const languages = new Map(rows.map((r) => [r.customer_id, r.language]))
  return (e) => {
    const notice = purposes.get(e.purpose)?.notice ?? ''
    const then = versionAt(notices.get(notice) ?? [], e.at)
    const shown = e.shown ?? (then && { version: then.version, language: languageIn(then, languages.get(e.customer) ?? null) })
    const from = validFrom(notices.get(notice) ?? [])
    if (e.state === 'given' && shown && shown.version < from)
      throw new AppError('conflict', yesTooOld(shown.version, from), { place: `consents[${entered.indexOf(e)}].shown` })
    return { ...wishOf(e), ...(shown ? { notice: { notice, version: shown.version }, language: shown.language } : {}) }
  }
}

const wishOf = (e: Entered): ConsentWish => ({
  customer: e.customer,
  purpose: e.purpose,
  category: 'contact',
  channel: e.channel,
  topic: e.topic,
  wish: e.state === 'given' ? 'give' : 'refuse',
  method: e.method,
  at: e.at,
  evidence: { kind: e.method, said: e.said },
  eventType: 'ExplicitlyExpressed',
})
