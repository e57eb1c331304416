// The town's days are counted back from `today`, in Moscow time, which has known no summer time since 2014.

const dayMs = 86_400_000
const moscowMs = 3 * 3_600_000

export type Calendar = {
  today: string
  /** The moment (ms since the epoch) of a local time such as `18:40`, so many days ago; a negative number is the future. */
  at(daysAgo: number, clock: string): number
  /** The calendar day so many days ago, `2026-11-14`. */
  day(daysAgo: number): string
  /** 1 is Monday, 7 is Sunday. */
  weekday(daysAgo: number): number
  /** How many days ago a calendar day was. */
  ago(day: string): number
  /** How many days ago it was so many years, months and days before today. */
  back(years: number, months: number, days: number): number
  /** The whole calendar month so many months ago: its days, as days before today, and its name, `2026-07`. */
  month(monthsAgo: number): { first: number; last: number; name: string }
  /** The birth date of someone who is `age` today and has a birthday on `monthDay` (`03-14`). */
  born(age: number, monthDay: string): string
}

/** Counts from a day such as `2026-11-21`. */
export function calendar(today: string): Calendar {
  const start = Date.parse(`${today}T00:00:00Z`)
  if (Number.isNaN(start)) throw new Error(`today must be a day like 2026-11-21, not ${today}`)
  const day = (daysAgo: number): string => new Date(start - daysAgo * dayMs).toISOString().slice(0, 10)
  return {
    today,
    day,
    at: (daysAgo, clock) => Date.parse(`${day(daysAgo)}T${clock.length === 5 ? `${clock}:00` : clock}Z`) - moscowMs,
    weekday: (daysAgo) => new Date(start - (daysAgo + 1) * dayMs).getUTCDay() + 1,
    ago: (other) => Math.round((start - Date.parse(`${other}T00:00:00Z`)) / dayMs),
    back: (years, months, days) => {
      const then = new Date(start)
      then.setUTCFullYear(then.getUTCFullYear() - years)
      then.setUTCMonth(then.getUTCMonth() - months)
      return Math.round((start - then.getTime()) / dayMs) + days
    },
    month: (monthsAgo) => {
      const first = new Date(start)
      first.setUTCDate(1)
      first.setUTCMonth(first.getUTCMonth() - monthsAgo)
      const next = new Date(first)
      next.setUTCMonth(next.getUTCMonth() + 1)
      return {
        first: Math.round((start - first.getTime()) / dayMs),
        last: Math.round((start - next.getTime()) / dayMs) + 1,
        name: first.toISOString().slice(0, 7),
      }
    },
    born: (age, monthDay) => {
      const year = Number(today.slice(0, 4)) - age
      return `${today.slice(5) >= monthDay ? year : year - 1}-${monthDay}`
    },
  }
}

/** A moment as the API takes it: ISO 8601 with Moscow's offset. */
export function iso(at: number): string {
  return `${new Date(at + moscowMs).toISOString().slice(0, 19)}+03:00`
}
