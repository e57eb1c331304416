import { useQueryClient } from '@tanstack/react-query'
import { dismissDuplicate, restoreDuplicate } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { duplicatesWords } from './duplicates.words.ts'
import type { Duplicate } from './queries.ts'

/** Says that two are not the same, with a moment to take it back. */
export function useDismiss() {
  const say = useWords(duplicatesWords)
  const client = useQueryClient()
  const again = () => void client.invalidateQueries({ queryKey: ['duplicates'] })
  const restore = useAct({
    run: (pair: Duplicate) => call(restoreDuplicate, { params: { duplicate_id: pair.id }, body: {} }),
    then: again,
  })
  return useAct({
    run: (pair: Duplicate) => call(dismissDuplicate, { params: { duplicate_id: pair.id }, body: {} }),
    then: (_done, pair) => {
      again()
      notice(say('dismissed'), { label: say('undo'), run: () => restore.mutate(pair) })
    },
  })
}
