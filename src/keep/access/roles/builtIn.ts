import { type Ability, abilityCodes } from '../../../platform/http/index.ts'
import type { CustomersSeen } from './contract.ts'

// The roles every installation has. Their rights come with the software and cannot be edited, so nobody can lock everybody
// out: there is always an administrator's role that manages staff and roles.

/** Categories of what is opened; figures (record, pseudonym) name nobody and follow the purpose alone. */
export const openedCategories = ['contact', 'profile', 'content', 'sensitive'] as const
export type OpenedCategory = (typeof openedCategories)[number]

/** What somebody may do. For which purposes stands with each purpose (keep.purpose.roles). */
export type Rights = {
  abilities: readonly Ability[]
  /** Categories of fields and words they may see, where the purpose covers them too. */
  sees: readonly OpenedCategory[]
  /** Those they may change; only what they see. */
  changes: readonly OpenedCategory[]
  /** Work and figures of all units, or of one's own. History, caps and terms are one across all. */
  scope: 'all' | 'own'
  /** Which customers they see and work with, by every road. */
  customers: CustomersSeen
}

const everything = { sees: openedCategories, changes: openedCategories, scope: 'all', customers: 'all' } as const

export const builtInRoles = {
  admin: { abilities: abilityCodes, ...everything },
  privacy: {
    abilities: [
      'customers.see',
      'customers.add',
      'customers.change',
      'addresses.change',
      'customers.tag',
      'customers.join',
      'customers.erase',
      'rights.work',
      'consents.enter',
      'work.see',
      'work.do',
      'leads.work',
      'needs.answer',
      'forms.keep',
      'exports.run',
      'reports.see',
      'registers.keep',
      'budgets.approve',
      'desk.see',
      'audit.read',
    ],
    ...everything,
  },
  marketer: {
    abilities: [
      'customers.see',
      'customers.add',
      'customers.change',
      'customers.tag',
      'work.see',
      'work.do',
      'leads.work',
      'needs.answer',
      'forms.keep',
      'campaigns.run',
      'imports.run',
      'exports.run',
      'reports.see',
    ],
    ...everything,
  },
  clerk: {
    abilities: [
      'customers.see',
      'customers.add',
      'customers.change',
      'addresses.change',
      'customers.tag',
      'customers.join',
      'consents.enter',
      'work.see',
      'work.do',
      'leads.work',
      'needs.answer',
      'sales.record',
    ],
    ...everything,
  },
  analyst: { abilities: ['work.see', 'reports.see', 'analysis.sql'], sees: [], changes: [], scope: 'all', customers: 'all' },
} as const satisfies { [role: string]: Rights }

/** Of whoever has no role here any more. */
export const noRights: Rights = { abilities: [], sees: [], changes: [], scope: 'own', customers: 'own' }
