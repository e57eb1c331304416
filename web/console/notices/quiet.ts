type Quiet = { from: string; to: string; time_zone: string }

/** Whether somebody wished for quiet at this moment: hours like 22:00 to 07:00 in their zone, the end not counted; over midnight too. */
export function isQuietAt({ from, to, time_zone }: Quiet, now: Date): boolean {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: time_zone }).format(now)
  return from <= to ? from <= clock && clock < to : from <= clock || clock < to
}
