import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { RunningPostgres } from '../../src/platform/launcher/index.ts'

export type Keep = { socket: string; secret: string; pid: number; rssMb(): number; profile(): void; stop(): Promise<void> }

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
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the keep of the bench ended with ${code}`)))
    child.on('message', (said: { secret?: string; rssMb?: number }) => {
      rss = Math.max(rss, said.rssMb ?? 0)
      if (said.secret !== undefined)
        resolve({ socket, secret: said.secret, pid: child.pid ?? 0, rssMb: () => rss, profile: () => child.send('profile'), stop: () => ended(child) })
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

/** As the launcher starts the keep. */
const keepOptions = ['--max-old-space-size=640', '--max-semi-space-size=32']

function start(file: string, env: { [name: string]: string }): ChildProcess {
  return fork(join(import.meta.dirname, file), [], { execArgv: keepOptions, env: { ...process.env, ...env } })
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.disconnect()
  })
}
