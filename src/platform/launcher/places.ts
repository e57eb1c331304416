import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Account, canUse } from './account.ts'
import { elsewhere } from './binaries.ts'
import { cannot } from './connection.ts'
import { type Home, homeAt } from './home.ts'

/** A socket's path must fit sun_path: 108 bytes with its closing zero on Linux, 104 on macOS and BSD. */
const longestSocketPath = process.platform === 'linux' ? 107 : 103
const socketName = '/.s.PGSQL.65535'

const pointerOf = (home: Home) => join(home.root, 'data.path')

/** Where the data of an installation is: in its folder, or where a start as root has had to put it. */
export function knownDataFolder(home: Home): string {
  const pointer = pointerOf(home)
  if (!existsSync(pointer)) return home.data
  const told = readFileSync(pointer, 'utf8').trim()
  if (existsSync(told)) return told // even if the home can be entered by now: two data folders would be two truths
  throw cannot(`${pointer} says the data is in ${told}, which does not exist: restore that folder or remove the file.`)
}

/** The same for whoever only looks: the folder of the data, which need not be there. */
export function dataFolderOf(root: string): string {
  return knownDataFolder(homeAt(root))
}

/** Where this installation's data is, made if needed and given to the account: in the home, or elsewhere when the account cannot walk in. */
export function dataFolder(home: Home, account: Account, say: (line: string) => void): string {
  if (existsSync(pointerOf(home))) return knownDataFolder(home)
  if (canUse(account, home.root, 'walk')) return home.data
  const folder = join(elsewhere, nameOf(home.root), 'data')
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 })
  if (existsSync(home.data)) {
    cpSync(home.data, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    giveTo(account, folder)
    chmodSync(folder, 0o700)
    rmSync(home.data, { recursive: true, force: true })
  }
  writeFileSync(pointerOf(home), `${folder}\n`, { flush: true })
  say(`PostgreSQL may not run as root and no other user can enter ${home.root}: its data is in ${folder}.`)
  return folder
}

/** The folder of the socket: short enough, and one the account can write to. */
export function socketFolder(home: Home, account: Account): string {
  const inHome = join(home.run, 'pg')
  const fits = Buffer.byteLength(inHome + socketName) <= longestSocketPath
  if (fits && canUse(account, home.run, 'walk')) return ownFolder(inHome, account)
  if (process.getuid?.() === 0) return ownFolder(join(elsewhere, nameOf(home.root), 'run'), account)
  return ownFolder(join(tmpdir(), `rapport-${nameOf(home.root)}`), account)
}

// In a folder anybody may write to, somebody else could have made ours first and would own the socket's place.
function ownFolder(folder: string, account: Account): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const found = lstatSync(folder)
  const mine = [process.getuid?.(), account?.uid]
  if (!found.isDirectory() || !mine.includes(found.uid)) {
    throw cannot(`${folder} belongs to somebody else (user ${found.uid}): remove it, or put RAPPORT_HOME at a shorter path.`)
  }
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

export function giveTo(account: Account, folder: string): void {
  if (account) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder])
}

function nameOf(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 12)
}
