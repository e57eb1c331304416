import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf, percent, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Face, Name } from '../../ui/Person.tsx'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { KnownBar } from './KnownBar.tsx'
import classes from './Quality.module.css'
import { qualityWords } from './quality.words.ts'
import { type Asked, type OfField, type OfKind, peopleQuery } from './queries.ts'

const route = getRouteApi('/shell/quality')
const whats = ['missing', 'old', 'against'] as const

type FieldsProps = { of: OfKind; titleOf: (of: OfField) => string }

/** Field by field: a bar of what is known by its age, and the people behind each figure. */
export function Fields({ of, titleOf }: FieldsProps) {
  const { field, what } = route.useSearch()
  return (
    <ul className={classes.fields}>
      {of.fields.map((one) => (
        <li key={one.field}>
          <Row of={one} persons={of.persons} kind={of.kind} title={titleOf(one)} />
          {one.field === field && what ? <People asked={{ kind: of.kind, field, what }} title={titleOf(one)} /> : null}
        </li>
      ))}
    </ul>
  )
}

function Row({ of, persons, kind, title }: { of: OfField; persons: number; kind: OfKind['kind']; title: string }) {
  const say = useWords(qualityWords)
  const language = useLanguage()
  const open = route.useSearch()
  const go = route.useNavigate()
  const share = persons === 0 ? 0 : of.known / persons
  const counts = { missing: persons - of.known, old: of.ages.three_years + of.ages.older, against: of.against.reduce((sum, one) => sum + one.count, 0) }
  return (
    <div className={classes.field}>
      <span className={classes.fieldTitle}>{title}</span>
      <KnownBar of={of} persons={persons} />
      <span className="num small">{say('known_n', { share: percent(share, language) })}</span>
      <span className={classes.figures}>
        {whats.map((what) => {
          const isOpen = open.field === of.field && open.what === what
          return counts[what] === 0 ? null : (
            <Button
              key={what}
              size="compact-sm"
              variant={isOpen ? 'light' : 'subtle'}
              color={what === 'against' ? 'red' : 'gray'}
              aria-expanded={isOpen}
              aria-label={say('show', { field: title, what: say(what), count: count(counts[what], language) })}
              onClick={() =>
                void go({ search: { ...(kind === 'organisation' && { of: kind }), ...(isOpen ? {} : { field: of.field, what }) }, resetScroll: false })
              }
            >
              {say(what)} {count(counts[what], language)}
            </Button>
          )
        })}
      </span>
    </div>
  )
}

function People({ asked, title }: { asked: Asked; title: string }) {
  const say = useWords(qualityWords)
  const sees = useMe().can('customers.see')
  const heading = say(`people_${asked.what}`, { field: lower(title) })
  return (
    <section className={classes.people} aria-label={heading}>
      <h3>{heading}</h3>
      {sees ? <Listed asked={asked} /> : <p className="faint small">{say('no_names')}</p>}
    </section>
  )
}

function Listed({ asked }: { asked: Asked }) {
  const say = useWords(qualityWords)
  const why = useCodeWords(qualityWords)
  const language = useLanguage()
  const now = useNow()
  const pages = useInfiniteQuery(peopleQuery(asked))
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {pages.isPending ? <Lines count={3} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {pages.data && items.length === 0 ? <p className="quiet small">{say('people_none')}</p> : null}
      <ul>
        {items.map(({ customer, confirmed_on, against }) => (
          <li key={customer.id}>
            <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={classes.person} preload={false}>
              <Face who={customer} size={24} />
              <Name who={customer} />
            </Link>
            <span className="quiet small">
              {against.length > 0 && asked.what === 'against'
                ? against.map((code) => why(code)).join(', ')
                : confirmed_on && say('said_on', { day: dayOf(plainDay(confirmed_on), now, language) })}
            </span>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </>
  )
}
