import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { instant, pageOf, paging } from '../../platform/http/shapes.ts'

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const askSql = endpoint({
  method: 'POST',
  path: '/v1/analysis/sql',
  who: { staff: ['analysis.sql'] },
  summary:
    'Ask the facts in SQL (DuckDB), of those who may be analysed, without names; one question at a time, bounded in time, memory and rows, and noted in the audit',
  body: z.object({
    sql: z.string().trim().min(1).max(20_000),
    /** At most so many rows come back. */
    limit: z.int().min(1).max(10_000).default(1_000),
  }),
  output: z.object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    /** Whole numbers beyond 2^53 and times as text. */
    rows: z.array(z.array(cell)),
    /** There is more than came back. */
    more: z.boolean(),
    /** The moment whose facts were asked. */
    as_of: z.iso.datetime(),
    ms: z.int(),
  }),
})

export const stopSql = endpoint({
  method: 'POST',
  path: '/v1/analysis/stop',
  who: { staff: ['analysis.sql'] },
  summary: 'Stop the questions in SQL that you are asking just now',
  body: z.object({}),
  output: z.object({ stopped: z.int() }),
})

export const listQuestions = endpoint({
  method: 'GET',
  path: '/v1/analysis/questions',
  who: { staff: ['analysis.sql'] },
  summary: 'What you asked in SQL, the newest first',
  query: paging,
  output: pageOf(
    z.object({
      sql: z.string(),
      at: instant,
      /** How many rows came back; null: it was refused. */
      rows: z.int().nullable(),
      ms: z.int(),
      refused: z.string().nullable(),
    }),
  ),
})

export const readAnalysis = endpoint({
  method: 'GET',
  path: '/v1/analysis',
  who: { staff: ['analysis.sql'] },
  summary: 'How the copy for analysis is: how far behind the store, since when it stands, whether it was compared with it',
  output: z.object({
    state: z.enum(['loading', 'following']),
    as_of: z.iso.datetime().nullable(),
    behind_s: z.number().nullable(),
    built_at: z.iso.datetime().nullable(),
    proven_at: z.iso.datetime().nullable(),
    equal: z.boolean().nullable(),
  }),
})
