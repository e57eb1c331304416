import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readAside, takeNeeds, writeAside } from './aside.ts'
import { bring, intoTable } from './bring.ts'
import { ask, type Duck, type DuckBounds, type DuckFile, literal, openDuck } from './duck.ts'
import { emptyMirror, mirrorShape, mirrorTables } from './shape.ts'
import { type FactDb, inSnapshot, newsSince } from './store.ts'

// The file of the copy: opened when it is ours and whole, else made anew beside and put in its place.

/** Up to where the copy has taken in the store; in the same transaction of DuckDB as the rows. */
export type Mark = { store: string; snapshot: string; at: Date; loadedAt: Date }
export type Opened = { file: DuckFile; mark: Mark }
export type Place = { folder: string; bounds: DuckBounds /** While the first rows come, nobody asks: it may use more. */; loadThreads: number }

const path = (place: Place) => join(place.folder, 'mirror.duckdb')
const fresh = (place: Place) => join(place.folder, 'mirror.new.duckdb')
export const piecesFolder = (place: Place): string => join(place.folder, 'pieces')

/** Opens what stands there; undefined when nothing does, or of another shape. Throws when another process has it open. */
export async function openMirrorFile(place: Place): Promise<Opened | undefined> {
  mkdirSync(piecesFolder(place), { recursive: true, mode: 0o700 })
  for (const name of readdirSync(piecesFolder(place))) rmSync(join(piecesFolder(place), name), { force: true })
  remove(fresh(place))
  if (!existsSync(path(place))) return undefined
  const file = await openDuck(path(place), place.bounds).catch((error: unknown) => {
    if (String(error).includes('lock')) throw error
    return undefined // broken, or of another DuckDB
  })
  if (!file) return undefined
  const mark = await markIn(file)
  if (mark) return { file, mark }
  file.close()
  return undefined
}

async function markIn(file: DuckFile): Promise<Mark | undefined> {
  const duck = await file.connect()
  try {
    const [row] = await ask(duck, `select store, snapshot, epoch_ms("at") as at_ms, epoch_ms(loaded_at) as loaded_ms from mark where shape = ${mirrorShape}`)
    if (!row) return undefined
    return { store: String(row['store']), snapshot: String(row['snapshot']), at: new Date(Number(row['at_ms'])), loadedAt: new Date(Number(row['loaded_ms'])) }
  } catch {
    return undefined // no such table: it was never finished
  } finally {
    duck.closeSync()
  }
}

/** Notes how far the copy is; call it in the transaction that wrote the rows. */
export async function writeMark(duck: Duck, mark: Mark): Promise<void> {
  await duck.run('delete from mark')
  const time = (at: Date) => `make_timestamp(${at.getTime() * 1000})`
  await duck.run(`insert into mark values (${mirrorShape}, ${literal(mark.store)}, ${literal(mark.snapshot)}, ${time(mark.at)}, ${time(mark.loadedAt)})`)
}

/** Makes the copy anew beside what stands, from one snapshot of the store. Gives how many rows it has; it is not in its place yet. */
export async function loadBeside(place: Place, db: FactDb, o: { now: Date; told(rows: number): void }): Promise<number> {
  remove(fresh(place))
  const file = await openDuck(fresh(place), { ...place.bounds, threads: place.loadThreads })
  const duck = await file.connect()
  try {
    for (const statement of emptyMirror) await duck.run(statement)
    let rows = 0
    await inSnapshot(db, async (tx) => {
      const news = await newsSince(tx, undefined)
      for (const table of mirrorTables) {
        rows += await bring({ tx, duck, folder: piecesFolder(place) }, { table, into: intoTable(table) })
        o.told(rows)
      }
      await writeMark(duck, { store: news.store, snapshot: news.snapshot, at: news.at, loadedAt: o.now })
    })
    await takeNeeds(db, duck)
    await writeAside(duck, await readAside(db))
    await duck.run('checkpoint')
    return rows
  } finally {
    duck.closeSync()
    file.close()
  }
}

/** Puts what was made beside into its place and opens it. The old file must be closed. */
export async function takeFresh(place: Place): Promise<Opened> {
  remove(path(place))
  renameSync(fresh(place), path(place))
  const opened = await openMirrorFile(place)
  if (!opened) throw new Error('the copy that was just made cannot be read')
  return opened
}

function remove(file: string): void {
  for (const one of [file, `${file}.wal`]) rmSync(one, { force: true })
}
