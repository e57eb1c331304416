import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Face, Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { favouriteNamesQuery, favouritesQuery } from './favourites.ts'
import classes from './SideBar.module.css'
import { shell } from './shell.words.ts'

export function Favourites() {
  const say = useWords(shell)
  const me = useMe()
  const [open, { toggle }] = useDisclosure(false)
  if (!me.can('customers.see')) return null
  return (
    <>
      <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={toggle}>
        {say('favourites')}
        <IconChevronDown size={13} aria-hidden="true" />
      </UnstyledButton>
      {open ? <Marked /> : null}
    </>
  )
}

/** More would not be looked through in a side bar, and each name shown is written down. */
const mostNamed = 50

function Marked() {
  const say = useWords(shell)
  const { data: marks } = useQuery(favouritesQuery)
  const ids = marks?.items.slice(0, mostNamed).map(({ customer_id }) => customer_id) ?? []
  const { data } = useQuery({ ...favouriteNamesQuery(ids), enabled: ids.length > 0 })
  if (marks && ids.length === 0) return <p className={classes.none}>{say('favourites_none')}</p>
  return (
    <ul className={classes.list}>
      {(data?.items ?? []).map((who) => (
        <li key={who.id}>
          <Link to="/customers/$customerId" params={{ customerId: who.id }} className={classes.link}>
            <Face who={who} size={18} />
            <span className={classes.label}>
              <Name who={who} form="short" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
