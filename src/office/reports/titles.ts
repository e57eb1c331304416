import type { Words } from '../../keep/door/contract.ts'
import { sql } from '../../platform/db/index.ts'
import type { Reader } from './ask.ts'
import type { Breakdown } from './shapes.ts'

/** What the values of a breakdown are called, of those whose names the company gave: kinds of events and goods. Codes of ours the screen knows. */
export async function titlesOf(
  { db, asking }: Pick<Reader, 'db' | 'asking'>,
  by: Breakdown,
  values: readonly (string | null)[],
): Promise<Record<string, Words>> {
  const codes = values.filter((value) => value !== null)
  if (by === 'kind') return Object.fromEntries(codes.flatMap((code) => [[code, asking.kinds.get(code)?.title ?? {}] as const]))
  if (by !== 'product' || codes.length === 0) return {}
  const { rows } = await sql<{ sku: string; title: string }>`select sku, title from fact.product where sku = any(${codes}::text[])`.execute(db)
  return Object.fromEntries(rows.map(({ sku, title }) => [sku, { en: title, ru: title }]))
}
