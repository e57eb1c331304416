/** Whole years from an ISO date to the UTC day of `today`. */
export function temporalAge(birth: string, today: Date): number {
  const [year = 0, month = 1, day = 1] = birth.split('-').map(Number)
  const had = today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day)
  return today.getUTCFullYear() - year - (had ? 0 : 1)
}
