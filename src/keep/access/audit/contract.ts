import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { actGroups, everyAct, subjectKinds } from '../shapes.ts'

// The audit: what people and programs of the company did. Looks at customers are no part of it: each stands in the customer's journal.

const fact = z.union([z.string(), z.number(), z.boolean()])

export const auditRow = z.object({
  id: z.string(),
  at: instant,
  /** `kind` is nobody where somebody who is not signed in did it; a name is a colleague's or a program's. */
  by: z.object({
    kind: z.enum(['staff', 'api', 'service', 'ai', 'customer', 'nobody']),
    id: id.nullable(),
    name: z.string().nullable(),
    role: z.string().nullable(),
    /** Through which colleague’s eyes they looked at the time. */
    as: z.object({ id, name: z.string().nullable() }).nullable(),
  }),
  act: z.enum(everyAct),
  subject: z.object({ kind: z.enum(subjectKinds), id, name: z.string().nullable() }).nullable(),
  facts: z.record(z.string(), fact),
  /** "Firefox, Linux"; null where it was done by the office or a program. */
  device: z.string().nullable(),
  /** Four letters that are the same for the same network. */
  network: z.string().nullable(),
})

const filter = z.object({
  by: id.optional(),
  /** A group of acts such as `staff`, or one act such as `staff.dismissed`. */
  act: z.enum([...actGroups, ...everyAct]).optional(),
  from: instant.optional(),
  until: instant.optional(),
  subject: id.optional(),
})

export const readAudit = endpoint({
  method: 'GET',
  path: '/v1/audit',
  who: { staff: ['audit.read'] },
  summary: 'What was done, the newest first; by whom, what, when and to what',
  query: filter.extend(paging.shape),
  output: pageOf(auditRow),
})

export const exportAudit = endpoint({
  method: 'GET',
  path: '/v1/audit/file',
  who: { staff: ['audit.read'] },
  summary: 'The same as CSV, 100,000 rows at most; no customer is named in it',
  query: filter,
  output: z.string(),
})

export const oddUses = z.object({
  days: z.int(),
  /** Whoever stands out in these days, most first, twenty at most. */
  people: z.array(
    z.object({
      who: z.object({ kind: z.enum(['staff', 'api']), id, name: z.string().nullable() }),
      failed: z.int(),
      refused: z.int(),
      budget_ended: z.int(),
    }),
  ),
  /** Failed sign-ins by an address that nobody here has. */
  strangers: z.int(),
})
export const readOddUses = endpoint({
  method: 'GET',
  path: '/v1/audit/odd',
  who: { staff: ['audit.read'] },
  summary: 'Who failed to sign in, was refused, or came to the end of a budget more often than one would expect, within a week',
  output: oddUses,
})
