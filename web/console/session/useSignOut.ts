import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { forgetAll } from '../shell/recent.ts'

/** Ends the session and leaves nothing of it in the page: no names, no cached answers. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  return () => {
    void call(signOut)
      .catch(() => undefined)
      .then(() => navigate({ to: '/sign-in', search: {} }))
      .then(() => {
        forgetAll()
        client.clear()
      })
  }
}
