import type pg from 'pg'
import { AppError } from '../errors.ts'
import { withClient } from '../launcher/index.ts'

/** How a table lies in a cluster: spread by a column, copied to every node, or on one node only. */
export type Placement =
  | { table: string; kind: 'distributed'; column: 'customer_id' | 'digest' }
  | { table: string; kind: 'reference' }
  | { table: string; kind: 'local' }

export type DistributionPlan = {
  placements: Placement[]
  /** Why a table cannot be placed so, one sentence each; empty when all can. */
  complaints: string[]
}

const schemas = ['keep', 'fact', 'office']

/** Where each table goes, and whether its keys allow it: a distributed table has its column in every unique key. Needs no cluster. */
export async function planDistribution(ownerUrl: string): Promise<DistributionPlan> {
  return withClient(ownerUrl, async (client) => {
    const placements = await listPlacements(client)
    return { placements, complaints: [...(await badKeys(client, placements)), ...(await badReferences(client, placements))] }
  })
}

/** Spreads the tables of a Citus coordinator. Tables that are spread already are left as they are. */
export async function distribute(ownerUrl: string, say: (line: string) => void): Promise<void> {
  const { placements, complaints } = await planDistribution(ownerUrl)
  if (complaints.length > 0) throw new AppError('conflict', complaints.join('\n'))
  await withClient(ownerUrl, async (client) => {
    const { rowCount } = await client.query(`select from pg_extension where extname = 'citus'`)
    if (rowCount === 0)
      throw new AppError(
        'unavailable',
        'This PostgreSQL has no Citus: install it, add it to shared_preload_libraries and run "create extension citus" in this database on every node.',
      )
    const done = new Set((await client.query<{ name: string }>('select logicalrelid::text as name from pg_dist_partition')).rows.map((row) => row.name))
    for (const placement of inOrder(placements).filter((p) => !done.has(p.table))) {
      if (placement.kind === 'reference') await client.query('select create_reference_table($1)', [placement.table])
      if (placement.kind === 'distributed') await client.query('select create_distributed_table($1, $2)', [placement.table, placement.column])
      say(placement.kind === 'distributed' ? `${placement.table}: by ${placement.column}` : `${placement.table}: ${placement.kind}`)
    }
  })
}

/** Registries first: a distributed table may point at them. */
function inOrder(placements: readonly Placement[]): Placement[] {
  const rank = { reference: 0, distributed: 1, local: 2 } as const
  return [...placements].sort((a, b) => rank[a.kind] - rank[b.kind])
}

async function listPlacements(client: pg.Client): Promise<Placement[]> {
  const { rows } = await client.query<{ table: string; kind: string | null; by_customer: boolean; by_digest: boolean }>(
    `select c.oid::regclass::text as "table", k.kind,
            exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'customer_id') as by_customer,
            exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'digest') as by_digest
       from pg_class c left join public.table_kind k on k.table_name = c.oid::regclass::text
      where c.relnamespace = any(select s::regnamespace from unnest($1::text[]) s)
        and c.relkind in ('r', 'p') and not c.relispartition
      order by c.oid`,
    [schemas],
  )
  return rows.map(({ table, kind, by_customer, by_digest }) => {
    if (kind === 'reference') return { table, kind: 'reference' }
    if (kind === 'lookup' && by_digest) return { table, kind: 'distributed', column: 'digest' }
    if (by_customer) return { table, kind: 'distributed', column: 'customer_id' }
    return { table, kind: 'local' }
  })
}

async function badKeys(client: pg.Client, placements: readonly Placement[]): Promise<string[]> {
  const { rows } = await client.query<{ table: string; key: string; columns: string[] }>(
    `select i.indrelid::regclass::text as "table", i.indexrelid::regclass::text as key,
            array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns
       from pg_index i where i.indisunique`,
  )
  const column = new Map(placements.flatMap((p) => (p.kind === 'distributed' ? [[p.table, p.column] as const] : [])))
  const complaints: string[] = []
  for (const { table, key, columns } of rows) {
    const by = column.get(table)
    if (by && !columns.includes(by)) complaints.push(`${table} is spread by ${by}, which its unique key ${key} does not have.`)
  }
  return complaints
}

async function badReferences(client: pg.Client, placements: readonly Placement[]): Promise<string[]> {
  const { rows } = await client.query<{ table: string; other: string; columns: string[] }>(
    `select conrelid::regclass::text as "table", confrelid::regclass::text as other,
            array(select a.attname::text from pg_attribute a where a.attrelid = conrelid and a.attnum = any(conkey)) as columns
       from pg_constraint where contype = 'f' and conparentid = 0`,
  )
  const at = new Map(placements.map((p) => [p.table, p]))
  return rows.flatMap(({ table, other, columns }) => {
    const from = at.get(table)
    const to = at.get(other)
    if (!from || !to || to.kind === 'reference') return []
    if (from.kind === 'local' && to.kind === 'local') return []
    const together = from.kind === 'distributed' && to.kind === 'distributed' && from.column === to.column && columns.includes(from.column)
    return together ? [] : [`${table} points at ${other}, and the two do not lie on the same node.`]
  })
}
