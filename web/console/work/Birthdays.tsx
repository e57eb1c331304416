import { IconCake } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { days } from '../../ui/formatters.ts'
import { Section } from '../../ui/Page.tsx'
import { Face, Name } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Day } from './queries.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** Whose birthday it is within the week, of those I am responsible for: the day and the month, never the year. */
export function Birthdays({ list }: { list: Day['birthdays'] }) {
  const say = useWords(work)
  const language = useLanguage()
  if (list.length === 0) return null
  const written = ({ month, day }: { month: number; day: number }) =>
    days(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2000, month - 1, day)))
  return (
    <Section title={say('birthdays')}>
      <ul className={classes.list}>
        {list.map((each) => (
          <li key={each.about.id} className={classes.row}>
            <Face who={each.about} size={26} />
            <div className={classes.what}>
              <Link to="/customers/$customerId" params={{ customerId: each.about.id }}>
                <Name who={each.about} />
              </Link>
            </div>
            <span className={classes.due} data-state={each.in_days === 0 ? 'soon' : undefined}>
              <IconCake size={14} stroke={1.6} aria-hidden="true" /> {each.in_days === 0 ? say('today') : each.in_days === 1 ? say('tomorrow') : written(each)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
