import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Condition, FilterValue } from '../../../src/office/lists/shapes.ts'
import { count, dayOf, money, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { dayOfYear } from '../list/CellValue.tsx'
import { useColumnTitle, useValueName } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { aboutQuery } from '../session/session.ts'
import { inputOf } from './conditions.ts'
import { filtersWords } from './filters.words.ts'

/** A condition as one says it: the column, and what of it. */
export function useConditionWords(): (condition: Condition, known: ReadonlyMap<string, ListColumn>) => { title: string; said: string } {
  const say = useWords(filtersWords)
  const word = useCodeWords(filtersWords)
  const titleOf = useColumnTitle()
  const nameOf = useValueName()
  const language = useLanguage()
  const now = useNow()
  const { data: about } = useQuery(aboutQuery)
  return useCallback(
    (condition, known) => {
      const column = known.get(condition.column)
      const title = titleOf(condition.column, column)
      const { is, value } = condition
      const operator = word(`op_${is}`)
      if (!column) return { title, said: operator }
      const one = (said: FilterValue): string => {
        if (typeof said === 'number')
          return column.type === 'money' ? money({ minor: said, currency: column.one_currency ?? about?.currency ?? 'RUB' }, language) : count(said, language)
        if (typeof said === 'object' && 'minor' in said) return money(said, language)
        if (typeof said !== 'string') return String(said)
        if (said === 'me' && column.type === 'staff') return lower(say('me'))
        if (column.type === 'day') return dayOfYear(said, language)
        if (column.type === 'time') return dayOf(said.length > 10 ? new Date(said) : plainDay(said), now, language)
        return nameOf(column, said)
      }
      const input = inputOf(column, is)
      if (input === 'none') return { title, said: operator }
      if (value === undefined || (Array.isArray(value) && value.length === 0)) return { title, said: `${operator.replace('…', '')} ${say('incomplete')}` }
      if (input === 'days' && typeof value === 'number') return { title, said: word(`said_${is}`, { count: value }) }
      if (Array.isArray(value)) {
        const [first, second] = value
        if (is === 'between' && first !== undefined && second !== undefined) return { title, said: say('said_between', { from: one(first), to: one(second) }) }
        const names = value.map(one)
        const [head = ''] = names
        const listed = names.length > 2 ? say('and_more', { first: head, count: names.length - 1 }) : names.join(` ${say(is === 'has_all' ? 'and' : 'or')} `)
        return { title, said: `${operator} ${listed}` }
      }
      return { title, said: `${operator} ${one(value)}` }
    },
    [say, word, titleOf, nameOf, language, now, about],
  )
}
