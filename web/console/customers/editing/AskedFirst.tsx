import { part } from '../../../ui/part.ts'
import type { Edits } from './useEdits.ts'

const GivingAway = part(() => import('./GivingAway.tsx'))

/** What a cell asks before it is changed. */
export function AskedFirst({ edits: { asked, settle } }: { edits: Edits }) {
  return asked ? <GivingAway onSettle={settle} /> : null
}
