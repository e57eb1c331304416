import { useCallback } from 'react'
import { ApiProblem } from './api.ts'
import { fieldWords } from './field.words.ts'
import { apart, whole } from './said.ts'
import { ui } from './ui.words.ts'
import { useSaidIn } from './useSaidIn.ts'
import { useHasWord, useWords } from './words.ts'

/** Says in one sentence what went wrong and what to do: the server's own, in the language of the page, or ours when it has none. */
export function useExplain(): (error: unknown) => string {
  const say = useWords(ui)
  const field = useHasWord(fieldWords)
  const saidIn = useSaidIn()
  return useCallback(
    (error) => {
      if (!(error instanceof ApiProblem)) return say('failed_server')
      if (error.status === 0) return say('failed_network')
      if (error.status >= 500 && error.status !== 503) return say('failed_server')
      const { field: code, sentence } = apart(error.detail, error.place)
      const said = sentence && saidIn(sentence)
      const name = code && field(code)
      if (said) return name ? `${name}: ${said}` : whole(said)
      return say(generalOf(error.status))
    },
    [say, field, saidIn],
  )
}

function generalOf(status: number) {
  switch (status) {
    case 400:
    case 413:
      return 'failed_input'
    case 403:
      return 'failed_forbidden'
    case 404:
      return 'failed_gone'
    case 409:
      return 'failed_changed'
    case 429:
      return 'failed_busy'
    default:
      return 'failed_server'
  }
}

/** A sentence that was kept (why an import stands still, what ails a part), in the language of the page. */
export function useSaid(): (sentence: string) => string {
  const say = useWords(ui)
  const saidIn = useSaidIn()
  return useCallback((sentence) => saidIn(sentence) ?? say('failed_input'), [say, saidIn])
}
