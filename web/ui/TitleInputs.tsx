import { TextInput } from '@mantine/core'
import classes from './TitleInputs.module.css'
import type { Titles } from './titles.ts'
import { ui } from './ui.words.ts'
import { type Language, useLanguage, useWords } from './words.ts'

type TitleInputsProps = {
  title: Titles
  /** What the two are called. */
  labels: Titles
  most?: number
  error?: string | undefined
  onChange: (title: Titles) => void
  autoFocus?: boolean
}

const orders: { [own in Language]: readonly Language[] } = { en: ['en', 'ru'], ru: ['ru', 'en'] }

/** What something is called in both languages, one's own first; the other may be left out. */
export function TitleInputs({ title, labels, most = 100, error, onChange, autoFocus }: TitleInputsProps) {
  const say = useWords(ui)
  const own = useLanguage()
  return (
    <div className={classes.pair}>
      {orders[own].map((each) => (
        <TextInput
          key={each}
          data-autofocus={(autoFocus && each === own) || undefined}
          label={labels[each]}
          value={title[each]}
          maxLength={most}
          placeholder={each === own ? undefined : title[own].trim() || say('same_title')}
          error={each === own ? error : undefined}
          onChange={(event) => onChange({ ...title, [each]: event.currentTarget.value })}
        />
      ))}
    </div>
  )
}
