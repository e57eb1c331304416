import { DayInput } from '../../ui/DayInput.tsx'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useWords } from '../../ui/words.ts'
import { chosenDays, type Days } from './span.ts'
import { touchedWords } from './touched.words.ts'

const threeYearsMs = 3 * 365 * 86_400_000

/** From which day to which; receipts are kept three years. */
export function DaysFilter({ days, onChange }: { days: Days; onChange: (change: Days) => void }) {
  const say = useWords(touchedWords)
  const now = useNow()
  const { from, until } = chosenDays(days, now)
  const oldest = isoDay(new Date(now.getTime() - threeYearsMs))
  return (
    <>
      <DayInput label={say('from')} value={from} min={oldest} max={until} onChange={(day) => onChange({ from: day })} />
      <DayInput label={say('until')} value={until} min={from} max={isoDay(now)} onChange={(day) => onChange({ until: day })} />
    </>
  )
}
