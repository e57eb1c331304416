import type { Answer } from './history.ts'

export const silentDays = 60
const dayMs = 86_400_000

/** Until when nothing is suggested at the till: sixty days after the second no in a row. Undefined: one may. Answers with the oldest first. */
export function silentUntil(answers: readonly Answer[], now: Date): Date | undefined {
  let [refused, until] = [0, 0]
  for (const { at, took } of answers) {
    if (at.getTime() < until) continue // a no of that time was said before the silence was known of
    refused = took ? 0 : refused + 1
    if (refused < 2) continue
    until = at.getTime() + silentDays * dayMs
    refused = 0
  }
  return until > now.getTime() ? new Date(until) : undefined
}
