import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { cannot } from './connection.ts'

/** Who PostgreSQL runs as. `undefined` means: as we are. PostgreSQL refuses to run as root, and it is right. */
export type Account = { uid: number; gid: number } | undefined

const fallback = 'nobody'

/**
 * As an ordinary user: ourselves. As root: the owner of the data when there is data, else the user named
 * by RAPPORT_PG_USER, else `nobody`. No system user is ever added to the machine.
 */
export function serverAccount(dataFolder: string): Account {
  const own = process.getuid?.()
  if (own === undefined) return undefined
  const owner = ownerOf(dataFolder)
  if (own !== 0) {
    if (owner && owner.uid !== own) {
      throw cannot(`The data in ${dataFolder} belongs to user ${owner.uid} and you are user ${own}: start Rapport as the user (or root) who made it.`)
    }
    return undefined
  }
  return owner && owner.uid !== 0 ? owner : named(process.env['RAPPORT_PG_USER'] ?? fallback)
}

function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found && { uid: found.uid, gid: found.gid }
}

// initdb looks its own user up by number, so the account has to stand in passwd.
function named(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = (line ?? '').split(':').map(Number)
  if (uid === undefined || gid === undefined || uid === 0) {
    throw cannot(`PostgreSQL cannot run as root and this machine has no unprivileged user "${name}": set RAPPORT_PG_USER to one it has.`)
  }
  return { uid: uid >>> 0, gid: gid >>> 0 } // macOS writes nobody as -2
}

const tests = { walk: 'test -x "$1"', run: 'test -x "$1" && test -r "$1"', read: 'test -r "$1"' } as const

/** Whether that account can walk to the path and use it; asked of the system itself, so ACLs and odd mounts count. */
export function canUse(account: Account, path: string, access: 'walk' | 'run' | 'read'): boolean {
  if (!account) return true
  const test = tests[access]
  return spawnSync('/bin/sh', ['-c', test, 'sh', path], { ...account, cwd: '/' }).status === 0
}
