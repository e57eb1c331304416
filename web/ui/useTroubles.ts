import { useCallback, useEffect, useState } from 'react'
import { ApiProblem } from './api.ts'
import { apart, whole } from './said.ts'
import { ui } from './ui.words.ts'
import { useSaidIn } from './useSaidIn.ts'
import { useWords } from './words.ts'

type Troubles<P extends string> = {
  /** The sentence for this part of the form. */
  at(place: P): string | undefined
  /** For `told` of useAct: takes what concerns a part of this form. */
  take(error: unknown): boolean
  clear(): void
}

/**
 * Where a form says what is not right: one sentence, at the part it is about, which is then given the focus. `places` are the
 * parts of the request this form has; a problem elsewhere is left to the notice.
 */
export function useTroubles<P extends string>(places: readonly P[]): Troubles<P> {
  const say = useWords(ui)
  const saidIn = useSaidIn()
  const [found, setFound] = useState<{ place: P; sentence: string }>()
  useEffect(() => {
    if (found) focusOnTrouble()
  }, [found])
  const take = (error: unknown): boolean => {
    if (!(error instanceof ApiProblem) || error.place === undefined) return false
    const whereSaid = error.place
    const place = places.find((each) => whereSaid === each || whereSaid.startsWith(`${each}.`) || whereSaid.startsWith(`${each}[`))
    if (place === undefined) return false
    setFound({ place, sentence: apart(error.detail, error.place).sentence })
    return true
  }
  return {
    at: (place) => (found?.place === place ? whole(saidIn(found.sentence) ?? say('failed_input')) : undefined),
    take,
    clear: useCallback(() => setFound(undefined), []),
  }
}

function focusOnTrouble(): void {
  const said = document.querySelector('.mantine-InputWrapper-error')
  const part = said?.closest('.mantine-InputWrapper-root')?.querySelector('input, textarea, select, button')
  if (part instanceof HTMLElement) part.focus()
}
