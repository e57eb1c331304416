import { AppError, badInput } from '../../../platform/errors.ts'
import { cellOf, type Duck } from '../mirror/duck.ts'
import type { Table } from '../verbs.ts'

export type Bounds = { rows: number; bytes: number; ms: number }

/**
 * Runs one statement and gives at most so many rows and bytes of it, within the time. What DuckDB does not accept is bad_input in one sentence
 * with the line; what takes too long is ended.
 */
export async function askBounded(
  duck: Duck,
  statement: string,
  values: readonly (string | number | boolean | null)[],
  within: Bounds,
): Promise<Table & { more: boolean }> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    duck.interrupt()
  }, within.ms)
  try {
    const result = await duck.stream(statement, [...values])
    const names = result.columnNames()
    const columns = names.map((name, i) => ({ name, type: String(result.columnType(i)) }))
    const rows: Table['rows'] = []
    let bytes = 0
    let more = false
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0 && !more; chunk = await result.fetchChunk()) {
      for (const row of chunk.getRows()) {
        const cells = row.map(cellOf)
        bytes += cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0)
        more = rows.length >= within.rows || bytes > within.bytes
        if (more) break
        rows.push(cells)
      }
    }
    return { columns, rows, more }
  } catch (error) {
    if (late)
      throw new AppError(
        'too_large',
        `This took longer than ${Math.round(within.ms / 1000)} seconds and was ended. Ask for less: a shorter time, fewer columns.`,
      )
    throw toldOf(error)
  } finally {
    clearTimeout(timer)
  }
}

/** DuckDB says where in its own words: "… LINE 2: select x" and a caret. The place goes first, the caret goes. */
export function toldOf(error: unknown): Error {
  if (error instanceof AppError) return error
  const text = error instanceof Error ? error.message : String(error)
  if (text.includes('Out of Memory'))
    return new AppError('too_large', 'This needs more memory than one question may take. Ask for less: a shorter time, fewer columns.')
  const [, line, said] = /LINE (\d+): (.*)/.exec(text) ?? []
  const what = (text.split('\n\n')[0] ?? text).replaceAll(/\s+/g, ' ').trim()
  return badInput(line === undefined ? what : `line ${line}: ${what} (${said?.trim().slice(0, 200)})`, 'sql')
}
