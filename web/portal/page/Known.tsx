import { aboutWords } from '../../ui/about.words.ts'
import { fieldWords, identifierWords, sourceWords } from '../../ui/field.words.ts'
import { dayOf, phone, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useOwnValue } from '../../ui/ownValue.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import { AddressHistory } from './AddressHistory.tsx'
import classes from './MyPage.module.css'
import { pageWords } from './page.words.ts'
import type { MyPage } from './queries.ts'

type KnownField = MyPage['known'][number]['fields'][number]

/** Everything known, by group: the value, where it came from and when, what it is used for. What a whole group shares is said once. */
export function Known({ mine }: { mine: MyPage }) {
  const say = useWords(pageWords)
  return (
    <>
      <Part title={say('known')} lead={say('known_lead')}>
        {mine.known.length === 0 ? <p className="quiet">{say('known_none')}</p> : null}
        {mine.known.map((group) => (
          <Group key={group.group} code={group.group} fields={group.fields} />
        ))}
        <p className={classes.wrong}>{say('wrong')}</p>
      </Part>
      {mine.identifiers.length > 0 ? (
        <Part title={say('identifiers')}>
          <Identifiers mine={mine} />
          <AddressHistory />
        </Part>
      ) : null}
    </>
  )
}

function Group({ code, fields }: { code: string; fields: readonly KnownField[] }) {
  const group = useCodeWords(pageWords)
  const origin = useOrigin()
  const purposes = usePurposes()
  const about = useCodeWords(aboutWords)
  const value = useValue()
  const shared = sharedOf(fields.map((field) => [origin(field.source, field.changed_at), purposes(field)]))
  return (
    <div className={classes.group}>
      <h3>{group(`group_${code}`)}</h3>
      {shared.filter(Boolean).length > 0 ? <p className={classes.shared}>{shared.filter(Boolean).join(' · ')}</p> : null}
      <dl className={classes.facts}>
        {inOrder(fields).map((field) => {
          const own = [
            shared[0] ? '' : origin(field.source, field.changed_at),
            shared[1] ? '' : purposes(field),
            field.about ? lower(about(field.about)) : '',
          ].filter(Boolean)
          return (
            <div key={field.field} className={classes.fact}>
              <dt>{value.title(field)}</dt>
              <dd>{value.text(field)}</dd>
              {own.length > 0 ? <dd className={classes.more}>{own.join(' · ')}</dd> : null}
            </div>
          )
        })}
      </dl>
    </div>
  )
}

const order = ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as', 'form', 'gender', 'birth_date']

function inOrder(fields: readonly KnownField[]): KnownField[] {
  const place = ({ field }: KnownField) => (order.includes(field) ? order.indexOf(field) : order.length)
  return fields.toSorted((a, b) => place(a) - place(b))
}

/** Of each place the word that all rows have there, or '' where they differ. A single row keeps its own. */
function sharedOf(rows: readonly (readonly string[])[]): string[] {
  const [first = []] = rows
  return first.map((text, at) => (rows.length > 1 && rows.every((row) => row[at] === text) ? text : ''))
}

function useValue() {
  const ownValue = useOwnValue()
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  return {
    title: (field: KnownField) => pick(field.title, language) ?? word(field.field),
    text: ({ field, value, type }: KnownField) => {
      if (type !== null) return ownValue(type, value)
      if (`${field}_${value}` in fieldWords.en) return word(`${field}_${value}`)
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayOf(plainDay(value), now, language) : value
    },
  }
}

function usePurposes(): (field: KnownField) => string {
  const say = useWords(pageWords)
  const language = useLanguage()
  return ({ purposes }) => {
    const named = purposes.map(({ code, title }) => lower(pick(title, language) ?? code))
    return named.length > 0 ? say('used_for', { purposes: named.join(', ') }) : say('used_for_none')
  }
}

function Identifiers({ mine }: { mine: MyPage }) {
  const say = useWords(pageWords)
  const kind = useCodeWords(identifierWords)
  const origin = useOrigin()
  return (
    <dl className={classes.facts}>
      {mine.identifiers.map((identifier) => (
        <div key={`${identifier.kind} ${identifier.shown}`} className={classes.fact}>
          <dt>{kind(identifier.kind)}</dt>
          <dd>{identifier.kind === 'phone' ? phone(identifier.shown) : identifier.shown}</dd>
          <dd className={classes.more}>
            {[
              origin(identifier.source, identifier.first_seen_at),
              say(identifier.verified ? 'verified' : 'unverified'),
              ...(identifier.preferred ? [say('preferred')] : []),
              ...(identifier.shared ? [say('shared')] : []),
            ].join(' · ')}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Where something came from and since when. A source we have no word for is named as it is. */
function useOrigin(): (source: string | null, at: string) => string {
  const say = useWords(pageWords)
  const saySource = useWords(sourceWords)
  const word = useCodeWords(sourceWords)
  const language = useLanguage()
  const now = useNow()
  return (source, at) => {
    const since = say('since', { day: dayOf(new Date(at), now, language) })
    return source ? `${saySource('source_of', { source: lower(word(source)) })}, ${since}` : since
  }
}
