import { z } from 'zod'
import { id, instant, words } from '../../../platform/http/shapes.ts'

// Decisions that weigh on a person, as they are recorded and shown. Plain data: the browser imports it.

export const decisionKinds = ['credit', 'price', 'refusal', 'another'] as const
export type DecisionKind = (typeof decisionKinds)[number]
/** For whoever it is about. */
export const decisionOutcomes = ['favourable', 'unfavourable'] as const
export type DecisionOutcome = (typeof decisionOutcomes)[number]
export const madeBy = ['program', 'person'] as const
export type MadeBy = (typeof madeBy)[number]

/** What a decision may be made from: a field of the company's own, entries of one kind, a guess. */
export const datumKinds = ['field', 'entries', 'guess'] as const
export const datum = z.object({ kind: z.enum(datumKinds), name: z.string().min(1).max(80) })
export type Datum = z.output<typeof datum>

const sentence = z.string().trim().min(3).max(500)

export const decisionSaid = z.object({
  /** The number it has in the system that decided: sent twice, it is recorded once. */
  number: z.string().trim().min(1).max(100),
  purpose: z.string().min(1).max(64),
  kind: z.enum(decisionKinds),
  outcome: z.enum(decisionOutcomes),
  made_by: z.enum(madeBy),
  /** What was decided, in words the customer reads. */
  what: sentence,
  reasons: z.array(sentence).min(1).max(20),
  /** How it was reached: a scoring and its version, a rule. */
  method: z.string().trim().min(1).max(300).nullable().default(null),
  /** Everything that was used. */
  data: z.array(datum).min(1).max(50),
  /** Left out: now. */
  decided_at: instant.optional(),
})
export type DecisionSaid = z.output<typeof decisionSaid>

export const decisionView = z.object({
  id,
  purpose: z.object({ code: z.string(), title: words }),
  kind: z.enum(decisionKinds),
  outcome: z.enum(decisionOutcomes),
  made_by: z.enum(madeBy),
  what: z.string(),
  reasons: z.array(z.string()),
  method: z.string().nullable(),
  /** `title`: as the company calls it; null for a guess. */
  data: z.array(datum.extend({ title: words.nullable() })),
  context: z.string(),
  decided_at: instant,
  /** The newest request that a person look at it again: granted, it was changed; refused, it stands. */
  review: z
    .object({
      case_id: id,
      state: z.enum(['open', 'answered', 'taken_back']),
      outcome: z.enum(['granted', 'refused']).nullable(),
      answer: z.string().nullable(),
      due_at: instant,
      ended_at: instant.nullable(),
    })
    .nullable(),
})
export type DecisionView = z.output<typeof decisionView>
