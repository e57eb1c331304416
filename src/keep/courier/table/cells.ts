// How Excel stores what a cell shows: numbers with a style that says "this is a date".
// ECMA-376 part 1: 18.8.30 (numFmt), 18.17.4.1 (dates in the 1900 and 1904 systems).

export type DateSystem = 1900 | 1904
export type Format = 'number' | 'date'

/** Which of the built-in and own number formats show a date or a time. */
export function formatOf(id: number, code: string | undefined): Format {
  if (code === undefined) return builtInDates(id) ? 'date' : 'number'
  const bare = code.replace(/\[[^\]]*\]|"[^"]*"|\\./g, (part) => (/^\[[hms]+\]$/i.test(part) ? 'h' : ''))
  if (/general/i.test(bare)) return 'number'
  return /[dmyhs]/i.test(bare) ? 'date' : 'number'
}

function builtInDates(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

const dayMs = 86_400_000
const beforeLeapBug = Date.UTC(1899, 11, 31)
const afterLeapBug = Date.UTC(1899, 11, 30)
const from1904 = Date.UTC(1904, 0, 1)
/** 31 December 9999: the last day that Excel knows. */
const lastSerial = 2_958_465

/** A serial number as `2026-11-21`, `2026-11-21T14:05:00` or, under one day, `14:05:00`; undefined when it is no date. */
export function dateOfSerial(serial: number, system: DateSystem): string | undefined {
  if (!(serial >= 0 && serial < lastSerial + 1)) return undefined
  // Excel counts a 29 February 1900 that never was, as day 60.
  const start = system === 1904 ? from1904 : serial < 60 ? beforeLeapBug : afterLeapBug
  const iso = new Date(start + Math.round((serial * dayMs) / 1000) * 1000).toISOString()
  if (serial < 1 && system === 1900) return iso.slice(11, 19)
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19)
}

/** A stored number as a person would type it: Excel keeps 15 digits and writes 17. */
export function numberText(stored: string): string {
  if (/^-?\d{1,15}$/.test(stored)) return stored
  const value = Number(stored)
  if (!Number.isFinite(value)) return stored
  const shown = Number(value.toPrecision(15))
  return Math.abs(shown) < 1e21 && Math.abs(shown) >= 1e-6 ? String(shown) : shown === 0 ? '0' : stored
}

/** "BC12" → 54; undefined without letters. */
export function columnOf(reference: string): number | undefined {
  let n = 0
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i)
    if (code < 65 || code > 90) break
    n = n * 26 + code - 64
    if (n > 20_000) return undefined
  }
  return n === 0 ? undefined : n - 1
}
