import type { Tx } from '../../platform/db/index.ts'
import { lockPersons } from './persons.ts'
import type { By } from './recordConsents.ts'
import type { StopDeps } from './stop.ts'
import type { TermsTables } from './tables.ts'

// What a customer would rather have. A preference never permits anything: it orders channels, and a cap of one's own makes
// the company's narrower.

export type Preference =
  | { kind: 'channel'; code: string; value: number }
  | { kind: 'topic'; code: string; value: number }
  | { kind: 'cap'; contacts: number; days: number }

/** Sets a preference; the one before ends now and stays readable. */
export async function prefer(
  deps: StopDeps,
  tx: Tx<TermsTables>,
  said: { customer: number; preference: Preference },
  by: By & { method: string },
): Promise<void> {
  await unprefer(tx, { customer: said.customer, ...codeOf(said.preference) }, by)
  const p = said.preference
  await tx
    .insertInto('keep.preference')
    .values({
      customer_id: said.customer,
      preference_id: await deps.rowIds.one(),
      ...codeOf(p),
      value: p.kind === 'cap' ? p.contacts : p.value,
      days: p.kind === 'cap' ? p.days : null,
      since: by.now,
      method: by.method,
      by_kind: by.actor.kind,
      by_id: by.actor.id,
      until: null,
    })
    .execute()
}

/** Ends a preference, if it stands. */
export async function unprefer(tx: Tx<TermsTables>, of: { customer: number; kind: Preference['kind']; code: string }, by: By): Promise<void> {
  await lockPersons(tx, [of.customer])
  await tx
    .updateTable('keep.preference')
    .set({ until: by.now })
    .where('customer_id', '=', of.customer)
    .where('kind', '=', of.kind)
    .where('code', '=', of.code)
    .where('until', 'is', null)
    .execute()
}

const codeOf = (p: Preference): { kind: Preference['kind']; code: string } => ({ kind: p.kind, code: p.kind === 'cap' ? 'all' : p.code })
