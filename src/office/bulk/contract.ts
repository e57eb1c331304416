import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { colleague, customerRef, unseen } from '../work/shapes.ts'
import { bulkStates, counted, deed, who } from './shapes.ts'

// What is done to many customers at once, and the trash.

const able = { staff: ['customers.change', 'customers.tag', 'work.do'] } as const
const changing = { staff: ['customers.change'] } as const
const one = z.object({ bulk_id: id })

/** A piece of work on many as it stands. */
export const bulkView = z.object({
  id,
  /** As it was asked, without the value of a field, which stands sealed in the keep. */
  deed,
  state: z.enum(bulkStates),
  /** How many matched when it was asked for. */
  persons: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  left_out: z.array(counted),
  progress: z.object({ rows: z.int(), of: z.int(), percent: z.number(), rows_per_s: z.number(), seconds_left: z.number().nullable() }).nullable(),
  trouble: z.string().nullable(),
  made_by: colleague.pick({ id: true, name: true }),
  own: z.boolean(),
  made_at: instant,
  ended_at: instant.nullable(),
  /** Until when it can be taken back; null when it cannot, or was. */
  undo_until: instant.nullable(),
  undone: z.object({ put_back: z.int(), left: z.array(counted), at: instant.nullable() }).nullable(),
})

export const previewBulk = endpoint({
  method: 'POST',
  path: '/v1/bulk/preview',
  who: able,
  summary: 'How many it would touch and who is left out and why, before anything is done',
  body: z.object({ who, deed }),
  output: z.object({
    matching: z.int(),
    checked: z.int(),
    allowed: z.int(),
    left_out: z.array(counted),
    /** Of those allowed, how many are not seen by whom they are to be given to, and why. */
    unseen: unseen.extend({ count: z.int() }).nullable(),
    /** How many you would not see any more. */
    lost: z.int(),
  }),
})
export const startBulk = endpoint({
  method: 'POST',
  path: '/v1/bulk',
  who: able,
  summary: 'Do something to many customers at once, in the background; it can be taken back for 30 days',
  body: z.object({ who, deed }),
  output: bulkView,
  status: 202,
})
export const listBulk = endpoint({
  method: 'GET',
  path: '/v1/bulk',
  who: able,
  summary: 'What was done to many at once, the newest first',
  query: paging,
  output: pageOf(bulkView),
})
export const getBulk = endpoint({ method: 'GET', path: '/v1/bulk/:bulk_id', who: able, summary: 'One of them as it stands', params: one, output: bulkView })

const act = (what: string, summary: string) =>
  endpoint({ method: 'POST', path: `/v1/bulk/:bulk_id/${what}`, who: able, summary, params: one, body: z.object({}), output: bulkView })
export const pauseBulk = act('pause', 'Pause it')
export const resumeBulk = act('resume', 'Go on with it')
export const cancelBulk = act('cancel', 'Stop it where it is; what was done stays until it is taken back')
export const undoBulk = act('undo', 'Take it back: put back what was there, for those whom nobody changed since')

export const trashCustomer = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer_id',
  who: { ...changing, key: 'change' },
  summary: 'Put a customer into the trash: hidden and written to by nobody, but not erased; can be restored',
  params: z.object({ customer_id: id }),
  output: z.object({ changed: z.boolean() }),
})
export const restoreCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/restore',
  who: { ...changing, key: 'change' },
  summary: 'Bring a customer back from the trash',
  params: z.object({ customer_id: id }),
  body: z.object({}),
  output: z.object({ changed: z.boolean() }),
})
export const listTrash = endpoint({
  method: 'GET',
  path: '/v1/trash',
  who: changing,
  summary: 'Who is in the trash, the last one first',
  query: paging,
  output: pageOf(
    z.object({
      customer: customerRef,
      at: instant,
      by: z.object({ role: z.string(), name: z.string().nullable() }),
      /** Until when whoever may change a customer brings them back. */
      until: instant,
    }),
  ),
})
