import type { AccessDeps } from '../deps.ts'
import type { AuditRow } from '../tables.ts'
import { type AuditFilter, listAudit, type Place } from './list.ts'
import { type Names, namesIn } from './shown.ts'

// The audit as CSV (RFC 4180), a page at a time: who of the company did what, in codes. A customer is a number of ours and no name.

const atOnce = 1000
export const mostRows = 100_000
const columns = ['at', 'by_kind', 'by_name', 'by_role', 'as_name', 'act', 'subject_kind', 'subject_name', 'facts', 'device', 'network'] as const

export async function* auditFile(deps: Pick<AccessDeps, 'db' | 'keyring'>, filter: AuditFilter): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\ufeff${line([...columns])}`)
  let before: Place | undefined
  for (let written = 0; written < mostRows; written += atOnce) {
    const rows = await listAudit(deps.db, filter, { before, limit: atOnce })
    const names = await namesIn(deps, rows)
    yield Buffer.from(rows.map((row) => line(cells(row, names))).join(''))
    const last = rows.at(-1)
    if (!last || rows.length < atOnce) return
    before = { at: last.at, id: last.audit_id }
  }
}

function cells(row: AuditRow, names: Names): string[] {
  const called = (kind: string | null, id: number | null) =>
    id === null ? '' : ((kind === 'staff' ? names.staff.get(id) : kind === 'key' || kind === 'api' ? names.key.get(id) : undefined) ?? '')
  const facts = Object.entries(row.facts).map(([name, value]) => `${name}=${value}`)
  return [
    row.at.toISOString(),
    row.by_kind,
    called(row.by_kind, row.by_id),
    row.by_role ?? '',
    called('staff', row.as_id),
    row.act,
    row.subject_kind ?? '',
    called(row.subject_kind, row.subject_id),
    facts.join(' '),
    row.device ?? '',
    row.network?.toString('hex').slice(0, 4) ?? '',
  ]
}

const line = (of: readonly string[]) => `${of.map(cell).join(',')}\r\n`

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front (privacy.md, identity answers). */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
