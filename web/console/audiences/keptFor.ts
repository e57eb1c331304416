import { useQuery } from '@tanstack/react-query'
import { lower, pick, useLanguage } from '../../ui/words.ts'
import { purposesQuery } from '../purposes/queries.ts'

/** Purposes by name, in a row. */
export function useKeptFor(): (codes: readonly string[]) => string {
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  return (codes) => codes.map((code) => lower(pick(data?.items.find((p) => p.code === code)?.title, language)) ?? code).join(', ')
}
