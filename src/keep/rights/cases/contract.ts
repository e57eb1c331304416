import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, done, id, pageOf, paging } from '../../../platform/http/shapes.ts'
import { coversQuery, erasurePreview } from '../shapes.ts'
import { about, beside, holder, holding, mandateView, myCase, mySaid, ownErasing, powers, someWords } from './shapes.ts'

export * from './deskContract.ts'

// Rights as cases, on the keep's own listener: what people write in them passes the office by. Customers' endpoints take no customer's id.

const mine = z.object({ case_id: id })

export const listMyRights = endpoint({
  method: 'GET',
  path: '/v1/my/rights',
  who: 'customer_or_guardian',
  summary: 'What you asked for by right, the newest first: until when you are answered, and how you were',
  query: paging,
  output: pageOf(myCase),
})

export const readMyRights = endpoint({
  method: 'GET',
  path: '/v1/my/rights/now',
  who: 'customer_or_guardian',
  summary: 'What holds now, and until when you would be answered if you asked now',
  output: holding.extend({
    /** Whether you have shown, within ten minutes, that it is you; erasing and mandates ask for it. */
    confirmed: z.boolean(),
  }),
})

export const askMyRight = endpoint({
  method: 'POST',
  path: '/v1/my/rights',
  who: 'customer_or_guardian',
  summary: 'Use a right. A restriction and an objection hold when this answers; the rest is answered by a person until the day that is said',
  body: mySaid,
  output: myCase,
  status: 201,
})

export const takeBackMyRight = endpoint({
  method: 'POST',
  path: '/v1/my/rights/:case_id/take-back',
  who: 'customer_or_guardian',
  summary: 'Take back what waits for an answer',
  params: mine,
  body: z.object({}),
  output: myCase,
})

export const liftMyRight = endpoint({
  method: 'POST',
  path: '/v1/my/rights/lift',
  who: 'customer_or_guardian',
  summary: 'Your own restriction or objection holds no more: of one purpose, or (null) of everything',
  body: z.object({ purpose: z.string().max(64).nullable() }),
  output: done,
})

export const previewMyErasure = endpoint({
  method: 'GET',
  path: '/v1/my/rights/erasure',
  who: 'customer_or_guardian',
  summary: 'What erasing you, one kind (part) or a span of time (from, to) would take and what would stay',
  query: coversQuery,
  output: erasurePreview.omit({ open: true, cards: true }),
})

export const askMyErasure = endpoint({
  method: 'POST',
  path: '/v1/my/rights/erasure',
  who: 'customer_or_guardian',
  summary: 'Have yourself erased, or what `covers` names. From the answer on nobody opens what is to go; within `days` you can take it back',
  body: ownErasing,
  output: myCase,
  status: 202,
})

export const takeBackMyErasure = endpoint({
  method: 'POST',
  path: '/v1/my/rights/erasure/take-back',
  who: 'customer_or_guardian',
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
  who: 'customer_or_guardian',
  summary: 'Your own words that stand beside what is held about you, the newest first',
  query: paging,
  output: pageOf(beside),
})

export const addMyNote = endpoint({
  method: 'POST',
  path: '/v1/my/beside',
  who: 'customer',
  summary: 'Say what is to be read together with something held about you',
  body: z.object({ about, words: someWords }),
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
