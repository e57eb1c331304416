import { useWords } from '../../../ui/words.ts'
import { child } from '../../acting.ts'
import type { Terms } from '../../page/queries.ts'
import { Part } from '../../shell/Leaf.tsx'
import { isOurs } from '../sides.ts'
import classes from '../Terms.module.css'
import { rulesWords } from './rules.words.ts'
import { useRuleTold } from './useRuleTold.ts'

/** Of a child: the rules that the other side said, which hold beside these. */
export function OtherRules({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  const told = useRuleTold()
  const others = terms.rules.filter((rule) => rule.ended_at === null && !isOurs(terms, rule))
  if (others.length === 0) return null
  return (
    <Part title={say(child === undefined ? 'guardian_rules' : 'child_rules')} lead={say('other_rules_lead')}>
      <ul className={classes.list}>
        {others.map((rule) => (
          <li key={rule.id}>{told(rule)}</li>
        ))}
      </ul>
    </Part>
  )
}
