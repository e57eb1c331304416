import { z } from 'zod'
import type { AnyEndpoint } from '../../src/platform/http/index.ts'

/** Lists that need no pages, and what bounds them. */
export const bounded: { [endpoint: string]: string } = {
  'GET /v1/site': 'twenty origins at most',
  'GET /v1/my/wards': 'the children of one guardian: fifty at most (mostWards)',
  'GET /v1/my/agreement': 'what stands and at most 50 ended (mostPast); the registry has ten',
  'GET /v1/myterms': 'the registry has ten agreements',
  'GET /v1/witnesses': 'at most 16 (mostWitnesses), which each sign every checkpoint',
  'GET /v1/desk/touched': 'counts: six categories, the purposes, the deeds, fifty fields and fifty who did it',
  'GET /v1/desk/refusals': 'counts: 1,100 days, the reasons of the gate, the roles and the purposes',
  'GET /v1/desk': 'purposes that rest on consent, each once',
  'GET /v1/desk/register': 'the purposes in force, the columns of the schema, the webhooks',
  'GET /v1/contact-limits': 'at most 100 caps and 100 hours (mostLimits), which hold together, and an age for each country',
  'GET /v1/policy/drafts': 'twenty drafts at most (mostDrafts)',
  'GET /v1/policy/drafts/:draft_id':
    'one draft: at most 100 limits, 100 hours, the purposes in force, and 500 changes of its trial of either kind (mostChanges)',
  'GET /v1/policy/drafts/:draft_id/people': 'twenty people of one change at most (samples)',
  'GET /v1/presence/:customer_id': 'colleagues who have one customer open: twenty at most',
  'GET /v1/needs/:need_id': 'one need: twenty answers at most',
  'GET /v1/needs/figures': 'fifty topics at most, and all others together',
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
  'GET /v1/customers/:customer_id/insight': 'nineteen kinds of guesses, each with five items at most',
  'GET /v1/quality': 'two kinds of customers, each with the fields that the company has',
  'GET /v1/audiences/:audience_id/quality': 'two kinds of customers, each with the fields that the company has',
  'GET /v1/insight/values': 'sixty bins at most, the currencies and the reasons for saying nothing',
  'GET /v1/insight/migration': 'four classes by four',
  'GET /v1/value-classes/flow': 'from three classes to three',
  'GET /v1/reports/ways': 'two hundred groups of each kind at most, of which few are large enough to be shown',
  'GET /v1/customers/columns': 'the columns of lists: ours, and the fields that the company declared',
  'GET /v1/audiences/conditions': 'what audiences can ask of what the company declared: its fields, and at most 300 kinds of events',
  'GET /v1/audiences/:audience_id/sizes': 'one audience: a number a day for two years at most',
  'GET /v1/traits/:trait': 'one trait: its last fifty definitions, and the audiences that ask it',
  'GET /v1/reports/choices': 'what reports are made of: the kinds of events and fields that the company declared, and the newest 200 audiences',
  'GET /v1/views/:view_id': 'one saved list: forty columns, and a filter of fifty conditions',
  'GET /v1/customers/groups': 'the 200 largest groups, and how many more there are',
  'GET /v1/customers/sums': 'one sum for each column asked for, forty at most',
  'GET /v1/health/details': 'the parts of the house, and the kinds of its jobs',
  'GET /v1/customers/:customer_id/card': 'one card: each of its sections has a most of its own (50 tasks, 20 cases, 100 identifiers, 500 relations each way)',
  'GET /v1/forms/:form/open': 'one form: twenty fields and five boxes at most',
  'GET /v1/customers/:customer_id/comparison': 'two cards side by side',
  'GET /v1/my/page': 'one’s own page, as the card',
  'GET /v1/customers/:customer_id/consents/:record_id/proof': 'one record as it is printed, with fifty receipts at most',
  'GET /v1/customers/:customer_id/terms': 'what stands for one person: purposes by their channels, at most 60 rules and as many stops as there are topics',
  'GET /v1/webhooks/:webhook_id': 'one webhook and its kinds, of which there are a dozen',
  'GET /v1/rights/:case_id': 'one request by right: what was done in it, four steps at most',
  'GET /v1/my/rights/now': 'what can be asked for now: the purposes and the fields that the company declared',
  'GET /v1/rights/of/:customer_id/now': 'what one customer can ask for now: the purposes and the fields that the company declared',
  'GET /v1/my/rights/erasure': 'one’s own erasing: eleven categories of what would go, four of what stays, two that hold it up',
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
