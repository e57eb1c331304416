import { type AnyDb, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Hold } from '../shapes.ts'

// What a company may, and has to, keep for now: what a dispute is settled by (GDPR 17(3)(e)), and who owes for an order (17(3)(b)).

/** What systems say of an order that was not paid yet (docs/recording.md: outcome). */
const unpaid = ['unpaid', 'awaiting_payment', 'on_credit', 'overdue']

/** Why this person, by all their ids, cannot be erased now; none when they can. A payment is matched as in decision 0150: by currency and amount. */
export async function holdsOf(db: AnyDb, members: readonly number[]): Promise<Hold[]> {
  const whose = sql`customer_id = any(${[...members]}::bigint[])`
  const { rows } = await sql<{ dispute: boolean; unpaid_order: boolean }>`
    select exists (select from office.work_case where ${whose} and kind = 'dispute' and state = 'open') as dispute,
      exists (select from fact.interaction o where o.${whose} and o.kind = 'order' and o.outcome = any(${unpaid}::text[]) and o.amount > 0
        and not exists (select from fact.interaction p where p.${whose} and p.kind in ('payment', 'order_cancelled') and p.at >= o.at
          and p.currency = o.currency and abs(p.amount) = o.amount)) as unpaid_order`.execute(db)
  const found = rows[0]
  return [...(found?.dispute ? ['dispute' as const] : []), ...(found?.unpaid_order ? ['unpaid_order' as const] : [])]
}

const sentences: { [hold in Hold]: string } = {
  dispute: 'A dispute with this customer is open, and what is known of them may be needed to settle it. Close the case first.',
  unpaid_order: 'An order of this customer is not paid. Record the payment or cancel the order first.',
}

/** Throws conflict for the first of them. */
export function mustNotBeHeld(holds: readonly Hold[]): void {
  const [hold] = holds
  if (hold !== undefined) throw new AppError('conflict', sentences[hold], { place: hold })
}
