import { IconLock } from '@tabler/icons-react'
import { Empty } from '../../ui/Empty.tsx'
import { useTitle } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import type { PageEntry } from './pages.ts'
import { useRoleName } from './roles.ts'
import { shell } from './shell.words.ts'

/** Whoever came by a link to a page that is not for their role reads that, and who can change it. */
export default function NotForRole({ page }: { page: PageEntry }) {
  const say = useWords(shell)
  const roleName = useRoleName()
  const { role } = useMe()
  useTitle(say(page.word))
  return <Empty whole icon={IconLock} title={say('page_closed', { page: say(page.word) })} text={say('not_for_role', { role: roleName(role) })} />
}
