import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, money, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { reasonCount } from '../audiences/contract.ts'
import { customerRef } from '../work/shapes.ts'

const planners = { staff: ['campaigns.run'] } as const
const oneGood = z.object({ sku: z.string().min(1).max(200) })

export const good = z.object({
  sku: z.string(),
  title: z.string(),
  /** Its code, and what the topic of that code is called. */
  category: z.string().nullable(),
  topic: words.nullable(),
  price: money.nullable(),
  /** When it was put on the shelf; null: known from purchases only. */
  added_at: instant.nullable(),
})

export const listGoods = endpoint({
  method: 'GET',
  path: '/v1/goods',
  who: planners,
  summary: 'Goods, those put on the shelf last first',
  query: paging,
  output: pageOf(good),
})

export const readGood = endpoint({
  method: 'GET',
  path: '/v1/goods/:sku',
  who: planners,
  summary: 'A good and whom it concerns, now: how many are close to it, how many would hear of it by e-mail, and why the others would not. Writes nothing',
  params: oneGood,
  output: good.extend({
    /** Null: it has no category, so nothing says whom it concerns. */
    concerns: z.object({ close: z.int(), hear: z.int(), left_out: z.array(reasonCount) }).nullable(),
  }),
})

export const listConcerned = endpoint({
  method: 'GET',
  path: '/v1/goods/:sku/people',
  who: planners,
  summary: 'The people behind a figure of a good, opened for marketing; of whom it does not cover the reason stands there',
  params: oneGood,
  query: paging.extend({
    part: z.enum(['close', 'hear', 'left_out']),
    /** Of those left out: for this reason. */
    reason: z.string().max(64).optional(),
  }),
  output: pageOf(customerRef),
})

export const prepareLetter = endpoint({
  method: 'POST',
  path: '/v1/goods/:sku/letter',
  who: planners,
  summary: 'Prepare a letter about a good as a campaign to whoever is close to it and has not got it; nothing is sent',
  params: oneGood,
  body: z.object({}),
  output: z.object({ campaign_id: id }),
  status: 201,
})

export const readPrice = endpoint({
  method: 'GET',
  path: '/v1/goods/:sku/price',
  who: { staff: ['customers.see'], key: 'read' },
  summary: 'What a good costs a customer, with the discount of a regular: for the shop’s own site, the same as in letters',
  params: oneGood,
  query: z.object({ customer_id: id, purpose: z.string().min(1).max(64).optional() }),
  output: z.object({
    price: money,
    /** Null: not opened for this purpose; `hidden` says why. */
    own_price: money.nullable(),
    discount_percent: z.number().nullable(),
    hidden: z.string().nullable(),
  }),
})
