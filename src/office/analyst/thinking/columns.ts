import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { Duck } from '../mirror/duck.ts'

// How statements that run on the copy are written and read.

/** Of whose rows anything is asked: those who may be analysed, and only kinds that are kept for it. */
export const kept = `person in (select person from subject) and kind not in (select code from closed where what = 'kind')`

/** Writes SQL down for DuckDB, which reads what PostgreSQL does. */
export const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** As DuckDB reads a timestamp without a zone. */
export const bare = (at: Date): string => at.toISOString().replace('Z', '')

/** The first column of a statement, as texts. */
export async function names(duck: Duck, statement: string): Promise<string[]> {
  const read = await duck.runAndReadAll(statement)
  return read.getRows().map(([name]) => String(name))
}

/** Whole columns of numbers: every column of the statement is a double without gaps. */
export async function columns(duck: Duck, statement: string, values: readonly unknown[], count: number): Promise<Float64Array[]> {
  const result = await duck.stream(statement, values.map(String))
  const parts = Array.from({ length: count }, (): number[][] => [])
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    for (const [i, part] of parts.entries()) part.push(chunk.getColumnValues(i).map(Number))
  return parts.map(joined)
}

function joined(parts: readonly number[][]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
