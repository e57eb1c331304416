// The keep's part of recording, alone in a process: what `rapport start` runs, without the rest of the keep.

import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { type AccessTables, apiKeyOf, makeApiKey } from '../../src/keep/access/index.ts'
import { openQueue, openRecording, type RecordTables, recordRoutes } from '../../src/keep/interactions/index.ts'
import { type KeyringTables, openKeyring } from '../../src/keep/keyring/index.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDb } from '../../src/platform/db/index.ts'
import { listen } from '../../src/platform/http/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { logger } from '../../src/platform/log.ts'

const told = (name: string) => process.env[name] ?? ''
const now = systemClock.now()
const log = logger('bench')
const keys = openDb<KeyringTables>({ url: told('BENCH_KEYS_URL') })
const { keyring } = await openKeyring({ db: keys, folder: join(told('BENCH_FOLDER'), 'keys'), now })
const db = openDb<RecordTables & AccessTables>({ url: told('BENCH_KEEP_URL'), max: 6 })
const recording = await openRecording({ db: db.$pickTables(), keyring, log, now })
const access = { db: db.$pickTables<keyof AccessTables>(), keyring, rowIds: recording.rowIds }
const { secret } = await makeApiKey(access, { kind: 'secret', title: 'bench', source: 'bench', scopes: ['record'], purposes: [] }, { staff: 0, now })
const routes = recordRoutes({
  recording,
  queue: openQueue(recording),
  apiKeyOf: (given) => apiKeyOf(access, given, systemClock.now()),
  ids: opaque('bench'),
  clock: systemClock,
  log,
})
const { close } = await listen((request, response) => void (routes(request, response) || response.writeHead(404).end()), { socket: told('BENCH_SOCKET') })

const tell = (what: object) => process.send?.(what)
const watch = setInterval(() => tell({ rssMb: Math.round(process.memoryUsage().rss / 2 ** 20) }), 100)
process.once('disconnect', async () => {
  clearInterval(watch)
  await close()
  await Promise.all([db.destroy(), keys.destroy()])
  process.exit(0)
})
process.once('message', () => profileTo(told('RAPPORT_BENCH_PROFILE')))
tell({ secret })

/** With RAPPORT_BENCH_PROFILE=FILE what the processor did during the events is left in that file, for Chrome's tools. */
function profileTo(file: string): void {
  if (!file) return
  const session = new Session()
  session.connect()
  session.post('Profiler.enable', () => session.post('Profiler.start'))
  process.once('exit', () => session.post('Profiler.stop', (_, { profile }) => writeFileSync(file, JSON.stringify(profile))))
}
