import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { certificateOf, readErasure, statedText } from '../receipts/index.ts'
import type { RightsDeps } from './deps.ts'
import { evidencePlace } from './erasure/ask.ts'
import { countsOfAll, countsSaid } from './erasure/certify.ts'
import { coversOf } from './erasure/parts.ts'
import { stepsOf } from './erasure/run.ts'
import type { ErasureRow } from './erasure/store.ts'
import { type certificateView, covers, type ErasureView } from './shapes.ts'

/** Erasures as they are shown: no name of whom they were about, and their number only while they are still here. */
export async function viewsOf(deps: RightsDeps, rows: readonly ErasureRow[]): Promise<ErasureView[]> {
  const [names, counts] = await Promise.all([
    staffNames(
      { db: deps.db.$pickTables(), keyring: deps.keyring },
      rows.map((row) => row.by_id),
    ),
    countsOfAll(
      deps.db,
      rows.map((row) => row.erasure_id),
    ),
  ])
  return rows.map((row) => ({
    id: deps.ids.show('erasure', row.erasure_id),
    customer_id: row.state === 'done' ? null : deps.ids.show('customer', row.customer_id),
    covers: coversOf(row),
    reason: row.reason,
    evidence: { kind: row.evidence_kind, filed: filedOf(deps, row) },
    by: { name: names.get(row.by_id) ?? null, role: row.by_role },
    state: row.state,
    progress: row.step === null ? null : { done: stepsOf(row).indexOf(row.step), of: stepsOf(row).length, waits_for: row.waits_for },
    asked_at: row.asked_at.toISOString(),
    due_at: row.due_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    ...(counts.get(row.erasure_id) ?? { gone: [], stays: [] }),
  }))
}

function filedOf({ keyring }: RightsDeps, row: ErasureRow): string | null {
  return row.evidence ? keyring.openRecord(evidencePlace(row.erasure_id), row.evidence).toString('utf8') : null
}

/** The certificate of one that is done; throws conflict before that. `key` is the log's, as it is published. */
export async function certificateFor(deps: RightsDeps, row: ErasureRow, key: string): Promise<z.input<typeof certificateView>> {
  const stated = row.statement === null ? undefined : await readErasure(deps.db.$pickTables(), row.statement)
  if (!stated) throw new AppError('conflict', 'There is a certificate when it is done.')
  const { certificate, place } = stated
  const { erasure } = certificate
  const company = await deps.db.withTables<{ 'keep.company': { name: string } }>().selectFrom('keep.company').select('name').executeTakeFirst()
  const file = certificateOf(stated, key)
  return {
    number: erasure.number,
    asked_at: erasure.asked_at,
    done_at: certificate.at,
    covers: covers.parse(erasure.covers),
    reason: erasure.reason,
    ...countsSaid(erasure),
    company: company?.name ?? '',
    leaf: createHash('sha256').update('\0').update(statedText(certificate)).digest('hex'),
    proof: typeof place === 'string' || !file ? null : { position: place.position, key, file },
  }
}
