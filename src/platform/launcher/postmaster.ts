import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Address, codeOf } from './connection.ts'

/** What a running PostgreSQL says of itself in `postmaster.pid` (src/include/utils/pidfile.h gives the lines). */
export type Postmaster = { pid: number; at: Address; ready: boolean }

/** Reads `postmaster.pid`; undefined when there is none or it is still being written. */
export function readPostmaster(data: string): Postmaster | undefined {
  let text: string
  try {
    text = readFileSync(join(data, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  const [pid, , , port, socket, listen, , status] = text.split('\n').map((line) => line.trim())
  if (!pid || !port) return undefined
  return {
    pid: Math.abs(Number(pid)),
    at: { host: socket || listen || '127.0.0.1', port: Number(port) },
    ready: status === 'ready',
  }
}

/** Whether that pid is alive and is the PostgreSQL of this data folder, not some process that got its number later. */
export function serves(pid: number, data: string): boolean {
  return isAlive(pid) && commandLine(pid).includes(data)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return !isZombie(pid)
}

/** A pid file left by a dead server stops PostgreSQL from starting when its number is in use again. */
export function removeStalePidFile(data: string): void {
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

// A dead child that nobody waits for (in a container without an init) still answers to signal 0.
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return true
  }
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
