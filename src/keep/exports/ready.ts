import type { Tx } from '../../platform/db/index.ts'
import { type AccessTables, noteAct } from '../access/index.ts'
import type { ExportRow } from './store.ts'
import { tellEnd } from './telling.ts'

/** A file is ready: it is noted as what its person did, and they are told. */
export async function endReady(tx: Tx<AccessTables>, row: ExportRow, now: Date): Promise<void> {
  const by = { kind: 'staff', id: row.by_id, role: row.by_role } as const
  await noteAct(tx, { by, act: 'export.made', facts: { persons: row.rows, purpose: row.purpose, format: row.format }, now })
  await tellEnd(tx, row, 'ready')
}
