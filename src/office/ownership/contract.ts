import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { colleague } from '../work/shapes.ts'
import { longestTitle, tag, tagColour } from './shapes.ts'

const serving = ['customers.tag'] as const
const keepingRegisters = ['registers.keep'] as const

const title = z.string().trim().min(1).max(longestTitle)
const tagParams = z.object({ tag_id: id })

export const listTags = endpoint({
  method: 'GET',
  path: '/v1/tags',
  who: { staff: 'any', key: 'read' },
  summary: 'The tags of the company by title, with how many customers have each',
  query: paging.extend({ retired: z.enum(['true', 'false']).optional() }),
  output: pageOf(tag.extend({ customers: z.int() })),
})

export const addTag = endpoint({
  method: 'POST',
  path: '/v1/tags',
  who: { staff: serving },
  summary: 'Make a tag; one that is there under this title is given instead of a second',
  body: z.object({ title, colour: tagColour.optional() }),
  output: tag,
})

export const changeTag = endpoint({
  method: 'PATCH',
  path: '/v1/tags/:tag_id',
  who: { staff: keepingRegisters },
  summary: 'Call a tag otherwise, or give it another colour',
  params: tagParams,
  body: z.object({ title: title.optional(), colour: tagColour.optional() }),
  output: tag,
})

export const mergeTags = endpoint({
  method: 'POST',
  path: '/v1/tags/:tag_id/merge',
  who: { staff: keepingRegisters },
  summary: 'Make one tag of two: whoever has this one gets the other, and this one is retired',
  params: tagParams,
  body: z.object({ into: id }),
  output: tag.extend({ moved: z.int() }),
})

export const retireTag = endpoint({
  method: 'POST',
  path: '/v1/tags/:tag_id/retire',
  who: { staff: keepingRegisters },
  summary: 'Offer a tag no more; customers who have it keep it',
  params: tagParams,
  body: z.object({}),
  output: tag,
})

export const restoreTag = endpoint({
  method: 'POST',
  path: '/v1/tags/:tag_id/restore',
  who: { staff: keepingRegisters },
  summary: 'Offer a retired tag again',
  params: tagParams,
  body: z.object({}),
  output: tag,
})

export const tagCustomer = endpoint({
  method: 'PUT',
  path: '/v1/customers/:customer_id/tags/:tag_id',
  who: { staff: serving, key: 'change' },
  summary: 'Put a tag on a customer, who sees it on their own page',
  params: z.object({ customer_id: id, tag_id: id }),
  output: z.object({ tags: z.array(tag) }),
})

export const untagCustomer = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer_id/tags/:tag_id',
  who: { staff: serving, key: 'change' },
  summary: 'Take a tag off a customer',
  params: z.object({ customer_id: id, tag_id: id }),
  output: z.object({ tags: z.array(tag) }),
})

export const setCustomerUnits = endpoint({
  method: 'PUT',
  path: '/v1/customers/:customer_id/units',
  who: { staff: serving, key: 'change' },
  summary: 'Say which units look after a customer: these and no others, by their codes',
  params: z.object({ customer_id: id }),
  body: z.object({ units: z.array(z.string().max(40)).max(20) }),
  output: z.object({ units: z.array(z.string()) }),
})

export const listCareChanges = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/care/changes',
  who: { staff: ['customers.see'], key: 'read' },
  summary: 'Which units looked after a customer and who was responsible, and who changed it, the newest first',
  params: z.object({ customer_id: id }),
  query: paging.extend({ what: z.enum(['units', 'owner']).optional() }),
  output: pageOf(
    z.object({
      what: z.enum(['units', 'owner']),
      /** Codes of units, or the name of a colleague. */
      was: z.array(z.string()),
      became: z.array(z.string()),
      at: instant,
      by: z.object({ kind: z.string(), name: z.string().nullable() }),
    }),
  ),
})

export const assignCustomer = endpoint({
  method: 'PUT',
  path: '/v1/customers/:customer_id/owner',
  who: { staff: serving, key: 'change' },
  summary:
    'Say who of us is responsible for a customer; null for nobody. With `was` it is refused with 412 when it is somebody else by then: `current` says who',
  params: z.object({ customer_id: id }),
  body: z.object({ staff_id: id.nullable(), /** Who it was when it was seen. */ was: id.nullable().optional() }),
  output: z.object({ owner: colleague.nullable() }),
})
