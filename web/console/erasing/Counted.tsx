import { count } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Erasing.module.css'
import { erasingWords } from './erasing.words.ts'
import type { Erasure } from './queries.ts'

type CountedProps = Pick<Erasure, 'gone' | 'stays'>

/** What goes, or went, each with how many records. */
export function Goes({ gone }: Pick<CountedProps, 'gone'>) {
  const say = useWords(erasingWords)
  const language = useLanguage()
  if (gone.length === 0) return <p className="quiet small">{say('nothing')}</p>
  return (
    <ul className={classes.counts}>
      {gone.map((each) => (
        <li key={each.part}>
          <span>{say(`part_${each.part}`)}</span>
          <span className={classes.count}>{count(each.count, language)}</span>
        </li>
      ))}
    </ul>
  )
}

/** What stays, each with how many there are and why. */
export function Stays({ stays }: Pick<CountedProps, 'stays'>) {
  const say = useWords(erasingWords)
  const language = useLanguage()
  return (
    <ul className={classes.counts}>
      {stays.map((each) => (
        <li key={each.what}>
          <span>{say(`stay_${each.what}`)}</span>
          <span className={classes.count}>{count(each.count, language)}</span>
        </li>
      ))}
      <li>
        <span>{say('stay_figures')}</span>
      </li>
    </ul>
  )
}
