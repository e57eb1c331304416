const hourMs = 3_600_000
const firstHour = 3

/**
 * Whether the hour that begins at `at` is the first of three o'clock or later in that zone's night: once a day, also when a
 * change of the clocks leaves three o'clock out or has it twice.
 */
export function nightBegins(at: Date, timeZone: string): boolean {
  return hourIn(at, timeZone) >= firstHour && hourIn(new Date(at.getTime() - hourMs), timeZone) < firstHour
}

function hourIn(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at))
}
