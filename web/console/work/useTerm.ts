import { useState } from 'react'
import { useNow } from '../../ui/now.ts'
import { partsOf } from '../../ui/zone.ts'
import { type Spoken, spokenDay } from './spokenDay.ts'
import { momentOf, typed } from './term.ts'

export type Term = {
  text: string
  set: (text: string) => void
  /** What was understood of it. */
  spoken: Spoken | undefined
  /** Something is typed, and it is no term. */
  wrong: boolean
  changed: boolean
  due_at: string | null
}

/** A term while it is typed. One that stands already may lie in the past. */
export function useTerm(standing: string | null = null): Term {
  const now = useNow()
  const [first] = useState(() => (standing === null ? '' : typed(new Date(standing))))
  const [text, set] = useState(first)
  const changed = text !== first
  const spoken = text.trim() === '' ? undefined : spokenDay(text, partsOf(now))
  const wrong = text.trim() !== '' && spoken === undefined && (changed || standing === null)
  return { text, set, spoken, wrong, changed, due_at: changed || standing === null ? (spoken ? momentOf(spoken) : null) : standing }
}
