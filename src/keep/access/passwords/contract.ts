import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id } from '../../../platform/http/shapes.ts'

const password = z.string().min(10, 'A password has at least 10 characters.').max(200)

export const askReset = endpoint({
  method: 'POST',
  path: '/v1/session/reset',
  who: 'public',
  summary: 'Send a colleague who forgot the password a link; the answer is the same for known and unknown addresses',
  body: z.object({ email: z.string().max(254) }),
  output: done,
})
export const takeReset = endpoint({
  method: 'POST',
  path: '/v1/session/reset/take',
  who: 'public',
  summary: 'Set a new password by the link, once; signs out everywhere, and a second factor is asked for as before',
  body: z.object({ token: z.string().max(200), password }),
  output: done,
})
export const changePassword = endpoint({
  method: 'POST',
  path: '/v1/session/password',
  who: { staff: 'any' },
  summary: 'Change my password, knowing the old one; signs out everywhere else',
  body: z.object({ password: z.string().max(200), next: password }),
  output: done,
})
export const sendReset = endpoint({
  method: 'POST',
  path: '/v1/staff/:staff_id/reset',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Mail a colleague a link for a new password; `link` is there only while mail is caught by the built-in mailbox',
  params: z.object({ staff_id: id }),
  body: z.object({}),
  output: z.object({ link: z.string().nullable() }),
})
