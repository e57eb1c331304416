import { type MutateOptions, useMutation } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { idOf } from './api.ts'
import { trouble } from './notices.tsx'
import { useExplain } from './useExplain.ts'

type Act<I, O> = {
  run: (input: I) => Promise<O>
  then?: (output: O, input: I) => void
  /** True when it says elsewhere what went wrong (useTroubles). */
  told?: (error: unknown) => boolean
  /** Deeds of one turn run one after the other as they were clicked, and none is dropped: what the second takes back the first must not do after it. */
  turn?: string
}

/**
 * A deed of one click: runs once at a time, also when the second click comes before the button shows that it is busy, and
 * says in a notice when it could not be done.
 */
export function useAct<I, O>({ run, then, told, turn }: Act<I, O>) {
  const explain = useExplain()
  const busy = useRef(false)
  const mutation = useMutation({
    mutationFn: run,
    ...(turn ? { scope: { id: turn } } : {}),
    onSuccess: (output, input) => then?.(output, input),
    onError: (error) => {
      if (!told?.(error)) trouble(explain(error), idOf(error))
    },
    onSettled: () => {
      busy.current = false
    },
  })
  const { mutate: start } = mutation
  const mutate = useCallback(
    (input: I, options?: MutateOptions<O, Error, I>) => {
      if (busy.current && !turn) return
      busy.current = true
      start(input, options)
    },
    [start, turn],
  )
  return { ...mutation, mutate }
}
