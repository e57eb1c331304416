import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { instant, pageOf, paging, words } from '../../../platform/http/shapes.ts'

// Units: brands, shops, departments and branches of the company. A unit owns work and figures; history, caps and terms are one across all.

const unitCode = z.string().regex(/^[a-z0-9_-]{1,40}$/, 'must be a code: small Latin letters, digits, dash or underscore')
const who = { staff: ['units.manage'] } as const
const params = z.object({ unit: unitCode })
export const unitKinds = ['brand', 'shop', 'department', 'branch'] as const
const shortTitle = z.string().trim().min(1).max(60)

export const unit = z.object({
  code: z.string(),
  title: words,
  kind: z.enum(unitKinds),
  /** The unit it belongs to; null: the company itself. */
  parent: z.string().nullable(),
  retired: z.boolean(),
  made_at: instant,
  /** How many of the staff belong to it. */
  people: z.int(),
})

export const listUnits = endpoint({
  method: 'GET',
  path: '/v1/units',
  who: { staff: 'any' },
  summary: 'Units of the company: brands, shops, departments, branches; retired ones when asked for',
  query: paging.extend({ retired: z.enum(['true', 'false']).optional() }),
  output: pageOf(unit),
})
export const saveUnit = endpoint({
  method: 'PUT',
  path: '/v1/units/:unit',
  who,
  summary: 'Make a unit, or call one otherwise; its code is for ever',
  params,
  /** Without `parent` it belongs where it did. */
  body: z.object({ title: z.object({ en: shortTitle, ru: shortTitle }), kind: z.enum(unitKinds), parent: unitCode.nullable().optional() }),
  output: unit,
})
export const retireUnit = endpoint({
  method: 'POST',
  path: '/v1/units/:unit/retire',
  who,
  summary: 'Offer a unit no more; its work and figures stay, and so do the people who belong to it',
  params,
  body: z.object({}),
  output: unit,
})
export const restoreUnit = endpoint({
  method: 'POST',
  path: '/v1/units/:unit/restore',
  who,
  summary: 'Offer a retired unit again',
  params,
  body: z.object({}),
  output: unit,
})
