import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

// Providers of SMS and of mail that comes in. The browser imports this file. What providers call is no part of it: routes.ts, docs/roads.md.

const who = { staff: ['webhooks.manage'] } as const
const channel = z.enum(['sms', 'inbound_mail'])

export const provider = z.object({
  id,
  channel,
  title: z.string(),
  /** Of SMS: where messages are handed over, and whom they come from. */
  url: z.string().nullable(),
  from: z.string().nullable(),
  /** Where the provider calls us. */
  call_back: z.string(),
  at: instant,
})

export const listProviders = endpoint({
  method: 'GET',
  path: '/v1/providers-of-messages',
  who,
  summary: 'The providers of SMS and of incoming mail in use, the newest first; no secrets',
  query: paging,
  output: pageOf(provider).extend({
    /** Whether SMS are caught by the built-in mailbox, because there is no provider. */
    sms_caught: z.boolean(),
  }),
})
export const addProvider = endpoint({
  method: 'POST',
  path: '/v1/providers-of-messages',
  who,
  summary: 'Add a provider. The secret by which its calls are signed is in this answer and in no other',
  body: z.discriminatedUnion('channel', [
    z.object({
      channel: z.literal('sms'),
      title: z.string().trim().min(1).max(100),
      url: z.string().max(500),
      /** Goes along as `Authorization: Bearer …`. */
      token: z.string().min(1).max(500),
      /** A short name or number that the provider lets you send from. */
      from: z.string().trim().min(1).max(20),
    }),
    z.object({ channel: z.literal('inbound_mail'), title: z.string().trim().min(1).max(100) }),
  ]),
  output: provider.extend({ secret: z.string() }),
})
export const dropProvider = endpoint({
  method: 'DELETE',
  path: '/v1/providers-of-messages/:provider_id',
  who,
  summary: 'Use a provider no more: nothing is handed to it, and what it calls back with is refused',
  params: z.object({ provider_id: id }),
  output: z.object({ done: z.literal(true) }),
})

const origin = z
  .string()
  .max(200)
  .regex(/^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)$/, 'must be an origin like https://www.example.org')
const words = z.record(z.string(), z.string())
const site = z.object({
  origins: z.array(z.string()),
  changed_at: instant.nullable(),
  /** The script that asks visitors: where a site loads it from, and what its bytes hash to (SRI). */
  script: z.object({ url: z.string(), integrity: z.string() }),
  /** What it asks: every purpose by consent with the channel "web". */
  asks: z.array(z.object({ purpose: z.string(), title: words, texts: words, notice: z.string(), version: z.int(), gpc: z.boolean() })),
})

export const readSite = endpoint({
  method: 'GET',
  path: '/v1/site',
  who: { staff: ['forms.keep'] },
  summary: 'The company’s own sites: which may show the preference centre in a frame and ask their visitors, by which script, and what is asked',
  output: site,
})
export const saveSite = endpoint({
  method: 'PUT',
  path: '/v1/site',
  who: { staff: ['forms.keep'] },
  summary: 'Say on which sites the preference centre may be shown in a frame and visitors are asked; none: on no other than our own',
  body: z.object({ origins: z.array(origin).max(20) }),
  output: site,
})
export const makePreferenceLink = endpoint({
  method: 'POST',
  path: '/v1/preference-links',
  who: { key: 'change' },
  summary:
    'The address of the preference centre of a customer who has signed in on the company’s own site, for a frame there. It is good for an hour and opens nothing but their choices',
  body: z.object({ customer_id: id }),
  output: z.object({ url: z.string(), until: instant }),
})

const visitor = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/, 'must be 22 to 64 letters, digits, - and _ that nobody can guess')
const language = z.enum(['en', 'ru'])
/** That the browser says Global Privacy Control where its header does not come through; the header itself is heard too. */
const gpc = z.boolean().default(false)
const asked = z.object({
  purposes: z.array(
    z.object({
      purpose: z.string(),
      title: z.string(),
      text: z.string(),
      version: z.int(),
      sha256: z.string(),
      /** Whether Global Privacy Control says no to it. */
      gpc: z.boolean(),
      /** How their answer stands; null: they have not said. */
      answer: z.enum(['yes', 'no']).nullable(),
    }),
  ),
  /** The number belongs to somebody who signed in since: a yes by it was not kept. */
  joined: z.boolean(),
})

export const askVisitor = endpoint({
  method: 'POST',
  path: '/v1/site/visitor',
  who: 'public',
  summary: 'What a visitor of the company’s own site is asked, in their language, and how their answers stand. Changes nothing',
  body: z.object({ visitor: visitor.optional(), language, gpc }),
  output: asked,
})
export const answerAsVisitor = endpoint({
  method: 'POST',
  path: '/v1/site/visitor/answers',
  who: 'public',
  summary: 'A visitor’s answers, each with the text that was shown: kept as consent records, which go over to whoever signs in with that number',
  body: z.object({
    visitor,
    language,
    gpc,
    answers: z
      .array(
        z.object({
          purpose: z.string().max(60),
          answer: z.enum(['yes', 'no']),
          version: z.int().positive(),
          sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
        }),
      )
      .max(30),
  }),
  output: asked,
})
