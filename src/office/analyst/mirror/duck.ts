import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export type Duck = DuckDBConnection
export type DuckFile = { connect(): Promise<Duck>; close(): void }

export type DuckBounds = { memoryMb: number; threads: number /** A folder for what does not fit into memory. */; spill: string; spillMb: number }

/** Opens (or makes) a DuckDB file within bounds. A second process that opens it is refused by DuckDB. */
export async function openDuck(path: string, bounds: DuckBounds): Promise<DuckFile> {
  const instance = await DuckDBInstance.create(path, {
    memory_limit: `${bounds.memoryMb}MB`,
    threads: String(bounds.threads),
    temp_directory: bounds.spill,
    max_temp_directory_size: `${bounds.spillMb}MB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Nobody asks in which order rows came in, and keeping it costs memory.
    preserve_insertion_order: 'false',
    checkpoint_threshold: '64MB',
  })
  return { connect: () => instance.connect(), close: () => instance.closeSync() }
}

export type Cell = string | number | boolean | null

/** Rows of a statement as plain values: whole numbers as numbers where they are safe, else as text; times as text. */
export async function ask(duck: Duck, statement: string): Promise<{ [column: string]: Cell }[]> {
  const read = await duck.runAndReadAll(statement)
  const names = read.deduplicatedColumnNames()
  return read.getRows().map((row) => Object.fromEntries(names.map((name, i) => [name, cellOf(row[i])])))
}

export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value)
  // JSON has no NaN and no infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean' || typeof value === 'string') return value
  return String(value)
}

/** All of `work` or nothing, also when the process is killed meanwhile. */
export async function inDuck<R>(duck: Duck, work: () => Promise<R>): Promise<R> {
  await duck.run('begin transaction')
  try {
    const made = await work()
    await duck.run('commit')
    return made
  } catch (error) {
    await duck.run('rollback').catch(() => undefined)
    throw error
  }
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
/** Numbers as a relation of one column, for `in (…)`. */
export const idsIn = (ids: readonly number[]): string => `(select unnest([${ids.join(', ')}]::bigint[]))`
