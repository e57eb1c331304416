import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { day, id, instant, money, pageOf, paging } from '../../platform/http/shapes.ts'
import { figuresShape } from '../analyst/shapes.ts'
import { customerRef } from '../work/shapes.ts'
import { customerInsight } from './shapes.ts'

/** Figures of all customers; those who see some customers only get what is of theirs, where that can be said. */
const withFigures = ['work.see'] as const
const withNames = ['customers.see'] as const
const runners = { staff: ['campaigns.run', 'analysis.sql'] } as const
const oneRun = z.object({ run_id: id })
const classes = z.enum(['first', 'second', 'third'])
const share = z.number().min(0).max(1)
const within = z.object({ value: share, low: share, high: share })

export const readInsight = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/insight',
  who: { staff: withNames, key: 'read' },
  summary: 'What is thought of a customer and why, each with its method, date and how sure it is, or plainly that there is not enough to say',
  params: z.object({ customer_id: id }),
  query: z.object({ purpose: z.string().min(1).max(64).optional() }),
  output: customerInsight,
})

export const readValues = endpoint({
  method: 'GET',
  path: '/v1/insight/values',
  who: { staff: withFigures, key: 'read' },
  summary: 'How expected value of the next year is spread over the customers you see, in one currency: bins, quantiles and what the top fifth brings',
  query: z.object({ currency: z.string().length(3).optional(), bins: z.coerce.number().int().min(5).max(60).optional() }),
  output: z.object({
    /** Null: no run has ended well yet. */
    computed_at: instant.nullable(),
    currency: z.string().nullable(),
    currencies: z.array(z.object({ currency: z.string(), count: z.int() })),
    count: z.int(),
    /** Customers of whom nothing is said, by why. */
    unsaid: z.array(z.object({ why: z.string(), count: z.int() })),
    total: money.nullable(),
    quantiles: z.array(z.object({ share, minor: z.int() })),
    top_fifth_share: share.nullable(),
    /** Rising, on a scale where each bin is as many times as wide as the one before; the first begins at 0. `sum`: expected of all in it. */
    bins: z.array(z.object({ from_minor: z.int(), to_minor: z.int(), count: z.int(), sum_minor: z.int(), staying: share.nullable() })),
    /** How many customers are still with us with which chance: ten steps from none to certain. */
    staying: z.array(z.object({ from: share, to: share, count: z.int() })),
    /** What one must be worth for a class, before hysteresis. */
    bounds: z.object({ first_minor: z.int().nullable(), second_minor: z.int().nullable() }).nullable(),
  }),
})

export const readMigration = endpoint({
  method: 'GET',
  path: '/v1/insight/migration',
  who: { staff: withFigures, key: 'read' },
  summary:
    'Who moved between value classes in a run (the last one, when none is named): counts, shares with Wilson’s interval, and the alarm on the first class',
  query: z.object({ run_id: id.optional() }),
  output: z.object({
    run_id: id.nullable(),
    at: instant.nullable(),
    /** From none, first, second, third (rows) to the same (columns). */
    classes: z.array(z.enum(['none', 'first', 'second', 'third'])),
    counts: z.array(z.array(z.int())),
    /** Of those who were in the row’s class; null under thirty. */
    shares: z.array(z.array(within.nullable())),
    alarm: z.object({
      /** Who were of the first class, and how many of them are no more. */
      of: z.int(),
      fell: z.int(),
      share: within.nullable(),
      /** The share that fell in the ten runs before; null: there was none. */
      usual: share.nullable(),
      /** Even the lower end is above what is usual. */
      unusual: z.boolean(),
    }),
  }),
})

const mover = z.object({ customer: customerRef, class: classes, value: money })

export const listRising = endpoint({
  method: 'GET',
  path: '/v1/insight/rising',
  who: { staff: withNames, key: 'read' },
  summary: 'Customers of the second and third class who are closest to the next one, least missing in proportion first',
  query: paging.extend({ class: z.enum(['second', 'third']).optional() }),
  output: pageOf(mover.extend({ next: z.enum(['first', 'second']), missing: money })),
})

export const listFallen = endpoint({
  method: 'GET',
  path: '/v1/insight/fallen',
  who: { staff: withNames, key: 'read' },
  summary: 'Customers who fell out of the first class within so many days, who lost most expected value first',
  query: paging.extend({ days: z.coerce.number().int().min(1).max(365).optional() }),
  output: pageOf(mover.extend({ fell_on: day, lost: money.nullable() })),
})

const run = z.object({
  id,
  asked_at: instant,
  /** The night began it, or a person. */
  by: z.enum(['night', 'staff']),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
  step: z.enum(['waiting', 'reading', 'thinking', 'keeping', 'done']),
  progress: share,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** Up to when facts were looked at. */
  as_of: instant.nullable(),
  ms: z.int().nullable(),
  customers: z.int().nullable(),
  error: z.string().nullable(),
})

export const listRuns = endpoint({
  method: 'GET',
  path: '/v1/insight/runs',
  who: { staff: withFigures, key: 'read' },
  summary: 'Runs of the models over all customers, the newest first, with how far each is and how it ended',
  query: paging,
  output: pageOf(run),
})

export const readRun = endpoint({
  method: 'GET',
  path: '/v1/insight/runs/:run_id',
  who: { staff: withFigures, key: 'read' },
  summary: 'One run of the model register (`last`: the last one that ended well): parameters, likelihood, held-out figures, tracking and calibration series',
  params: oneRun,
  output: run.extend({ figures: figuresShape.nullable() }),
})

export const startRun = endpoint({
  method: 'POST',
  path: '/v1/insight/runs',
  who: runners,
  summary: 'Run the models over all customers now; while a run is under way that one is given',
  body: z.object({}),
  output: run.extend({ began: z.boolean() }),
})

export const stopRun = endpoint({
  method: 'POST',
  path: '/v1/insight/runs/:run_id/stop',
  who: runners,
  summary: 'Stop a run; what the last good one found stays',
  params: oneRun,
  body: z.object({}),
  output: run,
})
