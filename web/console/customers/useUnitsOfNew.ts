import { useState } from 'react'
import { useSession } from '../session/session.ts'
import { useReach } from '../units/useReach.ts'

export type UnitsOfNew = {
  /** A lead comes to one unit. */
  one: boolean
  shown: readonly string[]
  /** What is said of it; undefined while nobody chose, so that the server takes those of whoever enters them. */
  said: readonly string[] | undefined
  /** Whoever enters them would not see them. */
  lost: boolean
  set(units: readonly string[] | undefined): void
}

/** The units of somebody new while they are entered. */
export function useUnitsOfNew(one: boolean): UnitsOfNew {
  const { staff } = useSession()
  const reach = useReach()
  const [chosen, set] = useState<readonly string[]>()
  const byItself = staff && (staff.units.length === 1 || (staff.customers !== 'all' && !one)) ? staff.units : []
  const shown = (chosen ?? byItself).slice(0, one ? 1 : undefined)
  // Who sees only whom they are responsible for is responsible for whom they enter, and so is who has no unit.
  const responsible = staff === null || staff.customers === 'own' || staff.units.length === 0
  const lost = chosen !== undefined && !responsible && !reach.seesCustomer({ units: shown, owner: null })
  return { one, shown, said: chosen === undefined ? undefined : shown, lost, set }
}
