import type { z } from 'zod'
import type { addAudience } from '../../../src/office/audiences/contract.ts'

/** A rule with a condition of each kind, in groups: every input of the builder stands on the page. */
export const everyCondition: z.input<NonNullable<typeof addAudience.body>>['rule'] = {
  all: [
    { value_class: ['first', 'second'] },
    { reach: { purpose: 'marketing', channel: 'email', topic: null } },
    { bought: { category: ['Подарки'], within_days: 365, at_least: 1, at_most: 9 } },
    { spent: { at_least_minor: 100_00, currency: 'RUB', within_days: 365 } },
    { last_purchase: { within_days: 400 } },
    { about: { fact: 'has_email', is: 'true' } },
    { role: ['customer'] },
  ],
  any: [
    {
      sequence: [
        { bought: {}, within_days: 365 },
        { not: { bought: { sku: ['book-1'] } }, within_days: 30 },
      ],
    },
    { all: [{ language: ['ru'] }, { trait: { trait: 'pace', is: 'not_empty' } }] },
  ],
  none: [{ event: { kind: 'complaint', within_days: 90 } }],
}
