import { join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import type { KeepConfig } from '../platform/config.ts'
import { type Db, inTransaction, openDb } from '../platform/db/index.ts'
import { idBlocks, type Opaque, opaque } from '../platform/ids/index.ts'
import type { Logger } from '../platform/log.ts'
import { openReads } from '../platform/reads.ts'
import { type AccessDeps, sealOldReasons, sessionOfStaff } from './access/index.ts'
import { askerOf } from './asker.ts'
import { type Channels, openChannels } from './channels/index.ts'
import { type Asker, type Courier, startAsker, startCourier } from './courier/index.ts'
import { openDirectory } from './customers/index.ts'
import { type DoorDeps, openTogether } from './door/index.ts'
import { type ExportDeps, type ExportRunner, openExportRunner } from './exports/index.ts'
import type { FileDeps } from './files/index.ts'
import { setLawHours, setStartingCaps } from './gate/index.ts'
import { type Imports, openImports } from './imports/index.ts'
import { openQueue, openRecording, type Queue, type RecordDeps } from './interactions/index.ts'
import { type KeyringTables, keepsConnections, openKeyring } from './keyring/index.ts'
import { startPulse } from './pulse.ts'
import { houseSigner, type Signer, useRecorder } from './receipts/index.ts'
import { type ErasureRunner, openErasureRunner, type RightsDeps, tellOfCorrected, type UsedTables } from './rights/index.ts'
import type { RoadsDeps } from './roads/index.ts'
import { openRoom, type Room } from './room.ts'
import type { KeepTables } from './tables.ts'
import { registerStartingTerms } from './terms/index.ts'
import { watchWaiting } from './waiting.ts'

/** Everything the keep holds open. */
export type Keep = {
  config: KeepConfig
  clock: Clock
  log: Logger
  db: Db<KeepTables>
  ids: Opaque
  access: AccessDeps
  recording: RecordDeps
  queue: Queue
  courier: Courier
  asker: Asker
  imports: Imports
  files: FileDeps
  exports: { deps: ExportDeps; runner: ExportRunner; timeZone(): Promise<string> }
  rights: { deps: RightsDeps; runner: ErasureRunner }
  channels: Channels
  roads: RoadsDeps
  door: DoorDeps
  signer: Signer
  room: Room
  close(): Promise<void>
}

const house = { kind: 'service', id: 0, role: 'house' } as const

type Around = {
  clock: Clock
  log: Logger
  /** Shows the recovery key of a keyring that is about to be made. */
  tell(recovery: string): Promise<void>
}

export async function openKeep(config: KeepConfig, { clock, log, tell }: Around): Promise<Keep> {
  const db = openDb<KeepTables>({ url: config.databaseUrl, max: 12, name: 'rapport keep' })
  const reads = openReads<KeepTables>({ url: config.databaseUrl, name: 'rapport keep reads', limitMs: config.lookLimitMs })
  const keysDb = openDb<KeyringTables>({ url: config.keysDatabaseUrl, max: 4, name: keepsConnections })
  const now = clock.now()
  const { keyring } = await openKeyring({ db: keysDb, folder: config.keysFolder, now, tell })
  const rowIds = idBlocks(db, 'keep.row_id_seq')
  await inTransaction(db, async (tx) => {
    await registerStartingTerms(tx.$pickTables(), { actor: house, now })
    await setStartingCaps(tx.$pickTables(), { actor: house, now })
    await setLawHours(tx.$pickTables(), { actor: house, now })
  })
  const directory = await openDirectory({ db: db.$pickTables(), keyring, log, now, file: join(config.home, 'index', 'directory.sealed') })
  const recording = await openRecording({
    db: db.$pickTables(),
    keyring,
    log,
    now,
    corrected: async (tx, written, by) => tellOfCorrected({ rowIds }, tx.withTables<UsedTables>(), written, by),
  })
  const signer = await houseSigner(db.$pickTables(), { seed: keyring.own('checkpoint'), origin: new URL(config.publicUrl).host })
  const courier = startCourier()
  const asker = startAsker(config.outwardNetworks)
  const imports = openImports({ record: recording, courier, clock, log, home: config.home })
  const recorder = useRecorder(db)
  const room = await openRoom(config.home)
  const ids = opaque(config.idsSecret)
  const channels = await openChannels({
    db: db.$pickTables(),
    keyring,
    rowIds,
    clock,
    log,
    recording,
    publicUrl: config.publicUrl,
    smtpUrl: config.smtpUrl,
    paused: config.sendingPaused,
    ids,
    outwardNetworks: config.outwardNetworks,
  })
  const access: AccessDeps = { db: db.$pickTables(), keyring, rowIds }
  await sealOldReasons(access)
  const exportDeps: ExportDeps = { db: db.$pickTables(), keyring, courier, rowIds, clock, log }
  const rights: RightsDeps = { db: db.$pickTables(), keyring, directory, imports: imports.deps, exports: exportDeps, rowIds, ids, clock, log }
  const erasures = openErasureRunner(rights)
  const timeZone = async () => (await db.selectFrom('keep.company').select('time_zone').executeTakeFirst())?.time_zone ?? 'UTC'
  return {
    config,
    clock,
    log,
    db,
    ids,
    access,
    recording,
    queue: openQueue(recording),
    courier,
    asker,
    imports,
    files: { db: db.$pickTables(), keyring, rowIds, clock },
    exports: { deps: exportDeps, runner: openExportRunner(exportDeps, { ids, timeZone }), timeZone },
    rights: { deps: rights, runner: erasures },
    channels,
    roads: { db: db.$pickTables(), keyring, rowIds, taskIds: idBlocks(db, 'office.row_id_seq'), clock, recording },
    signer,
    room,
    door: {
      db,
      keyring,
      directory,
      record: recording,
      recorder,
      together: openTogether({ db, reads, keyring }),
      rowIds,
      clock,
      log,
      channels: channels.deps,
      signer,
      room,
      pulse: startPulse(clock),
      waiting: watchWaiting(clock),
      exports: exportDeps,
      standIn: async (staff) => {
        const session = await sessionOfStaff(access, staff)
        return session && askerOf(session)
      },
    },
    close: async () => {
      await erasures.idle()
      await channels.close()
      await imports.close()
      courier.close()
      asker.close()
      directory.close()
      await Promise.all([db.destroy(), reads.destroy()])
      await keysDb.destroy()
    },
  }
}
