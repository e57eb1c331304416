import { Button } from '@mantine/core'
import { Suspense, useEffect } from 'react'
import { trouble } from '../../ui/notices.tsx'
import { part } from '../../ui/part.ts'
import { isReached, onReach } from '../../ui/reach.ts'
import { useWords } from '../../ui/words.ts'
import { useSession } from '../session/session.ts'
import classes from './Outbox.module.css'
import { showWaiting, useOpened } from './open.ts'
import { outboxWords } from './outbox.words.ts'
import { flush, openOutbox, useWaiting } from './store.ts'

const load = () => import('./WaitingList.tsx')
const WaitingList = part(load)

/** Says under the head of the page that something waits to be sent, and sends it when it can. */
export function Outbox() {
  const say = useWords(outboxWords)
  const waiting = useWaiting()
  const opened = useOpened()
  useOutbox()
  const troubled = waiting.filter((one) => one.trouble !== null).length
  const rest = waiting.length - troubled
  return (
    <>
      {waiting.length > 0 ? (
        <div className={classes.line} role="status">
          <span>{[rest > 0 ? say('waits', { count: rest }) : '', troubled > 0 ? say('troubled', { count: troubled }) : ''].filter(Boolean).join(' · ')}</span>
          <Button size="compact-xs" variant="white" onClick={showWaiting}>
            {say('show')}
          </Button>
        </div>
      ) : null}
      <Suspense>{opened ? <WaitingList leave={opened.leave} /> : null}</Suspense>
    </>
  )
}

function useOutbox(): void {
  const say = useWords(outboxWords)
  const { staff } = useSession()
  const own = staff && staff.seen_by === null ? staff : undefined
  useEffect(() => {
    // Loaded now: when it is needed there is no connection to load it by.
    void load().catch(() => undefined)
    if (own) void openOutbox(own.id, own.seal).then((said) => (said === 'lost' ? trouble(say('lost')) : undefined))
  }, [own?.id, own?.seal])
  useEffect(() => onReach(() => (isReached() ? void flush() : undefined)), [])
}
