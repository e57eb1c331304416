import { Link } from '@tanstack/react-router'
import { aboutWords } from '../../ui/about.words.ts'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { codeName, phone, zoneName } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { rightsWords } from '../rights/rights.words.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import { AddressHistory } from './AddressHistory.tsx'
import { EarlierValues } from './EarlierValues.tsx'
import classes from './MyPage.module.css'
import { pageWords } from './page.words.ts'
import type { MyPage } from './queries.ts'
import { useOrigin, useValue } from './useValue.ts'

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
        <Standing mine={mine} />
        <EarlierValues />
        <p className={classes.wrong}>{say('wrong')}</p>
      </Part>
      {mine.identifiers.length > 0 ? (
        <Part title={say('identifiers')}>
          <Identifiers mine={mine} />
          {child === undefined ? <AddressHistory /> : null}
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
              <Wrong about={`field.${field.field}`} what={value.title(field)} />
            </div>
          )
        })}
      </dl>
    </div>
  )
}

/** Leads to the form with this datum filled in; whoever came by a letter's link cannot use it. */
function Wrong({ about, what }: { about: string; what: string }) {
  const say = useWords(rightsWords)
  const byMessage = useByMessage()
  if (byMessage) return null
  return (
    <dd className={classes.more}>
      <Link to="/my/rights" search={{ ask: 'rectify', about }} aria-label={say('wrong_of', { what })}>
        {say('wrong_here')}
      </Link>
    </dd>
  )
}

/** What the customer is to us, and what is told by the language, the country and the time zone. */
function Standing({ mine }: { mine: MyPage }) {
  const say = useWords(pageWords)
  const now = useNow()
  const field = useCodeWords(fieldWords)
  const language = useLanguage()
  const facts = [
    ...(mine.role ? [{ code: 'role', title: say('standing'), text: say(`standing_${mine.role}`) }] : []),
    ...(mine.language ? [{ code: 'language', title: field('language'), text: codeName(mine.language, 'language', language) }] : []),
    ...(mine.country ? [{ code: 'country', title: field('country'), text: codeName(mine.country, 'region', language) }] : []),
    ...(mine.time_zone ? [{ code: 'time_zone', title: say('time_zone'), text: zoneName(mine.time_zone, now, language) }] : []),
  ]
  if (facts.length === 0) return null
  return (
    <div className={classes.group}>
      <h3>{say('group_card')}</h3>
      <dl className={classes.facts}>
        {facts.map(({ code, title, text }) => (
          <div key={code} className={classes.fact}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
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
          <Wrong about={`identifier.${identifier.kind}`} what={kind(identifier.kind)} />
        </div>
      ))}
    </dl>
  )
}
