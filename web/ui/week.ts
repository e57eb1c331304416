// On which day a reader's week begins, in the numbers of ISO 8601: 1 Monday to 7 Sunday.

export const weekStarts = [1, 6, 7] as const
export type WeekStart = (typeof weekStarts)[number]

let chosen: WeekStart = 1

/** Sets the first day of all weeks on this page. */
export function chooseWeekStart(day: WeekStart): void {
  chosen = day
}

/** The days of a week in the reader's order. */
export const daysOfWeek = (): number[] => Array.from({ length: 7 }, (_, n) => ((chosen - 1 + n) % 7) + 1)
