import { to as copyTo } from 'pg-copy-streams'
import { assert } from '../errors.ts'
import type { Tx } from './handle.ts'
import { Connection } from './pool.ts'

/**
 * Gives what a query says as CSV (RFC 4180; null is nothing, an empty text is ""), piece by piece; a piece may end inside a row. The query
 * takes no parameters. The transaction does nothing else meanwhile.
 */
export async function copyOut<T>(tx: Tx<T>, query: string, each: (bytes: Buffer) => Promise<void> | void): Promise<void> {
  await tx.getExecutor().provideConnection((connection) => {
    assert(connection instanceof Connection, 'copyOut needs a connection of platform/db')
    return connection.alone(async (client) => {
      for await (const bytes of client.query(copyTo(`copy (${query}) to stdout (format csv)`))) await each(bytes)
    })
  })
}
