import { z } from 'zod'
import type { AnyEndpoint } from '../../src/platform/http/index.ts'

/** Lists that need no pages, and what bounds them. */
export const bounded: { [endpoint: string]: string } = {
  'GET /v1/presence/:customer_id': 'colleagues who have one customer open: twenty at most',
  'GET /v1/my-day': 'one’s own day: twenty birthdays of the week at most',
  'GET /v1/account/choices': 'the hints one put away: fifty at most',
  'GET /v1/notices/choices': 'one row for each kind of notice there is',
  'GET /v1/session/providers': 'providers to sign in by: twenty at most',
  'GET /v1/session/state': 'the two languages of the screens',
  'GET /v1/session/devices': 'one person’s own sessions, the hundred seen last; all others are ended at once',
  'GET /v1/audit/odd': 'the twenty who stand out most within a week',
  'GET /v1/bulk/:bulk_id': 'one piece of work: the reasons of the gate',
  'GET /v1/exports/:export_id': 'one export: 60 columns at most, and the reasons of the gate',
  'GET /v1/customers/:customer_id/erasure': 'one erasure: eleven categories of what goes, four of what stays, two that hold it up',
  'GET /v1/erasures/:erasure_id': 'one erasure: eleven categories of what went, four of what stays',
  'GET /v1/erasures/:erasure_id/certificate': 'one certificate: eleven categories of what went, four of what stays',
  'GET /v1/session/factors': 'one person’s own passkeys, twenty at most',
  'GET /v1/staff/sign-in-rules': 'one set of rules: the roles of the company',
  'GET /v1/imports/:id': 'one import: a file has 2,000 columns at most',
  'GET /v1/mailbox/:id': 'one message as it was caught: its headers were written by us',
  'GET /v1/value-classes': 'three classes',
  'GET /v1/customers/columns': 'the columns of lists: ours, and the fields that the company declared',
  'GET /v1/audiences/conditions': 'what audiences can ask of what the company declared: its fields, and at most 300 kinds of events',
  'GET /v1/views/:view_id': 'one saved list: forty columns, and a filter of fifty conditions',
  'GET /v1/customers/groups': 'the 200 largest groups, and how many more there are',
  'GET /v1/customers/sums': 'one sum for each column asked for, forty at most',
  'GET /v1/health/details': 'the parts of the house, and the kinds of its jobs',
  'GET /v1/customers/:customer_id/card': 'one card: each of its sections has a most of its own (50 tasks, 20 cases, 100 identifiers, 500 relations each way)',
  'GET /v1/forms/:form/open': 'one form: twenty fields and five boxes at most',
  'GET /v1/customers/:customer_id/comparison': 'two cards side by side',
  'GET /v1/my/page': 'one’s own page, as the card',
  'GET /v1/webhooks/:webhook_id': 'one webhook and its kinds, of which there are a dozen',
  'GET /v1/my/messages/:message_id': 'one message: the conditions that chose its reader',
}

const printed = z.looseObject({ properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })).optional(), type: z.unknown().optional() })

/** Whether an endpoint answers with a list: an array, or one right inside its answer. */
export function isList(e: AnyEndpoint): boolean {
  if (e.method !== 'GET') return false
  const shape = shapeOf(e.output)
  return shape.type === 'array' || Object.values(shape.properties ?? {}).some((part) => part.type === 'array')
}

/** What a list lacks to be paged; empty when it is. */
export function lacks(e: AnyEndpoint): string[] {
  const [query, output] = [e.query ? (shapeOf(e.query).properties ?? {}) : {}, shapeOf(e.output).properties ?? {}]
  return [...['cursor', 'limit'].filter((name) => !(name in query)), ...('next_cursor' in output ? [] : ['next_cursor'])]
}

const shapeOf = (schema: z.ZodType) => printed.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
