import type { Db } from '../../platform/db/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { FindAudiences, Named } from './asking.ts'
import { rule } from './rule.ts'
import type { AudienceTables } from './tables.ts'

/** Finds the audiences that a rule names by the ids they are shown by. */
export const findAudiences =
  ({ db, ids }: { db: Db<AudienceTables>; ids: Pick<Opaque, 'read'> }): FindAudiences =>
  async (shown) => {
    const numbers = new Map(
      shown.flatMap((id) => {
        const number = ids.read('audience', id)
        return number === undefined ? [] : [[number, id] as const]
      }),
    )
    if (numbers.size === 0) return new Map<string, Named>()
    const rows = await db
      .selectFrom('office.audience')
      .selectAll()
      .where('audience_id', 'in', [...numbers.keys()])
      .execute()
    return new Map(
      rows.flatMap((row) => {
        const id = numbers.get(row.audience_id)
        return id === undefined ? [] : [[id, { title: row.title, rule: rule.parse(row.rule), deleted: row.deleted_at !== null }] as const]
      }),
    )
  }
