import type { Rule } from './useRules.ts'

export type Times = Extract<Rule, { kind: 'hours' }>['open']

/** Hours most people mean. */
export const presets = [
  { key: 'hours_evenings', open: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '21:00' }] },
  { key: 'hours_day', open: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '20:00' }] },
  { key: 'hours_working', open: [{ days: [1, 2, 3, 4, 5], from: '10:00', to: '18:00' }] },
  { key: 'hours_weekends', open: [{ days: [6, 7], from: '10:00', to: '20:00' }] },
] as const satisfies readonly { key: string; open: Times }[]
