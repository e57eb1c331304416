import { useMutation } from '@tanstack/react-query'
import { explain } from './ErrorBox.tsx'
import { trouble } from './notices.tsx'
import { ui } from './ui.words.ts'
import { useWords } from './words.ts'

type Act<I, O> = { run: (input: I) => Promise<O>; then?: (output: O, input: I) => void }

/** A deed of one click: runs once at a time, and says in a notice when it could not be done. */
export function useAct<I, O>({ run, then }: Act<I, O>) {
  const say = useWords(ui)
  return useMutation({
    mutationFn: run,
    onSuccess: (output, input) => then?.(output, input),
    onError: (error) => trouble(explain(error, say)),
  })
}
