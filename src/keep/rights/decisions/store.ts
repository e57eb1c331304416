import type { Selectable } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import type { RightsTables } from '../tables.ts'

export type DecisionRow = Selectable<RightsTables['keep.decision']>

/** Of a person, the newest first; `below`: the last one of the page before. */
export const decisionsOf = (db: Db<RightsTables>, members: readonly number[], page: { below: number | undefined; limit: number }): Promise<DecisionRow[]> =>
  db
    .selectFrom('keep.decision')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('decision_id', '<', page.below ?? Number.MAX_SAFE_INTEGER)
    .orderBy('decision_id', 'desc')
    .limit(page.limit)
    .execute()

export const ownDecision = (db: Db<RightsTables>, members: readonly number[], id: number): Promise<DecisionRow | undefined> =>
  db
    .selectFrom('keep.decision')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('decision_id', '=', id)
    .executeTakeFirst()
