import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres, keysDatabase, migrate, type RunningPostgres } from '../src/platform/launcher/index.ts'

/** A durable PostgreSQL of its own in a temporary folder, migrated; `end` stops it and removes everything. */
export async function scratchStore(): Promise<{ postgres: RunningPostgres; folder: string; keysUrl: string; end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  chmodSync(folder, 0o711) // as root, PostgreSQL runs as somebody else who has to walk in
  const postgres = await ensurePostgres({ home: folder, say: () => {} })
  await migrate({ ownerUrl: postgres.url('owner'), keysOwnerUrl: postgres.url('owner', keysDatabase) })
  return {
    postgres,
    folder,
    keysUrl: postgres.url('keep', keysDatabase),
    end: async () => {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Figure = { bench: string; figure: string; value: number; unit: string; n: number; limit?: number }

/** One JSON line; `ratio` is value ÷ limit. */
export function print(f: Figure): void {
  const rounded = (x: number) => Math.round(x * 1000) / 1000
  const line = { ...f, value: rounded(f.value) }
  process.stdout.write(`${JSON.stringify(f.limit === undefined ? line : { ...line, limit: rounded(f.limit), ratio: rounded(f.value / f.limit) })}\n`)
}

export function percentile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
