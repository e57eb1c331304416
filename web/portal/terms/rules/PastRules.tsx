import { dayOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from '../Terms.module.css'
import { Folded } from './Folded.tsx'
import { rulesWords } from './rules.words.ts'
import { useRuleTold } from './useRuleTold.ts'

/** Rules that were taken back or said anew, the newest first. */
export function PastRules({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const told = useRuleTold()
  const past = terms.rules.flatMap((rule) => (rule.ended_at === null ? [] : [{ ...rule, ended: rule.ended_at }]))
  if (past.length === 0) return null
  const day = (at: string) => dayOf(new Date(at), now, language)
  return (
    <Part title={say('past_title')}>
      <Folded title={say('past_title')}>
        <ul className={classes.list}>
          {past.map((rule) => (
            <li key={rule.id} className={classes.past}>
              {told(rule)} <span className="faint small">{say('past_from', { from: day(rule.since), to: day(rule.ended) })}</span>
            </li>
          ))}
        </ul>
      </Folded>
    </Part>
  )
}
