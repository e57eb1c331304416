import { ActionIcon, SegmentedControl } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Suspense, useRef, useState } from 'react'
import { setMyLanguage } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { part } from '../../ui/part.ts'
import { ui } from '../../ui/ui.words.ts'
import type { Language } from '../../ui/words.ts'
import { chooseLanguage, useLanguage, useWords } from '../../ui/words.ts'
import { sessionQuery } from '../session/session.ts'
import classes from './Shell.module.css'

/** Language, theme and the way out. The language chosen here is also the one we write in. */
export function TopMenu() {
  const sayUi = useWords(ui)
  const language = useLanguage()
  const { data: session } = useQuery(sessionQuery)
  const write = useMutation({ mutationFn: (chosen: Language) => call(setMyLanguage, { body: { language: chosen }, self: true }) })
  const turn = (chosen: Language) => {
    chooseLanguage(chosen)
    if (session?.customer) write.mutate(chosen)
  }
  return (
    <div className={classes.menu}>
      <SegmentedControl
        aria-label={sayUi('language')}
        value={language}
        onChange={turn}
        data={[
          { value: 'en', label: 'EN' },
          { value: 'ru', label: 'RU' },
        ]}
      />
      <Rest />
    </div>
  )
}

const load = () => import('./TopMenuOpen.tsx')
const Open = part(load)

/** A button, and behind it a menu that loads when somebody comes near. */
function Rest() {
  const say = useWords(ui)
  const [asked, setAsked] = useState(false)
  const at = useRef<HTMLButtonElement>(null)
  const near = () => void load().catch(() => undefined) // the click asks again, and says so
  const button = (
    <ActionIcon
      ref={at}
      size="lg"
      aria-label={say('theme')}
      aria-haspopup="menu"
      onPointerEnter={near}
      onFocus={near}
      onClick={asked ? undefined : () => setAsked(true)}
    >
      <IconSettings size={19} stroke={1.6} />
    </ActionIcon>
  )
  return asked ? (
    <Suspense fallback={button}>
      <Open target={button} onDrawn={() => at.current?.focus()} />
    </Suspense>
  ) : (
    button
  )
}
