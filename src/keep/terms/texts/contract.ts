import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { instant, pageOf, paging, total, words } from '../../../platform/http/shapes.ts'

// The texts by which people are asked for consent. One that was shown is never changed: another text is another version.

const keeps = { staff: ['registers.keep'], key: 'registers' } as const
const notice = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')
const body = z.string().trim().min(20, 'must say what people agree to, in 20 letters at least').max(4000)

export const consentText = z.object({
  notice: z.string(),
  version: z.int(),
  since: instant,
  texts: words,
  /** SHA-256 of each text in UTF-8, in hex: what a consent names. */
  sha256: words,
  /** It asked for more than the version before: a yes to an earlier one ended with it, and is entered no more. */
  asks_more: z.boolean(),
})
const versionOfText = consentText.extend({
  /** People whose yes to it holds. */
  yeses: total,
  /** Whether a yes to it may still be entered. */
  valid: z.boolean(),
  /** Who wrote it; a name of staff only. */
  by: z.object({ kind: z.string(), name: z.string().nullable() }),
})

export const listConsentTexts = endpoint({
  method: 'GET',
  path: '/v1/consent-texts',
  who: { staff: 'any', key: 'read' },
  summary: 'The texts by which people are asked for consent, as they read now, with the purposes that ask by them',
  query: paging,
  output: pageOf(consentText.extend({ purposes: z.array(z.string()) })),
})
export const readConsentText = endpoint({
  method: 'GET',
  path: '/v1/consent-texts/:notice',
  who: keeps,
  summary: 'Every version of one text, newest first, with how many people said yes to it and are held by that today',
  params: z.object({ notice }),
  query: paging,
  output: pageOf(versionOfText),
})
export const showConsentText = endpoint({
  method: 'GET',
  path: '/v1/consent-texts/:notice/:version',
  who: 'public',
  summary: 'One version of a text as people were shown it: whoever holds a proof of a consent can look the text up and check its hash',
  params: z.object({ notice, version: z.coerce.number().int().min(1).max(1_000_000) }),
  output: consentText,
})
export const saveConsentText = endpoint({
  method: 'PUT',
  path: '/v1/consent-texts/:notice',
  who: keeps,
  summary:
    'Write a new version of a text, shown from now on. Where it asks for more than before, what people agreed to earlier ends and they are asked anew on their page; else their yes stands',
  params: z.object({ notice }),
  body: z.object({
    texts: z.object({ en: body, ru: body }),
    /** The version it was written upon; where another is in force now nothing is changed. */
    upon: z.int(),
    asks_more: z.boolean(),
  }),
  output: consentText.extend({ changed: z.boolean() }),
})
