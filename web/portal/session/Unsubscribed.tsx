import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/words.ts'
import { Porch } from '../shell/Porch.tsx'
import { portal } from '../shell/portal.words.ts'

/** After an unsubscribe link has done its work: it says so, and that it is already in force. */
export default function Unsubscribed() {
  const say = useWords(portal)
  return (
    <Porch title={say('unsubscribed')} lead={say('unsubscribed_text')}>
      <p className="quiet">{say('unsubscribed_more')}</p>
      <Button component={Link} to="/my/allow" variant="default" size="md">
        {say('to_choices')}
      </Button>
    </Porch>
  )
}
