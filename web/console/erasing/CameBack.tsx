import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { ApiProblem } from '../../ui/api.ts'
import { useWords } from '../../ui/words.ts'
import { cameBackWords } from './cameBack.words.ts'
import classes from './Erasing.module.css'

type Coming = 'unasked' | 'asked' | 'said'

/** Whether somebody whose address was of an erased customer came back by themselves: asked only when the server wants to know. */
export function useCameBack() {
  const [coming, setComing] = useState<Coming>('unasked')
  return {
    /** Asked and not said: nothing can be sent. */
    waits: coming === 'asked',
    /** For the body of the request. */
    body: coming === 'said' ? { came_back: true } : {},
    /** For `told` of useAct. */
    take: (error: unknown): boolean => {
      const asks = error instanceof ApiProblem && error.status === 409 && error.place === 'came_back'
      if (asks) setComing('asked')
      return asks
    },
    /** Another address is another question. */
    forget: () => setComing('unasked'),
    coming,
    say: (yes: boolean) => setComing(yes ? 'said' : 'asked'),
  }
}

export function CameBack({ of }: { of: ReturnType<typeof useCameBack> }) {
  const say = useWords(cameBackWords)
  if (of.coming === 'unasked') return null
  return (
    <div className={classes.cameBack}>
      <p role="alert">{say('asked')}</p>
      <Checkbox label={say('came_back')} checked={of.coming === 'said'} onChange={(event) => of.say(event.currentTarget.checked)} />
    </div>
  )
}
