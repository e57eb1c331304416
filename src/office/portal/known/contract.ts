import { z } from 'zod'
import { evidences } from '../../../keep/door/contract.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { personalNote } from '../../console/shapes.ts'
import { actorKind, knownField } from '../shapes.ts'

export const listMyIdentifierHistory = endpoint({
  method: 'GET',
  path: '/v1/my/identifiers/history',
  who: 'customer',
  summary: 'What was done with your addresses and numbers, newest first, removed ones among them',
  query: paging,
  output: pageOf(
    z.object({
      kind: z.string(),
      shown: z.string().nullable(),
      there: z.boolean(),
      what: z.enum(['added', 'verified', 'unverified', 'shared', 'unshared', 'preferred', 'unpreferred', 'removed']),
      how: z.enum(evidences).nullable(),
      at: instant,
      by: actorKind,
    }),
  ),
})

export const listMyEarlierValues = endpoint({
  method: 'GET',
  path: '/v1/my/fields/history',
  who: 'customer_or_guardian',
  summary: 'What was known of you before it was corrected or removed, newest first',
  query: paging,
  output: pageOf(
    knownField.pick({ field: true, title: true, type: true, source: true }).extend({
      /** null: it was removed. */
      value: z.string().nullable(),
      from: instant,
      by: actorKind,
    }),
  ),
})

export const listMyPersonal = endpoint({
  method: 'GET',
  path: '/v1/my/personal',
  who: 'customer',
  summary: 'What we remember of you: talks, small things, interests, gifts, how you wish to be addressed',
  query: paging,
  output: pageOf(personalNote.omit({ id: true, by: true })),
})
