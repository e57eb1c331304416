import { z } from 'zod'
import { duplicateCautions, duplicateReasons } from '../../../keep/duplicates/contract.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { customerRef } from '../../work/shapes.ts'

// Records that may be one person: found by the keep, decided by people.

const who = { staff: ['customers.join'] } as const

const duplicate = z.object({
  /** Of the pair. */
  id: z.string().max(80),
  one: customerRef,
  other: customerRef,
  /** Why they may be one. */
  reasons: z.array(z.enum(duplicateReasons)),
  /** What speaks against it. */
  cautions: z.array(z.enum(duplicateCautions)),
  found_at: instant,
})

export const listDuplicates = endpoint({
  method: 'GET',
  path: '/v1/duplicates',
  who,
  summary: 'Pairs of customers who may be one person, the likeliest first; with customer_id only theirs',
  query: paging.extend({ customer_id: id.optional() }),
  output: pageOf(duplicate),
})

export const dismissDuplicate = endpoint({
  method: 'POST',
  path: '/v1/duplicates/:duplicate_id/dismiss',
  who,
  summary: 'Say that the two are not the same; it is remembered, and the pair is not shown again',
  params: z.object({ duplicate_id: z.string().max(80) }),
  body: z.object({}),
  output: z.object({ changed: z.boolean() }),
})

export const restoreDuplicate = endpoint({
  method: 'POST',
  path: '/v1/duplicates/:duplicate_id/restore',
  who,
  summary: 'Take back that the two are not the same',
  params: z.object({ duplicate_id: z.string().max(80) }),
  body: z.object({}),
  output: z.object({ changed: z.boolean() }),
})
