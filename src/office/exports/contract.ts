import { z } from 'zod'
import { columnName, counted, exportView, fileRecipient, formats } from '../../keep/exports/shapes.ts'
import { endpoint } from '../../platform/http/contract.ts'
import { id } from '../../platform/http/shapes.ts'
import { who } from '../bulk/shapes.ts'

// Asking for an export. What becomes of it is the keep's part (keep/exports/contract.ts): list, answers, file.

const own = { staff: ['exports.run'] } as const
const columns = z.array(columnName).min(1).max(60)
const purpose = z.string().min(1).max(64)

export const previewExport = endpoint({
  method: 'POST',
  path: '/v1/exports/preview',
  who: own,
  summary: 'How many an export would hold and who is left out and why, before it is asked for; nothing is opened',
  body: z.object({ who, purpose, columns, format: z.enum(formats) }),
  output: z.object({
    /** How many match. */
    matching: z.int(),
    /** How many of them were looked at: all, when there are not very many. */
    checked: z.int(),
    /** Of those looked at: in the file, and left out with why. */
    allowed: z.int(),
    left_out: z.array(counted),
    /** Columns that cannot be in it for this purpose, and why. */
    columns: z.array(z.object({ column: z.string(), reason: z.string().nullable() })),
    /** Whether a second person has to approve it. */
    second_person: z.boolean(),
    /** Why it cannot be asked for as it is, in one sentence. */
    trouble: z.string().nullable(),
  }),
})

export const askExport = endpoint({
  method: 'POST',
  path: '/v1/exports',
  who: own,
  summary: 'Export customers to a file, sealed to oneself; many at once wait for a second person',
  body: z.object({
    who,
    purpose,
    columns,
    format: z.enum(formats),
    why: z.string().trim().min(5, 'Say why in a few words.').max(500),
    /** Who gets the file, where it leaves the company: each person in it reads the name. `webhook_id`: by which a program of theirs is told of what changes. */
    recipient: fileRecipient
      .extend({ webhook_id: id.nullable().default(null) })
      .nullable()
      .default(null),
  }),
  output: z.object({ id: exportView.shape.id, state: exportView.shape.state }),
  status: 202,
})
