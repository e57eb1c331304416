import { type Condition, type Group, isGroup, type Part, type Rule } from '../../../src/office/audiences/rule.ts'
import { useWords } from '../../ui/words.ts'
import { useHappenedWords } from './happenedWords.ts'
import { useKnownWords } from './knownWords.ts'
import { ruleWords } from './rule.words.ts'

/** A rule as a sentence's parts: what all have in common, one of which, except whom. */
export function useRuleWords(): (rule: Group & Pick<Rule, 'leave_out'>) => string[] {
  const condition = useConditionWords()
  const say = useWords(ruleWords)
  const one = (part: Part): string => {
    if (!isGroup(part)) return condition(part)
    const parts = partsOf(part)
    return parts.length > 1 ? `(${say('cond_all', { list: parts.join('; ') })})` : `(${parts[0] ?? say('cond_everyone')})`
  }
  const partsOf = ({ all = [], any = [], none = [] }: Group): string[] => {
    const parts = all.map(one)
    if (any.length > 0) parts.push(say('cond_any', { list: any.map(one).join('; ') }))
    if (none.length > 0) parts.push(say('cond_none', { list: none.map(one).join('; ') }))
    return parts
  }
  return ({ leave_out = [], ...rule }) => {
    const parts = partsOf(rule)
    return [...(parts.length > 0 ? parts : [say('cond_everyone')]), ...leave_out.map((doubt) => say(`cond_leave_${doubt}`))]
  }
}

/** One condition, as one says it. */
export function useConditionWords(): (condition: Condition) => string {
  const happened = useHappenedWords()
  const known = useKnownWords()
  return (condition) => happened(condition) ?? known(condition)
}
