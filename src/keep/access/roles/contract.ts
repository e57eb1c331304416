import { z } from 'zod'
import { type Ability, abilityCodes } from '../../../platform/http/abilities.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging, words } from '../../../platform/http/shapes.ts'

// Roles and what each may: the matrix. Everybody on the staff may read it; who may change it gives no more than they have.

export const roleCode = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a code: small Latin letters, digits, dash or underscore')
const params = z.object({ role: roleCode })
export const openedCategories = ['contact', 'profile', 'content', 'sensitive'] as const
/**
 * Which customers a role sees: all; those of its holder's units (and below) together with those of no unit; those of their units; or only
 * those they are responsible for, whom the others see, too. Each is less than the one before.
 */
export const customersSeen = ['all', 'units_or_none', 'units', 'own'] as const
export type CustomersSeen = (typeof customersSeen)[number]
/** What reaches everybody: no role has it that sees some customers only. */
export const ofEverybody: readonly Ability[] = [
  'customers.erase',
  'forms.keep',
  'campaigns.run',
  'imports.run',
  'registers.keep',
  'mailbox.read',
  'budgets.approve',
  'units.manage',
  'staff.preview',
  'keys.manage',
  'webhooks.manage',
  'desk.see',
  'audit.read',
  'reports.see',
  'analysis.sql',
]
const category = z.enum(openedCategories)
const ability = z.enum(abilityCodes as [Ability, ...Ability[]])
const shortTitle = z.string().trim().min(1).max(60)
const distinct = (list: readonly string[]) => new Set(list).size === list.length

const rights = z.object({
  /** What it lets one do. */
  abilities: z.array(ability),
  /** Categories of fields and words it lets one see, where a purpose covers them; and change. */
  sees: z.array(category),
  changes: z.array(category),
  /** Work and figures of all units, or of one's own. */
  scope: z.enum(['all', 'own']),
  /** Customers they see: all, those of their units with or without those of no unit, or only those they are responsible for. */
  customers: z.enum(customersSeen),
})

export const role = rights.extend({
  code: z.string(),
  built_in: z.boolean(),
  /** 0 for a built-in role. */
  version: z.int(),
  /** Null for a built-in role: every language has a word for it. */
  title: words.nullable(),
  /** Purposes whose register names this role. */
  purposes: z.array(z.string()),
  /** How many of the staff have it. */
  holders: z.int(),
  retired: z.boolean(),
  made_at: instant.nullable(),
  made_by: z.object({ id, name: z.string() }).nullable(),
})

const said = rights.extend({
  title: z.object({ en: shortTitle, ru: shortTitle }),
  customers: rights.shape.customers.default('all'),
  abilities: z.array(ability).max(100).refine(distinct, 'names something twice'),
  sees: z.array(category).max(4).refine(distinct, 'names something twice'),
  changes: z.array(category).max(4).refine(distinct, 'names something twice'),
  /** Left out: as they are. Changing them needs the ability to keep the registers, and makes a version of each purpose. */
  purposes: z.array(z.string().max(64)).max(100).refine(distinct, 'names something twice').optional(),
  /** The version this was made from; 0 for a new role. Somebody else's change meanwhile is a conflict. */
  from: z.int().min(0),
})
const seenIsChanged = (body: { sees: readonly string[]; changes: readonly string[] }) => body.changes.every((one) => body.sees.includes(one))
const body = said.refine(seenIsChanged, { message: 'nobody can change what they do not see', path: ['changes'] })

export const listRoles = endpoint({
  method: 'GET',
  path: '/v1/roles',
  who: { staff: 'any' },
  summary: 'The roles with what each may do, see, change and act for, and how many have it; retired ones when asked for',
  query: paging.extend({ retired: z.enum(['true', 'false']).optional() }),
  output: pageOf(role),
})

export const readRole = endpoint({
  method: 'GET',
  path: '/v1/roles/:role',
  who: { staff: 'any' },
  summary: 'One role as it is now, and the versions of a company’s own, newest first: who changed what, when',
  params,
  query: paging,
  output: z.object({ role, versions: z.array(role.omit({ purposes: true, holders: true })), next_cursor: z.string().nullable() }),
})

const difference = z.object({
  abilities: z.array(z.string()),
  sees: z.array(z.string()),
  changes: z.array(z.string()),
  purposes: z.array(z.string()),
  /** True where all units are gained or lost. */
  all_units: z.boolean(),
  /** True where more customers are seen, or fewer. */
  customers: z.boolean(),
})

export const previewRole = endpoint({
  method: 'POST',
  path: '/v1/roles/:role/preview',
  who: { staff: ['roles.manage'] },
  summary: 'What saving this would change, and for how many people; nothing is saved',
  params,
  body,
  output: z.object({ people: z.int(), gained: difference, lost: difference }),
})

export const saveRole = endpoint({
  method: 'PUT',
  path: '/v1/roles/:role',
  who: { staff: ['roles.manage'], fresh: true },
  summary:
    'Make a role, or a new version of one: in force at once, also for whoever is signed in. Nobody gives more than they have, nor changes their own role',
  params,
  body,
  output: role,
})

export const retireRole = endpoint({
  method: 'POST',
  path: '/v1/roles/:role/retire',
  who: { staff: ['roles.manage'], fresh: true },
  summary: 'Take a role out of use; whoever has it gets the role `to` in the same moment, and without it a role that somebody has stays',
  params,
  body: z.object({ to: roleCode.optional() }),
  output: z.object({ changed: z.boolean() }),
})

export const changeStaff = endpoint({
  method: 'PATCH',
  path: '/v1/staff/:staff_id',
  who: { staff: ['staff.manage'], fresh: true },
  summary: 'Give a colleague another role or other units: in force at once, also where they are signed in; never to oneself',
  params: z.object({ staff_id: id }),
  body: z
    .object({ role: roleCode.optional(), units: z.array(z.string().max(40)).max(100).optional() })
    .refine((b) => b.role !== undefined || b.units !== undefined, 'say a role or units'),
  output: done,
})

export const readStaffHistory = endpoint({
  method: 'GET',
  path: '/v1/staff/:staff_id/history',
  who: { staff: ['staff.manage'] },
  summary: 'Which role and units somebody was given, when and by whom, newest first',
  params: z.object({ staff_id: id }),
  query: paging,
  output: pageOf(
    z.object({
      at: instant,
      role: z.string(),
      units: z.array(z.string()),
      status: z.enum(['active', 'dismissed']),
      by: z.object({ id, name: z.string() }).nullable(),
    }),
  ),
})
