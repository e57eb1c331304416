import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { coversQuery, erasurePreview, waitingCases } from '../shapes.ts'
import {
  about,
  beside,
  caseRow,
  caseView,
  deskWish,
  enteredRoads,
  enteredSaid,
  grounds,
  laws,
  mandateView,
  mostWords,
  myCase,
  mySaid,
  outcomes,
  ownErasing,
  partWaiting,
  purposeNow,
  rightsKinds,
} from './shapes.ts'

// Rights as cases, on the keep's own listener: what people write in them passes the office by. Customers' endpoints take no customer's id.

const words = z.string().trim().min(1).max(mostWords)
const mine = z.object({ case_id: id })
const title = z.record(z.string(), z.string())

export const listMyRights = endpoint({
  method: 'GET',
  path: '/v1/my/rights',
  who: 'customer',
  summary: 'What you asked for by right, the newest first: until when you are answered, and how you were',
  query: paging,
  output: pageOf(myCase),
})

export const readMyRights = endpoint({
  method: 'GET',
  path: '/v1/my/rights/now',
  who: 'customer',
  summary: 'What holds now, and until when you would be answered if you asked now',
  output: z.object({
    law: z.enum(laws),
    /** If it is asked for now; null: it is done at once. */
    due: z.object(Object.fromEntries(rightsKinds.map((right) => [right, instant]))),
    restricted: z.boolean(),
    /** Until then an erasing can be taken back; null: none was asked for. */
    erased_from: instant.nullable(),
    /** Parts that are being erased: until when each can be taken back. */
    parts: z.array(partWaiting),
    purposes: z.array(purposeNow),
    /** Fields of the company's own that can be named in a correction. */
    fields: z.array(z.object({ name: z.string(), title })),
    /** Whether you have shown, within ten minutes, that it is you; erasing and mandates ask for it. */
    confirmed: z.boolean(),
  }),
})

export const askMyRight = endpoint({
  method: 'POST',
  path: '/v1/my/rights',
  who: 'customer',
  summary: 'Use a right. A restriction and an objection hold when this answers; the rest is answered by a person until the day that is said',
  body: mySaid,
  output: myCase,
  status: 201,
})

export const takeBackMyRight = endpoint({
  method: 'POST',
  path: '/v1/my/rights/:case_id/take-back',
  who: 'customer',
  summary: 'Take back what waits for an answer',
  params: mine,
  body: z.object({}),
  output: myCase,
})

export const liftMyRight = endpoint({
  method: 'POST',
  path: '/v1/my/rights/lift',
  who: 'customer',
  summary: 'Your own restriction or objection holds no more: of one purpose, or (null) of everything',
  body: z.object({ purpose: z.string().max(64).nullable() }),
  output: done,
})

export const previewMyErasure = endpoint({
  method: 'GET',
  path: '/v1/my/rights/erasure',
  who: 'customer',
  summary: 'What erasing you, one kind (part) or a span of time (from, to) would take and what would stay',
  query: coversQuery,
  output: erasurePreview.omit({ open: true, cards: true }),
})

export const askMyErasure = endpoint({
  method: 'POST',
  path: '/v1/my/rights/erasure',
  who: 'customer',
  summary: 'Have yourself erased, or what `covers` names. From the answer on nobody opens what is to go; within `days` you can take it back',
  body: ownErasing,
  output: myCase,
  status: 202,
})

export const takeBackMyErasure = endpoint({
  method: 'POST',
  path: '/v1/my/rights/erasure/take-back',
  who: 'customer',
  summary: 'Take an erasing back, of yourself or (erasure_id) of a part, as long as it has not begun',
  body: z.object({ erasure_id: id.nullable().default(null) }),
  output: done,
})

export const sendMyCode = endpoint({
  method: 'POST',
  path: '/v1/my/confirm',
  who: 'customer',
  summary: 'Have a code sent to your own e-mail, to show that it is you; never to an address that is new here',
  body: z.object({}),
  output: done,
})

export const confirmMe = endpoint({
  method: 'POST',
  path: '/v1/my/confirm/code',
  who: 'customer',
  summary: 'Show by that code that it is you; it holds for ten minutes',
  body: z.object({ code: z.string().regex(/^\d{6}$/, 'must be the six digits of the letter') }),
  output: done,
})

export const listMyBeside = endpoint({
  method: 'GET',
  path: '/v1/my/beside',
  who: 'customer',
  summary: 'Your own words that stand beside what is held about you, the newest first',
  query: paging,
  output: pageOf(beside),
})

