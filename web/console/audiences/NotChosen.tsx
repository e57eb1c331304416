import { count } from '../../ui/formats.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import { useKeptFor } from './keptFor.ts'
import type { Unchosen } from './queries.ts'

/** Who would fit the rule and is not chosen, and which of its parts choose nobody. */
export function NotChosen({ of }: { of: Unchosen }) {
  const say = useWords(audiencesWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const keptFor = useKeptFor()
  if (of.not_chosen.length + of.closed.length === 0) return null
  return (
    <ul className={classes.notChosen}>
      {of.not_chosen.map((each) => (
        <li key={each.reason}>
          {say('unchosen', { count: each.count, shown: count(each.count, language) })}
          <span className="quiet"> · {reason(each.reason)}</span>
        </li>
      ))}
      {of.closed.map((each) => (
        <li key={each.place}>{say('closed_shape', { title: pick(each.title, language) ?? each.code, purposes: keptFor(each.kept_for) })}</li>
      ))}
    </ul>
  )
}
