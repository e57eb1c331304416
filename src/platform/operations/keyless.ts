import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

const hasCustomer = `exists (select from pg_attribute t where t.attrelid = a.table_name::regclass and t.attname = 'customer_id')`

/**
 * Removes from a restored main database whoever has sealed rows but no key: their keys were destroyed after the main
 * backup was made, which is what erasure is. Rows whose erase rule says that they stay (`keep:…`) stay.
 * Both clients are in the restoring transactions. Gives how many were removed.
 */
export async function removeKeyless(main: pg.Client, keys: pg.Client): Promise<number> {
  // Made and dropped in this transaction. Not temporary tables: a million rows outgrow a session's temporary buffers.
  await main.query(
    'create unlogged table public.restore_keyed (customer_id bigint); create unlogged table public.restore_gone (customer_id bigint primary key)',
  )
  const source = keys.query(copyTo('copy (select distinct customer_id from keyring.data_key) to stdout'))
  await pipeline(source, main.query(copyFrom('copy public.restore_keyed from stdin')))
  await main.query('analyze public.restore_keyed')
  for (const { table, column } of await sealedColumns(main)) {
    await main.query(
      `insert into public.restore_gone
         select distinct customer_id from ${table} s where ${column} is not null
            and not exists (select from public.restore_keyed k where k.customer_id = s.customer_id)
         on conflict do nothing`,
    )
  }
  const { rows } = await main.query<{ count: number }>('select count(*)::int as count from public.restore_gone')
  const erased = rows[0]?.count ?? 0
  for (const { name, by_column } of erased > 0 ? await erasable(main) : []) {
    await main.query(`delete from ${name} t using public.restore_gone g where g.customer_id = t.${by_column}`)
  }
  await main.query('drop table public.restore_keyed, public.restore_gone')
  return erased
}

type PartGone = { erasure_id: string; members: string[]; covers: { part?: string; from?: string; to?: string } }

/**
 * Takes out of a restored main database what was erased of people who stayed, a kind or a span of time, after that backup was made (`since`): the
 * database of keys remembers it. Both clients are in the restoring transactions. Gives how many rows went.
 */
export async function removeParts(main: pg.Client, keys: pg.Client, since: string): Promise<number> {
  let gone = 0
  const { rows } = await keys.query<PartGone>('select erasure_id, members, covers from keyring.part_gone where asked_at >= $1 order by erasure_id', [since])
  for (const { members, covers } of rows) {
    const which = covers.part === undefined ? 'at is not null' : 'part = $1'
    const tables = await main.query<{ name: string; rows: string; at: string | null }>(
      `select table_name as name, rows, at from public.erase_part where ${which} order by place, part`,
      covers.part === undefined ? [] : [covers.part],
    )
    for (const table of tables.rows) {
      const within = covers.part === undefined ? ` and ${table.at} >= $2 and ${table.at} < $3` : ''
      const values = covers.part === undefined ? [members, covers.from, covers.to] : [members]
      const taken = await main.query(`delete from ${table.name} t where t.customer_id = any($1) and (${table.rows})${within}`, values)
      gone += taken.rowCount ?? 0
    }
  }
  return gone
}

async function sealedColumns(main: pg.Client): Promise<{ table: string; column: string }[]> {
  const { rows } = await main.query<{ table: string; column: string }>(
    `select a.table_name as "table", quote_ident(a.column_name) as "column" from public.annotation a
      where a.erase = 'key' and ${hasCustomer} and a.column_name <> 'customer_id' order by 1, 2`,
  )
  return rows
}

// The same rows that an erasure takes: those under the customer, and those of others that name them.
async function erasable(main: pg.Client): Promise<{ name: string; by_column: string }[]> {
  return (await main.query<{ name: string; by_column: string }>('select name, by_column from public.erasable()')).rows
}
