import { Button } from '@mantine/core'
import { IconWifi, IconWifiOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useSaidIn } from '../../ui/useSaidIn.ts'
import { useWords } from '../../ui/words.ts'
import { type QueueState, tryAgain } from './queue.ts'
import classes from './Till.module.css'
import { tillWords } from './till.words.ts'

/** Whether there is a connection, and what waits on this device. */
export function LineState({ reached, queue }: { reached: boolean; queue: QueueState }) {
  const say = useWords(tillWords)
  const saidIn = useSaidIn()
  const { waiting, signedOut, refused, cannotKeep } = queue
  return (
    <div className={classes.line}>
      <p role="status" className={reached ? classes.there : classes.gone}>
        {reached ? <IconWifi size={16} stroke={1.6} aria-hidden="true" /> : <IconWifiOff size={16} stroke={1.6} aria-hidden="true" />}
        <span>{say(reached ? 'line_there' : 'line_gone')}</span>
        {waiting > 0 && !signedOut && refused === null ? <span>{say('waiting', { count: waiting })}</span> : null}
      </p>
      {signedOut && waiting > 0 ? (
        <p role="alert" className={classes.trouble}>
          {say('signed_out', { count: waiting })}{' '}
          <Link to="/sign-in" search={{ to: '/till' }}>
            {say('sign_in')}
          </Link>
        </p>
      ) : null}
      {refused === null ? null : (
        <p role="alert" className={classes.trouble}>
          {say('refused', { why: saidIn(refused) ?? refused })}
          <Button size="xs" variant="default" onClick={() => void tryAgain()}>
            {say('try_again')}
          </Button>
        </p>
      )}
      {cannotKeep ? (
        <p role="alert" className={classes.trouble}>
          {say('cannot_keep')}
        </p>
      ) : null}
    </div>
  )
}
