import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { count } from '../../ui/formats.ts'
import { trouble } from '../../ui/notices.tsx'
import { useExplain } from '../../ui/useExplain.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { chunksOf, type Part } from '../list/parts.ts'
import { chunkSize, rowsQuery } from '../list/queries.ts'
import { gridWords } from './grid.words.ts'
import { choose, everybody, nobody, type Selection } from './selection.ts'

/** A longer range is a filter's work: its rows would have to be opened one by one. */
const longestRange = 300

type Chosen = { selection: Selection; chooseRows(from: number, to: number, chosen: boolean): void; all(): void; clear(): void }

/** Who is chosen in a list; another list begins with nobody. `list`: what tells it from others. */
export function useSelection(parts: readonly Part[], list: string): Chosen {
  const client = useQueryClient()
  const say = useWords(gridWords)
  const language = useLanguage()
  const explain = useExplain()
  const [selection, setSelection] = useState<Selection>(nobody)
  useEffect(() => setSelection(nobody), [list])
  const clear = useCallback(() => setSelection(nobody), [])
  const chooseRows = (from: number, to: number, chosen: boolean) => {
    if (to - from > longestRange) return trouble(say('range_too_long', { most: count(longestRange, language) }))
    const chunks = chunksOf(parts, { from, to })
    // Rows between that were never in view are fetched: a range means them too.
    Promise.all(chunks.map(({ part, chunk }) => client.fetchQuery(rowsQuery(part.asked, chunk)))).then(
      (pages) => {
        const ids = pages.flatMap(({ items }, i) => {
          const row = (chunks[i]?.part.start ?? 0) + (chunks[i]?.chunk ?? 0) * chunkSize
          return items.flatMap(({ id }, at) => (row + at >= from && row + at < to ? [id] : []))
        })
        setSelection((old) => choose(old, ids, chosen))
      },
      (error: unknown) => trouble(explain(error)),
    )
  }
  return { selection, chooseRows, all: () => setSelection(everybody), clear }
}
