import { useSyncExternalStore } from 'react'
import { isReached, onReach } from '../../ui/reach.ts'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Offline.module.css'

/** A quiet line while the server is not reached. */
export function Offline() {
  const say = useWords(ui)
  const online = useSyncExternalStore(onReach, isReached)
  return (
    <div role="status" className={online ? undefined : classes.line}>
      {online ? null : say('offline')}
    </div>
  )
}
