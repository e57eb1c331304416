import { z } from 'zod'
import { answerStates, bands, evidenceAtMost, heardBy, needKinds, needRoads, needStages, needStates, wordsAtMost } from '../../keep/needs/shapes.ts'
import { endpoint } from '../../platform/http/contract.ts'
import { day, done, id, instant, money, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { colleague, customerRef } from '../work/shapes.ts'

// What customers look for, wish and worry about, for whoever answers. Of one said without a name there is no customer here, no exact
// budget and no moment but the day.

const reads = { staff: ['needs.answer'], key: 'read' } as const
const changes = { staff: ['needs.answer'], key: 'change' } as const

const text = z.string().trim().min(1).max(wordsAtMost)
const amount = z.object({ minor: z.int().min(1).max(10_000_000_000_000), currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code like RUB') })

export const topicName = z.object({ code: z.string(), title: words })

/** What is said of a need: words, and what makes them easier to answer. `until`: the last day of use. */
export const wish = z.object({
  words: text,
  topic: z.string().max(64).nullable().default(null),
  budget: amount.nullable().default(null),
  until: day.nullable().default(null),
})

/** What there is to choose from when one is said or looked for, and how much of each there may be. */
export const needChoices = z.object({ topics: z.array(topicName), currency: z.string(), words_at_most: z.int(), days_at_most: z.int() })

/** Somebody answered. */
const answer = z.object({
  id,
  /** null: they are gone with the need’s, or may not be shown. */
  words: z.string().nullable(),
  price: money.nullable(),
  state: z.enum(answerStates),
  at: instant,
  by: colleague.partial({ id: true, name: true }).nullable(),
})

export const need = z.object({
  id,
  kind: z.enum(needKinds),
  /** Said without a name: nobody of the company knows whose it is before an answer is accepted. */
  anonymous: z.boolean(),
  /** Of one said without a name: since when the name is open. */
  named_at: instant.nullable(),
  about: customerRef.nullable(),
  words: z.string().nullable(),
  /** Why the words are not shown: a reason of the gate; null when they are, or are gone. */
  hidden: z.string().nullable(),
  topic: topicName.nullable(),
  /** Of one without a name only its band. */
  budget: money.nullable(),
  band: z.object({ code: z.enum(bands), from: z.int(), to: z.int().nullable() }),
  until: day.nullable(),
  expires_at: instant,
  state: z.enum(needStates),
  said_on: day,
  said_at: instant.nullable(),
  road: z.enum(needRoads),
  /** Who entered what was heard elsewhere, and how they know. */
  heard: z.object({ by: z.string().nullable(), evidence: z.string().nullable() }).nullable(),
  /** Of a worry: the task by which somebody looks into it. */
  task_id: id.nullable(),
  answers: z.array(answer),
})

const filter = {
  kind: z.enum(needKinds).optional(),
  topic: z.string().max(64).optional(),
  band: z.enum(bands).optional(),
  /** `open`: not answered yet; `answered`: the customer has not decided; `over`: closed, or its time is past. */
  stage: z.enum(needStages).optional(),
  anonymous: z.enum(['true', 'false']).optional(),
}

export const listNeeds = endpoint({
  method: 'GET',
  path: '/v1/needs',
  who: reads,
  summary: 'What customers look for, wish and worry about, the newest day first; also what was said without a name. A look, with its receipts',
  query: paging.extend(filter),
  output: pageOf(need).extend({ choices: needChoices }),
})

export const readNeed = endpoint({
  method: 'GET',
  path: '/v1/needs/:need_id',
  who: reads,
  summary: 'One need, want or worry with its answers',
  params: z.object({ need_id: id }),
  output: need,
})

export const countNeeds = endpoint({
  method: 'GET',
  path: '/v1/needs/figures',
  who: { staff: ['needs.answer'] },
  summary: 'How many are open, answered and accepted, and what was looked for in the last 26 weeks; of topics fewer than five are not told apart',
  output: z.object({
    open: z.int(),
    answered: z.int(),
    accepted: z.int(),
    topics: z.array(z.object({ topic: topicName.nullable(), count: z.int(), accepted: z.int() })),
  }),
})

export const listNeedsOf = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/needs',
  who: reads,
  summary: 'What one customer looks for, wishes and worries about; never what they said without their name',
  params: z.object({ customer_id: id }),
  query: paging,
  output: pageOf(need).extend({ choices: needChoices }),
})

export const takeNeed = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/needs',
  who: changes,
  summary: 'Enter what a customer said by phone, at the counter, in a letter, a reply or a chat, with how you know. A worry becomes a promise with a term',
  params: z.object({ customer_id: id }),
  body: wish.extend({ kind: z.enum(needKinds), road: z.enum(heardBy), evidence: z.string().trim().min(3).max(evidenceAtMost) }),
  output: need,
})

export const answerNeed = endpoint({
  method: 'POST',
  path: '/v1/needs/:need_id/answers',
  who: changes,
  summary: 'Answer a need that is open; the customer gets a letter that says only that an answer waits',
  params: z.object({ need_id: id }),
  body: z.object({
    words: text,
    price: amount
      .extend({ minor: z.int().min(0).max(10_000_000_000_000) })
      .nullable()
      .default(null),
  }),
  output: need,
})

export const takeBackAnswer = endpoint({
  method: 'POST',
  path: '/v1/needs/:need_id/answers/:answer_id/take-back',
  who: changes,
  summary: 'Take an answer back that the customer has not decided on',
  params: z.object({ need_id: id, answer_id: id }),
  body: z.object({}),
  output: need,
})

const readyCode = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')
const bothWays = (most: number) => z.object({ en: z.string().trim().min(1).max(most), ru: z.string().trim().min(1).max(most) })

export const listReadyAnswers = endpoint({
  method: 'GET',
  path: '/v1/ready-answers',
  who: reads,
  summary: 'Answers kept at hand, by code',
  query: paging,
  output: pageOf(z.object({ code: z.string(), title: words, words })),
})

export const keepReadyAnswer = endpoint({
  method: 'PUT',
  path: '/v1/ready-answers/:code',
  who: changes,
  summary: 'Keep an answer at hand, or say it anew',
  params: z.object({ code: readyCode }),
  body: z.object({ title: bothWays(80), words: bothWays(wordsAtMost) }),
  output: done,
})

export const retireReadyAnswer = endpoint({
  method: 'DELETE',
  path: '/v1/ready-answers/:code',
  who: changes,
  summary: 'Keep an answer at hand no more; answers that were given stand',
  params: z.object({ code: readyCode }),
  output: done,
})
