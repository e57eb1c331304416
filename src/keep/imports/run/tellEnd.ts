import type { Tx } from '../../../platform/db/index.ts'
import { askNotice } from '../../access/index.ts'
import type { ImportingTables } from '../tables.ts'

type End = { id: number; by: { kind: string; id: number }; state: 'done' | 'stopped' | 'failed' | 'undone'; rows?: number; rejected?: number; now: Date }

/** Whoever brought the file hears how it ended, wherever they are by then; each as they chose. */
export async function tellEnd(tx: Tx<ImportingTables>, { id, by, now, ...facts }: End): Promise<void> {
  if (by.kind !== 'staff') return
  const once = `${id} ${facts.state} ${now.getTime()}`
  await askNotice(tx, { to: [by.id], kind: 'import_done', subject: { kind: 'import', id }, facts, once })
}
