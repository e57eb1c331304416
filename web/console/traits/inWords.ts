import { useQuery } from '@tanstack/react-query'
import { money } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { kindsQuery } from '../purposes/queries.ts'
import { figures, needsWhat } from './draft.ts'
import type { TraitDefinition } from './queries.ts'
import { traitsWords } from './traits.words.ts'

/** What a definition counts, in a few words one after another. */
export function useDefinitionWords(): (definition: TraitDefinition) => string {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const { data } = useQuery(kindsQuery)
  return ({ of, take, what, currency, within_days }) => {
    const kind = 'event' in of ? data?.items.find(({ code }) => code === of.event.kind) : undefined
    const source = 'event' in of ? (pick(kind?.title, language) ?? of.event.kind) : say('of_bought')
    const goods = 'bought' in of ? [...(of.bought.category ?? []), ...(of.bought.sku ?? [])] : []
    const narrowed = 'event' in of ? (of.event.where ?? []).flatMap(({ one_of }) => one_of) : goods
    const named = what === undefined || !needsWhat(take) ? undefined : nameOf(what)
    function nameOf(code: string): string {
      if (code === 'amount' || code === 'sku' || code === 'category' || code === 'channel') return say(`what_${code}`)
      return pick(kind?.attributes[code]?.title, language) ?? code
    }
    const parts = [
      named === undefined || (figures.has(take) && what === 'amount') ? say(`take_${take}`) : `${say(`take_${take}`)}: ${named}`,
      source,
      ...(narrowed.length > 0 ? [narrowed.join(', ')] : []),
      ...(currency ? [currency] : []),
      ...(within_days === undefined ? [] : [say('in_days', { count: within_days })]),
    ]
    return parts.join(' · ')
  }
}

/** One value of a trait by its type, in the language of the page. */
export function useValueWords(): (value: number, type: 'number' | 'money' | 'code' | 'days', currency: string | undefined) => string {
  const say = useWords(traitsWords)
  const language = useLanguage()
  return (value, type, currency) => {
    if (type === 'money' && currency !== undefined) return money({ minor: Math.round(value), currency }, language)
    if (type === 'days') return say('days', { count: value })
    return numbers(language, { maximumFractionDigits: 2 }).format(value)
  }
}
