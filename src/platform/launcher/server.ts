import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { cannot } from './connection.ts'
import { giveTo } from './places.ts'
import { isAlive, type Postmaster, readPostmaster, removeStalePidFile, serves } from './postmaster.ts'
import { settings, whoMayConnect } from './settings.ts'

/** Everything one start needs; the folders exist already, `data` may not. */
export type ServerPlan = {
  binaries: Binaries
  account: Account
  data: string
  socketFolder: string
  startLog: string
  tcp: boolean
  fsync: boolean
}

export const bootstrapRole = 'postgres'

const pollMs = 20
const recoveryMs = 15 * 60_000 // replaying a long WAL after a crash
const sharedMemoryTries = 40 // × 250 ms: the last backends of a killed server let go of its memory

/** Makes the data folder if there is none: aside first, so that a set-up cut short leaves nothing that looks like data. */
export function makeData(plan: ServerPlan, password: string): void {
  if (existsSync(join(plan.data, 'PG_VERSION'))) return
  const half = `${plan.data}.new`
  const passwordFile = join(plan.socketFolder, 'first-password')
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  giveTo(plan.account, half)
  giveTo(plan.account, passwordFile)
  // The built-in provider sorts by code point, the same on every machine and under every C library; people's order is the search index's matter.
  const locale = plan.binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8']
  const options = ['-D', half, '-U', bootstrapRole, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8']
  try {
    run(plan, 'initdb', [...options, ...locale, '--data-checksums', ...(plan.fsync ? [] : ['--no-sync'])])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  rmSync(plan.data, { recursive: true, force: true }) // an empty or half-made folder: it had no PG_VERSION
  renameSync(half, plan.data)
}

/** The server of this data folder that runs already, once it answers; undefined when none does. Clears a stale pid file. */
export async function adopt(plan: ServerPlan): Promise<Postmaster | undefined> {
  const found = readPostmaster(plan.data)
  if (!found) return undefined
  if (!serves(found.pid, plan.data)) {
    removeStalePidFile(plan.data)
    return undefined
  }
  return untilReady(plan, found.pid).catch(() => undefined)
}

export async function startServer(plan: ServerPlan): Promise<Postmaster> {
  const port = plan.tcp ? await freePort() : 5432
  writeConfiguration(plan, port)
  for (let attempt = 1; ; attempt += 1) {
    const started = await startOnce(plan)
    if (typeof started !== 'string') return started
    const other = await adopt(plan) // somebody else's start was a moment ahead of ours
    if (other) return other
    if (attempt === sharedMemoryTries || !/shared memory block|postmaster.pid/.test(started)) {
      throw cannot(`PostgreSQL did not start: ${started || 'it gave no reason'} (its log is in ${join(plan.data, 'log')}).`)
    }
    await sleep(250)
  }
}

// A session of its own: Ctrl-C in the terminal reaches main, and main decides in which order things stop.
async function startOnce(plan: ServerPlan): Promise<Postmaster | string> {
  const log = openSync(plan.startLog, 'w', 0o600)
  const child = spawn(join(plan.binaries.folder, 'bin', 'postgres'), ['-D', plan.data], {
    ...plan.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  })
  closeSync(log)
  child.on('error', () => undefined) // no pid then; the start log has nothing, the message below says so
  child.unref()
  if (child.pid === undefined) return `${plan.binaries.folder}/bin/postgres could not be run`
  const ready = await untilReady(plan, child.pid).catch(() => undefined)
  return ready ?? lastWords(plan.startLog)
}

// What runs as another user gets nothing of ours: no secrets from the environment, no odd settings of libpq.
function serverEnvironment(): Record<string, string> {
  const path = process.env['PATH'] ?? '/usr/bin:/bin'
  const root = process.env['SystemRoot']
  return { PATH: path, LC_ALL: 'C', PGDATESTYLE: 'ISO', ...(root ? { SystemRoot: root } : {}) }
}

async function untilReady(plan: ServerPlan, pid: number): Promise<Postmaster> {
  for (let waited = 0; waited < recoveryMs; waited += pollMs) {
    const found = readPostmaster(plan.data)
    if (found?.pid === pid && found.ready) return found
    if (!isAlive(pid)) break
    await sleep(pollMs)
  }
  throw cannot(`PostgreSQL (process ${pid}) did not become ready.`)
}

/** Ends it in order (disconnects everybody, writes a checkpoint); after `patienceMs` at once, as if the power had gone. */
export async function stopServer(pid: number, patienceMs: number): Promise<void> {
  signal(pid, 'SIGINT')
  for (let waited = 0; waited < patienceMs && isAlive(pid); waited += pollMs) await sleep(pollMs)
  if (isAlive(pid)) signal(pid, 'SIGQUIT')
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += pollMs) await sleep(pollMs)
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone meanwhile
  }
}

function writeConfiguration(plan: ServerPlan, port: number): void {
  const files = {
    'postgresql.conf': settings({ ...plan, port, major: plan.binaries.major }),
    'pg_hba.conf': whoMayConnect,
  }
  for (const [name, text] of Object.entries(files)) {
    const path = join(plan.data, name)
    writeFileSync(path, text, { mode: 0o600 })
    giveTo(plan.account, path)
  }
  chmodSync(plan.data, 0o700)
}

function run(plan: ServerPlan, program: string, args: string[]): void {
  try {
    execFileSync(join(plan.binaries.folder, 'bin', program), args, {
      ...plan.account,
      cwd: '/',
      encoding: 'utf8',
      stdio: 'pipe',
      env: serverEnvironment(),
    })
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : ''
    throw cannot(`PostgreSQL's ${program} failed: ${words || 'it gave no reason'}.`)
  }
}

function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8').split('\n')
  const fatal = lines.findLast((line) => /FATAL|PANIC|ERROR|error while loading/.test(line)) ?? lines.findLast(Boolean)
  return (fatal ?? '').replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '').replace(/\.$/, '')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, failed) => probe.once('error', failed).listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string') throw cannot('The system gave no free port for PostgreSQL.')
  return address.port
}
