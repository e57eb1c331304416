import { momentAt } from '../../ui/zone.ts'

/** The last minute of a calendar day where the reader is, as the API takes it: a term "until the 28th" includes the 28th. */
export function endOfDay(day: string): string {
  return momentAt(day, 23 * 60 + 59).toISOString()
}

/** Nine o’clock of a calendar day where the reader is. */
export function morningOf(day: string): string {
  return new Date(`${day}T09:00:00`).toISOString()
}
