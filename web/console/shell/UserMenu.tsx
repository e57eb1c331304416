import { UnstyledButton } from '@mantine/core'
import { Suspense, useRef, useState } from 'react'
import { Face } from '../../ui/Person.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { shell } from './shell.words.ts'
import classes from './UserMenu.module.css'

const load = () => import('./UserMenuOpen.tsx')
const Open = part(load)

/** Who I am here, how it should look, and the way out: a button, and behind it a menu that loads when somebody comes near. */
export function UserMenu() {
  const say = useWords(shell)
  const me = useMe()
  const [asked, setAsked] = useState(false)
  const at = useRef<HTMLButtonElement>(null)
  const who = { kind: 'person', name: { full: me.name, short: me.name } } as const
  const near = () => void load().catch(() => undefined) // the click asks again, and says so
  const button = (
    <UnstyledButton
      ref={at}
      className={classes.me}
      aria-label={say('your_menu', { name: me.name })}
      aria-haspopup="menu"
      onPointerEnter={near}
      onFocus={near}
      onClick={asked ? undefined : () => setAsked(true)}
    >
      <Face who={who} size={30} />
    </UnstyledButton>
  )
  return asked ? (
    <Suspense fallback={button}>
      <Open target={button} onDrawn={() => at.current?.focus()} />
    </Suspense>
  ) : (
    button
  )
}
