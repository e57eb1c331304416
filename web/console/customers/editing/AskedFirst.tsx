import { lazy } from 'react'
import type { Edits } from './useEdits.ts'

const GivingAway = lazy(() => import('./GivingAway.tsx'))

/** What a cell asks before it is changed. */
export function AskedFirst({ edits: { asked, settle } }: { edits: Edits }) {
  return asked ? <GivingAway onSettle={settle} /> : null
}
