import { z } from 'zod'
import { answerStates, needKinds, needRoads, needStates } from '../../../keep/needs/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, done, id, instant, money, pageOf, paging } from '../../../platform/http/shapes.ts'
import { needChoices, topicName, wish } from '../../needs/contract.ts'
import { actorKind } from '../shapes.ts'

/** Who wrote it: what they are and what they do, never who. */
const wrote = z.object({ kind: actorKind, role: z.string() })

export const myNeed = z.object({
  id,
  kind: z.enum(needKinds),
  /** You said it without your name, and since when the company knows it: null: it does not. */
  anonymous: z.boolean(),
  named_at: instant.nullable(),
  /** null: they are gone. */
  words: z.string().nullable(),
  topic: topicName.nullable(),
  budget: money.nullable(),
  until: day.nullable(),
  /** From then on nobody is shown the words. */
  expires_at: instant,
  state: z.enum(needStates),
  said_at: instant,
  /** When it was last changed, by you or by what became of it. */
  moved_at: instant,
  road: z.enum(needRoads),
  by: wrote,
  /** Of what somebody of us entered for you: how they knew. */
  evidence: z.string().nullable(),
  answers: z.array(
    z.object({
      id,
      words: z.string().nullable(),
      price: money.nullable(),
      state: z.enum(answerStates),
      at: instant,
      moved_at: instant,
      by: wrote,
    }),
  ),
  /** Of a worry: until when we promised to look into it, and how that ended. */
  promise: z.object({ due_at: instant.nullable(), state: z.enum(['open', 'done', 'dropped']), done_at: instant.nullable() }).nullable(),
})

export const listMyNeeds = endpoint({
  method: 'GET',
  path: '/v1/my/needs',
  who: 'customer',
  summary: 'What you look for, wish and worry about, what was answered, and what you may choose from when you say more',
  query: paging,
  output: pageOf(myNeed).extend({ choices: needChoices }),
})

const one = z.object({ need_id: id })

export const sayMyNeed = endpoint({
  method: 'POST',
  path: '/v1/my/needs',
  who: 'customer',
  summary: 'Say what you look for, wish or worry about; without your name, if you like. It is no consent to anything',
  body: wish.extend({ kind: z.enum(needKinds), anonymous: z.boolean() }),
  output: z.object({ id }),
})

export const changeMyNeed = endpoint({
  method: 'PUT',
  path: '/v1/my/needs/:need_id',
  who: 'customer',
  summary: 'Say an open one anew; answers that were given stand',
  params: one,
  body: wish,
  output: done,
})

export const closeMyNeed = endpoint({
  method: 'POST',
  path: '/v1/my/needs/:need_id/close',
  who: 'customer',
  summary: 'It is over: its words go at once, and those of its answers',
  params: one,
  body: z.object({}),
  output: done,
})

const answered = one.extend({ answer_id: id })

export const acceptMyAnswer = endpoint({
  method: 'POST',
  path: '/v1/my/needs/:need_id/answers/:answer_id/accept',
  who: 'customer',
  summary: 'Take an answer. Of what you said without your name the company learns from now on that it was you',
  params: answered,
  body: z.object({}),
  output: done,
})

export const declineMyAnswer = endpoint({
  method: 'POST',
  path: '/v1/my/needs/:need_id/answers/:answer_id/decline',
  who: 'customer',
  summary: 'This is not it. Your name stays closed',
  params: answered,
  body: z.object({}),
  output: done,
})
