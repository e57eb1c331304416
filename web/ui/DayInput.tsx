import { TextInput } from '@mantine/core'
import { days } from './formatters.ts'
import { ui } from './ui.words.ts'
import { useLanguage, useWords } from './words.ts'

type DayInputProps = {
  label: string
  value: string
  min: string
  max: string
  /** What the server said of it. */
  error?: string | undefined
  onChange: (day: string) => void
}

/** A calendar day between two others, which are said where it is not; the form is not sent with it then. Days are ISO 8601. */
export function DayInput({ label, value, min, max, error, onChange }: DayInputProps) {
  const say = useWords(ui)
  const language = useLanguage()
  const written = (day: string) => days(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day))
  // A year of five figures is written longer and sorts lower.
  const fits = value === '' || (value.length === min.length && value >= min && value <= max)
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      min={min}
      max={max}
      error={fits ? error : say('day_between', { from: written(min), to: written(max) })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
