import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const longestSocketPath = 100

/** Where the wings' sockets stand: `run/` of the installation, or a private folder under the system's temp where that path is too long for a socket. */
export function runFolder(inHome: string): string {
  if (join(inHome, 'door.sock').length <= longestSocketPath) {
    mkdirSync(inHome, { recursive: true })
    return inHome
  }
  const short = join(tmpdir(), `rapport-${process.getuid?.() ?? 0}-${createHash('sha256').update(inHome).digest('hex').slice(0, 12)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  return short
}
