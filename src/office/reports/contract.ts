import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { colleague } from '../work/shapes.ts'
import { looks, question } from './shapes.ts'

const who = { staff: ['reports.see'] } as const

const asked = {
  /** The moment whose facts were counted. */
  as_of: instant,
  /** The first day, and the day after the last; null where no time was asked for. */
  from: z.iso.date().nullable(),
  until: z.iso.date().nullable(),
  time_zone: z.string(),
  /** Weeks begin on the day on which those of whoever asked do: 1 Monday, 6 Saturday, 7 Sunday. */
  week_start: z.literal([1, 6, 7]),
}

/** A value; money in minor units of the currency beside it. */
const value = z.number()
const people = z.int()

export const figuresAnswer = z.object({
  ...asked,
  of: z.literal('figures'),
  /** `key`: the values it was split by, in their order; a time is its first day, null is what nobody knows. */
  rows: z.array(z.object({ key: z.array(z.string().nullable()), currency: z.string().nullable(), value, people })),
  /** Over all of it, also over what is in no row; absent for fewer than 20 people. */
  totals: z.array(z.object({ currency: z.string().nullable(), value, people })),
  /** So many rows are not shown: they, or what could be worked out from the others, are about fewer than 20 people. */
  withheld: z.int(),
  /** So many rows are not shown because there are so many: the smallest. */
  cut: z.int(),
  /** What the values are called, by place in the key. */
  titles: z.array(z.record(z.string(), words)),
})

export const funnelAnswer = z.object({
  ...asked,
  of: z.literal('funnel'),
  /** `people` null: fewer than 20. `days`: within how many half of them got here from the first step. */
  steps: z.array(z.object({ kind: z.string(), title: words, people: people.nullable(), days: z.number().nullable() })),
})

export const retentionAnswer = z.object({
  ...asked,
  of: z.literal('retention'),
  every: z.enum(['week', 'month', 'quarter']),
  /** `shares`: of the people of this cohort, in the same period, the next one … up to the last whole one, in whole hundredths. */
  cohorts: z.array(z.object({ start: z.iso.date(), people, shares: z.array(z.number()) })),
  withheld: z.int(),
})

export const answer = z.discriminatedUnion('of', [figuresAnswer, funnelAnswer, retentionAnswer])
export type Answer = z.output<typeof answer>

export const askReport = endpoint({
  method: 'POST',
  path: '/v1/reports/ask',
  who,
  summary: 'Ask for figures, a funnel or retention, of those who may be analysed and never of fewer than 20; at most ten seconds',
  body: z.object({ question }),
  output: answer,
})

export const reportChoices = endpoint({
  method: 'GET',
  path: '/v1/reports/choices',
  who,
  summary: 'What a report can be made of here: kinds of events, their numbers, fields of your own, audiences',
  output: z.object({
    kinds: z.array(z.object({ kind: z.string(), title: words, numbers: z.array(z.object({ attribute: z.string(), title: words.nullable() })) })),
    fields: z.array(z.object({ field: z.string(), title: words })),
    /** The newest two hundred. */
    audiences: z.array(z.object({ id, title: z.string() })),
    time_zone: z.string(),
  }),
})

const shared = z.union([z.enum(['private', 'everybody']), z.strictObject({ roles: z.array(z.string().min(1).max(64)).min(1).max(50) })])

export const reportBody = z.object({
  title: z.string().trim().min(1).max(80),
  question,
  look: z.enum(looks),
  shared: shared.default('private'),
})

export const report = reportBody.extend({
  id,
  made_by: colleague.nullable(),
  /** Whether the caller may change it. */
  editable: z.boolean(),
  /** Whether it stands on the caller’s dashboard. */
  pinned: z.boolean(),
  /** Goes up with each change. */
  version: z.int(),
  changed_at: instant,
})

export const listReports = endpoint({
  method: 'GET',
  path: '/v1/reports',
  who,
  summary: 'Saved reports: one’s own and those shared with one, by title',
  query: paging.extend({ pinned: z.enum(['true']).optional() }),
  output: pageOf(report),
})

export const readReport = endpoint({
  method: 'GET',
  path: '/v1/reports/:report_id',
  who,
  summary: 'One saved report',
  params: z.object({ report_id: id }),
  output: report,
})

export const addReport = endpoint({
  method: 'POST',
  path: '/v1/reports',
  who,
  summary: 'Save a report; 200 of one’s own at most',
  body: reportBody,
  output: report,
  status: 201,
})

export const changeReport = endpoint({
  method: 'PUT',
  path: '/v1/reports/:report_id',
  who,
  summary: 'Change a saved report, as it was read: when somebody changed it meanwhile, nothing is changed',
  params: z.object({ report_id: id }),
  body: reportBody.extend({ version: z.int() }),
  output: report,
})

export const removeReport = endpoint({
  method: 'DELETE',
  path: '/v1/reports/:report_id',
  who,
  summary: 'Take a saved report away; what it counts stays as it is',
  params: z.object({ report_id: id }),
  output: done,
})

export const pinReport = endpoint({
  method: 'PUT',
  path: '/v1/reports/:report_id/pin',
  who,
  summary: 'Put a report on your dashboard, or take it off; twelve at most',
  params: z.object({ report_id: id }),
  body: z.object({ pinned: z.boolean() }),
  output: done,
})

const valueClass = z.enum(['first', 'second', 'third'])

export const readFlow = endpoint({
  method: 'GET',
  path: '/v1/value-classes/flow',
  who,
  summary: 'How many customers stood in which value class a month ago and in which they stand now; never of fewer than 20',
  output: z.object({
    computed_at: instant.nullable(),
    /** Against so many days ago. */
    days: z.int(),
    moves: z.array(z.object({ from: valueClass, to: valueClass, people: z.int() })),
    withheld: z.int(),
  }),
})

const part = z.number().min(0).max(1)
const times = {
  /** Times that ended in a purchase, and in none. */
  bought: z.int(),
  left: z.int(),
  /** Of how many people; never fewer than 20. */
  people: z.int(),
  /** Of these times those that ended in a purchase, with Wilson’s interval; null under thirty. */
  share: z.object({ value: part, low: part, high: part }).nullable(),
}

export const readWays = endpoint({
  method: 'GET',
  path: '/v1/reports/ways',
  who,
  summary:
    'How customers come to a purchase, as the last run found it: how many days it takes, by which steps, what comes last before they give up; never of fewer than 20',
  output: z.object({
    /** Null: no run has looked at it yet. */
    computed_at: instant.nullable(),
    /** Null: of fewer than 20 people. `at_once`: purchases that nothing was seen before. `days`: from the first step to the purchase, within which a quarter, half and three quarters came to it. */
    totals: z
      .object({ ...times, at_once: z.int(), days: z.object({ quarter: z.number(), half: z.number(), three_quarters: z.number() }).nullable() })
      .nullable(),
    /** By the steps in the order in which each came first: look, compare, ask, basket, talk. */
    paths: z.array(z.object({ steps: z.array(z.string()), ...times })),
    /** By the step that came last. */
    last: z.array(z.object({ step: z.string(), ...times })),
    /** By what the last question was about. */
    questions: z.array(z.object({ topic: z.string(), title: words.nullable(), ...times })),
    /** So many groups are not shown. */
    withheld: z.int(),
  }),
})
