import { bring, intoTable, type Road, underPerson } from './bring.ts'
import { ask, type Duck, idsIn } from './duck.ts'
import { columnNames, type MirrorTable, mirrorTables, quoted } from './shape.ts'
import { type Change, idsText } from './store.ts'

// One turn of the copy: what some writing transactions of the keep changed. States of a customer are taken anew as they stand; of the log only new
// rows are taken, found by their batch, for a customer may have ten thousand. Where a batch says that the log changed and has no rows, rows went or
// came back; where a customer is another person now, or stands otherwise, its rows lie under the wrong one: then all rows of those customers are
// taken anew. So nothing depends on the order of changes, nor on how many a turn takes.

/** Applies changes inside a transaction of DuckDB, reading the store in the snapshot that they were found in. 'lost': it cannot be known what changed. */
export async function applyChanges(road: Road, changes: readonly Change[]): Promise<{ rows: number } | 'lost'> {
  const { duck } = road
  const stated = changes.filter((change) => change.what.some((part) => !isLog(part) && part !== 'product'))
  const logged = changes.filter((change) => change.what.some(isLog))
  let rows = 0
  await duck.run('create or replace temp table anew (customer_id BIGINT)')
  rows += await takeStates(road, stated)
  const fresh = await stageLogs(road, logged)
  if (fresh === 'lost') return 'lost'
  rows += fresh + (await takeLogs(road, logged.length > 0))
  rows += await takeRegisters(
    road,
    changes.filter((change) => change.what.includes('product')).map((change) => change.batch),
  )
  return { rows }
}

const isLog = (part: string) => part === 'interaction' || part === 'interaction_item'
const namedBy = (changes: readonly Change[]) => [...new Set(changes.flatMap((change) => change.customers ?? []))]
const unnamed = (changes: readonly Change[]) => changes.filter((change) => change.customers === null).map((change) => change.batch)
const tables = (kind: MirrorTable['kind']) => mirrorTables.filter((table) => table.kind === kind)

async function takeStates(road: Road, changes: readonly Change[]): Promise<number> {
  if (changes.length === 0) return 0
  const { duck } = road
  const [named, batches] = [namedBy(changes), unnamed(changes)]
  await duck.run(`create or replace temp table changed as select unnest([${named.join(', ')}]::bigint[]) as customer_id`)
  let ids = named
  let rows = 0
  for (const table of tables('state')) {
    const staged = `staged_${table.name}`
    const isFirst = table.name === 'derived' // says also whom those batches were about that name nobody
    await stage(road, table, `customer_id = any(${idsText(ids)})${isFirst && batches.length > 0 ? ` or batch = any(${idsText(batches)})` : ''}`)
    if (isFirst) {
      if (batches.length > 0) {
        await duck.run(`insert into changed select customer_id from ${staged} where customer_id not in (select customer_id from changed)`)
        ids = (await ask(duck, 'select customer_id from changed')).map((row) => Number(row['customer_id']))
      }
      await duck.run(`insert into anew select d.customer_id from derived d join changed using (customer_id) left join ${staged} s using (customer_id)
        where s.customer_id is null or s.person <> d.person or s.status <> d.status or s.status = 'erased'`)
    }
    await duck.run(`delete from ${table.name} where customer_id in (select customer_id from changed)`)
    await duck.run(intoTable(table)(staged))
    rows += await count(duck, staged)
  }
  return rows
}

/** Puts the new rows of the log aside, and notes whose log is to be taken anew. Gives 'lost' when somebody's is and nobody says whose. */
async function stageLogs(road: Road, changes: readonly Change[]): Promise<number | 'lost'> {
  if (changes.length === 0) return 0
  const { duck } = road
  const [named, batches] = [namedBy(changes), unnamed(changes)]
  const all = idsText(changes.map((change) => change.batch))
  const byCustomer = `customer_id = any(${idsText(named)}) and batch = any(${all})`
  let rows = 0
  for (const table of tables('log')) {
    await stage(road, table, named.length === 0 ? `batch = any(${idsText(batches)})` : byCustomer)
    if (named.length > 0 && batches.length > 0)
      await bring(road, {
        table,
        where: `batch = any(${idsText(batches)}) and customer_id <> all(${idsText(named)})`,
        into: (source) => `insert into staged_${table.name} by name select ${columnNames(table)} from ${source}`,
      })
    rows += await count(duck, `staged_${table.name}`)
  }
  const seen = new Set(
    (
      await ask(
        duck,
        `select distinct batch from (${tables('log')
          .map((table) => `select batch from staged_${table.name}`)
          .join(' union all ')})`,
      )
    ).map((row) => row['batch']),
  )
  const bare = changes.filter((change) => !seen.has(change.batch))
  if (bare.some((change) => change.customers === null)) return 'lost'
  const whose = namedBy(bare)
  if (whose.length > 0) await duck.run(`insert into anew ${idsIn(whose)}`)
  return rows
}

/** Adds what was put aside, but of those whose log is taken anew everything. */
async function takeLogs(road: Road, areStaged: boolean): Promise<number> {
  const { duck } = road
  const anew = (await ask(duck, 'select distinct customer_id from anew')).map((row) => Number(row['customer_id']))
  let rows = 0
  for (const table of tables('log')) {
    const staged = `staged_${table.name}`
    if (areStaged)
      await duck.run(`insert into ${table.name} by name ${underPerson(`(select * from ${staged} where customer_id not in (select customer_id from anew))`)}`)
    if (anew.length > 0) {
      await duck.run(`delete from ${table.name} where customer_id in (select customer_id from anew)`)
      rows += await bring(road, { table, where: `customer_id = any(${idsText(anew)})`, into: intoTable(table) })
    }
    await duck.run(`drop table if exists ${staged}`)
  }
  return rows
}

async function takeRegisters(road: Road, batches: readonly number[]): Promise<number> {
  if (batches.length === 0) return 0
  const { duck } = road
  let rows = 0
  for (const table of tables('register')) {
    await stage(road, table, `batch = any(${idsText(batches)})`)
    const key = quoted(table.key)
    await duck.run(`delete from ${table.name} where (${key}) in (select (${key}) from staged_${table.name})`)
    await duck.run(intoTable(table)(`staged_${table.name}`))
    rows += await count(duck, `staged_${table.name}`)
  }
  return rows
}

async function stage(road: Road, table: MirrorTable, where: string): Promise<void> {
  const columns = table.columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')
  await road.duck.run(`create or replace temp table staged_${table.name} (${columns})`)
  await bring(road, { table, where, into: (source) => `insert into staged_${table.name} by name select ${columnNames(table)} from ${source}` })
}

const count = async (duck: Duck, table: string): Promise<number> => Number((await ask(duck, `select count(*) as n from ${table}`))[0]?.['n'] ?? 0)
