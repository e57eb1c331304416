import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import type { Titles } from '../purposes/parts.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { aboutFieldWords } from './aboutField.words.ts'
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

type KeptForProps = {
  purposes: readonly string[]
  /** Only purposes that name delicate data can be chosen then. */
  delicate?: boolean
  error?: string | undefined
  onChange: (purposes: string[]) => void
}

/** For which purposes something is kept, each in its own words: it is opened for these and no other. */
export function KeptFor({ purposes, delicate = false, error, onChange }: KeptForProps) {
  const say = useWords(fieldFormWords)
  const sayAbout = useWords(aboutFieldWords)
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  const fits = (categories: readonly string[]) => !delicate || categories.includes('sensitive')
  const all = data?.items ?? []
  const chosen = purposes.filter((code) => !all.some((each) => each.code === code && !fits(each.categories)))
  // What was chosen before it was said to be delicate, and cannot be now, is not sent.
  useEffect(() => {
    if (chosen.length < purposes.length) onChange(chosen)
  })
  return (
    <Checkbox.Group label={say('kept_for')} description={say('kept_for_hint')} value={chosen} error={error} onChange={onChange}>
      <div className={classes.purposes}>
        {all.map((each) => (
          <Checkbox
            key={each.code}
            value={each.code}
            label={pick(each.title, language) ?? each.code}
            disabled={!fits(each.categories)}
            description={[
              fits(each.categories) ? pick(each.description, language) : sayAbout('not_delicate'),
              each.legal_basis.code === 'consent' ? sayAbout('needs_yes') : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          />
        ))}
      </div>
      {delicate && data && !all.some(({ code, categories }) => code !== 'own_view' && fits(categories)) ? (
        <p className={classes.follows}>{sayAbout('none_delicate')}</p>
      ) : null}
    </Checkbox.Group>
  )
}
