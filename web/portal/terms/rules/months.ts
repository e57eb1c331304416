/** The last three whole months, the newest first: `2026-10` and how it is called. */
export function lastMonths(now: Date, language: string): { value: string; label: string }[] {
  return [1, 2, 3].map((ago) => {
    const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - ago, 15))
    const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(month)
    const year = month.getUTCFullYear() === now.getFullYear() ? '' : ` ${month.getUTCFullYear()}`
    return { value: month.toISOString().slice(0, 7), label: `${name.slice(0, 1).toLocaleUpperCase(language)}${name.slice(1)}${year}` }
  })
}
