import { DayInput } from '../../ui/DayInput.tsx'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useWords } from '../../ui/words.ts'
import { work } from './work.words.ts'

const mostYears = 10

/** Until when something is to be done: from today on, and not later than the server takes. */
export function DueInput({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const say = useWords(work)
  const now = useNow()
  const last = new Date(now.getTime() + mostYears * 365 * 86_400_000)
  return <DayInput label={say('due')} value={value} min={isoDay(now)} max={isoDay(last)} onChange={onChange} />
}
