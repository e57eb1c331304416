import type pg from 'pg'

// What there is to copy, asked of the catalogue, so that a new table is in the next backup without a word here.

export type Table = { name: string; columns: string[]; estimate: number }
export type Sequence = { name: string; value: string; called: boolean }

/** The worker's own schemas; their table of migrations is the worker's. */
export const jobSchemas = ['keep_jobs', 'office_jobs']
const schemasOf = { main: ['keep', 'fact', 'office', ...jobSchemas], keys: ['keyring'] } as const

/**
 * Tables in name order with the columns that can be copied back. Generated columns are made again; a column of type
 * xid8 names a transaction of this cluster, means nothing in another, and takes its default there.
 */
export async function listTables(client: pg.Client, kind: 'main' | 'keys'): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            array_agg(quote_ident(a.attname) order by a.attnum) as columns,
            greatest(0, (select coalesce(sum(greatest(0, leaf.reltuples)), 0) from pg_class leaf
              where leaf.oid = c.oid or leaf.oid in (select relid from pg_partition_tree(c.oid))))::float8 as estimate
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and not (a.atttypid = 'xid8'::regtype and a.atthasdef)
      where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
        and not (n.nspname = any($2) and c.relname = 'migrations')
      group by n.nspname, c.relname, c.oid
      order by 1`,
    [schemasOf[kind], jobSchemas],
  )
  return rows
}

/** Every sequence with where it stands. Read after the rows: a sequence only moves on, so none of them is ahead of it. */
export async function listSequences(client: pg.Client, kind: 'main' | 'keys'): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences where schemaname = any($1) order by 1`,
    [schemasOf[kind]],
  )
  const sequences: Sequence[] = []
  for (const { name } of rows) {
    const at = await client.query<{ value: string; called: boolean }>(`select last_value::text as value, is_called as called from ${name}`)
    for (const row of at.rows) sequences.push({ name, ...row })
  }
  return sequences
}

/** Applied migrations in order; a backup goes back only where the same ones are applied. */
export async function listMigrations(client: pg.Client): Promise<{ number: number; name: string; sha256: string }[]> {
  const { rows } = await client.query('select number, name, sha256 from public.migration order by number')
  return rows
}
