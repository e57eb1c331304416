import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useClassName } from '../../ui/ClassMark.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, money, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Face, Name } from '../../ui/Person.tsx'
import { lower, useLanguage, useWords } from '../../ui/words.ts'
import { rounded } from '../insight/telling.ts'
import { useMe } from '../session/session.ts'
import { fallenQuery, risingQuery } from './queries.ts'
import classes from './Value.module.css'
import { valueWords } from './value.words.ts'

type Who = Parameters<typeof Face>[0]['who'] & { id: string }

/** Who lacks least for the class above. */
export function Rising() {
  const say = useWords(valueWords)
  const name = useClassName()
  const language = useLanguage()
  const sees = useMe().can('customers.see')
  const { data, error, refetch } = useQuery({ ...risingQuery, enabled: sees })
  return (
    <Section title={say('rising')} lead={say('rising_lead')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      <People
        sees={sees}
        none={say('rising_none')}
        rows={data?.items.map(({ customer, missing, next }) => ({
          customer,
          what: say('missing', { sum: money(rounded(missing), language), class: lower(name(next)) }),
        }))}
      />
    </Section>
  )
}

/** Who was of the first class within the last month and is no more. */
export function Fallen() {
  const say = useWords(valueWords)
  const language = useLanguage()
  const now = useNow()
  const sees = useMe().can('customers.see')
  const { data, error, refetch } = useQuery({ ...fallenQuery, enabled: sees })
  return (
    <Section title={say('fallen')} lead={say('fallen_lead')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      <People
        sees={sees}
        none={say('fallen_none')}
        rows={data?.items.map(({ customer, lost, fell_on }) => {
          const day = dayOf(plainDay(fell_on), now, language)
          return { customer, what: lost === null ? day : say('lost', { day, sum: money(rounded(lost), language) }) }
        })}
      />
    </Section>
  )
}

function People({ sees, none, rows }: { sees: boolean; none: string; rows: readonly { customer: Who; what: ReactNode }[] | undefined }) {
  const say = useWords(valueWords)
  if (!sees) return <p className="faint small">{say('no_names')}</p>
  if (!rows) return <Lines count={3} />
  if (rows.length === 0) return <p className="quiet small">{none}</p>
  return (
    <ul className={classes.people}>
      {rows.map(({ customer, what }) => (
        <li key={customer.id}>
          <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={classes.person} preload={false}>
            <Face who={customer} size={24} />
            <span className={classes.name}>
              <Name who={customer} />
            </span>
          </Link>
          <span className="quiet small num">{what}</span>
        </li>
      ))}
    </ul>
  )
}
