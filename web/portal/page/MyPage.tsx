import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, money, plainDay, span } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { NeedsPart } from '../needs/NeedsPart.tsx'
import { useByMessage } from '../session/session.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import { asksConsent } from '../terms/asksConsent.ts'
import { Questions } from '../terms/Questions.tsx'
import { Copy } from './Copy.tsx'
import { Doing } from './Doing.tsx'
import { Files } from './Files.tsx'
import { filesWords } from './files.words.ts'
import { Guesses } from './Guesses.tsx'
import { Known } from './Known.tsx'
import { Moving } from './Moving.tsx'
import classes from './MyPage.module.css'
import { pageWords } from './page.words.ts'
import type { MyPage as Mine, Terms } from './queries.ts'
import { myPageQuery } from './queries.ts'
import { Relations } from './Relations.tsx'
import { Remembered } from './Remembered.tsx'

/** What we know, what we guess, what is allowed, and how often it was used: on one page. */
export default function MyPage() {
  const say = useWords(pageWords)
  const byMessage = useByMessage()
  const { data, error, refetch } = useQuery(myPageQuery)
  if (!data) return error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={8} />
  return (
    <Leaf
      title={!data.name ? say('hello_nameless') : child === undefined ? say('hello', { name: data.name.address_as }) : data.name.full}
      lead={<Story mine={data} />}
    >
      {child === undefined ? <Questions terms={data.terms} /> : null}
      {child === undefined ? <NeedsPart /> : null}
      <Uses mine={data} />
      <Allowed terms={data.terms} />
      <Known mine={data} />
      <Relations />
      {child === undefined ? <Remembered /> : null}
      {child === undefined ? <Doing /> : null}
      <Belonging mine={data} />
      {child === undefined ? <Files /> : null}
      {byMessage ? null : <Guesses guesses={data.guesses} />}
      {byMessage ? null : <Copy />}
      {byMessage || child !== undefined ? null : <Moving />}
    </Leaf>
  )
}

/** The company's own words about its customer, and that somebody is responsible. */
function Belonging({ mine }: { mine: Mine }) {
  const say = useWords(pageWords)
  const word = useCodeWords(filesWords)
  const language = useLanguage()
  if (mine.tags.length === 0 && !mine.responsible && mine.units.length === 0) return null
  return (
    <Part title={say('belonging')} lead={mine.responsible ? say('responsible', { role: word(`role_${mine.responsible.role}`) }) : undefined}>
      {mine.units.length > 0 ? <p>{say('units', { units: mine.units.map((title) => pick(title, language) ?? '').join(', ') })}</p> : null}
      {mine.tags.length > 0 ? (
        <>
          <p>{say('tags_lead')}</p>
          <ul className={classes.tags} aria-label={say('tags')}>
            {mine.tags.map((tag) => (
              <li key={tag.id}>{tag.title}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Part>
  )
}

function Story({ mine }: { mine: Mine }) {
  const say = useWords(pageWords)
  const language = useLanguage()
  const now = useNow()
  const [sum] = mine.spent
  const sentences = [
    mine.since ? say('with_us', { span: span(plainDay(mine.since), now, language) }) : '',
    mine.interactions.count > 0 ? say('together', { count: mine.interactions.count, shown: count(mine.interactions.count, language) }) : '',
    sum ? say('spent', { sum: money(sum, language) }) : '',
  ]
  return sentences.filter(Boolean).join(' ')
}

function Uses({ mine }: { mine: Mine }) {
  const say = useWords(pageWords)
  const { allowed, refused } = mine.uses_last_30_days
  const text =
    allowed + refused === 0
      ? `${say('uses_none')}.`
      : `${say('uses_allowed', { count: allowed })}${refused > 0 ? ` ${say('uses_refused', { count: refused })}` : ''}.`
  return (
    <Part
      title={say('uses_title')}
      lead={text}
      action={
        <Link className={classes.link} to="/my/uses">
          {say('uses_link')} →
        </Link>
      }
    />
  )
}

function Allowed({ terms }: { terms: Terms }) {
  const say = useWords(pageWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const open = [...new Set(terms.items.filter((item) => item.allowed && asksConsent(item)).map((item) => channel(item.channel)))]
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(open)
  const text = terms.stopped_at ? say('allow_stopped') : open.length > 0 ? say('allow_some', { channels: list }) : say('allow_none')
  return (
    <Part
      title={say('allow_title')}
      lead={text}
      action={
        <Link className={classes.link} to="/my/allow">
          {say('allow_link')} →
        </Link>
      }
    />
  )
}
