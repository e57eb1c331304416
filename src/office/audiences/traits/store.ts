import { type Db, sql } from '../../../platform/db/index.ts'
import { type ComputedTrait, traitDefinition } from './definition.ts'

export type TraitRow = {
  trait: string
  title: { [language: string]: string }
  definition: unknown
  version: number
  made_by: number
  created_at: Date
  changed_at: Date | null
  changed_by: number | null
  compared_at: Date | null
  differing: number
  deleted_at: Date | null
}

/** All computed traits by their codes, also those that were deleted. */
export async function computedTraits<T>(db: Db<T>): Promise<Map<string, ComputedTrait>> {
  const { rows } = await sql<TraitRow>`select * from office.trait`.execute(db)
  return new Map(rows.map((row) => [row.trait, computedOf(row)]))
}

/** A row as rules are read with it. */
export const computedOf = ({ trait, title, definition, version, deleted_at }: TraitRow): ComputedTrait => ({
  trait,
  title,
  definition: traitDefinition.parse(definition),
  version,
  deleted: deleted_at !== null,
})
