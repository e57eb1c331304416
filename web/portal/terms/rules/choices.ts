/** How often most people mean: once in so many days; 0 is what the company does. */
export const choices = [
  { key: 'often_default', days: 0 },
  { key: 'often_weekly', days: 7 },
  { key: 'often_fortnight', days: 14 },
  { key: 'often_monthly', days: 30 },
  { key: 'often_quarter', days: 90 },
] as const
