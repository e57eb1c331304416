import { createHash } from 'node:crypto'
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { badInput } from '../errors.ts'
import { isAlive } from '../launcher/index.ts'
import type { Manifest } from './manifest.ts'

/**
 * Fills a new folder under another name and gives it its own only when everything in it is on disk: one cut short is
 * never taken for a whole one. `fill` throws to leave nothing.
 */
export async function makeWhole<R>(folder: string, fill: (half: string) => Promise<R>): Promise<R> {
  if (existsSync(folder)) throw badInput(`${folder} exists already; a backup never overwrites another.`)
  clearDead(dirname(folder))
  const half = join(dirname(folder), `.${process.pid}-${basename(folder)}.half`)
  mkdirSync(half, { recursive: true, mode: 0o700 })
  try {
    const result = await fill(half)
    syncFolder(half)
    renameSync(half, folder)
    syncFolder(dirname(folder))
    return result
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw error
  }
}

/** Removes what backups left that were killed. */
function clearDead(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^\.(\d+)-.*\.half$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

// A rename is on disk only when its folder is. Windows has no such call and needs none.
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** A pass-through that counts and hashes the bytes going by. */
export function fingerprint(): { stream: Transform; result(): { bytes: number; sha256: string } } {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/** Reads every file of a backup and compares it with the manifest: damage is told with the file's name, before anything is restored. */
export async function verifyFiles(folder: string, manifest: Manifest): Promise<void> {
  for (const { file, bytes, sha256 } of manifest.tables) {
    const path = join(folder, file)
    if (file.includes('/') || file.includes('\\')) throw badInput(`${folder} names a file outside itself: ${file}.`)
    if (!existsSync(path)) throw badInput(`${path} is missing from the backup.`)
    const print = fingerprint()
    await pipeline(createReadStream(path), print.stream, async (source) => {
      for await (const _ of source);
    })
    const found = print.result()
    if (found.bytes !== bytes || found.sha256 !== sha256) {
      throw badInput(`${path} is damaged: its content is not what was backed up. Nothing was restored.`)
    }
  }
}
