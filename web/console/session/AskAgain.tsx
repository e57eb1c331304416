import { Suspense, useEffect, useState } from 'react'
import { onAskAgain } from '../../ui/again.ts'
import { part } from '../../ui/part.ts'

const Question = part(() => import('./AskAgainQuestion.tsx'))

/** Asks once more who is at the keyboard, when a deed cannot be taken back; the deed goes on by itself. */
export function AskAgain() {
  const [answer, setAnswer] = useState<{ give(shown: boolean): void }>()
  useEffect(() => onAskAgain(() => new Promise((give) => setAnswer({ give }))), [])
  if (!answer) return null
  const end = (shown: boolean) => {
    answer.give(shown)
    setAnswer(undefined)
  }
  return (
    <Suspense>
      <Question onEnd={end} />
    </Suspense>
  )
}
