import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { Section } from '../../ui/Page.tsx'
import { Face } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import classes from './Budgets.module.css'
import { budgetsWords } from './budgets.words.ts'
import { Meter } from './Meter.tsx'
import { type ColleagueBudget, colleaguesQuery } from './queries.ts'

/** What each has opened; who came to the end of it stands out. */
export function Colleagues() {
  const say = useWords(budgetsWords)
  const pages = useInfiniteQuery(colleaguesQuery)
  const { data, error, isPending, refetch } = pages
  const people = data?.pages.flatMap(({ items }) => items)
  return (
    <Section title={say('colleagues')} lead={say('colleagues_lead')}>
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {people ? (
        <ul className={classes.list}>
          {people.map((one) => (
            <One key={one.staff.id} of={one} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Section>
  )
}

function One({ of }: { of: ColleagueBudget }) {
  const say = useWords(budgetsWords)
  const roleName = useRoleName()
  const { name } = of.staff
  return (
    <li className={classes.row}>
      <Face who={{ kind: 'person', name: { full: name, short: name } }} size={32} />
      <div className={classes.text}>
        <p className={classes.name}>
          {name}
          {of.ended > 0 ? <Mark tone="bad">{say('ended', { count: of.ended })}</Mark> : null}
        </p>
        <p className="quiet small">{roleName(of.staff.role)}</p>
      </div>
      <div className={classes.meter}>
        <p className="small">{say('opened_short', { hour: of.hour, limit: of.limit, day: of.day })}</p>
        <Meter of={of} label={say('meter_of', { name })} />
      </div>
    </li>
  )
}
