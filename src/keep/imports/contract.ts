import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { counts, delimiters, encodings, mapping, newRoles, origins, peopleList, presets, reconciliation, states, target } from './shapes.ts'

export {
  type Counts,
  delimiters,
  encodings,
  type Mapping,
  mapping,
  newRoles,
  origins,
  type Preset,
  presets,
  type Reason,
  type Reconciliation,
  type RowsReconciled,
  reasons,
  type SumsReconciled,
  type Target,
  target,
  targets,
} from './shapes.ts'

const column = z.object({
  header: z.string(),
  guess: target.nullable(),
  /** First values, for whoever uploaded the file only. */
  samples: z.array(z.string()),
})

export const progress = z.object({
  rows: z.int(),
  of: z.int().nullable(),
  percent: z.number().nullable(),
  rows_per_s: z.number(),
  seconds_left: z.number().nullable(),
})

/** One import as it stands. */
export const importView = z.object({
  id,
  state: z.enum(states),
  file_name: z.string().nullable(),
  size: z.int(),
  form: z
    .object({
      kind: z.enum(['csv', 'xlsx', 'parquet']),
      encoding: z.string().nullable(),
      delimiter: z.string().nullable(),
      sheet: z.string().nullable(),
      sheets: z.array(z.string()),
    })
    .nullable(),
  /** The line that holds the names of the columns. */
  header_line: z.int().nullable(),
  columns: z.array(column),
  mapping: mapping.nullable(),
  /** Where the mapping came from: guessed from headers and values, remembered from the last file with these headers, or set by a person. */
  mapped_by: z.enum(['guess', 'memory', 'person']).nullable(),
  dry_run: counts.nullable(),
  counts: counts.nullable(),
  reconciliation: reconciliation.nullable(),
  progress: progress.nullable(),
  /** Of a list of people: what it is. */
  list: peopleList.nullable(),
  /** Why it stands still, in one sentence. */
  trouble: z.object({ sentence: z.string(), place: z.string().nullable() }).nullable(),
  /** An earlier import of the very same bytes. */
  same_file_as: id.nullable(),
  /** What an undo took away, and what stays. A "no" always stays. */
  undone: z
    .object({
      interactions: z.int(),
      customers: z.int(),
      customers_kept: z.int(),
      fields: z.int(),
      identifiers: z.int(),
      /** Addresses that must not be written to and came with the file: they stay. */
      suppressed_kept: z.int(),
      consents: z.int(),
    })
    .nullable(),
  made_by: z.object({ kind: z.string(), id: z.string() }),
  created_at: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** When the uploaded file and its rejected rows are destroyed. */
  file_until: instant.nullable(),
})
export type ImportView = z.output<typeof importView>

const who = { staff: ['imports.run'], key: 'import' } as const
const params = z.object({ id })

export const uploadImport = endpoint({
  method: 'POST',
  path: '/v1/imports',
  who,
  summary: 'Upload a file as the raw body (CSV, XLSX or Parquet); it is kept sealed, and its columns are guessed',
  query: z.object({
    name: z.string().max(300).optional(),
    preset: z.enum(presets).optional(),
    source: z.string().max(64).optional(),
    sheet: z.string().max(300).optional(),
    /** What new contacts become: `lead` for a file of leads. */
    role: z.enum(newRoles).optional(),
    /** Of a list of people for audiences (preset `list`): what it is called, what it may be used for, and where it comes from. */
    title: z.string().trim().min(1).max(200).optional(),
    purpose: z.string().max(64).optional(),
    origin: z.enum([...origins, 'bought']).optional(),
  }),
  output: importView,
  status: 201,
})

export const listImports = endpoint({
  method: 'GET',
  path: '/v1/imports',
  who,
  summary: 'Imports, the newest first',
  query: paging,
  output: pageOf(importView),
})

export const getImport = endpoint({
  method: 'GET',
  path: '/v1/imports/:id',
  who,
  summary: 'One import: its columns, mapping, counts and progress',
  params,
  output: importView,
})

export const readImportAs = endpoint({
  method: 'PUT',
  path: '/v1/imports/:id/form',
  who,
  summary: 'Say how the file is read where that was found out wrongly; what is left out is found out again, and the columns are guessed anew',
  params,
  body: z.object({
    /** Of a text file. */
    encoding: z.enum(encodings).optional(),
    delimiter: z.enum(delimiters).optional(),
    /** Of a workbook. */
    sheet: z.string().max(300).optional(),
    /** What is in it: orders, contacts or addresses; a list of people stays one. */
    preset: z.enum(presets).optional(),
  }),
  output: importView,
})

export const mapImport = endpoint({
  method: 'PUT',
  path: '/v1/imports/:id/mapping',
  who,
  summary: 'Say what each column is; remembered for the next file with these headers',
  params,
  body: mapping,
  output: importView,
})

export const dryRunImport = endpoint({
  method: 'POST',
  path: '/v1/imports/:id/dry-run',
  who,
  summary: 'Count what a run would bring, and record nothing',
  params,
  output: importView,
  status: 202,
})

export const runImport = endpoint({
  method: 'POST',
  path: '/v1/imports/:id/run',
  who,
  summary: 'Bring the rows in; goes on if the caller leaves',
  params,
  output: importView,
  status: 202,
})

export const stopImport = endpoint({
  method: 'POST',
  path: '/v1/imports/:id/stop',
  who,
  summary: 'Stop after the batch under way; what is in stays in',
  params,
  output: importView,
  status: 202,
})

export const resumeImport = endpoint({
  method: 'POST',
  path: '/v1/imports/:id/resume',
  who,
  summary: 'Go on from where it stopped',
  params,
  output: importView,
  status: 202,
})

export const undoImport = endpoint({
  method: 'POST',
  path: '/v1/imports/:id/undo',
  who,
  summary: 'Take the whole import back: what it brought and nothing else has touched since',
  params,
  output: importView,
  status: 202,
})

export const rejectedRows = endpoint({
  method: 'GET',
  path: '/v1/imports/:id/rejected.csv',
  who,
  summary:
    'Rows that were rejected or lost a cell (of a dry run: would be, or would lose one), as they came, after line and reason, ready to be put right and uploaded again; for whoever uploaded the file',
  params,
  output: z.string(),
})
