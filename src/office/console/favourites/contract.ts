import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, pageOf, paging } from '../../../platform/http/shapes.ts'

// The customers that somebody marked. The side bar asks for them on every page.

const withNames = ['customers.see'] as const

/** Kept on the server, so that favourites follow the person and names never stay in a browser. */
export const listFavourites = endpoint({
  method: 'GET',
  path: '/v1/favourites',
  who: { staff: withNames },
  summary: 'The customers you have marked, by id, the last marked first',
  query: paging,
  output: pageOf(z.object({ customer_id: id })),
})

export const addFavourite = endpoint({
  method: 'PUT',
  path: '/v1/favourites/:customer_id',
  who: { staff: withNames },
  summary: 'Mark a customer',
  params: z.object({ customer_id: id }),
  output: done,
})

export const removeFavourite = endpoint({
  method: 'DELETE',
  path: '/v1/favourites/:customer_id',
  who: { staff: withNames },
  summary: 'Take the mark away',
  params: z.object({ customer_id: id }),
  output: done,
})
