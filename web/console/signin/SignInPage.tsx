import { IconLock } from '@tabler/icons-react'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { Providers } from './Providers.tsx'
import { Rules } from './Rules.tsx'
import { Sessions } from './Sessions.tsx'
import { signInWords } from './signin.words.ts'

/** By what the staff sign in, what is asked of them, and where they are signed in now. */
export default function SignInPage() {
  const say = useWords(signInWords)
  const { can } = useMe()
  if (!can('staff.manage')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Providers />
      <Rules />
      <Sessions />
    </Page>
  )
}
