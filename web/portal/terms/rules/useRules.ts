import type { z } from 'zod'
import type { ruleSaid } from '../../../../src/keep/terms/shapes.ts'
import { endMyRule, sayMyRule } from '../../../../src/office/portal/contract.ts'
import { call } from '../../../ui/api.ts'
import { useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { isOurs } from '../sides.ts'
import { useTermsAct } from '../useTerms.ts'
import { rulesWords } from './rules.words.ts'

export type Rule = Terms['rules'][number]
export type Said = z.input<typeof ruleSaid>
type Kind = Rule['kind']
type Of<K extends Kind> = Extract<Rule, { kind: K }>

/** The rule of this kind that stands for this channel and topic, as whoever reads it said it. */
export const standing = <K extends Kind>(terms: Terms, kind: K, about: { channel?: string; topic?: string } = {}): Of<K> | undefined =>
  terms.rules.find(
    (rule): rule is Of<K> =>
      rule.kind === kind && rule.ended_at === null && rule.channel === (about.channel ?? null) && rule.topic === (about.topic ?? null) && isOurs(terms, rule),
  )

/** Says a rule, or ends one: null with the rule that stands. */
export function useRules() {
  const say = useWords(rulesWords)
  const put = useTermsAct((rule: Said) => call(sayMyRule, { body: { rule } }), say('saved'))
  const end = useTermsAct((rule: string) => call(endMyRule, { params: { rule_id: rule }, body: {} }), say('saved'))
  return { put, end, busy: put.isPending || end.isPending }
}
