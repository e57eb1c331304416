import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, pageOf, paging } from '../../platform/http/shapes.ts'

const staff = { staff: 'any' } as const
/** An address of the console, or the id of a saved list. */
const pin = z.string().regex(/^(\/[a-z/-]{0,60}|vw_[A-Za-z0-9_-]{22})$/, 'is a page like /leads, or the id of a saved list')

const weekStart = z.literal([1, 6, 7])

const looks = { staff: ['customers.see'] } as const

export const readAccount = endpoint({
  method: 'GET',
  path: '/v1/account/choices',
  who: staff,
  summary: 'How you like to work',
  output: z.object({
    /** An IANA time zone; null: that of the browser. */
    time_zone: z.string().nullable(),
    /** Whether keys without Ctrl or ⌘ do something. */
    single_keys: z.boolean(),
    /** The day on which your week begins: 1 Monday, 6 Saturday, 7 Sunday. */
    week_start: weekStart,
    /** Hints of the console that you put away or followed. */
    hints: z.array(z.string()),
    /** Pages and saved lists that you keep at hand, in your order. */
    pins: z.array(z.string()),
  }),
})

export const writeAccount = endpoint({
  method: 'PUT',
  path: '/v1/account/choices',
  who: staff,
  summary: 'Set how you like to work; what is not named stays',
  body: z.object({
    time_zone: z.string().min(1).max(64).nullable().optional(),
    single_keys: z.boolean().optional(),
    week_start: weekStart.optional(),
    hints: z
      .array(z.string().regex(/^[a-z_]{1,40}$/, 'is a name of small letters'))
      .max(50)
      .optional(),
  }),
  output: done,
})

export const addPin = endpoint({
  method: 'PUT',
  path: '/v1/account/pins',
  who: staff,
  summary: 'Keep a page or a saved list at hand, behind those that are; thirty at most',
  body: z.object({ pin }),
  output: z.object({ pins: z.array(z.string()) }),
})

export const removePin = endpoint({
  method: 'DELETE',
  path: '/v1/account/pins',
  who: staff,
  summary: 'Keep a page or a saved list at hand no more',
  query: z.object({ pin }),
  output: z.object({ pins: z.array(z.string()) }),
})

/** Kept on the server, so that it follows the person and no name stays in a browser. */
export const listRecent = endpoint({
  method: 'GET',
  path: '/v1/recent',
  who: looks,
  summary: 'The customers whose cards you opened last, by id: fifty at most',
  query: paging,
  output: pageOf(z.object({ customer_id: id })),
})

export const addRecent = endpoint({
  method: 'PUT',
  path: '/v1/recent/:customer_id',
  who: looks,
  summary: 'You look at this card now',
  params: z.object({ customer_id: id }),
  output: done,
})
