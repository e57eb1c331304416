// Which days are working days in Russia: Labour Code art. 111 and 112, and the government's yearly decree on what is moved. Pure.
// A year whose decree is not here yet goes by the Code alone: then what the decree would free counts as worked, and an answer is due sooner.

/** Month and day of the holidays of art. 112. */
const newYear = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08']
const others = ['02-23', '03-08', '05-01', '05-09', '06-12', '11-04']

type Moved = { free: readonly string[]; worked: readonly string[] }
/** What is moved, by the Code or by the decrees No. 1335 of 4 October 2024 and No. 1466 of 24 September 2025. */
const moved: { readonly [year: number]: Moved } = {
  2025: { free: ['2025-05-02', '2025-05-08', '2025-06-13', '2025-11-03', '2025-12-31'], worked: ['2025-11-01'] },
  2026: { free: ['2026-01-09', '2026-03-09', '2026-05-11', '2026-12-31'], worked: [] },
}

const dayMs = 86_400_000
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`)
const dayOf = (date: Date) => date.toISOString().slice(0, 10)
const isWeekend = (day: string) => [0, 6].includes(dateOf(day).getUTCDay())

/** The calendar day after so many days; days are like 2026-11-21. */
export const dayAfter = (day: string, days: number) => dayOf(new Date(dateOf(day).getTime() + days * dayMs))

const isHoliday = (day: string) => [...newYear, ...others].includes(day.slice(5))

/** Whether people work on this day. */
export function isWorkday(day: string): boolean {
  const year = Number(day.slice(0, 4))
  const known = moved[year]
  if (known?.worked.includes(day)) return true
  if (isWeekend(day) || isHoliday(day)) return false
  return !(known ? known.free.includes(day) : movedByCode(year).includes(day))
}

/** A holiday other than the New Year's that falls on a weekend frees the next working day (art. 112). */
function movedByCode(year: number): string[] {
  const free: string[] = []
  for (const holiday of others.map((each) => `${year}-${each}`).filter(isWeekend)) {
    let day = dayAfter(holiday, 1)
    while (isWeekend(day) || isHoliday(day) || free.includes(day)) day = dayAfter(day, 1)
    free.push(day)
  }
  return free
}

/** The last of so many working days, the first of which comes after this day. */
export function workdaysAfter(day: string, count: number): string {
  let at = day
  for (let left = count; left > 0; ) {
    at = dayAfter(at, 1)
    if (isWorkday(at)) left -= 1
  }
  return at
}
