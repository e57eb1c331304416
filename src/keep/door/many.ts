import { z } from 'zod'
import { deeds } from '../bulk/shapes.ts'
import { columnName, type ExportState, fileRecipient, formats } from '../exports/shapes.ts'
import type { WhyUnseen } from './careShapes.ts'
import { customer, field as named, purpose, unitCode } from './pieces.ts'
import type { Preview } from './shapes.ts'

// What the office may ask about many customers at once: a part of the door's contract.

const field = named.nullable()
const exportColumns = z.array(columnName).max(60)

export const manyInputs = {
  /** The first of those who match; `persons`: how many do. */
  exportPreview: z.object({ customers: z.array(customer).max(20_000), purpose, columns: exportColumns, persons: z.int().min(0) }),
  exportBegin: z.object({
    export: z.int(),
    format: z.enum(formats),
    purpose,
    why: z.string().trim().min(5).max(500),
    columns: exportColumns.min(1),
    language: z.string().max(20),
    /** `webhook`: by which they are told of what changes. */
    recipient: fileRecipient.extend({ webhook: z.int().nullable() }).nullable().default(null),
    persons: z.int().min(0),
  }),
  exportsDue: z.object({}),
  /** Those who match after a place, in the order of their numbers, with the figures of the export's own figure columns. */
  exportFeed: z.object({
    export: z.int(),
    after: z.int().min(0),
    up_to: z.int().min(0),
    last: z.boolean(),
    rows: z.array(z.object({ customer, figures: z.array(z.union([z.string().max(2000), z.number()]).nullable()).max(60) })).max(1000),
  }),
  /** The first of those who match. */
  /** `staff`: to whom it is to be given; `units`: which are to look after them, where that is the field. */
  bulkPreview: z.object({
    customers: z.array(customer).max(20_000),
    deed: z.enum(deeds),
    field,
    staff: z.int().nullable().default(null),
    units: z.array(unitCode).max(20).nullable().default(null),
  }),
  /** `value`: of a field, or what is to be done. */
  bulkBegin: z.object({ bulk: z.int(), deed: z.enum(deeds), field, value: z.string().max(2000).nullable() }),
  bulkUndo: z.object({ bulk: z.int() }),
  /** `tasks`: of a task for each, its number, in the order of the customers. */
  bulkBatch: z.object({ bulk: z.int(), customers: z.array(customer).max(1000), tasks: z.array(z.int()).max(1000).default([]) }),
  /** Into the trash, or back. */
  aside: z.object({ customer, back: z.boolean() }),
  trashed: z.object({ after: z.object({ at: z.iso.datetime(), customer }).nullable(), limit: z.int().min(1).max(201) }),
} as const

export type ManyOutputs = {
  /** `unseen`: of those allowed, how many are not seen by whom they are to be given to; `lost`: how many the asker would see no more. */
  bulkPreview: { allowed: number; left_out: { reason: string; count: number }[]; unseen: (WhyUnseen & { count: number }) | null; lost: number }
  bulkBegin: { done: true }
  bulkUndo: { done: true }
  bulkBatch: { changed: number[]; unchanged: number; left_out: { reason: string; count: number }[]; stopped: string | null }
  aside: { changed: boolean }
  trashed: { preview: Preview; at: string; by: { kind: string; role: string; name: string | null } }[]

  exportPreview: { allowed: number; left_out: { reason: string; count: number }[]; columns: { column: string; reason: string | null }[]; second: boolean }
  /** `request`: what a second person has to approve. */
  exportBegin: { state: ExportState; request: number | null }
  exportsDue: { export: number; position: number }[]
  exportFeed: { state: ExportState; position: number }
}
