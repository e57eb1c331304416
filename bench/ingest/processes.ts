import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningPostgres } from '../../src/platform/launcher/index.ts'

export type Keep = { socket: string; secret: string; rssMb(): number; cpuUs(): number; profile(): void; stop(): Promise<void> }

/** Starts the keep's part of recording. */
export function startKeep(postgres: RunningPostgres, folder: string): Promise<Keep> {
  const socket = join(folder, 'keep.sock')
  const child = start('keep.ts', {
    BENCH_KEEP_URL: postgres.url('keep'),
    BENCH_KEYS_URL: postgres.url('keep', 'rapport_keys'),
    BENCH_FOLDER: folder,
    BENCH_SOCKET: socket,
  })
  let rss = 0
  let cpu = 0
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the keep of the bench ended with ${code}`)))
    child.on('message', (said: { secret?: string; rssMb?: number; cpuUs?: number }) => {
      rss = Math.max(rss, said.rssMb ?? 0)
      cpu = said.cpuUs ?? cpu
      if (said.secret !== undefined)
        resolve({ socket, secret: said.secret, rssMb: () => rss, cpuUs: () => cpu, profile: () => child.send('profile'), stop: () => ended(child) })
    })
  })
}

/** Starts the office's part: a public port that hands on to the keep. */
export function startOffice(socket: string): Promise<{ port: number; stop(): Promise<void> }> {
  const child = start('office.ts', { BENCH_SOCKET: socket })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the office of the bench ended with ${code}`)))
    child.once('message', ({ port }: { port: number }) => resolve({ port, stop: () => ended(child) }))
  })
}

function start(file: string, env: { [name: string]: string }): ChildProcess {
  return fork(join(import.meta.dirname, file), [], { env: { ...process.env, ...env } })
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.disconnect()
  })
}

const tickUs = 10_000

/** Processor time of a PostgreSQL and its backends so far, in microseconds, where /proc tells it; else 0. */
export function cpuUsOf(postmaster: number): number {
  if (!existsSync('/proc/self/stat')) return 0
  let sum = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid)
    if (Number(pid) === postmaster || stat.parent === postmaster) sum += stat.ticks
  }
  return sum * tickUs
}

/** Fields of proc(5): the parent is the 4th, user and system time the 14th and 15th. */
function statOf(pid: string): { parent: number; ticks: number } {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return { parent: 0, ticks: 0 } // it has just ended
  }
}
