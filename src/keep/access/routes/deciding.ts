import type { Tx } from '../../../platform/db/index.ts'
import type { Ability } from '../../../platform/http/index.ts'
import { type Noted, noteAct } from '../audit/note.ts'
import { placeOf } from '../from.ts'
import { aloneAs, type Giver } from '../roles/giving.ts'
import type { AccessTables } from '../tables.ts'
import { type AccessRoutesDeps, type Caller, fromOf, type House, type PurposesInside, staffOf } from './caller.ts'

export type Deciding = { tx: Tx<AccessTables>; within: AccessRoutesDeps; giver: Giver; side: PurposesInside }
type Asking = { caller: Caller; request: Request; now: Date }

/**
 * Changes who may do what: one at a time, by somebody who still may it, and noted in the same transaction. So nobody acts on a
 * right that was taken away while they asked.
 */
export function deciding<T>(
  { deps }: Pick<House, 'deps'>,
  { caller, request, now }: Asking,
  needed: Ability,
  work: (at: Deciding) => Promise<{ answer: T } & Pick<Noted, 'act' | 'subject' | 'facts'>>,
): Promise<T> {
  const staff = staffOf(caller)
  return deps.purposes.change(async (tx, side) => {
    const giver = await aloneAs(tx, staff.id, needed)
    const { answer, ...noted } = await work({ tx, within: { ...deps, db: tx }, giver, side })
    await noteAct(tx, { ...noted, by: { kind: 'staff', id: giver.id, role: giver.role }, now, ...placeOf(deps, fromOf(request)) })
    return answer
  })
}
