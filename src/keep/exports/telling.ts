import type { AnyDb } from '../../platform/db/index.ts'
import { askNotice, staffWhoMay } from '../access/index.ts'
import type { ExportDeps } from './deps.ts'
import type { ExportRow } from './store.ts'

// What colleagues are told of exports: codes and figures, by a job of the office, with the commit of what it tells of.

type Told = Pick<ExportRow, 'export_id' | 'by_id' | 'persons' | 'format'>
type Kind = 'budget_asked' | 'budget_approved' | 'budget_declined' | 'export_done'

/** Everybody who may approve it, but whoever asked. */
export async function tellApprovers(deps: Pick<ExportDeps, 'db'>, tx: AnyDb, row: Told): Promise<void> {
  await tell(tx, 'budget_asked', row, { to: await staffWhoMay(deps.db.$pickTables(), 'budgets.approve'), by: row.by_id })
}

/** Whoever asked, how a colleague answered. */
export async function tellAnswer(tx: AnyDb, row: Told, answer: { kind: 'budget_approved' | 'budget_declined'; by: number }): Promise<void> {
  await tell(tx, answer.kind, row, { to: [row.by_id], by: answer.by })
}

/** Whoever asked, that it has come to an end: the file is ready, or there will be none. */
export async function tellEnd(tx: AnyDb, row: Told, state: 'ready' | 'failed'): Promise<void> {
  await tell(tx, 'export_done', row, { to: [row.by_id], facts: { state } })
}

async function tell(tx: AnyDb, kind: Kind, row: Told, o: { to: readonly number[]; by?: number; facts?: { [name: string]: string } }): Promise<void> {
  const { facts = {}, ...whom } = o
  const subject = { kind: 'export', id: row.export_id }
  await askNotice(tx, { ...whom, kind, subject, facts: { kind: 'export', persons: row.persons, ...facts }, once: `export ${row.export_id} ${kind}` })
}
