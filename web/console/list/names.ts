import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { classWords } from '../../ui/class.words.ts'
import { codeName } from '../../ui/formats.ts'
import { pick, useCodeWords, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { colleaguesQuery } from '../work/index.ts'
import { columnsWords } from './columns.words.ts'
import type { ListColumn } from './queries.ts'
import { tagsQuery } from './tags.ts'

/** What a column is called; one that is gone says that it is. */
export function useColumnTitle(): (column: string, known: ListColumn | undefined) => string {
  const say = useWords(columnsWords)
  const word = useHasWord(columnsWords)
  const language = useLanguage()
  return useCallback(
    (column, known) => pick(known?.title, language) ?? (known ? (word(column) ?? column) : say('gone', { code: column.replace(/^x_/, '') })),
    [say, word, language],
  )
}

/** What a code, a tag, a unit or a colleague in a column is called. */
export function useValueName(): (column: Pick<ListColumn, 'column' | 'type'>, code: string) => string {
  const say = useWords(columnsWords)
  const word = useHasWord(columnsWords)
  const channel = useCodeWords(channelWords)
  const valueClass = useHasWord(classWords)
  const language = useLanguage()
  const { data: colleagues } = useQuery(colleaguesQuery)
  const { data: tags } = useQuery(tagsQuery)
  const unit = useUnitName()
  return useCallback(
    ({ column, type }, code) => {
      if (type === 'staff') return colleagues ? (colleagues.items.find(({ id }) => id === code)?.name ?? say('gone_staff')) : '…'
      if (type === 'tags') return tags ? (tags.items.find(({ id }) => id === code)?.title ?? say('gone_tag')) : '…'
      if (type === 'units') return unit(code)
      if (column === 'language') return codeName(code, 'language', language)
      if (column === 'country') return codeName(code, 'region', language)
      if (column === 'last_channel') return channel(code)
      if (column === 'value_class') return valueClass(code) ?? code
      return word(`${column}_${code}`) ?? code
    },
    [say, word, channel, valueClass, language, colleagues, tags, unit],
  )
}
