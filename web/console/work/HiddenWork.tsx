import { Locked } from '../../ui/Locked.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { useCodeWords } from '../../ui/words.ts'

/** Work that is there and whose words this role does not see: that it is, and why. */
export function HiddenWork({ what, reason }: { what: string; reason: string }) {
  const word = useCodeWords(reasonWords)
  return <Locked what={what} why={<p>{word(reason)}.</p>} />
}
