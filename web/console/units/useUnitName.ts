import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { pick, useLanguage } from '../../ui/words.ts'
import { unitsQuery } from './queries.ts'

/** What a unit is called; a code that none has stays a code. */
export function useUnitName(enabled = true): (code: string) => string {
  const language = useLanguage()
  const { data } = useQuery({ ...unitsQuery, enabled })
  return useCallback((code) => pick(data?.items.find((unit) => unit.code === code)?.title, language) ?? code, [data, language])
}
