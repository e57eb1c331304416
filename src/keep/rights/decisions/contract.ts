import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, pageOf, paging } from '../../../platform/http/shapes.ts'
import { decisionSaid, decisionView } from './shapes.ts'

// Decisions that weigh on a person (a credit, a price, a refusal), on the keep's own listener: their words pass the office by.

const customer = z.object({ customer_id: id })

export const recordDecision = endpoint({
  method: 'POST',
  path: '/v1/decisions/of/:customer_id',
  who: { staff: ['rights.work', 'customers.change'], key: 'change' },
  summary:
    'Record a decision that weighs on a customer, with its reasons and the data it used. It is refused where data came from another context than the decision; sent again under its number, it is the one that stands',
  params: customer,
  body: decisionSaid,
  output: decisionView,
  status: 201,
})

export const listDecisionsOf = endpoint({
  method: 'GET',
  path: '/v1/decisions/of/:customer_id',
  who: { staff: ['rights.work', 'customers.change'], key: 'read' },
  summary: 'Decisions that weighed on one customer, the newest first, and whether a person looked at them again',
  params: customer,
  query: paging,
  output: pageOf(decisionView),
})

export const listMyDecisions = endpoint({
  method: 'GET',
  path: '/v1/my/decisions',
  who: 'customer',
  summary: 'What was decided about you that weighs: a credit, a price, a refusal; by what, why and from which data',
  query: paging,
  output: pageOf(decisionView),
})
