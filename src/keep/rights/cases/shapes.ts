import { z } from 'zod'
import { day, id, instant } from '../../../platform/http/shapes.ts'
import { proofTold } from '../../terms/shapes.ts'
import { decisionView } from '../decisions/shapes.ts'
import { certificateView, covers, states } from '../shapes.ts'
import { caseKinds, caseStates, deskStates, grounds, laws, outcomes, powerKinds, type Right, rightsKinds, roads } from './kinds/shapes.ts'

export * from './kinds/shapes.ts'

// Rights as cases, as they are asked for and shown. Plain data: the browser imports it.

export const aboutKinds = ['field', 'identifier', 'interaction', 'guess', 'purpose', 'decision'] as const
export type AboutKind = (typeof aboutKinds)[number]
/** `name`: of a field, a kind of address, a guess or a purpose; of an interaction or a decision its id. */
export const about = z.object({ kind: z.enum(aboutKinds), name: z.string().min(1).max(80) })
export type About = z.output<typeof about>

export const mostWords = 2000
const words = z.string().trim().max(mostWords)

/** What somebody asks for, whichever way it comes. */
const asking = {
  about: about.nullable().default(null),
  words: words.nullable().default(null),
  /** Of a correction: what it should be; '' for nothing at all. Left out: the words say it. */
  value: z.string().max(2000).nullable().default(null),
}
const needsAbout: { [R in Right]?: readonly AboutKind[] } = {
  rectify: ['field', 'identifier', 'interaction'],
  restrict: ['purpose'],
  object: ['purpose'],
  review: ['guess', 'decision'],
}

type Asking = { right: Right; about: About | null; words: string | null; value: string | null }
/** Why this cannot be asked so, with its place; undefined when it can. */
function amiss({ right, about, words, value }: Asking): { place: string; sentence: string } | undefined {
  const kinds = needsAbout[right]
  if (about && !kinds?.includes(about.kind)) return { place: 'about', sentence: 'this right is not about such a thing' }
  if (!about && (right === 'rectify' || right === 'object')) return { place: 'about', sentence: 'say what it is about' }
  if (value !== null && about?.kind !== 'field') return { place: 'value', sentence: 'a new value is proposed for a field only' }
  if (right === 'rectify' && value === null && !words) return { place: 'words', sentence: 'say what is wrong' }
  return right === 'complaint' && !words ? { place: 'words', sentence: 'say what you complain about' } : undefined
}
const noted = (said: Asking, context: z.RefinementCtx<Asking>) => {
  const wrong = amiss(said)
  if (wrong) context.addIssue({ code: 'custom', message: wrong.sentence, path: [wrong.place] })
}

export const mostDays = 30
/** Erasing is asked for by an endpoint of its own, which says first what would go. */
export const mySaid = z.object({ right: z.enum(rightsKinds).exclude(['erase']), ...asking }).superRefine(noted)
export const enteredRoads = z.enum(roads).exclude(['portal'])
export const enteredSaid = z
  .object({
    right: z.enum(rightsKinds),
    ...asking,
    road: enteredRoads,
    /** The day it came, when that was not today: from it the law counts. */
    came_on: day.nullable().default(null),
    /** What shows that they asked: when they called, what document was shown, where the paper lies. */
    evidence: z.string().trim().min(3).max(mostWords),
    /** The scan, among the customer's files. */
    file_id: id.nullable().default(null),
    /** The scan or recording, kept as a proof: nobody changes or deletes it. */
    proof_id: id.nullable().default(null),
    /** Asked by whoever has this mandate. */
    mandate_id: id.nullable().default(null),
  })
  .superRefine(noted)

/** Their restriction (null: of everything) holds no more. What makes us do more needs their words or a file. */
export const liftEntered = z
  .object({
    purpose: z.string().max(64).nullable(),
    road: enteredRoads,
    evidence: z.string().trim().min(3).max(mostWords),
    words: words.nullable().default(null),
    proof_id: id.nullable().default(null),
  })
  .superRefine(worded)

/** They want this taken over from another company's copy; it makes us know more, so it needs their words or a file too. */
export const moveEntered = z
  .object({
    /** Items of the copy, as a look at it names them. */
    take: z.array(z.string().max(200)).min(1).max(1000),
    road: enteredRoads,
    evidence: z.string().trim().min(3).max(mostWords),
    words: words.nullable().default(null),
    proof_id: id.nullable().default(null),
    /** Brought by whoever has this mandate. */
    mandate_id: id.nullable().default(null),
  })
  .superRefine(worded)

function worded(said: { words: string | null; proof_id: string | null }, context: z.RefinementCtx): void {
  if (!said.words && said.proof_id === null)
    context.addIssue({ code: 'custom', message: 'write down what the customer said, or add the file that proves it', path: ['words'] })
}

const event = z.object({
  what: z.enum(['asked', 'extended', 'answered', 'taken_back']),
  at: instant,
  by: z.object({ kind: z.string(), role: z.string(), name: z.string().nullable() }),
})

