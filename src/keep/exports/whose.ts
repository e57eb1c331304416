import { z } from 'zod'
import { customersWithin, type Within } from '../customers/index.ts'
import type { ExportDeps } from './deps.ts'
import { piecesOf } from './pieces.ts'
import type { ExportRow } from './store.ts'

const customers = z.array(z.int())

/**
 * Whether whoever sees only some customers (docs/decisions/0540) sees each of those who stand in the file now: it is read as a whole, so somebody who
 * was given away since closes it. A file of which nobody knows whose it is, is nobody's of theirs.
 */
export async function seesAllOf(deps: ExportDeps, row: ExportRow, within: Within | undefined): Promise<boolean> {
  if (within === undefined) return true
  let told = 0
  for await (const piece of piecesOf(deps, row, 'who')) {
    const there = customers.parse(JSON.parse(piece.toString('utf8')))
    if ((await customersWithin(deps.db.$pickTables(), within, there)).size < new Set(there).size) return false
    told += there.length
  }
  return told === row.rows
}
