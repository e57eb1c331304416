// The keep's part of an import, alone in a process: what `rapport start` runs, without the rest of the keep.

import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { startCourier } from '../../src/keep/courier/index.ts'
import { openImports } from '../../src/keep/imports/index.ts'
import { findImport } from '../../src/keep/imports/store.ts'
import { openMapping } from '../../src/keep/imports/upload/secrets.ts'
import { uploadFile } from '../../src/keep/imports/upload/upload.ts'
import { dryRunImport, mapImport, runImport } from '../../src/keep/imports/verbs.ts'
import { openRecording, type RecordTables } from '../../src/keep/interactions/index.ts'
import { type KeyringTables, openKeyring } from '../../src/keep/keyring/index.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDb } from '../../src/platform/db/index.ts'
import { logger } from '../../src/platform/log.ts'

const env = (name: string) => process.env[name] ?? ''
const log = logger('bench')
const keys = openDb<KeyringTables>({ url: env('BENCH_KEYS_URL') })
const { keyring } = await openKeyring({ db: keys, folder: join(env('BENCH_FOLDER'), 'keys'), now: systemClock.now() })
const db = openDb<RecordTables>({ url: env('BENCH_KEEP_URL'), max: 6 })
const record = await openRecording({ db, keyring, log, now: systemClock.now() })
const courier = startCourier()
const { deps, runner } = openImports({ record, courier, clock: systemClock, log, home: env('BENCH_FOLDER') })
const by = { kind: 'service', id: 0, role: 'bench' } as const
const watch = setInterval(() => process.send?.({ rssMb: Math.round(process.memoryUsage().rss / 2 ** 20) }), 100)

const upload = await timed(() => uploadFile(deps, { from: createReadStream(env('BENCH_FILE'), { highWaterMark: 256 * 1024 }) }, by))
const id = upload.value.import_id
const guessed = upload.value.sealed_mapping
if (!guessed) throw new Error('the upload has no mapping')
await mapImport(deps, { id, by }, { ...openMapping(keyring, id, guessed), currency: 'GBP', time_zone: 'Europe/London', country: 'GB' })
const looked = await timed(async () => {
  await dryRunImport(deps, runner, { id, by })
  await runner.idle()
})
await asked('run')
const ran = await timed(async () => {
  await runImport(deps, runner, { id, by })
  await runner.idle()
})
await asked('stored')
const row = await findImport(deps.db.$pickTables(), id)
// All is stored at `ended_at`; after that the sums are compared.
const ranMs = (row.ended_at?.getTime() ?? Number.NaN) - (row.started_at?.getTime() ?? Number.NaN)
const { reconciliation } = row
const agrees = typeof reconciliation === 'object' && reconciliation !== null && 'agrees' in reconciliation && reconciliation.agrees === true
process.send?.({
  uploadedMs: upload.ms,
  lookedMs: looked.ms,
  ranMs,
  agreedMs: ran.ms - ranMs,
  agrees,
  trouble: row.trouble ?? undefined,
})
clearInterval(watch)
courier.close()
await Promise.all([db.destroy(), keys.destroy()])
process.disconnect?.()

/** Tells how far this is and waits for the word to go on: what was used until here is being counted. */
async function asked(reached: 'run' | 'stored'): Promise<void> {
  const word = once(process, 'message')
  process.send?.({ reached, ownCpuUs: process.cpuUsage().user + process.cpuUsage().system })
  await word
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now()
  const value = await work()
  return { ms: performance.now() - from, value }
}
