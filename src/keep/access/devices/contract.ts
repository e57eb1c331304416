import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'

const sessionId = z.object({ session_id: z.string().min(1).max(300) })

export const endDevice = endpoint({
  method: 'DELETE',
  path: '/v1/session/devices/:session_id',
  who: 'public',
  summary: 'Sign out on one of my other devices',
  params: sessionId,
  output: done,
})

export const staffSession = z.object({
  id: z.string(),
  staff: z.object({ id, name: z.string() }),
  device: z.string(),
  way: z.string().nullable(),
  made_at: instant,
  seen_at: instant,
  current: z.boolean(),
  /** Whether whoever asks may end it: not that of somebody who may more than they. */
  may_end: z.boolean(),
})
export const listStaffSessions = endpoint({
  method: 'GET',
  path: '/v1/staff/sessions',
  who: { staff: ['staff.manage'] },
  summary: 'Who of the staff is signed in now and on what, the last used first',
  query: paging.extend({ staff: id.optional() }),
  output: pageOf(staffSession),
})
export const endStaffSession = endpoint({
  method: 'DELETE',
  path: '/v1/staff/sessions/:session_id',
  who: { staff: ['staff.manage'] },
  summary: 'Sign a colleague out on one device, at once; not one who may more than you',
  params: sessionId,
  output: done,
})
export const endStaffSessions = endpoint({
  method: 'DELETE',
  path: '/v1/staff/:staff_id/sessions',
  who: { staff: ['staff.manage'] },
  summary: 'Sign a colleague out everywhere, at once; not one who may more than you',
  params: z.object({ staff_id: id }),
  output: z.object({ ended: z.int() }),
})
