import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { notice } from '../../ui/notices.tsx'
import { onRefused } from '../../ui/queries.ts'
import { useWords } from '../../ui/words.ts'
import { sessionQuery, useSession } from '../session/session.ts'
import { useRoleName } from './roles.ts'
import { shell } from './shell.words.ts'

const againMs = 3_000

/**
 * What somebody may do can change while they work. They are told so in a sentence, the page follows, and whoever was dismissed stands
 * before the sign-in instead of among pages that say no.
 */
export function useRights(): void {
  const say = useWords(shell)
  const roleName = useRoleName()
  const client = useQueryClient()
  const navigate = useNavigate()
  const router = useRouter()
  const { staff } = useSession()
  const held = staff && JSON.stringify([staff.id, staff.seen_by?.id])
  const may = staff && JSON.stringify([staff.role, staff.abilities, staff.scope, staff.units])
  const before = useRef({ held, may })

  useEffect(() => {
    const last = before.current
    before.current = { held, may }
    if (!held) return void navigate({ to: '/sign-in', search: { to: router.state.location.href, ended: true } })
    if (last.held !== held || last.may === may || !staff) return
    notice(say('rights_changed', { role: roleName(staff.role) }))
    void client.invalidateQueries({ predicate: ({ queryKey: [first] }) => first !== 'session' })
  }, [held, may])

  useEffect(() => {
    let asked = Number.NEGATIVE_INFINITY
    return onRefused(() => {
      if (performance.now() - asked < againMs) return
      asked = performance.now()
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true })
    })
  }, [client])
}
