import { isOpen, minutesOfDay, type OpenTime } from '../terms/index.ts'

// When somebody may be disturbed, in their own time. Pure: the zone data is that of the runtime. A time zone is an IANA name, never an
// offset; whose zone is not known may be disturbed only when it is fine in every zone of their country.

/** Times that are fine; all else is quiet. `name` tells equal ones, so that what was worked out once serves everybody. */
export type Hours = { name: string; open: readonly OpenTime[] /** A day; before it they bind nobody. */; validFrom?: string | null }

const minuteMs = 60_000
/** Offsets change at quarters of an hour of UTC everywhere; within one nothing changes but the clock. */
const quarterMs = 15 * minuteMs
/** Every week has what a rule calls open, or no week has it; two more days for what a change of clocks takes. */
const searchMs = 9 * 24 * 60 * minuteMs

const known = new Map<string, Date | 'open' | 'never'>()
const mostKnown = 20_000

/**
 * Whether all these hours are open in all these zones at `at`: 'open', or the first second at which they are, or 'never'. In an hour
 * that a change of clocks repeats, both times count; one that it leaves out is never there.
 */
export function openFrom(hours: readonly Hours[], zones: readonly string[], at: Date): Date | 'open' | 'never' {
  if (hours.length === 0 || zones.length === 0) return 'open'
  const minute = Math.floor(at.getTime() / minuteMs) * minuteMs
  const key = `${minute}|${zones.join()}|${hours.map((h) => h.name).join()}`
  const before = known.get(key)
  if (before !== undefined) return before
  const found = search(hours, zones, minute)
  if (known.size >= mostKnown) known.clear()
  known.set(key, found)
  return found
}

function search(hours: readonly Hours[], zones: readonly string[], from: number): Date | 'open' | 'never' {
  const apart = differing(zones, from)
  for (let t = from; t < from + searchMs; ) {
    const wait = longestWait(hours, apart, t)
    if (wait === 0) return t === from ? 'open' : new Date(t)
    t += wait
  }
  return 'never'
}

/** How long it surely stays closed from `t` on, ms; 0: it is open. */
function longestWait(hours: readonly Hours[], zones: readonly string[], t: number): number {
  let longest = 0
  for (const zone of zones) {
    const local = t + offsetAt(zone, t)
    const minuteOfWeek = (Math.floor(local / minuteMs) + mondayMinutes) % weekMinutes
    for (const { open } of hours) {
      if (isOpen(open, Math.floor(minuteOfWeek / minutesOfDay), minuteOfWeek % minutesOfDay)) continue
      longest = Math.max(longest, waitIn(zone, open, t, minuteOfWeek))
    }
  }
  return longest
}

/** Until the next time of these begins; where the clocks change before that, only to the next quarter of an hour. */
function waitIn(zone: string, open: readonly OpenTime[], t: number, minuteOfWeek: number): number {
  const begins = starts(open)
  if (begins.length === 0) return searchMs
  const wait = Math.min(...begins.map((s) => ((s - minuteOfWeek + weekMinutes - 1) % weekMinutes) + 1)) * minuteMs
  const quarter = quarterMs - (t % quarterMs)
  return wait <= quarter || offsetAt(zone, t + wait) === offsetAt(zone, t) ? wait : quarter
}

const weekMinutes = 7 * minutesOfDay
/** The first of January 1970 was a Thursday. */
const mondayMinutes = 3 * minutesOfDay

/** Minutes of the week at which something opens; a change of clocks may jump over one, which the quarters find. */
function starts(open: readonly OpenTime[]): number[] {
  return open.flatMap(({ days, from }) => [0, 1, 2, 3, 4, 5, 6].filter((day) => days & (1 << day)).map((day) => day * minutesOfDay + from))
}

/** Zones whose clocks show the same all the time of the search are looked at once. */
function differing(zones: readonly string[], from: number): string[] {
  if (zones.length === 1) return [...zones]
  const byClock = new Map<string, string>()
  for (const zone of zones) {
    const days = Array.from({ length: 10 }, (_, i) => offsetAt(zone, from + i * 24 * 60 * minuteMs))
    const change = days.find((offset) => offset !== days[0])
    byClock.set(change === undefined ? String(days[0]) : zone, zone)
  }
  return [...byClock.values()]
}

const offsets = new Map<string, number>()
const clocks = new Map<string, Intl.DateTimeFormat>()

/** How far ahead of UTC the clocks of a zone are at this instant, ms. */
function offsetAt(zone: string, t: number): number {
  const slot = Math.floor(t / quarterMs) * quarterMs
  const key = `${zone} ${slot}`
  const before = offsets.get(key)
  if (before !== undefined) return before
  const parts = clockOf(zone).formatToParts(slot)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value)
  const offset = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - slot
  if (offsets.size >= mostKnown) offsets.clear()
  offsets.set(key, offset)
  return offset
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const made = clocks.get(zone)
  if (made) return made
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(zone, format)
  return format
}

/** Whether the runtime knows this zone. */
export function isZone(zone: string): boolean {
  try {
    clockOf(zone)
    return true
  } catch {
    return false
  }
}

const byCountry = new Map<string, readonly string[]>()

/** Every zone of a country (ISO 3166), none for one the runtime knows nothing of. */
export function zonesOf(country: string): readonly string[] {
  const before = byCountry.get(country)
  if (before) return before
  const found = zonesSaid(country).filter(isZone)
  byCountry.set(country, found)
  return found
}

/** TypeScript's library knows neither name of it; Node 20 has the one, later ones the other. */
function zonesSaid(country: string): string[] {
  if (!/^[A-Z]{2}$/.test(country)) return []
  const locale = new Intl.Locale('und', { region: country })
  const asked: unknown = Reflect.get(locale, 'getTimeZones')
  const zones: unknown = typeof asked === 'function' ? Reflect.apply(asked, locale, []) : Reflect.get(locale, 'timeZones')
  return Array.isArray(zones) ? zones.filter((zone): zone is string => typeof zone === 'string') : []
}

/**
 * The zones somebody may be in: their own; else all of their country; of whom not even that is known, all of the company's country, and
 * its own zone where there is none.
 */
export function zonesFor(person: { zone: string | null; country: string | null }, company: { zone: string; country: string }): readonly string[] {
  if (person.zone !== null && isZone(person.zone)) return [person.zone]
  const theirs = zonesOf(person.country ?? company.country)
  if (theirs.length > 0) return theirs
  const ours = zonesOf(company.country)
  return ours.length > 0 ? ours : [isZone(company.zone) ? company.zone : 'UTC']
}
