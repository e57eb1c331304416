import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { TitleInputs } from '../../ui/TitleInputs.tsx'
import type { Titles } from '../../ui/titles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { aboutFieldWords } from './aboutField.words.ts'
import classes from './Fields.module.css'
import { fieldFormWords } from './fields.words.ts'

type NameInputsProps = { title: Titles; error?: string | undefined; onChange: (title: Titles) => void; autoFocus?: boolean }

/** What a field, a kind or an attribute is called. */
export function NameInputs(more: NameInputsProps) {
  const say = useWords(fieldFormWords)
  return <TitleInputs {...more} labels={{ en: say('title_en'), ru: say('title_ru') }} />
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
