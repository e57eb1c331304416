import { z } from 'zod'
import { reasonsToJoin } from '../../keep/door/contract.ts'
import { identifierKinds } from '../../keep/interactions/contract.ts'
import { endpoint } from '../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../platform/http/shapes.ts'
import { colleague, customerRef } from '../work/shapes.ts'

export * from './counts/contract.ts'

const reads = { staff: ['customers.see'], key: 'read' } as const
const changes = { staff: ['leads.work'], key: 'change' } as const
const params = z.object({ customer_id: id })
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')

export const leadStates = ['new', 'working', 'qualified', 'disqualified', 'converted', 'joined'] as const
export const leadSources = ['form', 'import', 'hand', 'api'] as const
/** Why somebody will not be a customer, as a code: what people write about people is content. */
export const reasonsToDisqualify = ['no_answer', 'not_interested', 'no_budget', 'not_our_offer', 'wrong_contact', 'spam'] as const
export const leadViews = ['open', 'new', 'mine', 'unassigned', 'late', 'all'] as const

export const lead = z.object({
  /** The customer they came as. */
  id,
  about: customerRef,
  source: z.enum(leadSources),
  /** Code of the form they came by. */
  form: z.string().nullable(),
  campaign: z.string().nullable(),
  state: z.enum(leadStates),
  reason: z.enum(reasonsToDisqualify).nullable(),
  owner: colleague.nullable(),
  unit: z.string().nullable(),
  came_at: instant,
  /** When the first answer is due. */
  due_at: instant,
  answered_at: instant.nullable(),
  moved_at: instant,
  /** When they became a customer, and by whom; null when it came about elsewhere, as by an import. */
  converted: z.object({ at: instant, by: colleague.nullable() }).nullable(),
  /** The card they turned out to be, when they were joined with one. */
  joined_to: customerRef.nullable(),
})

export const listLeads = endpoint({
  method: 'GET',
  path: '/v1/leads',
  who: reads,
  summary: 'Leads: who waits for a first answer comes first, by when it is due, then the newest',
  query: paging.extend({
    /** Without it: those that are open. `mine` and `unassigned` are open ones too; `late`: the first answer is overdue. */
    view: z.enum(leadViews).optional(),
    state: z.enum(leadStates).optional(),
    source: z.enum(leadSources).optional(),
    form: code.optional(),
    owner_id: id.optional(),
    unit: code.optional(),
  }),
  output: pageOf(lead),
})

export const readLead = endpoint({
  method: 'GET',
  path: '/v1/leads/:customer_id',
  who: reads,
  summary: 'One lead, by the customer it came as or was joined with',
  params,
  output: lead,
})

export const listLeadChanges = endpoint({
  method: 'GET',
  path: '/v1/leads/:customer_id/changes',
  who: reads,
  summary: 'What was done about a lead, newest first: who, when, from what to what',
  params,
  query: paging,
  output: pageOf(
    z.object({
      at: instant,
      by: colleague.nullable(),
      what: z.enum(['came', 'state', 'owner', 'unit', 'answered']),
      was: z.string().nullable(),
      became: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})

export const addLead = endpoint({
  method: 'POST',
  path: '/v1/leads',
  who: changes,
  summary: 'Enter a lead by hand; an identifier that is somebody’s answers with whose it is, and changes nothing',
  body: z.object({
    kind: z.enum(['person', 'organisation']),
    fields: z.record(z.string(), z.string().max(2000)),
    identifiers: z.array(z.object({ kind: z.enum(identifierKinds), value: z.string().max(320) })).max(10),
    language: z.string().max(20).optional(),
    /** Somebody with such an address was erased, and came back by themselves: without it the answer is 409. */
    came_back: z.boolean().optional(),
    /** Whose it is; without it nobody’s yet. */
    owner_id: id.optional(),
    unit: code.optional(),
    campaign: code.optional(),
  }),
  output: z.object({
    id,
    existed: z.boolean(),
    /** Whose it is, as far as you may see, and by which kind of identifier; null when the lead is new. */
    belongs: z.object({ by: z.enum(identifierKinds).nullable(), to: customerRef }).nullable(),
    lead: lead.nullable(),
  }),
})

export const changeLead = endpoint({
  method: 'PATCH',
  path: '/v1/leads/:customer_id',
  who: changes,
  summary: 'Take or give a lead, say how far it is, or that they had their first answer; what is so already changes nothing',
  params,
  body: z.object({
    owner_id: id.nullable().optional(),
    unit: code.nullable().optional(),
    state: z.enum(['new', 'working', 'qualified']).optional(),
    answered: z.boolean().optional(),
  }),
  output: lead,
})

export const convertLead = endpoint({
  method: 'POST',
  path: '/v1/leads/:customer_id/convert',
  who: changes,
  summary: 'Make a lead a customer, or join it with the customer it turned out to be; reopening takes it back',
  params,
  body: z.object({
    /** The customer they are already; the card of that customer stays. */
    same_as: z.object({ customer_id: id, why: z.enum(reasonsToJoin) }).optional(),
  }),
  output: lead,
})

export const disqualifyLead = endpoint({
  method: 'POST',
  path: '/v1/leads/:customer_id/disqualify',
  who: changes,
  summary: 'Turn a lead down, with the reason as a code',
  params,
  body: z.object({ reason: z.enum(reasonsToDisqualify) }),
  output: lead,
})

export const reopenLead = endpoint({
  method: 'POST',
  path: '/v1/leads/:customer_id/reopen',
  who: changes,
  summary: 'Take back that a lead was turned down, became a customer or was joined with one',
  params,
  body: z.object({}),
  output: lead,
})

export const readLeadRule = endpoint({
  method: 'GET',
  path: '/v1/lead-rule',
  who: reads,
  summary: 'Within how many minutes a lead gets its first answer',
  output: z.object({ answer_minutes: z.int() }),
})

export const writeLeadRule = endpoint({
  method: 'PUT',
  path: '/v1/lead-rule',
  who: { staff: ['registers.keep'] },
  summary: 'Say within how many minutes a lead gets its first answer; it holds for those who come from now on',
  body: z.object({ answer_minutes: z.int().min(5).max(20_160) }),
  output: z.object({ answer_minutes: z.int() }),
})
