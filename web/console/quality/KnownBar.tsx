import { ageBands } from '../../../src/office/quality/contract.ts'
import classes from './Quality.module.css'
import type { OfField } from './queries.ts'

/** The share of some people of whom a field is known, the older the paler; said beside it in words. */
export function KnownBar({ of, persons }: { of: OfField; persons: number }) {
  return (
    <span className={classes.bar} aria-hidden="true">
      {ageBands.map((band) => (
        <span key={band} className={classes.band} data-band={band} style={{ width: `${persons === 0 ? 0 : (of.ages[band] / persons) * 100}%` }} />
      ))}
    </span>
  )
}
