// Importing order lines (design §9, "import"): a CSV that lies sealed in the installation, from the word "run" until every
// line is stored and the sums agree. The keep runs in a process of its own with its courier. The limit is a raw COPY of the
// same rows into the same tables with their indexes, in the same run.

import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { RunningPostgres } from '../src/platform/launcher/index.ts'
import { copyOfTheImport } from './import/bare-copy.ts'
import { type FileOf, writeOrderLines } from './import/file.ts'
import type { Told } from './import/told.ts'
import { cpuUsOf } from './processor.ts'
import { print, scratchStore } from './scratch.ts'

const sizes = { small: { lines: 50_000, rounds: 5 }, full: { lines: 1_000_000, rounds: 1 } } as const
/** No round begins later than this: the small size is to end within 45 s on a busy machine too. */
const lastBeginMs = 30_000

/** As the launcher starts the keep. */
const keepOptions = ['--max-old-space-size=640', '--max-semi-space-size=32']

type Round = { told: Told; file: FileOf; bareMs: number; perSecond: number; ratio: number; cpuUs: { [who: string]: number } }

/**
 * Prints a JSON line for each figure. A small import and its limit last a fraction of a second each, so that a breath of
 * another process shows: there are several rounds, each an installation's first import by a keep that has just started, and
 * all figures are those of the round with the median ratio.
 */
export async function importLines({ size }: { size: 'small' | 'full' }): Promise<void> {
  const { lines, rounds } = sizes[size]
  const done: Round[] = []
  for (const began = performance.now(); done.length < rounds && performance.now() - began < lastBeginMs; ) done.push(await oneRound(lines))
  const sorted = done.sort((a, b) => a.ratio - b.ratio)
  const round = sorted[(sorted.length - 1) >> 1]
  if (!round) throw new Error('there was no round')
  const figure = (name: string, value: number, unit: string, n: number, limit?: number) =>
    print({ bench: 'import', figure: name, value, unit, n, ...(limit === undefined ? {} : { limit }) })
  const { told, file } = round
  const per = (ms: number | undefined) => file.lines / ((ms ?? Number.NaN) / 1000)
  figure('rows_per_s', round.perSecond, '1/s', file.lines, per(round.bareMs))
  figure('lowest_ratio', sorted[0]?.ratio ?? Number.NaN, '', sorted.length)
  figure('highest_ratio', sorted.at(-1)?.ratio ?? Number.NaN, '', sorted.length)
  // What a line costs in processor time says more than its rate on a machine that does other things too.
  for (const [who, us] of Object.entries(round.cpuUs)) figure(`${who}_cpu_us`, us / file.lines, 'us/line', file.lines)
  figure('compare_sums_ms', told.agreedMs ?? 0, 'ms', file.lines)
  figure('dry_run_rows_per_s', per(told.lookedMs), '1/s', file.lines)
  figure('upload_mb_per_s', file.bytes / 1_000_000 / ((told.uploadedMs ?? Number.NaN) / 1000), 'MB/s', 1)
  figure('keep_rss_mb', told.rssMb ?? 0, 'MB', 1)
}

async function oneRound(lines: number): Promise<Round> {
  const store = await scratchStore()
  try {
    const file = writeOrderLines(join(store.folder, 'lines.csv'), lines)
    const { told, cpuUs } = await runKeep(store.postgres, store.folder, file)
    if (!told.agrees) throw new Error(told.trouble ?? 'the sums do not agree')
    const bare = await copyOfTheImport(store.postgres)
    if (bare.lines !== file.lines) throw new Error(`${file.lines} lines were imported and ${bare.lines} are there`)
    const perSecond = file.lines / ((told.ranMs ?? Number.NaN) / 1000)
    return { told, file, cpuUs, bareMs: bare.ms, perSecond, ratio: perSecond / (bare.lines / (bare.ms / 1000)) }
  } finally {
    await store.end()
  }
}

async function runKeep(postgres: RunningPostgres, folder: string, file: FileOf): Promise<{ told: Told; cpuUs: Round['cpuUs'] }> {
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
  const used = { keep: 0, courier: 0, postgres: 0 }
  /** Counts what was used between the two words of the keep. */
  function meter(word: NonNullable<Told['reached']>, ownUs: number): void {
    const sign = word === 'run' ? -1 : 1
    used.keep += sign * ownUs
    used.courier += sign * ((cpuUsOf(child.pid ?? 0) ?? ownUs) - ownUs)
    used.postgres += sign * (cpuUsOf(postgres.pid) ?? 0)
    child.send('go on')
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.on('message', (said: Told) => {
      Object.assign(told, said, { rssMb: Math.max(told.rssMb ?? 0, said.rssMb ?? 0) })
      if (said.reached) meter(said.reached, said.ownCpuUs ?? 0)
    })
    child.once('exit', (code) => (code === 0 ? resolve({ told, cpuUs: used }) : reject(new Error(`the keep of the bench ended with ${code}`))))
  })
}
