import { AppError, badInput } from '../../../platform/errors.ts'
import type { TableForm } from '../../courier/index.ts'
import { noProductsNamed } from '../../interactions/index.ts'
import type { ImportDeps } from '../deps.ts'
import { planOf } from '../mapping/plan.ts'
import { actorOf, type ImportRow } from '../store.ts'
import type { SealedFile } from '../upload/sealed-file.ts'
import { openMapping, openNames } from '../upload/secrets.ts'
import { formOf, openUpload } from '../upload/upload.ts'
import type { Job } from './job.ts'
import { type Cursor, cursorShape } from './preset.ts'
import type { FirstPass } from './presets.ts'
import { emptyTally, tallyShape } from './tally.ts'

/** What a process knows while it works on imports: whether it is closing, and what its last first pass found. */
export type Here = { closing: boolean; lastPass: FirstPass }

/** An import as it stands on disk. `passKey` tells whether a first pass over the file still holds. */
export type Opened = { job: Job; cursor: Cursor | undefined; passKey: string }

export function openJob(deps: ImportDeps, row: ImportRow): Opened {
  if (!row.sealed_header || !row.sealed_mapping) throw badInput('This import has no mapping yet: say what each column is.')
  const names = openNames(deps.keyring, row.import_id, row.sealed_header)
  const plan = planOf(openMapping(deps.keyring, row.import_id, row.sealed_mapping), { line: row.header_line ?? 1, names })
  const tally = row.counts === null ? emptyTally() : tallyShape.parse(row.counts)
  return {
    job: {
      id: row.import_id,
      plan,
      by: actorOf(row),
      tally,
      rate: { rows: tally.rows, sinceMs: deps.clock.monotonic(), perSecond: row.rows_per_s },
      products: noProductsNamed(),
    },
    cursor: row.cursor === null ? undefined : cursorShape.parse(row.cursor),
    passKey: `${row.import_id} ${row.sealed_mapping.toString('base64')}`,
  }
}

/** Where an import begins that has not begun. */
export const fromTheTop = (header: number): Cursor => ({ start: { at: 0, line: 1 }, line: header })

export async function withFile<R>(deps: ImportDeps, row: ImportRow, use: (file: SealedFile, form: TableForm) => Promise<R>): Promise<R> {
  const file = await openUpload(deps, row)
  try {
    return await use(file, formOf(row))
  } finally {
    await file.close()
  }
}

/** Ends the work between two chunks; the import goes on after the next start. */
export function unlessClosing(here: Here): void {
  if (here.closing) throw new AppError('conflict', 'The keep is closing.')
}
