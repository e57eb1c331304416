import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { useTitle } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import { mailboxWords } from './mailbox.words.ts'

/** Says why before anything is asked for; the server refuses besides. */
export function AdminsOnly({ children }: { children: ReactNode }) {
  const { role, can } = useMe()
  return can('mailbox.read') ? children : <NotForRole role={role} />
}

function NotForRole({ role }: { role: string }) {
  const say = useWords(mailboxWords)
  const roleName = useRoleName()
  useTitle(say('title'))
  return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text', { role: roleName(role) })} />
}
