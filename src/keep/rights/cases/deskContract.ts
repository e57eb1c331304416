import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { day, done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { proofTold } from '../../terms/shapes.ts'
import { waitingCases } from '../shapes.ts'
import {
  beside,
  caseRow,
  caseView,
  deskWish,
  enteredRoads,
  enteredSaid,
  grounds,
  holder,
  holding,
  liftEntered,
  mandateView,
  myCase,
  outcomes,
  powers,
  someWords,
} from './shapes.ts'

// The company's half of rights: the desk answers, the counter enters. On the keep's own listener.

const mine = z.object({ case_id: id })
const desk = { staff: ['rights.work'] } as const
/** Whoever takes a call or a paper enters it; whoever works the desk answers it. */
const counter = { staff: ['rights.work', 'customers.change'] } as const
const customer = z.object({ customer_id: id })
const entered = z.object({ id, number: z.int(), state: z.string(), due_at: instant })

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
  output: entered,
  status: 201,
})

export const listRightsOf = endpoint({
  method: 'GET',
  path: '/v1/rights/of/:customer_id',
  who: counter,
  summary: 'What one customer asked for by right, the newest first, as they read it themselves: for whoever has them on the phone',
  params: customer,
  query: paging,
  output: pageOf(myCase),
})

export const readRightsOf = endpoint({
  method: 'GET',
  path: '/v1/rights/of/:customer_id/now',
  who: counter,
  summary: 'What holds now for one customer, and until when they would be answered if they asked now',
  params: customer,
  output: holding,
})

export const enterLift = endpoint({
  method: 'POST',
  path: '/v1/rights/of/:customer_id/lift',
  who: counter,
  summary: 'Enter that a customer lifts their own restriction or objection: of one purpose, or (null) of everything; with their words or a file',
  params: customer,
  body: liftEntered,
  output: entered,
  status: 201,
})

export const keepRightProof = endpoint({
  method: 'POST',
  path: '/v1/rights/proofs/:customer_id',
  who: counter,
  summary:
    'Keep a scan, a recording or a letter that shows what a customer asked for: the raw body, at most 10 MB. What nothing is entered by within a day goes again',
  params: customer,
  query: z.object({ name: z.string().max(1000) }),
  output: proofTold,
  status: 201,
})

export const readRightProof = endpoint({
  method: 'GET',
  path: '/v1/rights/proofs/:customer_id/:proof_id',
  who: counter,
  summary: 'The file by which a request or a mandate was entered, as an attachment. The customer sees who opened it',
  params: customer.extend({ proof_id: id }),
  output: z.string(),
})

export const answerRight = endpoint({
  method: 'POST',
  path: '/v1/rights/:case_id/answer',
  who: desk,
  summary: 'Answer a request: grant it, which does what it asks, or refuse it with a ground and words the customer reads',
  params: mine,
  body: z.object({ outcome: z.enum(outcomes), ground: z.enum(grounds).nullable().default(null), words: someWords.nullable().default(null) }),
  output: caseView,
})

export const extendRight = endpoint({
  method: 'POST',
  path: '/v1/rights/:case_id/extend',
  who: desk,
  summary: 'Put the answer off, once, as far as the law lets, with a reason the customer reads',
  params: mine,
  body: z.object({ why: someWords }),
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
  body: z.object({
    holder,
    powers,
    until: day,
    road: enteredRoads,
    evidence: someWords,
    file_id: id.nullable().default(null),
    proof_id: id.nullable().default(null),
  }),
  output: mandateView,
  status: 201,
})

export const enterMandateEnd = endpoint({
  method: 'POST',
  path: '/v1/rights/mandates/:customer_id/:mandate_id/end',
  who: counter,
  summary: 'Enter that a customer ends a mandate; who had it asks for them no more',
  params: customer.extend({ mandate_id: id }),
  body: z.object({}),
  output: done,
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
