import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Offline.module.css'

/** A quiet line while the browser has no connection. */
export function Offline() {
  const say = useWords(ui)
  const online = useSyncExternalStore(
    (tell) => onlineManager.subscribe(tell),
    () => onlineManager.isOnline(),
  )
  return (
    <div role="status" className={online ? undefined : classes.line}>
      {online ? null : say('offline')}
    </div>
  )
}
