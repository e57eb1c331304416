import { type NewReceipt, type ReceiptCodes, saidBy } from '../receipts/index.ts'
import type { ContactAsk } from './choose.ts'
import type { ReserveBy, Verdict } from './reserve.ts'
import type { Rules } from './rules.ts'
import type { NewContact } from './store.ts'

// What a reservation or a refusal says in the customer's receipts.

/** One receipt for each contact that was written: those reserved, and refusals told for the first time. */
export function receiptsFor(
  rules: Rules,
  asks: readonly ContactAsk[],
  verdicts: readonly Verdict[],
  contacts: readonly NewContact[],
  by: ReserveBy,
): NewReceipt[] {
  const verdictOf = new Map(asks.map((ask, i) => [ask, verdicts[i]]))
  const shared = new Map<string, ReceiptCodes>()
  const out: NewReceipt[] = []
  for (const { ask } of contacts) {
    const verdict = verdictOf.get(ask)
    if (!verdict) continue
    const consent = verdict.chosen ? verdict.decision.consent : null
    const activity = verdict.chosen && ask.message !== undefined ? { kind: 'message', id: ask.message } : by.activity
    out.push({
      customer: ask.customer,
      codes: codesOf(shared, rules, ask, verdict, { ...by, activity }),
      actorId: by.actor.id,
      content: ask.contentKey,
      ...(activity.id !== undefined && { activityId: activity.id }),
      ...(consent !== null && { consent }),
    })
  }
  return out
}

/** Receipts of one batch share their codes; they are checked and hashed once. */
function codesOf(shared: Map<string, ReceiptCodes>, rules: Rules, ask: ContactAsk, verdict: Verdict, by: ReserveBy): ReceiptCodes {
  const said = verdict.chosen ? 'allow' : `${verdict.refusal.decision} ${verdict.refusal.reason}`
  const key = `${by.activity.kind} ${ask.purpose} ${verdict.channel} ${ask.categories.join()} ${ask.fields?.join() ?? ''} ${ask.discreet ?? false} ${said}`
  const known = shared.get(key)
  if (known) return known
  const basis = rules.purposes.get(ask.purpose)?.legalBasis
  const made: ReceiptCodes = {
    actor: by.actor.kind,
    role: by.actor.role,
    activity: by.activity.kind,
    purpose: ask.purpose,
    ...saidBy(ask.discreet ? 'send_discreet' : 'send', ask.fields),
    decision: verdict.chosen ? 'allow' : verdict.refusal.decision,
    policy: rules.policyOf(ask.purpose),
    categories: ['contact', ...ask.categories.filter((c) => c !== 'contact')],
    ...(basis !== undefined && { basis }),
    ...(verdict.channel !== '' && { channel: verdict.channel }),
    ...(!verdict.chosen && { reasons: [verdict.refusal.reason] }),
  }
  shared.set(key, made)
  return made
}
