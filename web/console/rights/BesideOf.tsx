import { useQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Section } from '../../ui/Page.tsx'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { ofWords } from './of.words.ts'
import { type Beside, besideQuery } from './ofQueries.ts'
import classes from './Rights.module.css'
import { useAbout } from './useCase.ts'

/** All that a customer says of what is kept about them, by datum. */
export function BesideOf({ customerId }: { customerId: string }) {
  const say = useWords(ofWords)
  const { data, error, refetch } = useQuery(besideQuery(customerId))
  return (
    <Section title={say('beside')} lead={say('beside_lead')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <p className="quiet small">{say('beside_none')}</p> : null}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <One key={one.id} one={one} />
        ))}
      </ul>
    </Section>
  )
}

function One({ one }: { one: Beside }) {
  const say = useWords(ofWords)
  const about = useAbout()({ about: one.about, title: null })
  const state = one.state === 'open' || one.state === 'refused' || one.state === 'granted' ? say(`state_${one.state}`) : ''
  return (
    <li className={classes.plainRow}>
      <div>
        <strong>{about}</strong> · {say(one.kind)}
        {state === '' ? null : <span className="quiet"> · {state}</span>}
      </div>
      {one.words ? (
        <p className={classes.words} dir="auto" data-own-words>
          {one.words}
        </p>
      ) : null}
      <p className="quiet small">
        <When at={one.at} as="day" />
      </p>
    </li>
  )
}
