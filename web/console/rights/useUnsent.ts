import { useState } from 'react'

/** Words that were typed and not sent yet. They live longer than the form they were typed in: somebody else may answer meanwhile. */
export type Unsent = {
  words: string
  set: (words: string) => void
  /** What was typed is on its way, so that what it brings is nobody else's doing. */
  going: boolean
  go: () => void
  /** It did not arrive: the words stay. */
  back: () => void
  /** It arrived, or nobody wants the words any more. */
  away: () => void
}

/** Holds what somebody types in a form that may vanish under their hands. */
export function useUnsent(): Unsent {
  const [words, set] = useState('')
  const [going, setGoing] = useState(false)
  return {
    words,
    set,
    going,
    go: () => setGoing(true),
    back: () => setGoing(false),
    away: () => {
      set('')
      setGoing(false)
    },
  }
}
