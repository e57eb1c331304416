import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'

const email = z.email().max(254)
const role = z.string().min(1).max(40)
const language = z.enum(['en', 'ru'])
const token = z.string().max(200)

export const invitation = z.object({
  id,
  email: z.string(),
  role: z.string(),
  units: z.array(z.string()),
  language: z.string(),
  invited_by: z.string().nullable(),
  invited_at: instant,
  sent_at: instant,
  expires_at: instant,
  expired: z.boolean(),
})
/** `link` is there only while mail is caught by the built-in mailbox: nobody would get the letter. */
const sent = z.object({ invitation, link: z.string().nullable() })
const onOne = z.object({ invitation_id: id })

export const listInvitations = endpoint({
  method: 'GET',
  path: '/v1/staff/invitations',
  who: { staff: ['staff.manage'] },
  summary: 'Invitations that nobody has taken up yet, the newest first',
  query: paging,
  output: pageOf(invitation),
})
export const invite = endpoint({
  method: 'POST',
  path: '/v1/staff/invitations',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Invite somebody to the staff: a letter with a link that works once, for seven days',
  body: z.object({ email, role, units: z.array(z.string().max(40)).max(100).default([]), language }),
  output: sent,
})
export const inviteAgain = endpoint({
  method: 'POST',
  path: '/v1/staff/invitations/:invitation_id/send',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Send the invitation again, with a new link; the old one works no more',
  params: onOne,
  body: z.object({}),
  output: sent,
})
export const revokeInvitation = endpoint({
  method: 'DELETE',
  path: '/v1/staff/invitations/:invitation_id',
  who: { staff: ['staff.manage'] },
  summary: 'Take an invitation back',
  params: onOne,
  output: done,
})

export const readInvitation = endpoint({
  method: 'POST',
  path: '/v1/session/invitation',
  who: 'public',
  summary: 'What an invitation is for; reading it spends nothing',
  body: z.object({ token }),
  output: z.object({ email: z.string(), role: z.string(), language: z.string(), expires_at: instant }),
})
const ceremony = z.looseObject({})
export const invitedPasskey = endpoint({
  method: 'POST',
  path: '/v1/session/invitation/passkey',
  who: 'public',
  summary: 'Begin a passkey for whoever was invited',
  body: z.object({ token, name: z.string().trim().min(1).max(200) }),
  output: ceremony,
})
export const takeInvitation = endpoint({
  method: 'POST',
  path: '/v1/session/invitation/take',
  who: 'public',
  summary: 'Join the staff by an invitation, once, with a password or a passkey; signed in from then on',
  body: z.object({
    token,
    name: z.string().trim().min(1, 'Say your name.').max(200),
    password: z.string().min(10, 'A password has at least 10 characters.').max(200).optional(),
    passkey: ceremony.optional(),
  }),
  output: done,
})
