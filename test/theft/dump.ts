import { withClient } from '../../src/platform/launcher/index.ts'

/** What a stolen dump says of one customer: each visible thing by its name, `table.column` or how long a sealed value is. */
export type Row = { customer: number; seen: Map<string, string> }

const sealedIs = /^sealed|_sealed$|^subject$|^seal$/

/**
 * Reads everything that stands about each customer in every table with a customer_id, as somebody would who holds the files
 * of the database but no key: values in the clear as they are, sealed ones and digests as what shows of them.
 */
export async function readDump(ownerUrl: string): Promise<{ rows: Row[]; columns: Map<string, Map<number, string>> }> {
  return withClient(ownerUrl, async (client) => {
    const { rows: found } = await client.query<{ schema: string; table: string; column: string; type: string }>(
      `select table_schema as schema, table_name as table, column_name as column, udt_name as type from information_schema.columns c
        where table_schema in ('keep', 'fact', 'office') and column_name <> 'customer_id'
          and exists (select from information_schema.columns i where (i.table_schema, i.table_name, i.column_name) = (c.table_schema, c.table_name, 'customer_id'))`,
    )
    const columns = new Map<string, Map<number, string>>()
    for (const { schema, table, column, type } of found) {
      const kind = found.find((f) => f.schema === schema && f.table === table && ['field', 'kind'].includes(f.column))?.column
      const shown = type === 'bytea' ? (sealedIs.test(column) ? `octet_length("${column}")::text` : `encode("${column}", 'hex')`) : `"${column}"::text`
      const part = kind && kind !== column ? `"${kind}"` : `''`
      const { rows } = await client.query<{ customer: string; part: string; value: string | null }>({
        text: `select customer_id as customer, ${part} as part, string_agg(${shown}, ',' order by ${shown}) as value from ${schema}."${table}" where customer_id > 0 group by 1, 2`,
      })
      for (const { customer, part: of, value } of rows) {
        const name = `${table}.${of ? `${of}.` : ''}${column}`
        const held = columns.get(name) ?? new Map<number, string>()
        held.set(Number(customer), value ?? '')
        columns.set(name, held)
      }
    }
    const customers = new Set([...columns.values()].flatMap((held) => [...held.keys()]))
    const rows = [...customers].map((customer): Row => {
      const seen = new Map<string, string>()
      for (const [name, held] of columns) {
        const value = held.get(customer)
        if (value !== undefined) seen.set(name, value)
      }
      return { customer, seen }
    })
    return { rows, columns }
  })
}
