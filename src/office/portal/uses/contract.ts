import { z } from 'zod'
import { toldUse, usesAsked } from '../../../keep/receipts/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging, words } from '../../../platform/http/shapes.ts'
import { actorKind } from '../shapes.ts'

/** What was done with the data, or refused. The employee is a role and a unit, never a name. */
export const use = toldUse.extend({
  actor: z.object({ kind: actorKind, role: z.string(), unit: words.nullable() }),
  basis: z.string(),
  recipients: z.array(z.string()),
  /** The message this use led to, when it led to one. */
  message_id: id.nullable(),
})

export const listMyUses = endpoint({
  method: 'GET',
  path: '/v1/my/uses',
  who: 'customer_or_guardian',
  summary: 'Who used your data, for what, and what was refused',
  query: paging.extend(usesAsked.shape),
  /** `last_visit`: with the first page, when you were on your page before this visit. */
  output: pageOf(use).extend({ last_visit: instant.nullable() }),
})

/** `receipt`: its canonical JSON; `stands` is null while no checkpoint covers it, up to a minute. `proof`: C2SP tlog-proof, under a checkpoint that `key` signed. */
export const readMyProof = endpoint({
  method: 'GET',
  path: '/v1/my/uses/:receipt_id/proof',
  who: 'customer',
  summary: 'One receipt with the proof of its place in the log, to be verified without trusting us',
  params: z.object({ receipt_id: id }),
  /** When it was written: receipts are numbered in a chain, and somebody who was two customers has two. */
  query: z.object({ at: instant }),
  output: z.object({
    receipt: z.string(),
    key: z.string(),
    stands: z.object({ position: z.int(), size: z.int(), signed_at: instant, proof: z.string() }).nullable(),
  }),
})

/** All a browser needs to check receipts by itself: JSON text that `verifyBundle` (src/keep/receipts/verify) reads. Unavailable for the first minute, while no checkpoint covers any. */
export const readMyReceipts = endpoint({
  method: 'GET',
  path: '/v1/my/receipts',
  who: 'customer',
  summary: 'Your receipts with their proofs, to be verified without trusting us',
  output: z.object({ file: z.string() }),
})
