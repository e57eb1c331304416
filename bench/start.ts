import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres } from '../src/platform/launcher/index.ts'
import { percentile, print } from './scratch.ts'

// What an operator waits for: `bin/rapport start` on an existing folder, from the command to the line that says it is ready, and
// the address answers by then. The limit is PostgreSQL alone, started on the same data.

const rounds = { small: 3, full: 10 } as const
const port = 4979
const command = join(import.meta.dirname, '../bin/rapport')
const readyLine = /^Rapport is ready: (\S+)$/m

/** Prints ready_s. */
export async function start({ size }: { size: 'small' | 'full' }): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'rapport-bench-start-'))
  chmodSync(home, 0o711)
  try {
    await oneStart(home) // the first makes the data
    const whole: number[] = []
    const bare: number[] = []
    for (let i = 0; i < rounds[size]; i++) {
      whole.push(await oneStart(home))
      const from = performance.now()
      const postgres = await ensurePostgres({ home, say: () => {} })
      bare.push((performance.now() - from) / 1000)
      await postgres.stop()
    }
    print({ bench: 'start', figure: 'ready_s', value: percentile(whole, 0.5), unit: 's', n: whole.length, limit: percentile(bare, 0.5) })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Seconds to the line and to an answer of /health; ends it in order. */
async function oneStart(home: string): Promise<number> {
  const from = performance.now()
  const env = { ...process.env, RAPPORT_LOG: 'error' }
  const child = spawn(command, ['start', '--home', home, '--port', String(port)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer) => {
      said += bytes.toString('utf8')
      const ready = readyLine.exec(said)?.[1]
      if (ready) resolve(ready)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`rapport start ended:\n${said}`)))
  })
  const answer = await fetch(`${url}/health`)
  if (answer.status !== 200) throw new Error(`/health answers ${answer.status} when all is said to be ready`)
  const seconds = (performance.now() - from) / 1000
  child.removeAllListeners('exit')
  await new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
  return seconds
}
