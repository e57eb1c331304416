import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { colleague } from '../../work/shapes.ts'
import { broken, filter } from '../shapes.ts'

const who = { staff: ['customers.see'] } as const
const role = z.string().min(1).max(64)
const columnName = z.string().min(1).max(64)

/** Who sees a view: whoever made it, everybody, or those in some roles. */
const shared = z.union([z.enum(['private', 'everybody']), z.strictObject({ roles: z.array(role).min(1).max(50) })])

export const viewBody = z.object({
  title: z.string().trim().min(1).max(80),
  filter: filter.nullable().default(null),
  /** As in a list: `-spent,since`; null is by name. */
  sort: z.string().max(400).nullable().default(null),
  columns: z.array(z.object({ column: columnName, width: z.int().min(20).max(2000).nullable().default(null), frozen: z.boolean().default(false) })).max(40),
  density: z.enum(['compact', 'comfortable']).default('comfortable'),
  /** The column whose values the list is put into groups by. */
  group: columnName.nullable().default(null),
  shared: shared.default('private'),
  /** The roles that begin with this view; of each role the last that was said holds. */
  default_for: z.array(role).max(50).default([]),
})

export const view = viewBody.extend({
  view_id: id,
  made_by: colleague.nullable(),
  /** Whether the caller may change it. */
  editable: z.boolean(),
  /** Goes up with each change; the ETag is this in quotes. */
  version: z.int(),
  changed_at: instant,
  /** Its parts that mean nothing any more, such as a field that was retired. The rest of it works. */
  broken: z.array(broken),
})

export const listViews = endpoint({
  method: 'GET',
  path: '/v1/views',
  who,
  summary: 'Saved lists: one’s own and those shared with one, by title',
  query: paging,
  output: pageOf(view),
})

export const readView = endpoint({
  method: 'GET',
  path: '/v1/views/:view_id',
  who,
  summary: 'One saved list; its ETag is what a change is made under',
  params: z.object({ view_id: id }),
  output: view,
})

export const addView = endpoint({
  method: 'POST',
  path: '/v1/views',
  who,
  summary: 'Save a list: filter, order, columns; 200 of one’s own at most',
  body: viewBody,
  output: view,
})

export const changeView = endpoint({
  method: 'PUT',
  path: '/v1/views/:view_id',
  who,
  summary: 'Change a saved list. With If-Match (or version) of what was read; when somebody changed it meanwhile, nothing is changed',
  params: z.object({ view_id: id }),
  body: viewBody.extend({ version: z.int().optional() }),
  output: view,
})

export const removeView = endpoint({
  method: 'DELETE',
  path: '/v1/views/:view_id',
  who,
  summary: 'Take a saved list away; the customers in it stay as they are',
  params: z.object({ view_id: id }),
  output: done,
})
