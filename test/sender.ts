import { z } from 'zod'
import { openChannels } from '../src/keep/channels/index.ts'
import { openRecording } from '../src/keep/interactions/index.ts'
import { type KeyringTables, openKeyring } from '../src/keep/keyring/index.ts'
import type { KeepTables } from '../src/keep/tables.ts'
import { systemClock } from '../src/platform/clock.ts'
import { openDb } from '../src/platform/db/index.ts'
import { idBlocks, opaque } from '../src/platform/ids/index.ts'
import { logger } from '../src/platform/log.ts'

// A keep that does nothing but hand messages over, for tests that kill it: `node test/sender.ts '{"keep": url, …}'`.

const told = z
  .object({ keep: z.string(), keys: z.string(), folder: z.string(), smtpUrl: z.string(), publicUrl: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''))
const db = openDb<KeepTables>({ url: told.keep, max: 6 })
const { keyring } = await openKeyring({ db: openDb<KeyringTables>({ url: told.keys, max: 2 }), folder: told.folder, now: systemClock.now() })
const log = logger('sender')
const recording = await openRecording({ db: db.$pickTables(), keyring, log, now: systemClock.now() })
const channels = await openChannels({
  db: db.$pickTables(),
  keyring,
  rowIds: idBlocks(db, 'keep.row_id_seq'),
  clock: systemClock,
  log,
  ids: opaque('test'),
  recording,
  publicUrl: told.publicUrl,
  smtpUrl: told.smtpUrl,
})
process.stdout.write('ready\n')
for (;;) {
  await channels.handOverDue(systemClock.now()).catch(() => {})
  await new Promise((resolve) => setTimeout(resolve, 20))
}