export const addMyNote = endpoint({
  method: 'POST',
  path: '/v1/my/beside',
  who: 'customer',
  summary: 'Say what is to be read together with something held about you',
  body: z.object({ about, words }),
  output: done,
})

export const dropMyNote = endpoint({
  method: 'DELETE',
  path: '/v1/my/beside/:beside_id',
  who: 'customer',
  summary: 'Take such words back',
  params: z.object({ beside_id: id }),
  output: done,
})

const powers = z.array(z.enum(rightsKinds)).min(1).max(rightsKinds.length)
const holder = z.string().trim().min(2).max(200)

export const listMyMandates = endpoint({
  method: 'GET',
  path: '/v1/my/mandates',
  who: 'customer',
  summary: 'Who may ask for you, and until when',
  query: paging,
  output: pageOf(mandateView),
})

export const giveMyMandate = endpoint({
  method: 'POST',
  path: '/v1/my/mandates',
  who: 'customer',
  summary: 'Let somebody use these rights for you until that day',
  body: z.object({ holder, powers, until: day }),
  output: mandateView,
  status: 201,
})

export const endMyMandate = endpoint({
  method: 'POST',
  path: '/v1/my/mandates/:mandate_id/end',
  who: 'customer',
  summary: 'End a mandate; who had it asks for you no more',
  params: z.object({ mandate_id: id }),
  body: z.object({}),
  output: done,
})

const desk = { staff: ['rights.work'] } as const
/** Whoever takes a call or a paper enters it; whoever works the desk answers it. */
const counter = { staff: ['rights.work', 'customers.change'] } as const
const customer = z.object({ customer_id: id })

export const listRights = endpoint({
  method: 'GET',
  path: '/v1/rights',
  who: desk,
  summary:
    'Requests by right: those that wait, the first due first; of them those that are late; or those that are over. Of one right, law or road, if you like',
  query: paging.extend(deskWish),
  output: pageOf(caseRow),
})

export const countRights = endpoint({
  method: 'GET',
  path: '/v1/rights/counts',
  who: desk,
  summary: 'How many requests by right wait, how many are due within three days, and how many are late',
  output: waitingCases,
})

export const readRight = endpoint({
  method: 'GET',
  path: '/v1/rights/:case_id',
  who: desk,
  summary: 'One request in its own words, with what was done and by whom',
  params: mine,
  output: caseView,
})

export const enterRight = endpoint({
  method: 'POST',
  path: '/v1/rights/of/:customer_id',
  who: counter,
  summary: 'Enter what a customer asked for by phone, on paper or at the counter, with what shows it',
  params: customer,
  body: enteredSaid,
  output: z.object({ id, number: z.int(), state: z.string(), due_at: instant }),
  status: 201,
})

export const answerRight = endpoint({
  method: 'POST',
  path: '/v1/rights/:case_id/answer',
  who: desk,
  summary: 'Answer a request: grant it, which does what it asks, or refuse it with a ground and words the customer reads',
  params: mine,
  body: z.object({ outcome: z.enum(outcomes), ground: z.enum(grounds).nullable().default(null), words: words.nullable().default(null) }),
  output: caseView,
})

export const extendRight = endpoint({
  method: 'POST',
  path: '/v1/rights/:case_id/extend',
  who: desk,
  summary: 'Put the answer off, once, as far as the law lets, with a reason the customer reads',
  params: mine,
  body: z.object({ why: words }),
  output: caseView,
})

export const listMandates = endpoint({
  method: 'GET',
  path: '/v1/rights/mandates/:customer_id',
  who: counter,
  summary: 'Who may ask for this customer, and until when',
  params: customer,
  query: paging,
  output: pageOf(mandateView),
})

export const enterMandate = endpoint({
  method: 'POST',
  path: '/v1/rights/mandates/:customer_id',
  who: counter,
  summary: 'Enter a mandate that was shown: who, for what, until when, by which document',
  params: customer,
  body: z.object({ holder, powers, until: day, road: enteredRoads, evidence: words, file_id: id.nullable().default(null) }),
  output: mandateView,
  status: 201,
})

export const listBeside = endpoint({
  method: 'GET',
  path: '/v1/rights/beside/:customer_id',
  who: { staff: ['customers.see'] },
  summary: 'What a customer says of what is held about them: read it with their data',
  params: customer,
  query: paging,
  output: pageOf(beside),
})
