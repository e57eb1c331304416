import { assert } from '../../platform/errors.ts'

// How long something holds, as a company says it: so many years, months or days (ISO 8601, one part only).

const period = /^P[1-9][0-9]{0,2}[YMD]$/

/** The instant so much later, by the calendar in UTC; a day that its month does not have is the last of it. */
export function after(at: Date, said: string): Date {
  assert(period.test(said), `no period: ${said}`)
  const count = Number(said.slice(1, -1))
  const then = new Date(at)
  if (said.endsWith('D')) {
    then.setUTCDate(at.getUTCDate() + count)
    return then
  }
  const month = at.getUTCMonth() + (said.endsWith('Y') ? 12 * count : count)
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate()
  then.setUTCFullYear(at.getUTCFullYear(), month, Math.min(at.getUTCDate(), lastDay))
  return then
}
