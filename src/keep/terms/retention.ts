import { after } from './period.ts'

// For how long data may be used for a purpose once nothing has happened between the person and the company any more. While a consent
// stands it speaks for itself, and a relationship that names no period has no end.

const period = /^(?:relationship\|)?(P\d{1,3}[YMD])$/

/** Until when data of somebody may be used for a purpose of this retention, `active` being the last that happened; undefined: no end. */
export function keptUntil(retention: string, active: Date): Date | undefined {
  const said = period.exec(retention)?.[1]
  if (said === undefined) return undefined
  return Number(said.slice(1, -1)) === 0 ? active : after(active, said)
}
