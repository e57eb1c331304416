import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, instant } from '../../../platform/http/shapes.ts'

const ceremony = z.looseObject({})
const passkeyId = z.object({ passkey_id: z.string().min(1).max(3000) })

export const passkey = z.object({ id: z.string(), title: z.string(), made_at: instant, used_at: instant.nullable() })
export const readFactors = endpoint({
  method: 'GET',
  path: '/v1/session/factors',
  who: { staff: 'any', enrolling: true },
  summary: 'How I sign in besides the password: codes, passkeys, recovery codes that are left',
  output: z.object({ codes: z.boolean(), required: z.boolean(), recovery_left: z.int(), passkeys: z.array(passkey) }),
})
export const renamePasskey = endpoint({
  method: 'PUT',
  path: '/v1/session/passkeys/:passkey_id',
  who: { staff: 'any' },
  summary: 'Give one of my passkeys another name',
  params: passkeyId,
  body: z.object({ title: z.string().trim().min(1).max(60) }),
  output: done,
})
export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/v1/session/passkeys/:passkey_id',
  who: { staff: 'any', fresh: true },
  summary: 'Remove one of my passkeys',
  params: passkeyId,
  output: done,
})
export const makeRecovery = endpoint({
  method: 'POST',
  path: '/v1/session/recovery-codes',
  who: { staff: 'any', fresh: true },
  summary: 'Ten codes for the day the phone is lost, instead of those before; shown this once, each works once',
  body: z.object({}),
  output: z.object({ codes: z.array(z.string()) }),
})

export const confirmIdentity = endpoint({
  method: 'POST',
  path: '/v1/session/confirm',
  who: { staff: 'any', enrolling: true },
  summary: 'Show once more that it is me, by a code where I have codes, else by the password; good for ten minutes',
  body: z.object({ password: z.string().max(200).optional(), code: z.string().max(12).optional() }),
  output: done,
})
export const confirmByPasskey = endpoint({
  method: 'POST',
  path: '/v1/session/confirm/passkey',
  who: { staff: 'any', enrolling: true },
  summary: 'The same by one of my passkeys',
  body: ceremony,
  output: done,
})

export const rules = z.object({
  second_factor_roles: z.array(z.string().max(40)).max(100),
  only_providers: z.boolean(),
  /** Who may still sign in by password when only providers are left: an administrator, for the day the provider is away. */
  break_glass: z.string().nullable(),
})
export const readRules = endpoint({
  method: 'GET',
  path: '/v1/staff/sign-in-rules',
  who: { staff: ['staff.manage'] },
  summary: 'What the company asks of whoever signs in',
  output: rules,
})
export const setRules = endpoint({
  method: 'PUT',
  path: '/v1/staff/sign-in-rules',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Ask for a second factor of these roles; leave only providers to sign in by',
  body: rules,
  output: rules,
})
