// Importing order lines (design §9, "import"): a CSV that lies sealed in the installation, from the word "run" until every
// line is stored and the sums agree. The keep runs in a process of its own with its courier. The limit is a raw COPY of the
// same rows into the same tables with their indexes, in the same run.

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres, migrate, type RunningPostgres } from '../src/platform/launcher/index.ts'
import { copyOfTheImport } from './import/bare-copy.ts'
import { type FileOf, writeOrderLines } from './import/file.ts'

const sizes = { small: 50_000, full: 1_000_000 } as const

/** As the launcher starts the keep: with room for the young objects of a whole transaction. */
const keepOptions = ['--max-semi-space-size=64']

/** What the keep of the bench tells. */
type Told = {
  ready?: true
  rssMb?: number
  uploadedMs?: number
  lookedMs?: number
  ranMs?: number
  cpuUs?: number
  agreedMs?: number
  agrees?: boolean
  trouble?: string
}

/** Prints a JSON line for each figure. */
export async function importLines({ size }: { size: 'small' | 'full' }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  const postgres = await ensurePostgres({ home: folder, say: () => {} })
  try {
    await migrate({ ownerUrl: postgres.ownerUrl })
    const file = writeOrderLines(join(folder, 'lines.csv'), sizes[size])
    const told = await runKeep(postgres, folder, file)
    if (!told.agrees) throw new Error(told.trouble ?? 'the sums do not agree')
    const bare = await copyOfTheImport(postgres)
    if (bare.lines !== file.lines) throw new Error(`${file.lines} lines were imported and ${bare.lines} are there`)
    const perSecond = (ms: number | undefined) => file.lines / ((ms ?? Number.NaN) / 1000)
    print('rows_per_s', perSecond(told.ranMs), '1/s', file.lines, bare.lines / (bare.ms / 1000))
    // What a line costs the keep in processor time says more than its rate on a machine that does other things too.
    print('keep_cpu_us', (told.cpuUs ?? 0) / file.lines, 'µs', file.lines)
    print('compare_sums_ms', told.agreedMs ?? 0, 'ms', file.lines)
    print('dry_run_rows_per_s', perSecond(told.lookedMs), '1/s', file.lines)
    print('upload_mb_per_s', file.bytes / 1_000_000 / ((told.uploadedMs ?? Number.NaN) / 1000), 'MB/s', 1)
    print('keep_rss_mb', told.rssMb ?? 0, 'MB', 1)
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function runKeep(postgres: RunningPostgres, folder: string, file: FileOf): Promise<Told> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'import', 'keep.ts'), [], {
    execArgv: keepOptions,
    env: {
      ...process.env,
      BENCH_KEEP_URL: postgres.url('keep'),
      BENCH_KEYS_URL: postgres.url('keep', 'rapport_keys'),
      BENCH_FOLDER: folder,
      BENCH_FILE: file.path,
    },
  })
  const told: Told = {}
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.on('message', (said: Told) => Object.assign(told, said, { rssMb: Math.max(told.rssMb ?? 0, said.rssMb ?? 0) }))
    child.once('exit', (code) => (code === 0 ? resolve(told) : reject(new Error(`the keep of the bench ended with ${code}`))))
  })
}

function print(figure: string, value: number, unit: string, n: number, limit?: number): void {
  const rounded = Math.round(value * 100) / 100
  console.log(
    JSON.stringify({
      bench: 'import',
      figure,
      value: rounded,
      unit,
      n,
      ...(limit === undefined ? {} : { limit: Math.round(limit), ratio: Math.round((value / limit) * 1000) / 1000 }),
    }),
  )
}
