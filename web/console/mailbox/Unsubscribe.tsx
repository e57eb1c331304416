import { Button, Popover } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { useState } from 'react'
import { notice, trouble } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Mailbox.module.css'
import { mailboxWords } from './mailbox.words.ts'

/** What the unsubscribe button of a mail program does (RFC 8058, section 3.2): one POST, without cookies. It asks first, for it takes effect. */
export function Unsubscribe({ to }: { to: string }) {
  const say = useWords(mailboxWords)
  const [asking, setAsking] = useState(false)
  const post = useAct({
    run: () => fetch(to, { method: 'POST', credentials: 'omit', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }),
    then: ({ ok, status }) => {
      setAsking(false)
      if (ok) notice(say('unsubscribed', { status }))
      else trouble(say('unsubscribe_failed', { status }))
    },
  })
  return (
    <Popover opened={asking} onChange={setAsking} width={320} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconMailOff size={16} stroke={1.6} />} onClick={() => setAsking(!asking)}>
          {say('unsubscribe')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.ask}>
          <p>{say('unsubscribe_sure')}</p>
          <Button size="xs" color="red" loading={post.isPending} onClick={() => post.mutate(undefined)}>
            {say('unsubscribe')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
