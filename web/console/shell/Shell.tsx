import { ActionIcon, Burger, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { isMac, useShortcuts } from '../../ui/keys.ts'
import { NothingNow } from '../../ui/nothingNow.ts'
import { part } from '../../ui/part.ts'
import { Tip } from '../../ui/Tip.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { useAccountInEffect } from '../account/queries.ts'
import { useLiveLink } from '../live/useLiveLink.ts'
import { Bell } from '../notices/Bell.tsx'
import { Outbox } from '../outbox/Outbox.tsx'
import { SeeingBar } from '../seeing/SeeingBar.tsx'
import { seeingWords } from '../seeing/seeing.words.ts'
import { AskAgain } from '../session/AskAgain.tsx'
import { useMe } from '../session/session.ts'
import { Offline } from './Offline.tsx'
import { Opened } from './Opened.tsx'
import { PinHere } from './PinHere.tsx'
import { pages } from './pages.ts'
import classes from './Shell.module.css'
import { SideBar } from './SideBar.tsx'
import { shell } from './shell.words.ts'
import { UserMenu } from './UserMenu.tsx'
import { useRights } from './useRights.ts'

const Palette = part(() => import('../palette/Palette.tsx'))
const NarrowMenu = part(() => import('./NarrowMenu.tsx'))
const ShortcutSheet = part(() => import('./ShortcutSheet.tsx'))

/** The frame round every page of the console: side bar, top bar, palette and shortcuts. */
export function Shell() {
  const say = useWords(shell)
  const sayUi = useWords(ui)
  const saySeeing = useWords(seeingWords)
  const navigate = useNavigate()
  const [menu, onMenu] = useDisclosure(false)
  const [palette, onPalette] = useDisclosure(false)
  const [sheet, onSheet] = useDisclosure(false)
  const paletteSeen = useOnce(palette)
  const menuSeen = useOnce(menu)
  const path = useRouterState({ select: (state) => state.location.pathname })

  useEffect(() => {
    onMenu.close()
  }, [path])
  useLiveLink()
  useRights()
  usePaletteKey(onPalette.toggle)
  const zone = useAccountInEffect()
  const me = useMe()
  const create = () => void navigate({ to: '/customers', search: { new: true } })
  useShortcuts([
    { keys: '?', run: onSheet.open },
    // A list of customers keeps its own state when somebody is added there.
    ...(path === '/customers' || path === '/leads' || !me.can('customers.add') ? [] : [{ keys: 'C', run: create }]),
    ...pages.map((page) => ({ keys: `G ${page.jump}`, run: () => void navigate({ to: page.to }) })),
  ])

  return (
    <NothingNow value={me.seenBy === null ? null : saySeeing('nothing', { name: me.name })}>
      <div className={classes.house} data-seeing={me.seenBy === null ? undefined : true}>
        <AskAgain />
        <SeeingBar />
        <div className={classes.frame}>
          <a className="skip-link" href="#content">
            {sayUi('skip')}
          </a>
          <aside className={classes.side}>
            <SideBar />
          </aside>
          <header className={classes.top}>
            <Burger className={classes.burger} size="sm" opened={menu} onClick={onMenu.toggle} aria-label={say('open_menu')} />
            <UnstyledButton className={classes.find} onClick={onPalette.open} aria-keyshortcuts="Control+K Meta+K">
              <IconSearch size={16} stroke={1.6} aria-hidden="true" />
              <span className={classes.findLong}>{say('search')}</span>
              <span className={classes.findShort}>{say('search_short')}</span>
              <kbd className={classes.key}>{isMac() ? '⌘K' : 'Ctrl K'}</kbd>
            </UnstyledButton>
            <div className={classes.right}>
              <PinHere />
              <Tip label={`${say('shortcuts')} · ?`}>
                <ActionIcon className={classes.keysButton} onClick={onSheet.open} aria-label={say('shortcuts')}>
                  <IconKeyboard size={18} stroke={1.6} />
                </ActionIcon>
              </Tip>
              <Bell />
              <UserMenu />
            </div>
          </header>
          <main id="content" className={classes.main} tabIndex={-1}>
            <Offline />
            <Outbox />
            <Suspense>
              <Opened key={zone} />
            </Suspense>
          </main>
          <Suspense>
            {palette || paletteSeen ? <Palette opened={palette} onClose={onPalette.close} onShortcuts={onSheet.open} /> : null}
            {menu || menuSeen ? <NarrowMenu opened={menu} onClose={onMenu.close} /> : null}
            {sheet ? <ShortcutSheet onClose={onSheet.close} /> : null}
          </Suspense>
        </div>
      </div>
    </NothingNow>
  )
}

/** True from the first time on: what was drawn once stays, so that it can slide out again. */
function useOnce(now: boolean): boolean {
  const [ever, setEver] = useState(now)
  useEffect(() => {
    if (now) setEver(true)
  }, [now])
  return ever
}

/** Ctrl+K or ⌘K from anywhere, in any keyboard layout, also while typing. */
function usePaletteKey(toggle: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      toggle()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [toggle])
}
