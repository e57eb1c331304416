import { join } from 'node:path'
import type { Clock } from '../../platform/clock.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { Courier } from '../courier/index.ts'
import type { RecordDeps } from '../interactions/index.ts'
import type { ImportDeps } from './deps.ts'
import { openRunner, type Runner } from './run/runner.ts'
import type { ImportTables } from './tables.ts'

export type { ImportDeps } from './deps.ts'
export { type ImportRoutesDeps, importRoutes } from './routes.ts'
export type { Runner } from './run/runner.ts'
export type { ImportingTables, ImportTables } from './tables.ts'
export { forgetUploads } from './upload/upload.ts'

export type Imports = { deps: ImportDeps; runner: Runner; close(): Promise<void> }

/**
 * Opens imports in one process: call `runner.tick(now)` from a timer, so that what a dead process left is gone on with and
 * old files are destroyed. `home` is the installation's folder; sealed files lie in `imports/` there.
 */
export function openImports(at: { record: RecordDeps; courier: Courier; clock: Clock; log: Logger; home: string }): Imports {
  const { record } = at
  const deps: ImportDeps = {
    db: record.db.withTables<ImportTables>().$pickTables(),
    keyring: record.keyring,
    record,
    courier: at.courier,
    rowIds: idBlocks(record.db, 'keep.row_id_seq'),
    clock: at.clock,
    log: at.log,
    folder: join(at.home, 'imports'),
  }
  const runner = openRunner(deps)
  return { deps, runner, close: () => runner.close() }
}
