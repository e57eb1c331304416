import { useState } from 'react'
import { useMe } from '../session/session.ts'
import { useReach } from '../units/useReach.ts'

type Standing = { unit: string | null; made_by: { id: string } | null }
export type UnitChoice = {
  unit: string | null
  set(unit: string | null): void
  /** What is sent: nothing while nobody chose, so that the server says where it goes. */
  wish: { unit?: string | null }
  /** Whether whoever chooses it would not see the work any more. */
  lost(assignee: string | null): boolean
}

/** The unit of work while it is written: that which stands, or where new work goes by itself. */
export function useUnit(standing: Standing | undefined, ofCustomer: readonly string[]): UnitChoice {
  const me = useMe()
  const reach = useReach()
  const [chosen, set] = useState<string | null>()
  const unit = chosen !== undefined ? chosen : standing ? standing.unit : reach.first(ofCustomer)
  const own = standing === undefined || standing.made_by?.id === me.id
  return {
    unit,
    set,
    wish: chosen === undefined ? {} : { unit: chosen },
    lost: (assignee) => !own && assignee !== me.id && !reach.seesWork(unit),
  }
}
