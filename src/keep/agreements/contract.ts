import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'

// What people let their data be used for: agreements by IEEE 7012 (MyTerms) and the signal of their browser (Global Privacy Control).

const use = z.enum(['analytics', 'tracking', 'profiling', 'sharing'])
const instant = z.iso.datetime()
const offer = z.object({ iri: z.string().max(300), sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is 64 signs of hexadecimal') })
const known = offer.extend({
  /** In the registry of DPV: SD-BASE-A. */
  id: z.string(),
  uses: z.array(use),
  portability: z.boolean(),
  /** The definition that is hashed. */
  text: z.string(),
})

const agreed = known.extend({
  since: instant,
  method: z.string(),
  /** What they offered, in their order. */
  offers: z.array(z.string()),
  /** What both signed: canonical JSON. */
  document: z.string(),
  /** The company's signature over it, a signed note of the log's key. */
  company_signature: z.string(),
  /** Theirs, ECDSA over P-256 and SHA-256, by a key that their browser keeps (SPKI, base 64). */
  customer_key: z.string().nullable(),
  customer_signature: z.string().nullable(),
  ended_at: instant.nullable(),
  ended_method: z.string().nullable(),
})

/** As the verifier reads it (src/keep/receipts/verify/agreement.ts). */
const stated = z.object({
  statement: z.object({ v: z.literal(1), at: instant, agreement: z.object({ sha256: z.string(), is: z.enum(['made', 'ended']) }) }),
  proof: z.string(),
})
const agreementFile = z.object({
  format: z.string(),
  key: z.string(),
  document: z.string(),
  company_signature: z.string(),
  customer_key: z.string().nullable(),
  customer_signature: z.string().nullable(),
  made: stated.nullable(),
  ended: stated.nullable(),
})

const mine = z.object({
  agreement: agreed.nullable(),
  past: z.array(agreed),
  /** The newest one as a file that anybody can check (`rapport verify FILE`), with its place in the log as soon as a signed checkpoint covers it. */
  file: agreementFile.nullable(),
  /** That the company offered another one instead, and when. */
  counter: z.object({ agreement: z.string(), at: instant }).nullable(),
  /** What they offered last where nobody agreed to it: ids of the registry, in their order, or the address of what is not of it. */
  offered: z.object({ offers: z.array(z.string()), at: instant }).nullable(),
  /** `obeyed`: heard, or said by them; `taken_back`: they said that their browser does not speak for them. */
  gpc: z.object({ state: z.enum(['none', 'obeyed', 'taken_back']), since: instant.nullable(), method: z.enum(['browser', 'portal']).nullable() }),
  /** Every agreement of the registry, and whether the company accepts it. */
  choices: z.array(known.extend({ accepted: z.boolean() })),
  /** What uses data for more than serving them, and whether that fits now. */
  purposes: z.array(z.object({ code: z.string(), title: z.record(z.string(), z.string()), needs: z.array(use), fits: z.boolean() })),
})

const matched = z.object({
  is: z.enum(['agreed', 'counter', 'refused']),
  /** `text`: an offer has a known name and another text; `none`: nothing that both accept. */
  why: z.enum(['text', 'none']).nullable(),
  agreement: z.string().nullable(),
  mine,
})

const published = z.object({ version: z.int(), at: instant.nullable(), accepts: z.array(known), others: z.array(known) })

/** At most so many ended ones are told. */
export const mostPast = 50

export const readMyAgreement = endpoint({
  method: 'GET',
  path: '/v1/my/agreement',
  who: 'customer',
  summary: 'What one agreed with the company about the uses of one’s data (IEEE 7012), with both signatures, and whether a browser’s “do not share” was heard',
  output: mine,
})
export const offerMyTerms = endpoint({
  method: 'POST',
  path: '/v1/my/agreement',
  who: 'customer',
  summary: 'Offer agreements in one’s own order; the first that the company published is agreed, else it may offer another one, once',
  body: z.object({ offers: z.array(offer).min(1).max(20) }),
  output: matched,
})
export const signMyAgreement = endpoint({
  method: 'PUT',
  path: '/v1/my/agreement/signature',
  who: 'customer',
  summary: 'Sign the agreement that stands with a key of one’s own browser (ECDSA, P-256, SHA-256, over the bytes of its document)',
  body: z.object({ key: z.base64().max(200), signature: z.base64().max(200) }),
  output: mine,
})
export const endMyAgreement = endpoint({
  method: 'DELETE',
  path: '/v1/my/agreement',
  who: 'customer',
  summary: 'End the agreement that stands: then only consents and law say what may be done',
  output: mine,
})
export const sayMyGpc = endpoint({
  method: 'PUT',
  path: '/v1/my/agreement/gpc',
  who: 'customer',
  summary: 'Whether a browser’s Sec-GPC: 1 speaks for oneself; nobody else takes it back, and no header does',
  body: z.object({ obey: z.boolean() }),
  output: mine,
})
export const readMyTermsList = endpoint({
  method: 'GET',
  path: '/v1/myterms',
  who: { staff: 'any' },
  summary: 'Which agreements of IEEE 7012 the company accepts, as it publishes them at /.well-known/myterms',
  output: published,
})
export const saveMyTermsList = endpoint({
  method: 'PUT',
  path: '/v1/myterms',
  who: { staff: ['registers.keep'] },
  summary: 'Publish which agreements the company accepts, in its order; what was agreed before stands',
  body: z.object({ accepts: z.array(z.string().max(40)).max(20) }),
  output: published,
})
