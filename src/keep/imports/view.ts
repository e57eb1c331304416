import type { z } from 'zod'
import { digitsOf } from '../../platform/amounts.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Actor } from '../access/index.ts'
import { type ImportView, importView } from './contract.ts'
import type { ImportDeps } from './deps.ts'
import { isOwnColumn } from './mapping/header.ts'
import { findList, peopleIn } from './people/list.ts'
import { cursorShape } from './run/preset.ts'
import { countsOf, tallyShape } from './run/tally.ts'
import { type Mapping, reconciliation, type Target } from './shapes.ts'
import type { ImportRow } from './store.ts'
import { inspect, shown } from './upload/inspect.ts'
import { openMapping, openName, openNames } from './upload/secrets.ts'
import { formOf, formShape, openUpload } from './upload/upload.ts'

type Seen = { ids: Opaque; by: Actor }

/** An import as it stands, for whoever asks. Samples are read from the sealed file, and only for who uploaded it. */
export async function viewOf(deps: ImportDeps, row: ImportRow, { ids, by }: Seen, samples: 'with samples' | 'without'): Promise<ImportView> {
  const own = row.by_kind === by.kind && row.by_id === by.id
  const mapping = row.sealed_mapping ? openMapping(deps.keyring, row.import_id, row.sealed_mapping) : undefined
  const digits = digitsOf(mapping?.currency ?? 'RUB')
  const form = formShape.safeParse(row.form)
  return {
    id: ids.show('import', row.import_id),
    state: row.state,
    file_name: own && row.sealed_name ? openName(deps.keyring, row.import_id, row.sealed_name) : null,
    size: row.size,
    form: form.success
      ? {
          kind: form.data.kind,
          encoding: form.data.encoding ?? null,
          delimiter: form.data.delimiter ?? null,
          sheet: form.data.sheet ?? null,
          sheets: form.data.sheets ?? [],
        }
      : null,
    header_line: row.header_line,
    columns: await columnsOf(deps, row, mapping, own && samples === 'with samples'),
    mapping: mapping ?? null,
    mapped_by: row.mapped_by,
    dry_run: row.dry_run === null ? null : countsOf(tallyShape.parse(row.dry_run), digits),
    counts: row.counts === null ? null : countsOf(tallyShape.parse(row.counts), digits),
    reconciliation: row.reconciliation === null ? null : reconciliation.parse(row.reconciliation),
    progress: progressOf(row),
    list: await listOf(deps, row),
    trouble: row.trouble === null ? null : { sentence: row.trouble, place: row.trouble_place },
    same_file_as: await sameFile(deps, row, ids),
    undone: row.undone === null ? null : undoneOf(row.undone),
    made_by: { kind: row.by_kind, id: row.by_kind === 'staff' ? ids.show('staff', row.by_id) : row.by_kind === 'api' ? ids.show('key', row.by_id) : 'house' },
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    file_until: row.sealed_key && row.destroy_at ? row.destroy_at.toISOString() : null,
  }
}

async function listOf(deps: ImportDeps, row: ImportRow): Promise<ImportView['list']> {
  if (row.preset !== 'list') return null
  const list = await findList(deps.db.$pickTables(), row.import_id)
  if (!list) return null
  const { title, purpose, origin } = list
  return { title, purpose, origin, people: list.complete_at ? await peopleIn(deps.db.$pickTables(), row.import_id) : null }
}

async function columnsOf(deps: ImportDeps, row: ImportRow, mapping: Mapping | undefined, withSamples: boolean): Promise<ImportView['columns']> {
  if (!row.sealed_header) return []
  const names = openNames(deps.keyring, row.import_id, row.sealed_header).filter((name) => !isOwnColumn(name))
  const samples = withSamples && row.sealed_key ? await samplesOf(deps, row) : new Map<string, string[]>()
  return names.map((header) => ({ header, guess: guessOf(mapping, header), samples: samples.get(header) ?? [] }))
}

const guessOf = (mapping: Mapping | undefined, header: string): Target | null => mapping?.columns[header] ?? null

async function samplesOf(deps: ImportDeps, row: ImportRow): Promise<Map<string, string[]>> {
  const file = await openUpload(deps, row)
  try {
    const { columns } = await inspect(deps.courier, file, formOf(row))
    return new Map(columns.map((c) => [c.name, shown(c.samples)]))
  } finally {
    await file.close()
  }
}

function progressOf(row: ImportRow): ImportView['progress'] {
  if (row.state !== 'running' && row.state !== 'checking' && row.state !== 'stopped') return null
  const of = row.rows_of
  const share = of ? row.rows_done / of : shareOfBytes(row)
  const left = share && share > 0 && row.rows_per_s > 0 ? (row.rows_done * (1 - share)) / share / row.rows_per_s : null
  return {
    rows: row.rows_done,
    of,
    percent: share === null ? null : Math.min(100, Math.round(share * 1000) / 10),
    rows_per_s: Math.round(row.rows_per_s),
    seconds_left: left === null || row.state === 'stopped' ? null : Math.ceil(left),
  }
}

/** A CSV whose rows were not counted yet is measured by how much of it was read. */
function shareOfBytes(row: ImportRow): number | null {
  const cursor = cursorShape.safeParse(row.cursor)
  const form = formShape.safeParse(row.form)
  return cursor.success && form.success && form.data.kind === 'csv' && row.size > 0 ? cursor.data.start.at / row.size : null
}

async function sameFile(deps: ImportDeps, row: ImportRow, ids: Opaque): Promise<string | null> {
  if (!row.file_digest || row.state === 'undone') return null
  const earlier = await deps.db
    .selectFrom('keep.import')
    .select('import_id')
    .where('file_digest', '=', row.file_digest)
    .where('import_id', '<', row.import_id)
    .where('state', 'in', ['running', 'stopped', 'done'])
    .orderBy('import_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return earlier ? ids.show('import', earlier.import_id) : null
}

const undoneShape = importView.shape.undone.unwrap().partial()

function undoneOf(value: unknown): ImportView['undone'] {
  const said: z.output<typeof undoneShape> = undoneShape.parse(value)
  const none = { interactions: 0, customers: 0, customers_kept: 0, fields: 0, identifiers: 0, suppressed_kept: 0, consents: 0 }
  return { ...none, ...said }
}
