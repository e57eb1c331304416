import { z } from 'zod'
import { ruleSaid } from '../../../keep/terms/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, words } from '../../../platform/http/shapes.ts'
import { saidAtOnce, terms } from '../../terms.ts'

export const setMyTerm = endpoint({
  method: 'PUT',
  path: '/v1/my/terms',
  who: 'customer_or_guardian',
  summary: 'Allow or forbid a channel for a purpose or a topic; acknowledged when nothing more can leave. What asks for consent needs the text that was shown',
  body: z.object({
    purpose: z.string(),
    channel: z.string(),
    topic: z.string().nullable(),
    allowed: z.boolean(),
    /** The text beside the switch; a yes to another than the one in force is refused as stale. */
    notice: z
      .object({ version: z.int(), language: z.string().max(20) })
      .nullable()
      .default(null),
  }),
  output: terms,
})

export const sayMyRule = endpoint({
  method: 'POST',
  path: '/v1/my/rules',
  who: 'customer_or_guardian',
  summary: 'How often, at what hours, not until a day, or ask me each time; it takes the place of the rule of that kind, channel and topic',
  body: z.object({ rule: ruleSaid }),
  output: terms,
})

export const sayMyTerms = endpoint({
  method: 'POST',
  path: '/v1/my/terms',
  who: 'customer_or_guardian',
  summary: 'Say several things at once: channels, rules, topics, a stop. All of it or nothing; acknowledged when nothing that was refused can leave any more',
  body: z.object({ said: saidAtOnce.min(1) }),
  output: terms,
})

export const tryMyTerms = endpoint({
  method: 'POST',
  path: '/v1/my/trial',
  who: 'customer_or_guardian',
  summary: 'If you had said this before, what of a month would have reached you? Takes what can be said, and changes nothing',
  body: z.object({
    said: saidAtOnce,
    /** `2026-10`, by your own clock; null: the last thirty days. */
    month: z
      .string()
      .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month like 2026-10')
      .nullable()
      .default(null),
  }),
  output: z.object({
    from: instant,
    until: instant,
    items: z.array(
      z.object({
        at: instant,
        channel: z.string(),
        topic: z.string(),
        topic_title: words.nullable(),
        would: z.boolean(),
        because: z.enum(['stop', 'channel', 'topic', 'hours', 'cap']).nullable(),
      }),
    ),
  }),
})

export const endMyRule = endpoint({
  method: 'POST',
  path: '/v1/my/rules/:rule_id/end',
  who: 'customer_or_guardian',
  summary: 'Take a rule back; it stays readable as one that was',
  params: z.object({ rule_id: id }),
  body: z.object({}),
  output: terms,
})

export const answerMyQuestion = endpoint({
  method: 'POST',
  path: '/v1/my/questions/:question_id',
  who: 'customer_or_guardian',
  summary:
    'Say whether the one message that waits for your answer may come. A yes holds for it alone; after a no nobody asks about that purpose for thirty days',
  params: z.object({ question_id: id }),
  body: z.object({ yes: z.boolean() }),
  output: terms,
})

export const callInferredWrong = endpoint({
  method: 'POST',
  path: '/v1/my/inferred/wrong',
  who: 'customer_or_guardian',
  summary: 'What shows in what you do is wrong: it decides nothing from now on, and is not derived anew for a year',
  body: z.object({ kind: z.enum(['channel', 'hours']), channel: z.string().max(32).nullable() }),
  output: terms,
})

export const setMyTopic = endpoint({
  method: 'PUT',
  path: '/v1/my/topics/:topic',
  who: 'customer_or_guardian',
  summary: 'Hear of a topic or not, by whatever channel',
  params: z.object({ topic: z.string().max(64) }),
  body: z.object({ wanted: z.boolean() }),
  output: terms,
})

export const stopEverything = endpoint({
  method: 'POST',
  path: '/v1/my/stop',
  who: 'customer_or_guardian',
  summary: 'One click: nothing any more but answers to your own requests',
  body: z.object({}),
  output: terms,
})

export const undoStop = endpoint({
  method: 'POST',
  path: '/v1/my/stop/undo',
  who: 'customer_or_guardian',
  summary: 'Take the stop back; what was forbidden before it stays forbidden',
  body: z.object({}),
  output: terms,
})

export const setMyLanguage = endpoint({
  method: 'PUT',
  path: '/v1/my/language',
  who: 'customer',
  summary: 'The language to be written to in',
  body: z.object({ language: z.string().min(2).max(20) }),
  output: done,
})