const shown = {
  id,
  number: z.int(),
  right: z.enum(caseKinds),
  about: about.nullable(),
  /** Of a field of the company's own and of a purpose: how it is called. */
  title: z.record(z.string(), z.string()).nullable(),
  road: z.enum(roads),
  law: z.enum(laws),
  asked_at: instant,
  due_at: instant,
  /** Until when it may be put off with a reason; null: it may not, or it was. */
  most_at: instant.nullable(),
  extended: z.boolean(),
  state: z.enum(caseStates),
  outcome: z.enum(outcomes).nullable(),
  ground: z.enum(grounds).nullable(),
  ended_at: instant.nullable(),
  by_mandate: z.boolean(),
}

export const myCase = z.object({
  ...shown,
  words: z.string().nullable(),
  value: z.string().nullable(),
  answer: z.string().nullable(),
  /** Why the answer takes longer. */
  put_off: z.string().nullable(),
  /** Of an erasing: what it takes, and how far it is. */
  erasing: z.object({ covers, state: z.enum(states) }).nullable(),
  /** Of what somebody else entered: their role, what shows it, and the files kept of it. */
  entered_by: z.string().nullable(),
  evidence: z.string().nullable(),
  proofs: z.array(proofTold),
})
export type MyCase = z.output<typeof myCase>

/** Which of them the desk is asked for. */
export const deskWish = {
  state: z.enum(deskStates).optional(),
  right: z.enum(rightsKinds).optional(),
  law: z.enum(laws).optional(),
  road: z.enum(roads).optional(),
}

/** A line of the desk: the name only of whom the asker may look at. */
/** A part that is being erased: until when it can be taken back. */
export const partWaiting = z.object({ erasure_id: id, covers, due_at: instant, begun: z.boolean() })
/** Erasing oneself, or what `covers` names, as it was looked at. */
export const ownErasing = z.object({
  covers: covers.default('everything'),
  seen: z.string().max(80),
  days: z.int().min(0).max(mostDays),
  words: z.string().trim().max(mostWords).nullable().default(null),
})
/** A purpose, as far as one may object to it or have it restricted. */
export const purposeNow = z.object({
  code: z.string(),
  title: z.record(z.string(), z.string()),
  basis: z.string(),
  /** Whether its basis lets one object; and, where it does not, the ground. */
  object: z.enum(grounds).nullable(),
  restrict: z.enum(grounds).nullable(),
  /** Whether a word stops it; else somebody answers. */
  at_once: z.boolean(),
  stopped_at: instant.nullable(),
})
export const caseRow = z.object({ ...shown, customer_id: id, name: z.string().nullable() })
export type CaseLine = z.output<typeof caseRow>

export const mandateView = z.object({
  id,
  holder: z.string(),
  powers: z.array(z.enum(powerKinds)),
  since: instant,
  until: instant,
  road: z.enum(roads),
  evidence: z.string().nullable(),
  ended_at: instant.nullable(),
  holds: z.boolean(),
  /** Of whoever entered it for them: their role. */
  entered_by: z.string().nullable(),
  proofs: z.array(proofTold),
})
export type MandateView = z.output<typeof mandateView>

export const caseView = z.object({
  ...caseRow.shape,
  words: z.string().nullable(),
  value: z.string().nullable(),
  /** What stands in the field now. */
  now: z.string().nullable(),
  answer: z.string().nullable(),
  put_off: z.string().nullable(),
  evidence: z.string().nullable(),
  file_id: id.nullable(),
  proofs: z.array(proofTold),
  mandate: mandateView.nullable(),
  /** Of a request to look at a decision again: that decision. */
  decision: decisionView.nullable(),
  /** What became of the letter that says there is an answer, or that it takes longer; null: none is owed. */
  letter: z.object({ state: z.enum(['coming', 'sent', 'failed', 'no_address']), by: z.enum(['email', 'sms']).nullable(), at: instant.nullable() }).nullable(),
  events: z.array(event),
  /** Whether each event follows from the one before. */
  whole: z.boolean(),
})
export type CaseView = z.output<typeof caseView>

/** What somebody said of a datum, as it stands beside it. */
export const beside = z.object({
  id,
  about,
  kind: z.enum(['wrong', 'note']),
  state: z.enum(['open', 'granted', 'refused', 'stands', 'ended']),
  words: z.string().nullable(),
  at: instant,
})
export type Beside = z.output<typeof beside>

const titled = z.record(z.string(), z.string())

/** What holds now for somebody, and until when they would be answered if they asked now. */
export const holding = z.object({
  law: z.enum(laws),
  /** If it is asked for now; null: it is done at once. */
  due: z.object(Object.fromEntries(rightsKinds.map((right) => [right, instant]))),
  restricted: z.boolean(),
  /** Until then an erasing can be taken back; null: none was asked for. */
  erased_from: instant.nullable(),
  /** Parts that are being erased: until when each can be taken back. */
  parts: z.array(partWaiting),
  /** Parts that were erased, the last one first, each with its certificate. */
  erased: z.array(certificateView),
  purposes: z.array(purposeNow),
  /** Fields of the company's own that can be named in a correction. */
  fields: z.array(z.object({ name: z.string(), title: titled })),
})

/** Of a mandate: for which rights, and who has it. */
export const powers = z.array(z.enum(powerKinds)).min(1).max(powerKinds.length)
export const holder = z.string().trim().min(2).max(200)
/** What somebody has to say. */
export const someWords = z.string().trim().min(1).max(mostWords)
