import type { Condition } from '../../../src/office/audiences/rule.ts'
import { useClassName } from '../../ui/ClassMark.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { codeName, money } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { type OwnField, useOwnField } from '../fields/index.ts'
import { useConditionWords as useAskedWords } from '../filters/inWords.ts'
import type { ListColumn } from '../list/queries.ts'
import { useOffered } from './building/offered.ts'
import { factColumn } from './facts.ts'
import { useAudienceTitle } from './queries.ts'
import { ruleWords } from './rule.words.ts'

/** What a condition says of what is known, allowed and computed. */
export function useKnownWords(): (condition: Condition) => string {
  const say = useWords(ruleWords)
  const className = useClassName()
  const language = useLanguage()
  const value = useValueWords()
  const reach = useReachWords()
  const audience = useAudienceTitle()
  const trait = useTraitWords()
  const lists = useOffered()?.lists ?? []
  return (condition) => {
    if ('value_class' in condition) return say('cond_class', { classes: condition.value_class.map((each) => lower(className(each))).join(', ') })
    if ('reach' in condition) return reach(condition.reach)
    if ('role' in condition) return say('cond_role', { roles: condition.role.join(', ') })
    if ('language' in condition) return say('cond_language', { languages: condition.language.map((code) => codeName(code, 'language', language)).join(', ') })
    if ('trait' in condition) return trait(condition.trait)
    if ('audience' in condition) {
      const title = audience(condition.audience)
      return title === undefined ? say('cond_audience_gone') : say('cond_audience', { title })
    }
    if ('list' in condition) {
      const title = lists.find(({ list }) => list === condition.list)?.title
      return title === undefined ? say('cond_list_gone') : say('cond_list', { title })
    }
    return value(condition)
  }
}

function useTraitWords(): (trait: Extract<Condition, { trait: unknown }>['trait']) => string {
  const say = useWords(ruleWords)
  const word = useCodeWords(ruleWords)
  const language = useLanguage()
  const offered = useOffered()
  return ({ trait: code, is, value = [] }) => {
    const of = offered?.traits.find((each) => each.trait === code)
    const shown = (one: string | number) => {
      if (typeof one === 'string') return one
      if (of?.type === 'money' && of.currency !== null) return money({ minor: one, currency: of.currency }, language)
      return of?.type === 'days' ? say('trait_days', { count: one }) : numbers(language, { maximumFractionDigits: 6 }).format(one)
    }
    const values = [value].flat().map(shown)
    const [low = '', high = ''] = values
    const said = is === 'between' ? { list: low, high } : { list: values.join(', '), high }
    return say('cond_trait', { trait: pick(of?.title, language) ?? code, said: word(`trait_${is}`, said) })
  }
}

function useReachWords(): (reach: Extract<Condition, { reach: unknown }>['reach']) => string {
  const say = useWords(ruleWords)
  const purpose = useCodeWords(purposeWords)
  const channel = useCodeWords(channelWords)
  return ({ purpose: use, channel: by, topic }) => {
    const said = { purpose: lower(purpose(use)), channel: lower(channel(by)) }
    return topic === null ? say('cond_reach', said) : say('cond_reach_topic', { ...said, topic })
  }
}

/** Of what lists know how to ask: fields of the company's own, and what is known of everybody. */
function useValueWords(): (condition: Condition) => string {
  const say = useWords(ruleWords)
  const word = useCodeWords(ruleWords)
  const language = useLanguage()
  const field = useOwnField()
  const asked = useAskedWords()
  return (condition) => {
    if ('about' in condition) {
      const { fact, is, value } = condition.about
      return `${word(`about_${fact}`)}: ${asked({ column: fact, is, ...(value === undefined ? {} : { value }) }, new Map([[fact, factColumn(fact)]])).said}`
    }
    if (!('own' in condition)) return ''
    const { field: code, is, value } = condition.own
    const own = field(code)
    const title = own && !own.retired ? (pick(own.title, language) ?? own.code) : say('cond_gone', { title: pick(own?.title, language) ?? code })
    const said = { column: code, is, ...(value === undefined ? {} : { value }) }
    return `${title}: ${asked(said, own ? new Map([[own.code, columnOfOwn(own)]]) : new Map()).said}`
  }
}

const columnOfOwn = ({ code, title, type, codes, currency }: OwnField): ListColumn => ({
  column: code,
  title,
  type,
  codes,
  ...(currency && { one_currency: currency }),
  filter: [],
  sort: false,
  sum: false,
})
