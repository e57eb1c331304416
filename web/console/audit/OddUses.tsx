import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import classes from './Audit.module.css'
import { auditWords } from './audit.words.ts'
import { oddQuery } from './queries.ts'

/** Who stands out; nothing when nobody does. */
export function OddUses() {
  const say = useWords(auditWords)
  const { data } = useQuery(oddQuery)
  if (!data || (data.people.length === 0 && data.strangers === 0)) return null
  return (
    <section className={classes.odd} aria-label={say('odd', { days: data.days })}>
      <h2 className={classes.when}>{say('odd', { days: data.days })}</h2>
      <ul>
        {data.people.map(({ who, failed, refused, budget_ended }) => (
          <li key={who.id}>
            <strong>{who.name ?? say('program')}</strong>{' '}
            {[
              failed > 0 && say('odd_failed', { count: failed }),
              refused > 0 && say('odd_refused', { count: refused }),
              budget_ended > 0 && say('odd_budget', { count: budget_ended }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
        {data.strangers > 0 ? <li>{say('odd_strangers', { count: data.strangers })}</li> : null}
      </ul>
    </section>
  )
}
