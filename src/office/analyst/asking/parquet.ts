import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ask, type Duck, literal } from '../mirror/duck.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { type Permitted, permitted } from './permitted.ts'

export type Files = { written: number; kept: number; removed: number; rows: number }

/**
 * Writes what may be asked as Parquet into a folder: of what happens one file a table and month (`interaction/2026-10.parquet`), of all else one a table
 * (`subject/all.parquet`). Each file says by which rows it was made, so that one that is still right is left as it is: a run that was broken off goes on, and
 * the next one writes only months that changed. A file whose rows are gone goes.
 */
export async function writeParquet(mirror: Mirror, o: { folder: string; month: string | null }): Promise<Files> {
  await mirror.refreshAside()
  mkdirSync(o.folder, { recursive: true, mode: 0o700 })
  return mirror.reading(async (duck) => {
    const files: Files = { written: 0, kept: 0, removed: 0, rows: 0 }
    const marks = await marksIn(duck, o.folder) // before: what cannot be read would break the transaction off
    await duck.run('begin transaction') // one moment for all tables
    try {
      for (const table of permitted) await writeTable(duck, table, { ...o, marks }, files)
    } finally {
      await duck.run('rollback')
    }
    return files
  })
}

async function writeTable(
  duck: Duck,
  table: Permitted,
  o: { folder: string; month: string | null; marks: ReadonlyMap<string, string> },
  files: Files,
): Promise<void> {
  const folder = join(o.folder, table.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const named = table.time === undefined ? `'all'` : `strftime(t.${table.time}, '%Y-%m')`
  const wanted = table.time === undefined || o.month === null ? '' : `where ${named} = ${literal(o.month)}`
  const parts = await ask(
    duck,
    `select ${named} as part, count(*) as n, sum(hash(t))::varchar as made_by from (${table.said}) t ${wanted} group by 1 order by 1`,
  )
  for (const { part, n, made_by } of parts) {
    const file = join(folder, `${part}.parquet`)
    const mark = `${n} ${made_by}`
    files.rows += Number(n)
    if (o.marks.get(file) === mark) {
      files.kept += 1
      continue
    }
    const fresh = `${file}.new`
    const rows = `select * from (${table.said}) t where ${named} = ${literal(String(part))}`
    await duck.run(`copy (${rows}) to ${literal(fresh)} (format parquet, kv_metadata {made_by: ${literal(mark)}})`)
    renameSync(fresh, file)
    files.written += 1
  }
  const stand = new Set(parts.map(({ part }) => `${part}.parquet`))
  for (const name of readdirSync(folder)) {
    const isOther = o.month !== null && table.time !== undefined && name !== `${o.month}.parquet`
    if (stand.has(name) || isOther || !/\.parquet(\.new)?$/.test(name)) continue
    rmSync(join(folder, name))
    files.removed += 1
  }
}

/** By which rows each file that stands there was made. */
async function marksIn(duck: Duck, folder: string): Promise<Map<string, string>> {
  const marks = new Map<string, string>()
  for (const { name } of permitted) {
    const inside = join(folder, name)
    if (!existsSync(inside)) continue
    for (const one of readdirSync(inside)) {
      const mark = await markOf(duck, join(inside, one))
      if (mark !== undefined) marks.set(join(inside, one), mark)
    }
  }
  return marks
}

async function markOf(duck: Duck, file: string): Promise<string | undefined> {
  try {
    const [row] = await ask(duck, `select decode(value) as made_by from parquet_kv_metadata(${literal(file)}) where decode(key) = 'made_by'`)
    return row && String(row['made_by'])
  } catch {
    return undefined // no file of ours, or broken off
  }
}
