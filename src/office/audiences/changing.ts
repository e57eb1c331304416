import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Rule } from './rule.ts'

// The rule of an audience can be changed (docs/decisions/0930). Each rule it had stays, for what was sent by it.

export type Change = { audience: number; rule: Rule /** The version that was looked at. */; seen: number | undefined; by: number; now: Date }

/** Gives an audience another rule, which must have been checked. Throws conflict when somebody changed it since it was looked at. */
export async function changeRule<T>(db: Db<T>, { audience, rule, seen, by, now }: Change): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ version: number }>`select version from office.audience where audience_id = ${audience} for update`.execute(tx)
    const version = rows[0]?.version
    if (seen !== undefined && version !== seen)
      throw new AppError('conflict', 'Somebody changed the rule of this audience meanwhile. Look at it again, then change it.')
    await sql`
      with was as (select audience_id, version, rule from office.audience where audience_id = ${audience} and rule <> ${JSON.stringify(rule)}::jsonb),
      kept as (insert into office.audience_version (audience_id, version, rule, until) select audience_id, version, rule, ${now} from was)
      update office.audience a set rule = ${JSON.stringify(rule)}::jsonb, version = a.version + 1, changed_at = ${now}, changed_by = ${by}
      from was where a.audience_id = was.audience_id`.execute(tx)
  })
}

/** The rule that an audience had in a version; undefined: it never had one of that number. */
export async function ruleAt<T>(db: Db<T>, audience: number, version: number): Promise<unknown> {
  const { rows } = await sql<{ rule: unknown }>`
    select rule from office.audience where audience_id = ${audience} and version = ${version}
    union all select rule from office.audience_version where audience_id = ${audience} and version = ${version}`.execute(db)
  return rows[0]?.rule
}
