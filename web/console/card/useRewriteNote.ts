import { useQueryClient } from '@tanstack/react-query'
import { changeNote } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import type { Moment } from './queries.ts'

type Rewriting = { of: Moment; text: string | null; mentions?: string[]; said: 'note_changed' | 'note_deleted' | 'back' }

/** Writes a note of one's own anew or takes it away, says so, and has it as it was within ten seconds. */
export function useRewriteNote(customerId: string) {
  const say = useWords(cardWords)
  const client = useQueryClient()
  const rewrite = useAct({
    run: ({ of, text, mentions = [] }: Rewriting) => call(changeNote, { params: { customer_id: customerId, note_id: of.id }, body: { text, mentions } }),
    then: (_done, { of, said }) => {
      void client.invalidateQueries({ queryKey: ['timeline', customerId] })
      if (said !== 'back') notice(say(said), { label: say('undo'), run: () => rewrite.mutate({ of, text: of.text, said: 'back' }) })
    },
  })
  return rewrite
}
