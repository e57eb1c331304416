import { sql } from '../../../platform/db/index.ts'
import type { OnceEvent } from '../walk.ts'
import type { Sql } from './engines.ts'
import type { Scope } from './question.ts'

// What conditions about the log have in common.

type Products = { sku?: string[] | undefined; category?: string[] | undefined }
export const namesProducts = ({ sku, category }: Products): boolean => (sku?.length ?? 0) + (category?.length ?? 0) > 0

/** Of purchases `s`: those with a line of these products, of these categories. */
export const withProducts = (said: Products, scope: Scope): Sql =>
  sql`((s.person, s.id) in (select l.person, l.interaction_id from ${scope.engine.lines} l where ${ofProducts(said, scope)})) is true`

/** Of lines `l`: these products, of these categories. */
export function ofProducts({ sku, category }: Products, { engine }: Scope): Sql {
  const these = sku?.length ? [sql`l.sku in (${sql.join(sku)})`] : []
  const those = category?.length ? [sql`l.sku in (select x.sku from ${engine.products} x where x.category in (${sql.join(category)}))`] : []
  return sql.join([...these, ...those], sql` and `)
}

/** Of rows of the log: of this kind, by these channels, with these attributes. */
export function happened({ kind, channel, where = [] }: OnceEvent): Sql {
  const by = channel ? [sql`channel in (${sql.join(channel)})`] : []
  const so = where.map(({ attribute, one_of }) => sql`coalesce((attrs ->> ${attribute}::text) in (${sql.join(one_of)}), false)`)
  return sql.join([sql`kind = ${kind}`, ...by, ...so], sql` and `)
}

export const ago = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)

/** What counts as a figure among the attributes of events. */
export const aNumber = String.raw`^-?\d{1,15}(\.\d+)?$`
