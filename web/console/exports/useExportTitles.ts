import { useQuery } from '@tanstack/react-query'
import { purposeWords } from '../../ui/purpose.words.ts'
import { pick, useHasWord, useLanguage } from '../../ui/words.ts'
import { useOwnFieldTitle } from '../fields/index.ts'
import { allPurposesQuery } from '../purposes/queries.ts'
import { columnTitle } from './columns.ts'

/** What a column of a file is called. */
export function useExportColumn(): (column: string) => string {
  const ownTitle = useOwnFieldTitle()
  const language = useLanguage()
  return (column) => columnTitle(column, language) ?? ownTitle(column) ?? column.replace(/^x_/, '')
}

/** What a purpose is called. */
export function usePurposeTitle(): (code: string) => string {
  const { data } = useQuery(allPurposesQuery)
  const word = useHasWord(purposeWords)
  const language = useLanguage()
  return (code) => pick(data?.items.find((each) => each.code === code)?.title, language) ?? word(code) ?? code
}
