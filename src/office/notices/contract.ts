import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

/** What somebody may be told of. */
export const noticeKinds = [
  'mention',
  'task_assigned',
  'task_due',
  'case_assigned',
  'case_due',
  'lead_new',
  'need_new',
  'worry_new',
  'answer_accepted',
  'answer_declined',
  'import_done',
  'export_done',
  'bulk_done',
  'budget_asked',
  'budget_approved',
  'budget_declined',
  'review_asked',
  'rights_asked',
  'rights_due',
  'rights_late',
  'webhook_failing',
  'role_changed',
] as const
export const noticeKind = z.enum(noticeKinds)
export type NoticeKind = z.output<typeof noticeKind>

/** What a notice is about, besides a customer. */
export const subjectKinds = ['task', 'case', 'note', 'need', 'campaign', 'import', 'export', 'bulk', 'request', 'right', 'webhook'] as const

/** A number, a switch or a code: never words, and nothing that points at a person. */
export const noticeFacts = z.record(
  z.string().regex(/^[a-z_]{1,40}$/, 'is a name of small letters'),
  z.union([z.number(), z.boolean(), z.string().regex(/^(?!.*\d{7})[A-Za-z0-9_.:-]{1,60}$/, 'is a code')]),
)

export const notice = z.object({
  id,
  kind: noticeKind,
  at: instant,
  read: z.boolean(),
  /** Whom it is about; `name` is null where it may not be opened. */
  about: z
    .object({
      id,
      kind: z.enum(['person', 'organisation']),
      name: z.object({ full: z.string(), short: z.string() }).nullable(),
      hidden: z.string().nullable(),
    })
    .nullable(),
  subject: z.object({ kind: z.enum(subjectKinds), id }).nullable(),
  /** The colleague who caused it. */
  by: z.object({ id, name: z.string() }).nullable(),
  facts: noticeFacts,
})
export type NoticeView = z.output<typeof notice>

const staff = { staff: 'any' } as const

/** A comma list: notices of these kinds alone. */
const kinds = z
  .string()
  .max(400)
  .transform((text) => text.split(','))
  .pipe(z.array(noticeKind))
  .optional()

export const listNotices = endpoint({
  method: 'GET',
  path: '/v1/notices',
  who: staff,
  summary: 'What you were told in the last 90 days, the newest first',
  query: paging.extend({ unread: z.enum(['true']).optional(), kinds }),
  output: pageOf(notice),
})

export const countNotices = endpoint({
  method: 'GET',
  path: '/v1/notices/count',
  who: staff,
  summary: 'How many of your notices are not read; 100 stands for 100 and more',
  query: z.object({ kinds }),
  output: z.object({ unread: z.int() }),
})

export const readNotices = endpoint({
  method: 'POST',
  path: '/v1/notices/read',
  who: staff,
  summary: 'Mark notices as read, or as not read again: these, or all of them',
  body: z.object({ ids: z.union([z.literal('all'), z.array(id).min(1).max(200)]), read: z.boolean().default(true) }),
  output: done,
})

const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 22:30')

const choice = z.object({
  kind: noticeKind,
  in_app: z.boolean(),
  mail: z.enum(['no', 'at_once', 'digest']),
})

export const quiet = z.object({ from: minuteOfDay, to: minuteOfDay, time_zone: z.string().min(1).max(64) })

export const readChoices = endpoint({
  method: 'GET',
  path: '/v1/notices/choices',
  who: staff,
  summary: 'What you are told and how, and when you are not disturbed',
  output: z.object({
    choices: z.array(choice),
    quiet: quiet.nullable(),
    /** Whether this installation can write to its staff. */
    mail: z.boolean(),
  }),
})

export const writeChoices = endpoint({
  method: 'PUT',
  path: '/v1/notices/choices',
  who: staff,
  summary: 'Set what you are told and how; kinds that are not named stay as they are',
  body: z.object({ choices: z.array(choice).max(noticeKinds.length).optional(), quiet: quiet.nullable().optional() }),
  output: done,
})
