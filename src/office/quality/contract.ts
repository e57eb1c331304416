import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { day, done, id, instant, pageOf, paging, words } from '../../platform/http/shapes.ts'
import { customerRef } from '../work/contract.ts'

const withFigures = ['work.see'] as const
const withNames = ['customers.see'] as const
const kind = z.enum(['person', 'organisation'])
const field = z.string().min(1).max(64)
const against = z.object({ why: z.string(), count: z.int() })
/** `title`: what the company calls a field of its own. */
const fieldTitled = z.object({ field, title: words.nullable() })

/** How long ago it was last said or confirmed: within a month, half a year, a year, three years, or longer. */
export const ageBands = ['month', 'half_year', 'year', 'three_years', 'older'] as const

const qualityOfKind = z.object({
  kind,
  persons: z.int(),
  /** Of whom at least one thing cannot be so. */
  contradictory: z.int(),
  fields: z.array(
    z.object({
      field,
      title: words.nullable(),
      known: z.int(),
      ages: z.object({ month: z.int(), half_year: z.int(), year: z.int(), three_years: z.int(), older: z.int() }),
      against: z.array(against),
    }),
  ),
})

export const readQuality = endpoint({
  method: 'GET',
  path: '/v1/quality',
  who: { staff: withFigures, key: 'read' },
  summary: 'How complete, how old and how contradictory what is known of the customers you see is, field by field: counts only',
  output: z.object({
    /** Null: nobody has been gone through yet. */
    gathered_at: instant.nullable(),
    kinds: z.array(qualityOfKind),
  }),
})

export const listQualityPeople = endpoint({
  method: 'GET',
  path: '/v1/quality/people',
  who: { staff: withNames, key: 'read' },
  summary: 'The customers of whom a field is missing, is older than a year, or contradicts something; each costs of the open budget and gets a receipt',
  query: paging.extend({ field, what: z.enum(['missing', 'old', 'against']), kind }),
  output: pageOf(z.object({ customer: customerRef, confirmed_on: day.nullable(), against: z.array(z.string()) })),
})

export const gatherQuality = endpoint({
  method: 'POST',
  path: '/v1/quality/gather',
  who: { staff: ['work.do'], key: 'change' },
  summary: 'Go through everybody again, for what is known of them and what contradicts it; it is done each night by itself',
  body: z.object({}),
  output: done,
})

const ofAudience = z.object({ audience_id: id })
const planners = ['campaigns.run'] as const

export const readAudienceQuality = endpoint({
  method: 'GET',
  path: '/v1/audiences/:audience_id/quality',
  who: { staff: planners, key: 'read' },
  summary: 'How complete, how old and how contradictory what is known of those in an audience is, as far as you see them, and which fields its rule asks',
  params: ofAudience,
  query: z.object({ purpose: z.string().max(64).optional() }),
  output: z.object({
    gathered_at: instant.nullable(),
    /** The fields that the rule rests on; nobody else’s thinness changes who is in it. */
    asks: z.array(field),
    kinds: z.array(qualityOfKind),
  }),
})

export const openAudienceDoubts = endpoint({
  method: 'POST',
  path: '/v1/audiences/:audience_id/doubts/open',
  who: { staff: planners },
  summary:
    'Whom an audience leaves out, or may miss, because something its rule asks is not known of them or contradicts something, and what to ask each: twenty at a time, with their names as far as the purpose opens them to you; each that is opened finds the look in their journal',
  params: ofAudience,
  body: z.object({ purpose: z.string().max(64).optional(), cursor: z.string().max(1000).optional() }),
  output: pageOf(
    customerRef.extend({
      not_known: z.array(fieldTitled),
      contradictory: z.array(fieldTitled.extend({ why: z.string() })),
    }),
  ),
})
