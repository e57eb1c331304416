import { type Db, sql } from '../../platform/db/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { FindAudiences, Named } from './asking.ts'
import { rule } from './rule.ts'
import type { AudienceTables, LiveRow, LivingTables } from './tables.ts'

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

export type LifeOf = LiveRow & { size: number }

/** How those of these audiences that live are kept up, and how many are in each. */
export async function lifeOf<T extends LivingTables>(db: Db<T>, audiences: readonly number[]): Promise<Map<number, LifeOf>> {
  const { rows } = await sql<LifeOf>`
    select l.*, (select count(*)::int from office.audience_member m where m.audience_id = l.audience_id) as size
    from office.audience_live l where l.audience_id = any(${[...audiences]}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.audience_id, row]))
}
