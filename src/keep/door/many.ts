import { z } from 'zod'
import { columnName, type ExportState, formats } from '../exports/shapes.ts'

// What the office may ask about many customers at once: a part of the door's contract.

const customer = z.int().min(0)
/** As `purpose` of the contract: it goes into statements that answer several at once. */
const purpose = z
  .string()
  .max(64)
  .regex(/^\P{Cc}*$/u, 'must hold no control characters')
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
} as const

export type ManyOutputs = {
  exportPreview: { allowed: number; left_out: { reason: string; count: number }[]; columns: { column: string; reason: string | null }[]; second: boolean }
  /** `request`: what a second person has to approve. */
  exportBegin: { state: ExportState; request: number | null }
  exportsDue: { export: number; position: number }[]
  exportFeed: { state: ExportState; position: number }
}
