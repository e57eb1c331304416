import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { roleCode } from '../roles/contract.ts'

// Signing in by a provider: OpenID Connect Core 1.0, the code flow, with PKCE (RFC 7636).

export const providerCode = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'must be small Latin letters, digits or dashes, 30 at most')
const onCode = z.object({ code: providerCode })
const place = z.string().max(2000)

export const listSignInWays = endpoint({
  method: 'GET',
  path: '/v1/session/providers',
  who: 'public',
  summary: 'Providers that the staff sign in by, and whether they are the only way',
  output: z.object({ providers: z.array(z.object({ code: z.string(), title: z.string() })), only_providers: z.boolean() }),
})
export const beginProvider = endpoint({
  method: 'POST',
  path: '/v1/session/providers/:code/begin',
  who: 'public',
  summary: 'Begin to sign in by a provider, or with `confirm` to show once more that it is me: where to send the browser',
  params: onCode,
  body: z.object({ to: place.optional(), confirm: z.boolean().default(false) }),
  output: z.object({ url: z.url() }),
})
/** `needs`: our own second factor, where the provider asks for none and one is put on; `to`: where one wanted to go. */
const finished = z.object({ needs: z.enum(['code', 'passkey']).nullable(), to: z.string().nullable() })
export const finishProvider = endpoint({
  method: 'POST',
  path: '/v1/session/providers/:code/finish',
  who: 'public',
  summary: 'Sign in by what the provider sent back, once, in the browser that began',
  params: onCode,
  body: z.object({ answer: z.string().max(8000) }),
  output: finished,
})
export const finishSecond = endpoint({
  method: 'POST',
  path: '/v1/session/providers/second',
  who: 'public',
  summary: 'The second factor after the provider: a code, a recovery code or a passkey',
  body: z.object({ code: z.string().max(12).optional(), passkey: z.looseObject({}).optional() }),
  output: finished,
})

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u, 'must be a domain like example.com')
const shown = {
  title: z.string().trim().min(1).max(60),
  issuer: z.string().trim().min(1).max(500),
  client_id: z.string().trim().min(1).max(300),
  /** Of e-mail addresses; none: any that the provider has verified. */
  domains: z.array(domain).max(50),
  /** The role of whoever is not known yet; null: only who is known or invited comes in. */
  newcomers: roleCode.nullable(),
  groups_claim: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be the name of a claim, like groups')
    .nullable(),
  /** The first group that somebody is in says the role of whom the provider brings. */
  group_roles: z.array(z.object({ group: z.string().trim().min(1).max(300), role: roleCode })).max(100),
  /** Whether the provider asks for a second factor itself; else ours is asked for where the rules say so. */
  own_factor: z.boolean(),
  paused: z.boolean(),
}
export const provider = z.object({
  id,
  code: z.string(),
  ...shown,
  /** What the provider must be told: where it sends people back to. */
  redirect: z.string(),
  /** How many of the staff have signed in by it. */
  people: z.int(),
  made_at: instant,
  /** When somebody first signed in by it; null: nobody yet. */
  proven_at: instant.nullable(),
})
const secret = z.string().min(1).max(500)
const onOne = z.object({ provider_id: id })

export const listProviders = endpoint({
  method: 'GET',
  path: '/v1/staff/providers',
  who: { staff: ['staff.manage'] },
  summary: 'Providers that the staff sign in by, with how each is set up',
  query: paging,
  output: pageOf(provider),
})
export const addProvider = endpoint({
  method: 'POST',
  path: '/v1/staff/providers',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Add a provider to sign in by; it is asked at once what it is, and refused when it does not answer',
  body: z.object({ code: providerCode, secret, ...shown }),
  output: provider,
})
export const changeProvider = endpoint({
  method: 'PUT',
  path: '/v1/staff/providers/:provider_id',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Change how a provider is set up; without a secret the old one stays',
  params: onOne,
  body: z.object({ secret: secret.optional(), ...shown }),
  output: provider,
})
export const removeProvider = endpoint({
  method: 'DELETE',
  path: '/v1/staff/providers/:provider_id',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Remove a provider: nobody signs in by it any more, and whose account was whose is forgotten',
  params: onOne,
  output: done,
})
