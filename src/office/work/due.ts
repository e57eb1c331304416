import { badInput } from '../../platform/errors.ts'

/** A due date is one somebody may live to see; overdue work of elsewhere comes in as it is. */
export function dueOf(due: string | undefined, now: Date, place = 'due_at'): Date | null {
  if (due === undefined) return null
  const at = new Date(due)
  const years = Math.abs(at.getTime() - now.getTime()) / 31_557_600_000
  if (!(years <= 10)) throw badInput(`${place}: must lie within ten years`, place)
  return at
}
