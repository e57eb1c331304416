import { IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Desk.module.css'
import { deskWords } from './desk.words.ts'

const tabs = [
  { to: '/desk', word: 'tab_today' },
  { to: '/desk/refusals', word: 'tab_refusals' },
  { to: '/desk/touched', word: 'tab_touched' },
  { to: '/desk/register', word: 'tab_register' },
] as const

type DeskFrameProps = { title: string; lead: string; actions?: ReactNode; children: ReactNode }

/** One page of the desk, with the way to the others; for whoever may sit at it. */
export function DeskFrame({ children, ...page }: DeskFrameProps) {
  const say = useWords(deskWords)
  const { can } = useMe()
  if (!can('desk.see')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  const ways = (
    <nav aria-label={say('places')} className={classes.tabs}>
      {tabs.map(({ to, word }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} className={classes.tab}>
          {say(word)}
        </Link>
      ))}
    </nav>
  )
  return (
    <Page {...page} toolbar={ways}>
      {children}
    </Page>
  )
}
