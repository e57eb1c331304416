import { sql } from '../../../platform/db/index.ts'
import { ask, type Duck } from './duck.ts'
import { isUnderPerson, type MirrorColumn, type MirrorTable, mirrorTables } from './shape.ts'
import type { FactTx } from './store.ts'

// That the copy says what the store says: both count and sum up the same rows in the same snapshot, each by its own means, and what differs is
// named down to the customers. The store's side reads facts, never the way by which they were copied.

export type Difference = {
  table: string
  bucket: number
  month: string | null
  store_rows: number
  copy_rows: number /** Some of them; none of a register. */
  customers: number[]
}
export type Proof = { equal: boolean; rows: number /** The first of them. */; differences: Difference[] }

const buckets = 64
const mostNamed = 20
const mostCustomers = 5

/** Compares every table in a transaction of the store and a connection of the copy that stand at one moment. */
export async function prove(both: { duck: Duck; tx: FactTx }): Promise<Proof> {
  const differences: Difference[] = []
  let rows = 0
  for (const table of mirrorTables) {
    const [store, copy] = await sums(both, table, grouping(table))
    for (const sum of store.values()) rows += sum.rows
    for (const key of new Set([...store.keys(), ...copy.keys()])) {
      const [a, b] = [store.get(key), copy.get(key)]
      if (a?.rows === b?.rows && a?.sum === b?.sum) continue
      const [bucket = '', month = ''] = key.split(' ')
      if (differences.length < mostNamed) {
        const customers = table.kind === 'register' ? [] : await whose(both, table, Number(bucket))
        differences.push({ table: table.name, bucket: Number(bucket), month: month || null, store_rows: a?.rows ?? 0, copy_rows: b?.rows ?? 0, customers })
      }
    }
  }
  return { equal: differences.length === 0, rows, differences }
}

type Sums = Map<string, { rows: number; sum: string }>
type Grouping = { store: string; copy: string; where?: string }

function grouping(table: MirrorTable): Grouping {
  if (table.kind === 'register') return { store: `'0'`, copy: `'0'` }
  const bucket = `(t.customer_id % ${buckets})`
  if (table.name !== 'interaction') return { store: `${bucket}::text`, copy: `${bucket}::varchar` }
  return { store: `${bucket} || ' ' || to_char(t.at at time zone 'UTC', 'YYYY-MM')`, copy: `${bucket} || ' ' || strftime(t."at", '%Y-%m')` }
}

/** Whose rows differ, of one bucket. */
async function whose(both: { duck: Duck; tx: FactTx }, table: MirrorTable, bucket: number): Promise<number[]> {
  const by = { store: 't.customer_id::text', copy: 't.customer_id::varchar', where: `t.customer_id % ${buckets} = ${bucket}` }
  const [store, copy] = await sums(both, table, by)
  const differ = [...new Set([...store.keys(), ...copy.keys()])].filter((id) => store.get(id)?.sum !== copy.get(id)?.sum)
  return differ.slice(0, mostCustomers).map(Number)
}

async function sums({ duck, tx }: { duck: Duck; tx: FactTx }, table: MirrorTable, by: Grouping): Promise<[Sums, Sums]> {
  const under = isUnderPerson(table)
  const where = by.where === undefined ? '' : `where ${by.where}`
  const inStore = [...(under ? ['coalesce(d.person, t.customer_id)::text'] : []), ...table.columns.map(storeText)]
  const inCopy = [...(under ? ["coalesce(t.person::varchar, '')"] : []), ...table.columns.map(copyText)]
  const join = under ? 'left join fact.derived d on d.customer_id = t.customer_id' : ''
  const asked = `select ${by.store} as key, count(*)::int as rows, sum(('x' || substr(md5(${inStore.join(` || '|' || `)}), 1, 12))::bit(48)::bigint)::text as sum
    from fact.${table.name} t ${join} ${where} group by 1`
  const { rows } = await sql<{ key: string; rows: number; sum: string }>`${sql.raw(asked)}`.execute(tx)
  const held = await ask(
    duck,
    `select ${by.copy} as key, count(*) as n, sum(('0x' || substr(md5(${inCopy.join(` || '|' || `)}), 1, 12))::bigint)::varchar as sum from ${table.name} t ${where} group by 1`,
  )
  return [
    new Map(rows.map((row) => [row.key, { rows: row.rows, sum: row.sum }])),
    new Map(held.map((row) => [String(row['key']), { rows: Number(row['n']), sum: String(row['sum']) }])),
  ]
}

const nothing = `'~'`

function storeText({ name, type, said }: MirrorColumn): string {
  const column = `t."${name}"`
  if (type === 'TIMESTAMP') return `coalesce((extract(epoch from ${column}) * 1000000)::bigint::text, ${nothing})`
  if (type === 'DOUBLE') return `coalesce(${rounded(column, 'text')}, ${nothing})`
  if (said !== undefined) return `coalesce(array_to_string(${column}, ','), ${nothing})`
  return `coalesce(${column}::text, ${nothing})`
}

function copyText({ name, type }: MirrorColumn): string {
  const column = `t."${name}"`
  if (type === 'TIMESTAMP') return `coalesce(epoch_us(${column})::varchar, ${nothing})`
  if (type === 'DOUBLE') return `coalesce(${rounded(column, 'varchar')}, ${nothing})`
  return `coalesce(${column}::varchar, ${nothing})`
}

/** Both engines write fractions differently; 1/1024 is exact in both. What is larger than 10¹² counts as large. */
const rounded = (column: string, text: string) =>
  `case when abs(${column}) < 1e12 then floor(${column} * 1024 + 0.5)::bigint::${text} when ${column} is not null then 'large' end`
