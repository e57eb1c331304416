import { z } from 'zod'
import {
  type answerStates,
  bands,
  evidenceAtMost,
  heardBy,
  type NeedKind,
  needKinds,
  type needRoads,
  needStages,
  type needStates,
  wordsAtMost,
} from '../needs/shapes.ts'
import { customer, rows } from './pieces.ts'
import type { Money, Preview, Words } from './shapes.ts'

// What customers look for, wish and worry about, and what the company answers: a part of the door's contract.

const need = z.int().positive()
const answer = z.int().positive()
const said = z.string().max(wordsAtMost)
const amount = z.object({ minor: z.int().min(0).max(10_000_000_000_000), currency: z.string().length(3) })
const place = z.object({ day: z.iso.date(), need }).nullable().default(null)
const page = { after: place, limit: rows }
const wish = {
  words: said,
  topic: z.string().max(64).nullable(),
  budget: amount.extend({ minor: z.int().min(1).max(10_000_000_000_000) }).nullable(),
  until: z.iso.date().nullable(),
}
const readyCode = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code of small letters, digits, _ and -')
const inEach = (most: number) => z.object({ en: z.string().trim().min(1).max(most), ru: z.string().trim().min(1).max(most) })

export const needInputs = {
  mySayNeed: z.object({ kind: z.enum(needKinds), unnamed: z.boolean(), ...wish }),
  myChangeNeed: z.object({ need, ...wish }),
  myCloseNeed: z.object({ need }),
  /** Accepting opens the name of who said it without one. */
  myDecide: z.object({ need, answer, accepted: z.boolean() }),
  myNeeds: z.object(page),
  needs: z.object({
    kind: z.enum(needKinds).optional(),
    topic: z.string().max(64).optional(),
    band: z.enum(bands).optional(),
    stage: z.enum(needStages).optional(),
    unnamed: z.boolean().optional(),
    need: need.optional(),
    /** Of this person: never what they said without a name. */
    customer: customer.optional(),
    ...page,
  }),
  answerNeed: z.object({ need, words: said, price: amount.nullable() }),
  takeBackAnswer: z.object({ need, answer }),
  /** What somebody said by another road, entered by whoever heard it, with how they know. */
  takeNeed: z.object({ customer, kind: z.enum(needKinds), ...wish, road: z.enum(heardBy), evidence: z.string().max(evidenceAtMost) }),
  readyAnswers: z.object({ after: readyCode.nullable().default(null), limit: rows }),
  keepReadyAnswer: z.object({ answer: readyCode, title: inEach(80), words: inEach(wordsAtMost) }),
  retireReadyAnswer: z.object({ answer: readyCode }),
} as const

type Place = { day: string; need: number }
type Topic = { code: string; title: Words }

/** What one may be about, and in which money its budget is said. */
type Choices = { topics: Topic[]; currency: string }

type Told = {
  need: number
  kind: NeedKind
  topic: Topic | null
  until: string | null
  /** From then on the words are shown to nobody. */
  expires_at: string
  /** null: they are gone, or may not be shown. */
  words: string | null
  road: (typeof needRoads)[number]
  state: (typeof needStates)[number]
}

type AnswerTold = { answer: number; words: string | null; price: Money | null; state: (typeof answerStates)[number]; at: string }

/** As whose it is sees it. */
export type MyNeed = Told & {
  customer: number
  /** It was said without a name, and whether the company knows it now. */
  said_unnamed: boolean
  named_at: string | null
  budget: Money | null
  said_at: string
  moved_at: string
  /** Who wrote it down, as a kind and a role: never who. */
  by: { kind: string; role: string }
  evidence: string | null
  answers: (AnswerTold & { moved_at: string; by: { kind: string; role: string } })[]
}

/** As the company sees it. Of one without a name: no customer, no exact budget, no moment but the day. */
export type HeardNeed = Told & {
  about: Preview | null
  unnamed: boolean
  /** Said without a name, which was opened then. */
  named_at: string | null
  band: string
  budget: Money | null
  said_on: string
  said_at: string | null
  /** Why its words are not shown. */
  hidden: string | null
  by: { kind: string; role: string; name: string | null }
  evidence: string | null
  answers: (AnswerTold & { by: { kind: string; role: string; name: string | null; id: number } })[]
}

export type NeedOutputs = {
  mySayNeed: { need: number }
  myChangeNeed: { done: true }
  myCloseNeed: { done: true }
  myDecide: { done: true }
  myNeeds: { items: MyNeed[]; next: Place | null; choices: Choices }
  needs: { items: HeardNeed[]; next: Place | null; choices: Choices }
  answerNeed: { answer: number }
  takeBackAnswer: { done: true }
  takeNeed: { need: number }
  readyAnswers: { items: { answer: string; title: Words; words: Words }[]; next: string | null }
  keepReadyAnswer: { done: true }
  retireReadyAnswer: { done: true }
}
