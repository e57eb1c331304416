import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'

// Keys of programs: what each may do and what for.

export const apiKey = z.object({
  id,
  kind: z.enum(['write', 'secret']),
  title: z.string(),
  source: z.string(),
  scopes: z.array(z.string()),
  purposes: z.array(z.string()),
  hint: z.string(),
  made_at: instant,
  used_at: instant.nullable(),
})
export const listKeys = endpoint({
  method: 'GET',
  path: '/v1/api-keys',
  who: { staff: ['keys.manage'] },
  summary: 'Keys of programs',
  query: paging,
  output: pageOf(apiKey),
})
export const addKey = endpoint({
  method: 'POST',
  path: '/v1/api-keys',
  who: { staff: ['keys.manage'], fresh: true },
  summary: 'Make a key; its secret is shown this once',
  body: z.object({
    kind: z.enum(['write', 'secret']),
    title: z.string().trim().min(1).max(100),
    source: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,39}$/, 'must be a code: small Latin letters, digits, dot, dash or underscore'),
    scopes: z.array(z.enum(['record', 'read', 'change', 'import', 'consents', 'registers'])).default(['record']),
    purposes: z.array(z.string().max(64)).max(20).default([]),
  }),
  /** `signing_secret` belongs to the source: with it your server signs user ids for pages (docs/recording.md). */
  output: z.object({ key: apiKey, secret: z.string(), signing_secret: z.string() }),
})
export const revokeKey = endpoint({
  method: 'DELETE',
  path: '/v1/api-keys/:key_id',
  who: { staff: ['keys.manage'], fresh: true },
  summary: 'Revoke a key at once',
  params: z.object({ key_id: id }),
  output: done,
})
export const rotateKey = endpoint({
  method: 'POST',
  path: '/v1/api-keys/:key_id/rotate',
  who: { staff: ['keys.manage'], fresh: true },
  summary: 'Replace a key’s secret; the old one works on for some hours',
  params: z.object({ key_id: id }),
  body: z.object({ overlap_hours: z.int().min(0).max(168).default(24) }),
  output: z.object({ key: apiKey, secret: z.string() }),
})
