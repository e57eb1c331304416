import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import type { Titles } from '../purposes/parts.ts'
import { purposesQuery } from '../purposes/queries.ts'
import classes from './Fields.module.css'
import { fieldFormWords } from './fields.words.ts'

type TitleInputsProps = { title: Titles; error?: string | undefined; onChange: (title: Titles) => void; autoFocus?: boolean }

/** What something is called in both languages. */
export function TitleInputs({ title, error, onChange, autoFocus }: TitleInputsProps) {
  const say = useWords(fieldFormWords)
  return (
    <div className={classes.pair}>
      <TextInput
        data-autofocus={autoFocus || undefined}
        label={say('title_en')}
        value={title.en}
        maxLength={100}
        error={error}
        onChange={(event) => onChange({ ...title, en: event.currentTarget.value })}
      />
      <TextInput label={say('title_ru')} value={title.ru} maxLength={100} onChange={(event) => onChange({ ...title, ru: event.currentTarget.value })} />
    </div>
  )
}

type KeptForProps = { purposes: readonly string[]; error?: string | undefined; onChange: (purposes: string[]) => void }

/** For which purposes something is kept: it is opened for these and no other. */
export function KeptFor({ purposes, error, onChange }: KeptForProps) {
  const say = useWords(fieldFormWords)
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  return (
    <Checkbox.Group label={say('kept_for')} description={say('kept_for_hint')} value={[...purposes]} error={error} onChange={onChange}>
      <div className={classes.choices}>
        {data?.items.map((each) => (
          <Checkbox key={each.code} value={each.code} label={pick(each.title, language) ?? each.code} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
