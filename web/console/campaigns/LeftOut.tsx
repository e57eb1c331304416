import { count } from '../../ui/formats.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import type { ReasonCount } from './queries.ts'

/** Who does not get it, by reason, the largest first. */
export function LeftOut({ reasons, all }: { reasons: readonly ReasonCount[]; all: number }) {
  const say = useWords(campaignsWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  if (reasons.length === 0) return <p className="quiet small">{say('nobody_left')}</p>
  return (
    <ul className={classes.reasons}>
      {reasons.map((each) => (
        <li key={`${each.reason} ${each.decision}`}>
          <span className={classes.reasonBar} aria-hidden="true" style={{ width: `${all > 0 ? Math.max(1, (each.count / all) * 100) : 0}%` }} />
          <span className={classes.reasonText}>
            {reason(each.reason)}
            {each.decision === 'later' ? <span className="faint"> · {say('later')}</span> : null}
          </span>
          <span className="num">{count(each.count, language)}</span>
        </li>
      ))}
    </ul>
  )
}
