import { IconList } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/words.ts'
import { viewsQuery } from '../list/views.ts'
import { useMe } from '../session/session.ts'
import { type PageEntry, pages } from './pages.ts'
import { usePins } from './pins.ts'
import classes from './SideBar.module.css'
import { shell } from './shell.words.ts'

type Shown = { pin: string; page: PageEntry } | { pin: string; title: string }

/** Pages and saved lists among the favourites. One that is gone, or that a role does not open, is left out. */
export function Pinned() {
  const say = useWords(shell)
  const me = useMe()
  const { pins = [] } = usePins()
  const lists = pins.filter((pin) => !pin.startsWith('/'))
  const { data } = useQuery({ ...viewsQuery, enabled: lists.length > 0 && me.can('customers.see') })
  const shown = pins.flatMap((pin): Shown[] => {
    const page = pages.find(({ to, needs }) => to === pin && (!needs || me.can(needs)))
    const title = data?.items.find(({ view_id }) => view_id === pin)?.title
    return page ? [{ pin, page }] : title === undefined ? [] : [{ pin, title }]
  })
  if (shown.length === 0) return null
  return (
    <ul className={classes.list} aria-label={say('pinned')}>
      {shown.map((one) => (
        <li key={one.pin}>
          {'page' in one ? (
            <Link to={one.page.to} className={classes.link}>
              <one.page.icon size={18} stroke={1.6} aria-hidden="true" />
              <span className={classes.label}>{say(one.page.word)}</span>
            </Link>
          ) : (
            <Link to="/customers" search={{ v: one.pin }} className={classes.link}>
              <IconList size={18} stroke={1.6} aria-hidden="true" />
              <span className={classes.label}>{one.title}</span>
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
