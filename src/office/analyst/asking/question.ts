import { DuckDBInstance } from '@duckdb/node-api'
import { badInput } from '../../../platform/errors.ts'
import type { Table } from '../verbs.ts'
import { askBounded, toldOf } from './bounded.ts'

/** One question of somebody's own: of which file, and what it may take. */
export type Question = { path: string; sql: string; rows: number; bytes: number; ms: number; memoryMb: number }

/** DuckDB's numbers of kinds of statements: SELECT and EXPLAIN. */
const reading: readonly number[] = [1, 4]

/**
 * Answers on a file that is opened for reading only, in a DuckDB that opens no other file, no network and no extension and takes no settings. One statement, and one
 * that reads; else bad_input with the place.
 */
export async function answerQuestion(o: Question): Promise<Table & { more: boolean }> {
  const instance = await DuckDBInstance.create(o.path, {
    access_mode: 'READ_ONLY',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: `${o.memoryMb}MB`,
    threads: '1',
    max_temp_directory_size: '0KB',
  })
  try {
    const duck = await instance.connect()
    await duck.run('set lock_configuration = true')
    const statements = await duck.extractStatements(o.sql)
    if (statements.count !== 1) throw badInput('Ask one question at a time: one statement, without others behind it.', 'sql')
    const prepared = await statements.prepare(0)
    if (!reading.includes(prepared.statementType))
      throw badInput('Only questions are answered here: a statement that begins with SELECT, WITH, FROM or EXPLAIN.', 'sql')
    return await askBounded(duck, o.sql, [], o)
  } catch (error) {
    throw toldOf(error)
  } finally {
    instance.closeSync()
  }
}
