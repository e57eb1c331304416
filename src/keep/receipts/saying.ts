import type { Tx } from '../../platform/db/index.ts'
import { type Deed, saidBy } from './deeds.ts'
import { type NewReceipt, writeReceipts } from './write.ts'

// What customers say of their data and of being contacted leaves a receipt with what it changes, also when somebody wrote it down
// for them: a term that is later found otherwise contradicts the log.

export type Saying = {
  customer: number
  deed: Extract<Deed, 'consent' | 'terms' | 'write' | 'need' | 'need_unnamed' | 'ask_right'>
  /** Names of attributes, where it is about some. */
  fields?: readonly string[]
  purpose?: string
  /** What was said, as codes: of which purpose, channel and topic, and whether yes or no. */
  said?: readonly string[]
  /** How it came: on their own page, by a form's letter, as it was written down for them, on the company's own site, by a message's link, or as a reply (to that message). */
  road: { kind: 'portal' | 'form' | 'entry' | 'site' } | { kind: 'message'; id: number } | { kind: 'reply'; id?: number }
  /** Whoever wrote it down, where it was not the customer. */
  by?: { kind: NewReceipt['codes']['actor']; id: number; role: string }
  /** It was said for the customer by whoever acts for them in their own right: a guardian. */
  behalf?: true
}

const shape = /^[A-Za-z0-9_.:*+-]{1,120}$/

/**
 * In the caller's transaction, last of its locks. Each saying leaves its own, also where the same was said a moment ago: of yes, no and yes again
 * the last one counts, and falls under no earlier receipt.
 */
export async function receiptsOfSaying<T>(tx: Tx<T>, sayings: readonly Saying[], now: Date): Promise<void> {
  await writeReceipts(tx, sayings.map(receiptOf), now)
}

function receiptOf({ customer, deed, fields = [], purpose = 'own_view', said = [], road, by, behalf }: Saying): NewReceipt {
  const codes = {
    actor: by?.kind ?? 'customer',
    role: by?.role ?? 'customer',
    activity: road.kind,
    purpose,
    ...saidBy(deed, fields),
    categories: ['record'],
    decision: 'allow' as const,
    policy: 'house:said',
    ...(behalf && { on_behalf: 'customer' as const }),
  }
  const consent = said.join(':')
  return {
    customer,
    codes,
    actorId: by?.id ?? customer,
    ...(behalf && { onBehalfId: customer }),
    ...('id' in road && { activityId: road.id }),
    ...(shape.test(consent) && { consent }),
  }
}
