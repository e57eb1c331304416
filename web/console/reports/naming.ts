import { useCallback } from 'react'
import type { Breakdown, Measure } from '../../../src/office/reports/shapes.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { classWords } from '../../ui/class.words.ts'
import { codeName } from '../../ui/formats.ts'
import { pick, useCodeWords, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { columnsWords } from '../list/columns.words.ts'
import { useUnitName } from '../units/useUnitName.ts'
import type { Choices } from './queries.ts'
import { reportsWords } from './reports.words.ts'
import { type Every, pointName } from './time.ts'

type Titles = Record<string, Record<string, string>>
export const everyOf = (by: Breakdown): Every | undefined => (['day', 'week', 'month', 'quarter'] as const).find((one) => one === by)

/** What a value of a breakdown is called. */
export function useValueName(): (by: Breakdown, value: string | null, titles: Titles) => string {
  const say = useWords(reportsWords)
  const column = useHasWord(columnsWords)
  const channel = useCodeWords(channelWords)
  const valueClass = useHasWord(classWords)
  const unit = useUnitName()
  const language = useLanguage()
  return useCallback(
    (by, value, titles) => {
      if (by === 'value_class') return valueClass(value ?? 'none') ?? say('unknown')
      if (value === null || value === '') return say('unknown')
      const every = everyOf(by)
      if (every) return every === 'week' ? say('week_of', { day: pointName(value, every, language) }) : pointName(value, every, language)
      if (by === 'channel') return channel(value)
      if (by === 'language') return codeName(value, 'language', language)
      if (by === 'country') return codeName(value, 'region', language)
      if (by === 'unit') return unit(value)
      if (value === 'true' || value === 'false') return say(value === 'true' ? 'yes' : 'no')
      return pick(titles[value], language) ?? column(`${by}_${value}`) ?? value
    },
    [say, column, channel, valueClass, unit, language],
  )
}

/** What is counted, and what it is split by, as the choices and the tables call it. */
export function useNames(choices: Choices | undefined) {
  const say = useWords(reportsWords)
  const language = useLanguage()
  const kindName = (code: string) => pick(choices?.kinds.find(({ kind }) => kind === code)?.title, language) ?? code
  return {
    kindName,
    measureName: (measure: Measure): string => {
      if (typeof measure === 'string') return say(measure)
      if ('events' in measure) return kindName(measure.events)
      const number = choices?.kinds.find(({ kind }) => kind === measure.sum)?.numbers.find(({ attribute }) => attribute === measure.attribute)
      return `${kindName(measure.sum)}: ${pick(number?.title, language) ?? measure.attribute}`
    },
    byName: (by: Breakdown): string => {
      if (!isPlain(by)) return pick(choices?.fields.find(({ field }) => field === by.slice(6))?.title, language) ?? by.slice(6)
      return say(`by_${by}`)
    },
  }
}

const isPlain = (by: Breakdown): by is Exclude<Breakdown, `field:${string}`> => !by.startsWith('field:')
