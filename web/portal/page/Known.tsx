import { fieldWords, identifierWords, sourceWords } from '../../ui/field.words.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './MyPage.module.css'
import { pageWords } from './page.words.ts'
import type { MyPage } from './queries.ts'

type KnownField = MyPage['known'][number]['fields'][number]

/** Everything known, by group: the value, where it came from and when, what it is used for. */
export function Known({ mine }: { mine: MyPage }) {
  const say = useWords(pageWords)
  const group = useCodeWords(pageWords)
  return (
    <>
      <Part title={say('known')} lead={say('known_lead')}>
        {mine.known.length === 0 ? <p className="quiet">{say('known_none')}</p> : null}
        {mine.known.map((each) => (
          <div key={each.group} className={classes.group}>
            <h3>{group(`group_${each.group}`)}</h3>
            <dl className={classes.facts}>{each.fields.map((field) => <Fact key={field.field} field={field} />)}</dl>
          </div>
        ))}
        <p className={classes.wrong}>{say('wrong')}</p>
      </Part>
      {mine.identifiers.length > 0 ? <Part title={say('identifiers')}><Identifiers mine={mine} /></Part> : null}
    </>
  )
}

function Fact({ field }: { field: KnownField }) {
  const say = useWords(pageWords)
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  const purposes = field.purposes.map(({ code, title }) => (pick(title, language) ?? code).toLocaleLowerCase())
  const value =
    field.field === 'form' || field.field === 'gender' ? word(`${field.field}_${field.value}`)
    : /^\d{4}-\d{2}-\d{2}$/.test(field.value) ? dayOf(plainDay(field.value), now, language)
    : field.value
  return (
    <div className={classes.fact}>
      <dt>{pick(field.title, language) ?? word(field.field)}</dt>
      <dd>{value}</dd>
      <dd className={classes.more}>
        <Origin source={field.source} at={field.changed_at} /> · {purposes.length > 0 ? say('used_for', { purposes: purposes.join(', ') }) : say('used_for_none')}
      </dd>
    </div>
  )
}

function Identifiers({ mine }: { mine: MyPage }) {
  const say = useWords(pageWords)
  const kind = useCodeWords(identifierWords)
  return (
    <dl className={classes.facts}>
      {mine.identifiers.map((identifier) => (
        <div key={`${identifier.kind} ${identifier.shown}`} className={classes.fact}>
          <dt>{kind(identifier.kind)}</dt>
          <dd>{identifier.shown}</dd>
          <dd className={classes.more}>
            <Origin source={identifier.source} at={identifier.first_seen_at} /> · {say(identifier.verified ? 'verified' : 'unverified')}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Where something came from and since when. A source we have no word for is named as it is. */
function Origin({ source, at }: { source: string | null; at: string }) {
  const say = useWords(pageWords)
  const saySource = useWords(sourceWords)
  const word = useCodeWords(sourceWords)
  const language = useLanguage()
  const now = useNow()
  const since = say('since', { day: dayOf(new Date(at), now, language) })
  return source ? `${saySource('source_of', { source: word(source).toLocaleLowerCase() })}, ${since}` : since
}
