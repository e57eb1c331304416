import { notice } from '../../ui/notices.tsx'
import { client } from '../../ui/queries.ts'
import { useWords } from '../../ui/words.ts'
import { type Card, cardQuery } from '../card/queries.ts'
import type { Edit } from './edits.ts'
import { outboxWords } from './outbox.words.ts'
import { withWaiting } from './overlay.ts'
import { followOn, orLater, useWaitingOf } from './store.ts'

/** Keeps deeds for later where the server is not reached, and says so. */
export function useKeep() {
  const say = useWords(outboxWords)
  const kept = (): true => {
    notice(say('kept'))
    return true
  }
  return {
    /** True when the same thing waits already: this waits behind it instead of overtaking it. */
    behind: (edit: Edit): boolean => followOn(edit) && kept(),
    /** After a failure: true when it waits now; any other trouble is thrown on. */
    orLater: (error: unknown, edit: Edit): true => orLater(error, edit) && kept(),
  }
}

/** Whom an edit is about, as their card said it. */
export const nameOf = (customer: string): string => client.getQueryData(cardQuery(customer).queryKey)?.name?.full ?? ''

/** The card with what was done to it without a connection. */
export const useAsWaiting = (card: Card): Card => withWaiting(card, useWaitingOf(card.id))
