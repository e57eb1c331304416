import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { Invitations } from './Invitations.tsx'
import { Keys } from './Keys.tsx'
import { People } from './People.tsx'
import { staffWords } from './staff.words.ts'

/** Who may come in, and which programs may record. */
export default function StaffPage() {
  const say = useWords(staffWords)
  return (
    <Page title={say('title')} lead={say('lead')}>
      <People />
      <Invitations />
      <Keys />
    </Page>
  )
}
