import type { z } from 'zod'
import { assert } from '../../../platform/errors.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { AccessDeps } from '../deps.ts'
import { keyTitles } from '../keys.ts'
import { isAct, type SubjectKind, subjectKinds } from '../shapes.ts'
import { staffNames } from '../staff.ts'
import type { AuditRow } from '../tables.ts'
import type { auditRow } from './contract.ts'

/** What those in a page of rows are called: colleagues and programs, never customers. */
export type Names = { staff: ReadonlyMap<number, string>; key: ReadonlyMap<number, string> }

export async function namesIn(deps: Pick<AccessDeps, 'db' | 'keyring'>, rows: readonly AuditRow[]): Promise<Names> {
  const of = (kind: 'staff' | 'key', by: 'staff' | 'api') => [
    ...new Set(
      rows.flatMap((row) => [
        ...(row.by_kind === by && row.by_id !== null ? [row.by_id] : []),
        ...(kind === 'staff' && row.as_id !== null ? [row.as_id] : []),
        ...(row.subject_kind === kind && row.subject_id !== null ? [row.subject_id] : []),
      ]),
    ),
  ]
  return { staff: await staffNames(deps, of('staff', 'staff')), key: await keyTitles(deps, of('key', 'api')) }
}

const networkLetters = 4

/** A row as it stands outside. */
export function shown(ids: Opaque, row: AuditRow, names: Names): z.input<typeof auditRow> {
  assert(isAct(row.act), `${row.act} is an act we know`)
  return {
    id: String(row.audit_id),
    at: row.at.toISOString(),
    by: {
      kind: row.by_kind,
      id: byOf(ids, row),
      name: byName(row, names),
      role: row.by_role,
      as: row.as_id === null ? null : { id: ids.show('staff', row.as_id), name: names.staff.get(row.as_id) ?? null },
    },
    act: row.act,
    subject: subjectOf(ids, row, names),
    facts: row.facts,
    device: row.device,
    network: row.network ? row.network.toString('hex').slice(0, networkLetters) : null,
  }
}

function byOf(ids: Opaque, { by_kind, by_id }: AuditRow): string | null {
  if (by_id === null) return null
  if (by_kind === 'staff') return ids.show('staff', by_id)
  return by_kind === 'api' ? ids.show('key', by_id) : null
}

function byName({ by_kind, by_id }: AuditRow, names: Names): string | null {
  if (by_id === null) return null
  if (by_kind === 'staff') return names.staff.get(by_id) ?? null
  return by_kind === 'api' ? (names.key.get(by_id) ?? null) : null
}

function subjectOf(ids: Opaque, { subject_kind, subject_id }: AuditRow, names: Names) {
  const kind = subjectKinds.find((each) => each === subject_kind)
  if (kind === undefined || subject_id === null) return null
  return { kind, id: ids.show(kind, subject_id), name: nameOf(kind, subject_id, names) }
}

function nameOf(kind: SubjectKind, id: number, names: Names): string | null {
  if (kind === 'staff') return names.staff.get(id) ?? null
  return kind === 'key' ? (names.key.get(id) ?? null) : null
}
