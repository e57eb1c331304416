import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyOut } from '../../../platform/db/index.ts'
import { ask, type Duck, literal } from './duck.ts'
import { cutRows } from './pieces.ts'
import { columnNames, isUnderPerson, type MirrorTable } from './shape.ts'
import type { FactTx } from './store.ts'

// Rows leave the store as CSV by COPY and enter DuckDB by its own reader, through a file of bounded size: both do the work in their own code,
// and while DuckDB reads one piece the store writes the next (docs/decisions/0780 compares the ways).

export type Road = {
  tx: FactTx
  duck: Duck
  /** Where pieces lie for a moment. */
  folder: string
}

const pieceBytes = 32 * 1024 * 1024

/** Brings the rows of one table that fit `where` (SQL of the store) into DuckDB, each piece by the statement that `into` makes of its source. Gives how many. */
export async function bring(road: Road, of: { table: MirrorTable; where?: string; into(source: string): string }): Promise<number> {
  const { table } = of
  const said = table.columns.map((column) => column.said ?? `"${column.name}"`).join(', ')
  const cutter = cutRows(pieceBytes)
  let rows = 0
  let turn = 0
  let reading: Promise<void> = Promise.resolve()
  const hand = async (piece: Buffer) => {
    const path = join(road.folder, `${table.name}.${turn++ % 2}.csv`)
    await writeFile(path, piece, { mode: 0o600 })
    await reading
    reading = read(road.duck, of.into(sourceOf(table, path))).then(async (n) => {
      rows += n
      await rm(path, { force: true })
    })
    reading.catch(() => {}) // it is awaited before the next piece, or at the end
  }
  await copyOut(road.tx, `select ${said} from fact.${table.name} ${of.where === undefined ? '' : `where ${of.where}`}`, async (bytes) => {
    const piece = cutter.take(bytes)
    if (piece) await hand(piece)
  })
  const rest = cutter.rest()
  if (rest.length > 0) await hand(rest)
  await reading
  return rows
}

/** Into the table itself, under the person that each customer is by what stands in `derived`. */
export function intoTable(table: MirrorTable): (source: string) => string {
  const columns = columnNames(table)
  if (!isUnderPerson(table)) return (source) => `insert into ${table.name} by name select ${columns} from ${source}`
  return (source) => `insert into ${table.name} by name ${underPerson(`(select ${columns} from ${source})`)}`
}

/** Rows with a customer, and the person that the customer is. */
export const underPerson = (source: string): string =>
  `select coalesce(m.person, c.customer_id) as person, c.* from ${source} c
   left join (select customer_id, person from derived where person <> customer_id) m on m.customer_id = c.customer_id`

async function read(duck: Duck, statement: string): Promise<number> {
  const [done] = await ask(duck, statement)
  return Number(done?.['Count'] ?? 0)
}

function sourceOf(table: MirrorTable, path: string): string {
  const columns = table.columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ')
  return `read_csv(${literal(path)}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, columns = {${columns}})`
}
