import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { TestStore } from './store.ts'

// Parts of an installation as an operator starts them on machines of their own.

const rapport = join(import.meta.dirname, '../bin/rapport')
const readyLine = /^Rapport is ready: (.+)$/m

/** What the machine of a keep is told of the database. */
export const keepEnv = (store: TestStore) => ({ KEEP_DATABASE_URL: store.url.keep, KEYS_DATABASE_URL: store.url.keys })

export function certificates(home: string, to: string): void {
  const made = spawnSync(rapport, ['certificates', '--home', home, '--to', to], { encoding: 'utf8', env: cleanEnv() })
  assert.equal(made.status, 0, made.stderr)
  assert.match(made.stdout, /office: copy it to each machine of that part, good until \d{4}/)
}

export type Part = { child: ChildProcess; ready: Promise<void>; said(): string; stop(): Promise<number | null> }

export function startPart(t: TestContext, o: { folder: string; door: string; url: string; role: string; env: Record<string, string>; args: string[] }): Part {
  const args = ['start', '--role', o.role, '--door', o.door, '--public-url', o.url, ...o.args]
  const child = spawn(rapport, args, { cwd: o.folder, env: { ...cleanEnv(), ...o.env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (bytes: Buffer) => {
      said += bytes.toString('utf8')
      if (readyLine.test(said)) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    void exit.then(() => reject(new Error(`${o.role} ended:\n${said}`)))
  })
  ready.catch(() => {})
  const stop = () => {
    child.kill('SIGTERM')
    return exit
  }
  t.after(stop)
  return { child, ready, said: () => said, stop }
}

export async function ended(part: Part): Promise<{ said: string }> {
  await new Promise((resolve) => part.child.once('close', resolve))
  assert.equal(part.child.exitCode, 1)
  return { said: part.said() }
}

/** Nothing of the test run's own settings reaches a part. */
const cleanEnv = () => ({ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' })
