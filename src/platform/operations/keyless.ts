import type pg from 'pg'

const batch = 10_000
const hasCustomer = `exists (select from pg_attribute t where t.attrelid = a.table_name::regclass and t.attname = 'customer_id')`

/**
 * Removes from a restored main database whoever has sealed rows but no key: their keys were destroyed after the main
 * backup was made, which is what erasure is. Rows whose erase rule says that they stay (`keep:…`) stay.
 * Both clients are in the restoring transactions. Gives how many were removed.
 */
export async function removeKeyless(main: pg.Client, keys: pg.Client): Promise<number> {
  const sealed = await sealedColumns(main)
  if (sealed.length === 0) return 0
  await main.query('create temporary table sealed_owner (customer_id bigint primary key, kept boolean not null default false) on commit drop')
  for (const { table, column } of sealed) {
    await main.query(`insert into sealed_owner select distinct customer_id from ${table} where ${column} is not null on conflict do nothing`)
  }
  await markThoseWithKeys(main, keys)
  const { rows } = await main.query<{ count: number }>('select count(*)::int as count from sealed_owner where not kept')
  const erased = rows[0]?.count ?? 0
  if (erased > 0) for (const table of await erasableTables(main)) await removeFrom(main, table)
  return erased
}

async function markThoseWithKeys(main: pg.Client, keys: pg.Client): Promise<void> {
  for (let last = '-1'; ; ) {
    const { rows } = await keys.query<{ id: string }>(
      `select customer_id::text as id from
         (select distinct customer_id from keyring.data_key where customer_id > $1::bigint order by 1 limit $2) k`,
      [last, batch],
    )
    const ids = rows.map((row) => row.id)
    await main.query('update sealed_owner set kept = true where customer_id = any($1::bigint[])', [ids])
    if (ids.length === 0) return
    last = ids.reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b))
  }
}

async function sealedColumns(main: pg.Client): Promise<{ table: string; column: string }[]> {
  const { rows } = await main.query<{ table: string; column: string }>(
    `select a.table_name as "table", quote_ident(a.column_name) as "column" from public.annotation a
      where a.erase = 'key' and ${hasCustomer} and a.column_name <> 'customer_id' order by 1, 2`,
  )
  return rows
}

// A row goes only when every annotated column of its table may go.
async function erasableTables(main: pg.Client): Promise<string[]> {
  const { rows } = await main.query<{ name: string }>(
    `select a.table_name as name from public.annotation a
      where ${hasCustomer} group by 1 having bool_and(a.erase not like 'keep:%') order by 1`,
  )
  return rows.map((row) => row.name)
}

async function removeFrom(main: pg.Client, table: string): Promise<void> {
  await main.query(`delete from ${table} t using sealed_owner o where not o.kept and o.customer_id = t.customer_id`)
}
