import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../../platform/http/shapes.ts'
import { colleague } from '../../work/shapes.ts'
import { type TraitDefinition, traitDefinition } from './definition.ts'

export { type TraitDefinition, traitDefinition }

// Computed traits: making, trying and changing them, and who uses one.

const planners = ['campaigns.run'] as const
const code = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, { error: 'must begin with a small letter and be small letters, digits and _ only, at most 63' })
const title = z.record(z.enum(['en', 'ru']), z.string().trim().min(1).max(200).optional()).refine((said) => said.en !== undefined || said.ru !== undefined, {
  error: 'must have a name in one language at least',
})
const one = z.object({ trait: z.string().max(64) })
const type = z.enum(['number', 'money', 'code', 'days'])

const trait = z.object({
  /** How rules name it; it never changes. */
  trait: z.string(),
  title: words,
  definition: traitDefinition,
  type,
  /** Counts the changes of its definition. */
  version: z.int(),
  created_at: instant,
  changed_at: instant.nullable(),
  made_by: colleague.nullable(),
  /** Why it cannot be counted any more, in one sentence. */
  trouble: z.string().nullable(),
  /** The purpose of analysis does not cover the kind of events it counts: nobody has one. */
  closed: z.boolean(),
  /** How many have one now, as kept; null: fewer than 20. */
  have: z.int().nullable(),
  /** How many are still to be counted anew. */
  waiting: z.int(),
  /** When all that is kept was compared with the copy for analysis, and how many differed and were counted anew. */
  compared_at: instant.nullable(),
  differing: z.int(),
})

const traitInUse = trait.extend({
  /** Audiences whose rules ask it. */
  used_by: z.array(z.object({ id, title: z.string() })),
  /** Definitions it had, the newest first. */
  before: z.array(z.object({ version: z.int(), definition: traitDefinition, until: instant })),
})

export const listTraits = endpoint({
  method: 'GET',
  path: '/v1/traits',
  who: { staff: planners, key: 'read' },
  summary: 'Computed traits: figures and words about customers, counted from facts by definitions that people can read',
  query: paging,
  output: pageOf(trait),
})

export const addTrait = endpoint({
  method: 'POST',
  path: '/v1/traits',
  who: { staff: planners },
  summary: 'Make a computed trait from a definition; everybody is counted at once, and whoever changes from then on',
  body: z.object({ trait: code, title, definition: traitDefinition }),
  output: traitInUse,
})

export const previewTrait = endpoint({
  method: 'POST',
  path: '/v1/traits/preview',
  who: { staff: planners },
  summary:
    'What a definition would give: how many have a value and how many have none, and how the values are spread, without groups of fewer than 20. Keeps nothing',
  body: z.object({ definition: traitDefinition }),
  output: z.object({
    type,
    closed: z.boolean(),
    /** Null: fewer than 20, or it would tell of fewer than 20. */
    have: z.int().nullable(),
    none: z.int().nullable(),
    /** Figures from one up to before another (money in minor units, whole days); the first has no `from`, the last no `to`. Codes, the most frequent first; without any: all the rest. */
    groups: z.array(z.object({ from: z.number().nullable(), to: z.number().nullable(), said: z.string().nullable(), count: z.int() })),
  }),
})

export const readTrait = endpoint({
  method: 'GET',
  path: '/v1/traits/:trait',
  who: { staff: planners, key: 'read' },
  summary: 'One computed trait, the definitions it had, and what asks it',
  params: one,
  output: traitInUse,
})

export const changeTrait = endpoint({
  method: 'PATCH',
  path: '/v1/traits/:trait',
  who: { staff: planners },
  summary: 'Rename a computed trait, or change its definition from now on: everybody is counted anew, and audiences go by the new one at once',
  params: one,
  body: z.object({
    title: title.optional(),
    definition: traitDefinition.optional(),
    /** The version that was looked at; when the definition is another by now, nothing is changed. */
    version: z.int().optional(),
  }),
  output: traitInUse,
})

export const removeTrait = endpoint({
  method: 'DELETE',
  path: '/v1/traits/:trait',
  who: { staff: planners },
  summary: 'Delete a computed trait that no audience asks, with all its values',
  params: one,
  output: done,
})
