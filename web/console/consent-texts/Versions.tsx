import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, exactly } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './ConsentTexts.module.css'
import { compared } from './compare.ts'
import { consentTextsWords } from './consentTexts.words.ts'
import { type ConsentText, type TextVersion, textVersionsQuery } from './queries.ts'
import { Texts } from './Texts.tsx'

/** Every version, who wrote it and when, how many people it holds; and what changed from one to another. */
export function Versions({ text, title }: { text: ConsentText; title: string }) {
  const say = useWords(consentTextsWords)
  const { data, error, refetch } = useQuery(textVersionsQuery(text.notice))
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return null
  const versions = data.items
  const older = versions.slice(1)
  const held = older.reduce((sum, v) => sum + v.yeses.count, 0)
  return (
    <>
      <p>
        <People version={versions[0]} /> {older.length > 0 ? say(held > 0 ? 'held_older' : 'held_none', { count: held }) : ''}
      </p>
      {older.length > 0 ? (
        <details className={classes.all} aria-label={`${say('versions')}: ${title}`}>
          <summary>
            {say('versions')} <span className="quiet">{versions.length}</span>
          </summary>
          <ol className={classes.versions} reversed>
            {versions.map((version) => (
              <li key={version.version}>
                <One version={version} now={version.version === text.version} />
              </li>
            ))}
          </ol>
          <Compare key={versions[0]?.version} versions={versions} />
        </details>
      ) : null}
    </>
  )
}

function People({ version }: { version: TextVersion | undefined }) {
  const say = useWords(consentTextsWords)
  const language = useLanguage()
  if (!version) return null
  const { count: people, exact } = version.yeses
  if (people === 0) return <>{say('people_none')}</>
  return <>{say(exact ? 'people' : 'people_about', { count: people, number: count(people, language) })}</>
}

function One({ version, now }: { version: TextVersion; now: boolean }) {
  const say = useWords(consentTextsWords)
  const language = useLanguage()
  const by = version.by.name ?? say(version.by.kind === 'service' ? 'by_product' : 'by_program')
  return (
    <details className={classes.version}>
      <summary>
        <b>{say('nth', { version: version.version })}</b>
        <span className="quiet small">
          {exactly(new Date(version.since), language)} · {by}
        </span>
        <span className="small">
          <People version={version} />
        </span>
        {version.asks_more ? <span className="small">{say('asked_more')}</span> : null}
        {version.valid || now ? null : <span className="small">{say('invalid')}</span>}
      </summary>
      <Texts texts={version.texts} sha256={version.sha256} />
    </details>
  )
}

function Compare({ versions }: { versions: readonly TextVersion[] }) {
  const say = useWords(consentTextsWords)
  const own = useLanguage()
  const [newest, before] = versions
  const [from, setFrom] = useState(before?.version ?? 1)
  const [to, setTo] = useState(newest?.version ?? 1)
  const [language, setLanguage] = useState<string>(own)
  const [old, fresh] = [versions.find((v) => v.version === from), versions.find((v) => v.version === to)]
  const languages = [...new Set(versions.flatMap((v) => Object.keys(v.texts)))]
  const names = new Intl.DisplayNames([own], { type: 'language' })
  const data = versions.map((v) => ({ value: String(v.version), label: say('nth', { version: v.version }) }))
  const pieces = compared(old?.texts[language] ?? '', fresh?.texts[language] ?? '')
  return (
    <section className={classes.compare} aria-label={say('compare')}>
      <h3>{say('compare')}</h3>
      <div className={classes.choices}>
        <NativeSelect label={say('from')} value={from} data={data} onChange={(event) => setFrom(Number(event.currentTarget.value))} />
        <NativeSelect label={say('to')} value={to} data={data} onChange={(event) => setTo(Number(event.currentTarget.value))} />
        <NativeSelect
          label={say('language')}
          value={language}
          data={languages.map((code) => ({ value: code, label: names.of(code) ?? code }))}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        />
      </div>
      {pieces.every(({ is }) => is === 'same') ? (
        <p className="quiet">{say('same')}</p>
      ) : (
        <p className={classes.difference} lang={language}>
          {pieces.map(({ text, is }, i) => {
            const key = `${i} ${is}`
            if (is === 'gone') return <del key={key}>{text}</del>
            return is === 'new' ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>
          })}
        </p>
      )}
    </section>
  )
}
