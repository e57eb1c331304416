import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, words } from '../../../platform/http/shapes.ts'

// A copy that another company gave out, brought here by the customer. The body is the ZIP as it came; nothing of it is kept until it is taken over.

/** The most that a copy may weigh, in bytes. */
export const largestMove = 50_000_000

export const moveItem = z.object({
  /** By which it is asked for: field.surname, yes.marketing.email, history. */
  item: z.string(),
  kind: z.enum(['field', 'yes', 'history']),
  /** The field, or the purpose with its channel. */
  name: z.string(),
  channel: z.string().nullable(),
  /** What the purpose is called here. */
  title: words.nullable(),
  /** What stands in the copy, and what stands here. */
  value: z.string().nullable(),
  here: z.string().nullable(),
  /** `new`: nothing stands here; `other`: something else does; `request`: a yes there is a question here; `told`: what happened there, to be read. */
  becomes: z.enum(['new', 'other', 'request', 'told']),
  /** Of the history: how many. */
  count: z.int().nullable(),
})

export const move = z.object({
  /** Who gave the copy out, as they call themselves, where, when, and by which key it was signed. */
  issuer: z.object({ company: z.string(), site: z.string(), at: instant, key: z.string() }),
  items: z.array(moveItem),
  /** What was taken over by this call; null: nothing was, this is a look. */
  taken: z.int().nullable(),
})

/** The same for a colleague to whom it was brought. */
export const broughtMove = move.extend({
  /** How many things of it their role does not see or change: those the customer takes on their own page. */
  left_out: z.int(),
  /** As what it is on record; null: this is a look. */
  case: z.object({ id, number: z.int() }).nullable(),
})

/** What the file is called; nobody minds. */
const file = z.string().max(300).optional()

export const lookAtMyMove = endpoint({
  method: 'POST',
  path: '/v1/my/moving/look',
  who: 'customer',
  summary: 'What would be taken over from the copy (a ZIP, as the body) that another company gave you: who signed it, item by item. Nothing of it is kept',
  query: z.object({ name: file }),
  output: move,
})
export const takeMyMove = endpoint({
  method: 'POST',
  path: '/v1/my/moving',
  who: 'customer',
  summary:
    'Take over from the copy (a ZIP, as the body) that another company gave you what is named in `take`; a yes given there becomes a question here. Once a copy',
  query: z.object({ take: z.string().max(4000), name: file }),
  output: move,
})

/** As whoever enters any other request for somebody. */
const counter = { staff: ['rights.work', 'customers.change'] } as const
const customer = z.object({ customer_id: id })

export const lookAtBrought = endpoint({
  method: 'POST',
  path: '/v1/rights/moving/:customer_id/look',
  who: counter,
  summary:
    'What would be taken over from the copy (a ZIP, as the body) that a customer brought from another company: who signed it, item by item. Nothing of it is kept',
  params: customer,
  query: z.object({ name: file }),
  output: broughtMove,
})
export const takeBrought = endpoint({
  method: 'POST',
  path: '/v1/rights/moving/:customer_id',
  who: counter,
  summary:
    'Take over what a customer wants from the copy that they brought: a multipart form of `file` (the ZIP) and `said` (JSON: `take`, `road`, `evidence`, `words` or `proof_id`). Once a copy',
  params: customer,
  query: z.object({ name: file }),
  output: broughtMove,
})
