import { aboutFacts, type Condition } from '../../../../src/office/audiences/rule.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { useOwnField } from '../../fields/index.ts'
import { firstOperator, firstValue } from '../../filters/conditions.ts'
import { factColumn } from '../facts.ts'
import { useKeptFor } from '../keptFor.ts'
import type { AudienceConditions } from '../queries.ts'
import { ruleWords } from '../rule.words.ts'
import { buildWords } from './build.words.ts'
import { kindsOf } from './kinds.ts'
import { columnOf, useOffered } from './offered.ts'

type Item = { value: string; label: string; disabled?: boolean }
export type Choices = { group: string; items: Item[] }[]

/** Every condition there is, in groups; what is kept for other purposes cannot be chosen, and says so. */
export function useChoices(): Choices {
  const say = useWords(buildWords)
  const fact = useCodeWords(ruleWords)
  const language = useLanguage()
  const keptFor = useKeptFor()
  const offered = useOffered()
  const item = (value: string, title: string, { kept, kept_for }: { kept: boolean; kept_for: string[] }): Item => ({
    value,
    label: kept ? title : say('kept_elsewhere', { title, purposes: keptFor(kept_for) }),
    disabled: !kept,
  })
  const kinds = (offered?.kinds ?? []).map((each) => item(`kind ${each.kind}`, pick(each.title, language) ?? each.kind, each))
  const fields = (offered?.fields ?? []).map((each) => item(`field ${each.column}`, pick(each.title, language) ?? each.column, each))
  return [
    { group: say('group_bought'), items: (['bought', 'spent', 'last'] as const).map((value) => ({ value, label: say(`t_${value}`) })) },
    { group: say('group_happened'), items: [{ value: 'sequence', label: say('t_sequence') }, ...kinds] },
    {
      group: say('group_computed'),
      items: (['class', 'reach', 'trait', 'audience', 'list'] as const).map((value) => ({ value, label: say(`t_${value}`) })),
    },
    { group: say('group_known'), items: aboutFacts.map((each) => ({ value: `fact ${each}`, label: fact(`about_${each}`) })) },
    { group: say('group_own'), items: fields },
  ].filter(({ items }) => items.length > 0)
}

const first: Readonly<Record<string, (currency: string) => Condition>> = {
  bought: () => ({ bought: { at_least: 1, within_days: 365 } }),
  spent: (currency) => ({ spent: { currency, within_days: 365 } }),
  last: () => ({ last_purchase: { within_days: 90 } }),
  sequence: () => ({
    sequence: [
      { bought: {}, within_days: 365 },
      { not: { bought: {} }, within_days: 30 },
    ],
  }),
  class: () => ({ value_class: ['first'] }),
  reach: () => ({ reach: { purpose: 'marketing', channel: 'email', topic: null } }),
  trait: () => ({ trait: { trait: '', is: 'one_of', value: [] } }),
  audience: () => ({ audience: '' }),
  list: () => ({ list: '' }),
}

/** What is asked first of what was chosen. */
export function beginning(chosen: string, offered: AudienceConditions | undefined, currency: string): Condition | undefined {
  const made = first[chosen]?.(currency)
  if (made) return made
  const [word, code = ''] = chosen.split(' ')
  if (word === 'kind') return { event: { kind: code, at_least: 1, within_days: 90 } }
  const fact = aboutFacts.find((each) => each === code)
  const field = offered?.fields.find(({ column }) => column === code)
  const column = word === 'fact' ? fact && factColumn(fact) : field && columnOf(field)
  const is = column && firstOperator(column)
  if (!column || !is) return undefined
  const value = firstValue(column, is)
  const said = { is, ...(value === undefined ? {} : { value }) }
  return word === 'fact' && fact ? { about: { fact, ...said } } : { own: { field: code, ...said } }
}

/** What a condition is called in a row of its own. */
export function useConditionTitle(): (condition: Condition) => string {
  const say = useWords(buildWords)
  const fact = useCodeWords(ruleWords)
  const language = useLanguage()
  const own = useOwnField()
  const offered = useOffered()
  return (condition) => {
    if ('own' in condition) return pick(own(condition.own.field)?.title, language) ?? condition.own.field
    if ('event' in condition) return pick(offered?.kinds.find(({ kind }) => kind === condition.event.kind)?.title, language) ?? condition.event.kind
    if ('about' in condition) return fact(`about_${condition.about.fact}`)
    return say(`t_${kindsOf(condition)}`)
  }
}
