import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const longestSocketPath = 100
const mark = 'main-'

/**
 * A fresh folder for the wings' sockets: inside `run/` of the installation, or in a private folder under the system's temp
 * where that path is too long for a socket. Fresh at each start of main, because a keep whose main was killed takes its
 * sockets away when it ends, and must not take those of its successor. Folders of earlier starts are removed: call it as the
 * only main of the installation. `group` may walk in and use the sockets too: the office's, when it runs as another user.
 */
export function freshRunFolder(inHome: string, group?: number): string {
  const name = mark + randomBytes(4).toString('hex')
  const parent = join(inHome, name, 'door.sock').length <= longestSocketPath ? inHome : inTemp(inHome)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  if (group !== undefined && parent !== inHome) chmodSync(parent, 0o711)
  for (const old of readdirSync(parent)) if (old.startsWith(mark)) rmSync(join(parent, old), { recursive: true, force: true })
  const folder = join(parent, name)
  mkdirSync(folder, { mode: 0o700 })
  if (group !== undefined) {
    chownSync(folder, process.getuid?.() ?? 0, group)
    chmodSync(folder, forGroup | 0o710) // after chown, which takes the bit away
  }
  return folder
}

/** Set on a folder, what is made in it belongs to the folder's group (setgid). */
const forGroup = 0o2000

/** Closes a socket just made to all but its user, and the folder's group where that was let in. */
export function closeSocket(path: string): void {
  chmodSync(path, statSync(dirname(path)).mode & forGroup ? 0o660 : 0o600)
}

/** The folders that starts of this installation have made and not removed: at most one has sockets that answer. */
export function runFolders(inHome: string): string[] {
  const parents = [inHome, inTemp(inHome)].filter((parent) => existsSync(parent))
  return parents.flatMap((parent) => readdirSync(parent).flatMap((name) => (name.startsWith(mark) ? [join(parent, name)] : [])))
}

function inTemp(inHome: string): string {
  return join(tmpdir(), `rapport-${process.getuid?.() ?? 0}-${createHash('sha256').update(inHome).digest('hex').slice(0, 12)}`)
}
