import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { roleCode } from './roles/contract.ts'
import { language, me } from './session/contract.ts'

export * from './audit/contract.ts'
export * from './budgets/contract.ts'
export * from './devices/contract.ts'
export * from './factors/contract.ts'
export * from './invitations/contract.ts'
export * from './keys/contract.ts'
export * from './passwords/contract.ts'
export * from './providers/contract.ts'
export * from './roles/contract.ts'
export * from './seeing/contract.ts'
export * from './session/contract.ts'

// Signing in and out, second factors, keys of programs. These paths go to the keep unparsed: the office never sees a password.

const email = z.email().max(254)
const password = z.string().min(10, 'A password has at least 10 characters.').max(200)

export const setUp = endpoint({
  method: 'POST',
  path: '/v1/session/setup',
  who: 'public',
  summary: 'Make the first administrator, with the code that the start printed; works once',
  body: z.object({
    code: z.string().max(100),
    name: z.string().trim().min(1).max(200),
    email,
    password,
    language,
    company: z.object({
      name: z.string().trim().min(1).max(200),
      country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code like RU'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code like RUB'),
      time_zone: z.string().max(64),
      mail_from: email.optional(),
      postal_address: z.string().max(300).optional(),
    }),
  }),
  output: me,
})

const startCode = z.object({ code: z.string().max(100) })
const summaryOfCode = 'Whether this is the code that the start printed; guesses are slowed'
export const checkSetUpCode = endpoint({ method: 'POST', path: '/v1/session/setup/code', who: 'public', summary: summaryOfCode, body: startCode, output: done })

export const signIn = endpoint({
  method: 'POST',
  path: '/v1/session',
  who: 'public',
  summary: 'Sign in; `needs` says "code" when a second factor is enrolled and its code is missing, "passkey" when a passkey is it',
  body: z.object({ email: z.string().max(254), password: z.string().max(200), code: z.string().max(12).optional() }),
  output: z.object({ needs: z.enum(['code', 'passkey']).nullable(), me: me.nullable() }),
})

export const signOut = endpoint({ method: 'DELETE', path: '/v1/session', who: 'public', summary: 'Sign out', output: done })

export const enrolCode = endpoint({
  method: 'POST',
  path: '/v1/session/totp',
  who: { staff: 'any', enrolling: true, fresh: true },
  summary: 'Begin a second factor by codes',
  body: z.object({}),
  output: z.object({ secret: z.string(), uri: z.string() }),
})
export const confirmCode = endpoint({
  method: 'POST',
  path: '/v1/session/totp/confirm',
  who: { staff: 'any', enrolling: true },
  summary: 'Confirm it with a first code',
  body: z.object({ code: z.string().max(12) }),
  output: done,
})

const device = z.object({ id: z.string(), device: z.string(), made_at: instant, seen_at: instant, current: z.boolean() })
export const listDevices = endpoint({
  method: 'GET',
  path: '/v1/session/devices',
  who: 'public',
  summary: 'Where I am signed in now, as staff and as a customer',
  output: z.object({ staff: z.array(device), customer: z.array(device) }),
})
export const endOthers = endpoint({
  method: 'DELETE',
  path: '/v1/session/others',
  who: 'public',
  summary: 'Sign out everywhere but here',
  output: z.object({ ended: z.int() }),
})

/** WebAuthn messages are passed on as they are; the library checks them. */
const ceremony = z.looseObject({})
export const passkeyOptions = endpoint({
  method: 'POST',
  path: '/v1/session/passkey/options',
  who: 'public',
  summary: 'Begin signing in with a passkey',
  body: z.object({}),
  output: ceremony,
})
export const passkeyVerify = endpoint({
  method: 'POST',
  path: '/v1/session/passkey/verify',
  who: 'public',
  summary: 'Sign in with a passkey',
  body: ceremony,
  output: me,
})
export const passkeyRegisterOptions = endpoint({
  method: 'POST',
  path: '/v1/session/passkey/register-options',
  who: { staff: 'any', enrolling: true, fresh: true },
  summary: 'Begin adding a passkey',
  body: z.object({}),
  output: ceremony,
})
export const passkeyRegister = endpoint({
  method: 'POST',
  path: '/v1/session/passkey/register',
  who: { staff: 'any', enrolling: true },
  summary: 'Add a passkey',
  body: ceremony,
  output: done,
})

export const askForLink = endpoint({
  method: 'POST',
  path: '/v1/session/link',
  who: 'public',
  summary: 'Send a customer a link to their own page; the answer is the same for known and unknown addresses',
  body: z.object({ email: z.string().max(254) }),
  output: done,
})

export const redeemLink = endpoint({
  method: 'POST',
  path: '/v1/session/link/redeem',
  who: 'public',
  summary: 'Open the page by the link, once',
  body: z.object({ token: z.string().max(200) }),
  output: me,
})

/** Of a phone: the same for a known number and an unknown one, in text, status and time. */
export const askForCode = endpoint({
  method: 'POST',
  path: '/v1/session/code',
  who: 'public',
  summary: 'Send a customer a code to their phone that opens their own page; the answer is the same for known and unknown numbers',
  body: z.object({ phone: z.string().max(40) }),
  output: done,
})

export const redeemCode = endpoint({
  method: 'POST',
  path: '/v1/session/code/redeem',
  who: 'public',
  summary: 'Open the page by the code: six digits, ten minutes, three tries, once',
  body: z.object({ phone: z.string().max(40), code: z.string().regex(/^\s*\d{3}[\s-]?\d{3}\s*$/, 'must be the six digits of the code') }),
  output: me,
})

export const staff = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.string(),
  language: z.string(),
  units: z.array(z.string()),
  status: z.enum(['active', 'dismissed']),
  second_factor: z.boolean(),
})
export const listStaff = endpoint({
  method: 'GET',
  path: '/v1/staff',
  who: { staff: ['staff.manage'] },
  summary: 'Everyone on the staff, and whether you may manage them: nobody manages who may more than they',
  query: paging,
  output: pageOf(staff.extend({ manageable: z.boolean() })),
})
export const addStaff = endpoint({
  method: 'POST',
  path: '/v1/staff',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Add someone to the staff',
  body: z.object({
    name: z.string().trim().min(1).max(200),
    email,
    password,
    role: roleCode,
    language: language.optional(),
    units: z.array(z.string().max(40)).max(100).optional(),
  }),
  output: staff,
})
export const dismissStaff = endpoint({
  method: 'DELETE',
  path: '/v1/staff/:staff_id',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'End somebody’s access at once',
  params: z.object({ staff_id: id }),
  output: done,
})

export const resetFactors = endpoint({
  method: 'DELETE',
  path: '/v1/staff/:staff_id/second-factor',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Take off somebody’s codes and passkeys, after a lost phone, and sign them out',
  params: z.object({ staff_id: id }),
  output: done,
})
