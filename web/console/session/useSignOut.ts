import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../../../src/keep/access/contract.ts'
import { call, isAway } from '../../ui/api.ts'
import { trouble } from '../../ui/notices.tsx'
import { useWords } from '../../ui/words.ts'
import { mayLeave } from '../outbox/open.ts'
import { outboxWords } from '../outbox/outbox.words.ts'
import { clearOutbox, howManyWait } from '../outbox/store.ts'
import { forgetAll } from '../shell/recent.ts'

/**
 * Ends the session and leaves nothing of it in the page: no names, no cached answers, nothing that waits to be sent, about which it asks
 * first. Where the server is not reached nobody is signed out, and it does not look as if.
 */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useWords(outboxWords)
  const leave = async () => {
    if (howManyWait() > 0 && !(await mayLeave())) return
    try {
      await call(signOut)
    } catch (error) {
      // Any other refusal says that the session is over already.
      if (isAway(error)) return trouble(say('out_away'))
    }
    clearOutbox()
    await navigate({ to: '/sign-in', search: {} })
    forgetAll()
    client.clear()
  }
  return () => void leave()
}
