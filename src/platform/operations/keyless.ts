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
  for (const table of erased > 0 ? await erasableTables(main) : []) {
    await main.query(`delete from ${table} t using public.restore_gone g where g.customer_id = t.customer_id`)
  }
  for (const table of erased > 0 ? await pairTables(main) : []) {
    await main.query(`delete from ${table} t using public.restore_gone g where g.customer_id = t.other_id`)
  }
  await main.query('drop table public.restore_keyed, public.restore_gone')
  return erased
}

async function sealedColumns(main: pg.Client): Promise<{ table: string; column: string }[]> {
  const { rows } = await main.query<{ table: string; column: string }>(
    `select a.table_name as "table", quote_ident(a.column_name) as "column" from public.annotation a
      where a.erase = 'key' and ${hasCustomer} and a.column_name <> 'customer_id' order by 1, 2`,
  )
  return rows
}

// A row about two customers stands under one of them and names the other.
async function pairTables(main: pg.Client): Promise<string[]> {
  const { rows } = await main.query<{ name: string }>(
    `select distinct a.table_name as name from public.annotation a where ${hasCustomer} and a.column_name = 'other_id' and a.erase = 'row' order by 1`,
  )
  return rows.map((row) => row.name)
}

// A row goes only when every annotated column of its table may go.
async function erasableTables(main: pg.Client): Promise<string[]> {
  const { rows } = await main.query<{ name: string }>(
    `select a.table_name as name from public.annotation a
      where ${hasCustomer} group by 1 having bool_and(a.erase not like 'keep:%') order by 1`,
  )
  return rows.map((row) => row.name)
}
