import { isoDay, plainDay } from '../../ui/formats.ts'

/** A span of days of the reader's own zone, as it stands in the address; without one, the last thirty. */
export type Days = { from?: string; until?: string }

const day = /^\d{4}-\d{2}-\d{2}$/
const usual = 30
const dayMs = 86_400_000

export const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' && value.length <= 80 ? value : undefined)
const dayIn = (value: unknown): string | undefined => (typeof value === 'string' && day.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined)

export function daysIn(search: Record<string, unknown>): Days {
  const [from, until] = [dayIn(search['from']), dayIn(search['until'])]
  return { ...(from && { from }), ...(until && { until }) }
}

/** Both days, the first and the last. */
export const chosenDays = ({ from, until }: Days, now: Date) => ({
  from: from ?? isoDay(new Date(now.getTime() - (usual - 1) * dayMs)),
  until: until ?? isoDay(now),
})

/** As the server takes it: from the beginning of the first day to the end of the last. */
export function momentsOf(days: Days, now: Date): { from: string; until: string } {
  const { from, until } = chosenDays(days, now)
  return { from: beginOf(from).toISOString(), until: new Date(beginOf(until).getTime() + dayMs).toISOString() }
}

/** From the noon of it, twelve hours back. */
const beginOf = (said: string): Date => new Date(plainDay(said).getTime() - dayMs / 2)
