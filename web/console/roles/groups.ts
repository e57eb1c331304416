import type { Ability } from '../../../src/platform/http/abilities.ts'

/** Abilities as people think of them: what they are about. A test holds that each stands in one group. */
export const abilityGroups = {
  customers: [
    'customers.see',
    'customers.add',
    'customers.change',
    'addresses.change',
    'customers.tag',
    'customers.join',
    'customers.erase',
    'rights.work',
    'consents.enter',
  ],
  work: ['work.see', 'work.do', 'needs.answer', 'leads.work', 'sales.record', 'forms.keep'],
  bulk: ['campaigns.run', 'imports.run', 'exports.run', 'reports.see', 'analysis.sql'],
  rules: ['registers.keep', 'desk.see', 'audit.read', 'budgets.approve'],
  people: ['staff.manage', 'roles.manage', 'units.manage', 'staff.preview'],
  house: ['keys.manage', 'webhooks.manage', 'mailbox.read', 'health.read'],
} as const satisfies { [group: string]: readonly Ability[] }

export const groupCodes = ['customers', 'work', 'bulk', 'rules', 'people', 'house'] as const
