import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldWords } from '../../ui/field.words.ts'
import { ago, codeName, count, exactly } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { type Language, pick, useLanguage, useWords } from '../../ui/words.ts'
import { noticeWords } from './notice.words.ts'
import { type Register, registerQuery, type Touched } from './queries.ts'
import classes from './Touched.module.css'
import { touchedWords } from './touched.words.ts'

const hourMs = 3_600_000
const clocks = [
  { word: 'clock_ru', hours: 24 },
  { word: 'clock_eu', hours: 72 },
] as const

type NoticeProps = { touched: Touched; span: { from: string; until: string }; known: string | undefined; onKnown: (known: string) => void }

/** A draft of the notices that the law asks for, with the time that is left. */
export function Notice({ touched, span, known, onKnown }: NoticeProps) {
  const say = useWords(touchedWords)
  const language = useLanguage()
  const now = useNow()
  const [wanted, setWanted] = useState<Language>(language)
  const { data } = useQuery(registerQuery)
  const since = known === undefined ? now : new Date(known)
  const facts = data && factsOf({ touched, span, since, register: data }, wanted)
  return (
    <Section title={say('notice')} lead={say('notice_lead')}>
      <div className={classes.filter}>
        <TextInput
          type="datetime-local"
          label={say('known')}
          value={typed(since)}
          max={typed(now)}
          onChange={(event) => event.currentTarget.value !== '' && onKnown(new Date(event.currentTarget.value).toISOString())}
        />
        <SegmentedControl
          aria-label={say('language')}
          value={wanted}
          onChange={(value) => setWanted(value === 'ru' ? 'ru' : 'en')}
          data={(['en', 'ru'] as const).map((value) => ({ value, label: codeName(value, 'language', value) }))}
        />
      </div>
      <ul className={classes.clocks}>
        {clocks.map(({ word, hours }) => {
          const end = new Date(since.getTime() + hours * hourMs)
          return (
            <li key={word}>
              {say(word)} — <strong>{say('clock_until', { at: exactly(end, language), left: ago(end, now, language) })}</strong>
            </li>
          )
        })}
      </ul>
      {facts ? (
        <div className={classes.drafts}>
          <Draft title={say('to_authority')} text={filled(noticeWords[wanted]['authority'] ?? '', facts)} language={wanted} />
          <Draft title={say('to_people')} text={filled(noticeWords[wanted]['people'] ?? '', facts)} language={wanted} />
        </div>
      ) : null}
    </Section>
  )
}

function Draft({ title, text, language }: { title: string; text: string; language: Language }) {
  const say = useWords(touchedWords)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    notice(say('copied'))
  }
  return (
    <section aria-label={title}>
      <div className={classes.draftHead}>
        <h3>{title}</h3>
        <Button size="compact-sm" variant="default" aria-label={`${say('copy')}: ${title}`} onClick={() => void copy()}>
          {say('copy')}
        </Button>
      </div>
      <p className={classes.draft} lang={language} data-own-words>
        {text}
      </p>
    </section>
  )
}

type Given = { touched: Touched; span: { from: string; until: string }; since: Date; register: Register }

function factsOf({ touched, span, since, register }: Given, language: Language): Record<string, string> {
  const at = (moment: string | null) => (moment === null ? (noticeWords[language]['none'] ?? '') : exactly(new Date(moment), language))
  const listed = (texts: readonly string[]) => texts.join(', ') || (noticeWords[language]['none'] ?? '')
  const fields: Record<string, string> = fieldWords[language]
  return {
    company: register.company?.name ?? '',
    country: register.company ? codeName(register.company.country, 'region', language) : '',
    address: register.company?.postal_address ? `${register.company.postal_address}.` : '',
    mail: register.company?.mail ?? '',
    officers: register.officers.join(', ') || (noticeWords[language]['nobody'] ?? ''),
    known: exactly(since, language),
    from: at(span.from),
    until: at(span.until),
    first: at(touched.first),
    last: at(touched.last),
    persons: count(touched.persons, language),
    uses: count(touched.uses, language),
    categories: listed(touched.categories.map(({ category }) => fields[category] ?? category)),
    purposes: listed(touched.purposes.map(({ purpose }) => pick(purpose.title, language) ?? purpose.code)),
    left: count(touched.left.persons, language),
    files: count(touched.left.files, language),
    programs: listed(touched.left.programs.map(({ source }) => source)),
  }
}

/** The words of another language than the page's, so not by the page's own. */
const filled = (template: string, facts: Record<string, string>): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => facts[name] ?? '').replaceAll(/ {2,}/g, ' ')

/** As an input of a day and a time takes it: of the clock the browser shows. */
const typed = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
