import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start as startHouse } from '../src/main.ts'
import { ensurePostgres } from '../src/platform/launcher/index.ts'
import { percentile, print } from './scratch.ts'

// From `rapport start` on an existing folder to all parts ready. The limit is PostgreSQL alone, started on the same data.

const rounds = { small: 3, full: 10 } as const
const port = 4979

/** Prints ready_s. */
export async function start({ size }: { size: 'small' | 'full' }): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'rapport-bench-start-'))
  chmodSync(home, 0o711)
  try {
    await (await startHouse({ home, port, say: () => {} })).stop()
    const whole: number[] = []
    const bare: number[] = []
    for (let i = 0; i < rounds[size]; i++) {
      const from = performance.now()
      const running = await startHouse({ home, port, say: () => {} })
      whole.push((performance.now() - from) / 1000)
      await running.stop()
      const again = performance.now()
      const postgres = await ensurePostgres({ home, say: () => {} })
      bare.push((performance.now() - again) / 1000)
      await postgres.stop()
    }
    print({ bench: 'start', figure: 'ready_s', value: percentile(whole, 0.5), unit: 's', n: whole.length, limit: percentile(bare, 0.5) })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
