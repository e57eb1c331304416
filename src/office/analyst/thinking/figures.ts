import { z } from 'zod'

// What a run says of its models: kept with it in the register, and shown as it is.

const why = z.string()

const heldOut = z.object({
  model: z.enum(['mbg', 'bg']),
  score: z.number(),
  forecast: z.number(),
  made: z.number(),
  mean_error: z.number(),
})

/** Purchases after the first, summed over those who were customers when the fit ended, by the day (from 1970): counted and expected. */
const tracked = z.object({ day: z.int(), made: z.number(), expected: z.number() })
/** Customers by how often they had come back before: what was expected of one in the held-out period, and what one did. */
const calibrated = z.object({ repeats: z.int(), n: z.int(), expected: z.number(), made: z.number() })

/** Customers by what was expected of them in the held-out period, in equal groups from the least: what was expected of one, and what one did. */
const decile = z.object({ n: z.int(), expected: z.number(), made: z.number() })

const check = z.object({
  /** Days that the fit did not see. */
  days: z.int(),
  /** The last day that it saw. */
  until: z.int(),
  n: z.int(),
  chosen: z.enum(['mbg', 'bg']),
  models: z.array(heldOut),
  /** The chance that of two customers the one who came back had the higher expectation. */
  auc: z.number().nullable(),
  /** Which share of what was spent the fifth with the highest expected value brought. */
  top_fifth_brought: z.number().nullable(),
  tracking: z.array(tracked),
  calibration: z.array(calibrated),
  /** Runs of earlier versions have none. */
  deciles: z.array(decile).default([]),
})

const rhythm = z.object({
  model: z.enum(['mbg', 'bg']),
  r: z.number(),
  alpha: z.number(),
  a: z.number(),
  b: z.number(),
  log_likelihood: z.number(),
  n: z.int(),
})
const spend = z.object({ p: z.number(), q: z.number(), gamma: z.number(), n: z.int(), dependent: z.boolean() })

/** A figure, or plainly why there is none. */
const orWhy = <T extends z.ZodType>(of: T) => z.union([of, z.object({ why })])

export const figuresShape = z.object({
  customers: z.int(),
  /** How many of whom nothing is said, by why. */
  unsaid: z.array(z.object({ why, n: z.int() })),
  check: orWhy(check),
  /** By currency: who pays in several is in none. */
  fits: z.array(z.object({ currency: z.string(), n: z.int(), rhythm: orWhy(rhythm), spend: orWhy(spend) })),
  /** The shape of the gaps between purchases; 1 is no regularity at all. */
  gaps: orWhy(z.object({ shape: z.number(), n: z.int() })),
  proposals: orWhy(
    z.object({
      customers: z.int(),
      items: z.int(),
      checked: z.int(),
      held_out_days: z.int(),
      hits_again: z.number().nullable(),
      hits_fresh: z.number().nullable(),
      hits_popular: z.number().nullable(),
    }),
  ),
})
export type Figures = z.infer<typeof figuresShape>
export type Check = z.infer<typeof check>
