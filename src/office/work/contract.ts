import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { colleague, customerRef, unseen } from './shapes.ts'

export * from './shapes.ts'

const who = { staff: ['work.do'], key: 'change' } as const

const unitCode = z.string().regex(/^[a-z0-9_-]{1,40}$/, 'must be a code: small Latin letters, digits, dash or underscore')

/** Something to be done. A promise is a task the customer knows of. */
export const task = z.object({
  id,
  kind: z.enum(['task', 'promise', 'call_back']),
  what: z.string(),
  /** Why `what` is not shown: a reason of the gate; null when it is. */
  hidden: z.string().nullable(),
  about: customerRef.nullable(),
  case_id: id.nullable(),
  assignee: colleague.nullable(),
  /** Why its assignee does not see whom it is about; null when they do. */
  unseen: unseen.nullable(),
  /** Who began it, and sees it for that; null: a program, or somebody who left. */
  made_by: colleague.nullable(),
  /** The unit it belongs to; null: the company's own. */
  unit: z.string().nullable(),
  due_at: instant.nullable(),
  /** When its assignee is told of it. */
  remind_at: instant.nullable(),
  state: z.enum(['open', 'done', 'dropped']),
  done_at: instant.nullable(),
  created_at: instant,
})

/** A matter that runs until it is solved. An open complaint or dispute stops promotion to that person. */
export const workCase = z.object({
  id,
  number: z.string(),
  kind: z.enum(['complaint', 'dispute', 'question', 'request']),
  subject: z.string(),
  /** Why `subject` is not shown: a reason of the gate; null when it is. */
  hidden: z.string().nullable(),
  about: customerRef,
  assignee: colleague.nullable(),
  /** Why its assignee does not see whom it is about; null when they do. */
  unseen: unseen.nullable(),
  /** Who began it, and sees it for that; null: a program, or somebody who left. */
  made_by: colleague.nullable(),
  /** The unit it belongs to; null: the company's own. */
  unit: z.string().nullable(),
  opened_at: instant,
  due_at: instant.nullable(),
  /** When its assignee is told of it. */
  remind_at: instant.nullable(),
  closed_at: instant.nullable(),
  state: z.enum(['open', 'solved', 'dropped']),
  resolution: z.string().nullable(),
  /** The customer's own mark of how it was solved, 1 to 5. */
  rating: z.int().min(1).max(5).nullable(),
})

const whose = z.enum(['mine', 'unassigned', 'all']).optional()
/** Of this unit and those below it. */
const unit = unitCode.optional()

export const listTasks = endpoint({
  method: 'GET',
  path: '/v1/tasks',
  who: { staff: ['work.see'], key: 'read' },
  summary: 'Tasks and promises, the most urgent first',
  query: paging.extend({ whose, unit, customer_id: id.optional(), state: z.enum(['open', 'done']).optional() }),
  output: pageOf(task),
})

const isZone = (zone: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}

export const readDay = endpoint({
  method: 'GET',
  path: '/v1/my-day',
  who: { staff: ['work.see'] },
  summary: 'How much is open by days, and whose birthday it is within the week among the customers you are responsible for',
  query: z.object({ whose, unit, time_zone: z.string().max(64).refine(isZone, 'must be an IANA time zone like Europe/Moscow') }),
  output: z.object({
    tasks: z.object({ overdue: z.int(), today: z.int(), tomorrow: z.int(), week: z.int(), later: z.int(), undated: z.int() }),
    cases: z.int(),
    /** Never the year. */
    birthdays: z.array(z.object({ about: customerRef, month: z.int(), day: z.int(), in_days: z.int() })),
  }),
})

export const addTask = endpoint({
  method: 'POST',
  path: '/v1/tasks',
  who,
  summary: 'Add a task; without an assignee it is your own, and nobody’s when a program adds it',
  body: z.object({
    kind: z.enum(['task', 'promise', 'call_back']),
    what: z.string().trim().min(1).max(500),
    customer_id: id.optional(),
    case_id: id.optional(),
    /** null: nobody's yet. */
    assignee_id: id.nullable().optional(),
    /** null: no unit's; left out: that of its case, your one unit, or the one unit that looks after the customer. */
    unit: unitCode.nullable().optional(),
    due_at: instant.optional(),
    remind_at: instant.optional(),
  }),
  output: task,
})

export const changeTask = endpoint({
  method: 'PATCH',
  path: '/v1/tasks/:task_id',
  who,
  summary: 'Change a task, give it to somebody else, put it off; a reminder moves along with the term',
  params: z.object({ task_id: id }),
  body: z.object({
    kind: z.enum(['task', 'promise', 'call_back']).optional(),
    what: z.string().trim().min(1).max(500).optional(),
    assignee_id: id.nullable().optional(),
    unit: unitCode.nullable().optional(),
    due_at: instant.nullable().optional(),
    remind_at: instant.nullable().optional(),
  }),
  output: task,
})

