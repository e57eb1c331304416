import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { money, pageOf, paging, words } from '../../platform/http/shapes.ts'

/** By what a buyer is known: a card that is read, a telephone number, or a card or phone of the bank that names nobody. */
export const tillMarks = ['card', 'phone', 'anonymous'] as const

const sellers = { staff: ['sales.record'] } as const
const good = z.object({ sku: z.string(), title: z.string(), price: money })

export const listTillGoods = endpoint({
  method: 'GET',
  path: '/v1/till/goods',
  who: sellers,
  summary: 'What is sold at the till, with prices, the most bought first',
  query: paging,
  output: pageOf(good),
})

export const readBuyer = endpoint({
  method: 'POST',
  path: '/v1/till/buyer',
  who: sellers,
  summary:
    'What the buyer at the till usually takes, and one thing to suggest with the counts it rests on. No name is opened; the look stands in their journal',
  body: z.object({
    /** Null: they said nothing. */
    mark: z.object({ kind: z.enum(tillMarks), value: z.string().trim().min(1).max(320) }).nullable(),
    /** What lies there already. */
    basket: z.array(z.string().max(200)).max(50).default([]),
  }),
  output: z.object({
    /** Somebody is known by this mark. */
    known: z.boolean(),
    usual: z.array(good.extend({ quantity: z.number() })),
    suggestion: good
      .extend({
        /** topic: `count` of `of` purchases beside the usual were of it. together: of `of` buyers of `with`, `count` bought this too. */
        because: z.enum(['topic', 'together']),
        topic: words.nullable(),
        with: z.string().nullable(),
        count: z.int(),
        of: z.int(),
      })
      .nullable(),
  }),
})
