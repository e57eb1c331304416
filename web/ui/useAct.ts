import { useMutation } from '@tanstack/react-query'
import { trouble } from './notices.tsx'
import { useExplain } from './useExplain.ts'

type Act<I, O> = { run: (input: I) => Promise<O>; then?: (output: O, input: I) => void }

/** A deed of one click: runs once at a time, and says in a notice when it could not be done. */
export function useAct<I, O>({ run, then }: Act<I, O>) {
  const explain = useExplain()
  return useMutation({
    mutationFn: run,
    onSuccess: (output, input) => then?.(output, input),
    onError: (error) => trouble(explain(error)),
  })
}