export const completeTask = endpoint({
  method: 'POST',
  path: '/v1/tasks/:task_id/complete',
  who,
  summary: 'Mark a task as done',
  params: z.object({ task_id: id }),
  body: z.object({}),
  output: task,
})

export const reopenTask = endpoint({
  method: 'POST',
  path: '/v1/tasks/:task_id/reopen',
  who,
  summary: 'Take back that a task is done',
  params: z.object({ task_id: id }),
  body: z.object({}),
  output: task,
})

export const dropTask = endpoint({
  method: 'POST',
  path: '/v1/tasks/:task_id/drop',
  who,
  summary: 'Say that a task is not needed any more; reopening it takes that back',
  params: z.object({ task_id: id }),
  body: z.object({}),
  output: task,
})

/** What somebody changed of a task or case. Of words it is said that they were changed; of an assignee the names, of a unit its code. */
const workChange = z.object({
  at: instant,
  by: colleague.nullable(),
  what: z.enum(['words', 'kind', 'state', 'assignee', 'due_at', 'remind_at', 'unit']),
  was: z.string().nullable(),
  became: z.string().nullable(),
})

export const listTaskChanges = endpoint({
  method: 'GET',
  path: '/v1/tasks/:task_id/changes',
  who: { staff: ['work.see'], key: 'read' },
  summary: 'Who changed what of a task, the newest first',
  params: z.object({ task_id: id }),
  query: paging,
  output: pageOf(workChange),
})

export const listCases = endpoint({
  method: 'GET',
  path: '/v1/cases',
  who: { staff: ['work.see'], key: 'read' },
  summary: 'Cases, the oldest open one first',
  query: paging.extend({ whose, unit, customer_id: id.optional(), state: z.enum(['open', 'solved']).optional() }),
  output: pageOf(workCase),
})

export const openCase = endpoint({
  method: 'POST',
  path: '/v1/cases',
  who,
  summary: 'Open a case for a customer',
  body: z.object({
    kind: z.enum(['complaint', 'dispute', 'question', 'request']),
    subject: z.string().trim().min(1).max(300),
    customer_id: id,
    /** null: nobody's yet. */
    assignee_id: id.nullable().optional(),
    /** null: no unit's; left out: your one unit, or the one unit that looks after the customer. */
    unit: unitCode.nullable().optional(),
    due_at: instant.optional(),
    remind_at: instant.optional(),
    /** Of a case that began elsewhere (on paper, in another system): its number, and what became of it. */
    before: z
      .object({
        number: z.string().trim().min(1).max(40),
        opened_at: instant,
        solved: z.object({ at: instant, resolution: z.string().trim().min(1).max(1000), rating: z.int().min(1).max(5).nullable() }).nullable(),
      })
      .optional(),
  }),
  output: workCase,
})

export const changeCase = endpoint({
  method: 'PATCH',
  path: '/v1/cases/:case_id',
  who,
  summary: 'Change a case: what it is about, its kind, whose it is, its term; `dropped` closes it where nothing came of it',
  params: z.object({ case_id: id }),
  body: z.object({
    kind: z.enum(['complaint', 'dispute', 'question', 'request']).optional(),
    subject: z.string().trim().min(1).max(300).optional(),
    state: z.enum(['open', 'dropped']).optional(),
    assignee_id: id.nullable().optional(),
    unit: unitCode.nullable().optional(),
    due_at: instant.nullable().optional(),
    remind_at: instant.nullable().optional(),
  }),
  output: workCase,
})

export const listCaseChanges = endpoint({
  method: 'GET',
  path: '/v1/cases/:case_id/changes',
  who: { staff: ['work.see'], key: 'read' },
  summary: 'Who changed what of a case, the newest first',
  params: z.object({ case_id: id }),
  query: paging,
  output: pageOf(workChange),
})

export const solveCase = endpoint({
  method: 'POST',
  path: '/v1/cases/:case_id/solve',
  who,
  summary: 'Close a case with how it was solved',
  params: z.object({ case_id: id }),
  body: z.object({ resolution: z.string().trim().min(1).max(1000) }),
  output: workCase,
})

export const reopenCase = endpoint({
  method: 'POST',
  path: '/v1/cases/:case_id/reopen',
  who,
  summary: 'Open a solved case again',
  params: z.object({ case_id: id }),
  body: z.object({}),
  output: workCase,
})

export const listColleagues = endpoint({
  method: 'GET',
  path: '/v1/colleagues',
  who: { staff: 'any', key: 'read' },
  summary: 'Whom a task or case can be given to; with a customer, who of them does not see that customer, and why',
  query: paging.extend({ customer_id: id.optional() }),
  output: pageOf(colleague.extend({ unseen: unseen.nullable() })),
})
