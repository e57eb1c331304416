import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { favouritesQuery } from './favourites.ts'
import classes from './SideBar.module.css'
import { shell } from './shell.words.ts'

const Named = part(() => import('./Named.tsx'))

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
  if (marks && ids.length === 0) return <p className={classes.none}>{say('favourites_none')}</p>
  return (
    <Suspense>
      <Named ids={ids} />
    </Suspense>
  )
}
