import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { recentQuery } from '../account/queries.ts'
import { useMe } from '../session/session.ts'
import { People } from './People.tsx'
import { useRecent } from './recent.ts'
import classes from './SideBar.module.css'
import { shell } from './shell.words.ts'

const Named = part(() => import('./Named.tsx'))

/** The cards I opened last: those of this tab by name, earlier ones and those of other devices when asked for, because each name is written down. */
export function Recent() {
  const say = useWords(shell)
  const me = useMe()
  const recent = useRecent()
  const [all, { open }] = useDisclosure(false)
  const { data } = useQuery({ ...recentQuery, enabled: me.can('customers.see') })
  const earlier = data?.items.map(({ customer_id }) => customer_id).filter((id) => !recent.some((who) => who.id === id)) ?? []
  if (recent.length === 0 && earlier.length === 0) return null
  if (recent.length === 0 && !all)
    return (
      <UnstyledButton className={classes.toggle} aria-expanded={false} onClick={open}>
        {say('recent')}
        <IconChevronDown size={13} aria-hidden="true" />
      </UnstyledButton>
    )
  return (
    <>
      <p className={classes.heading}>{say('recent')}</p>
      <People who={recent.slice(0, 5)} />
      {all ? (
        <Suspense>
          <Named ids={earlier} />
        </Suspense>
      ) : null}
      {!all && earlier.length > 0 ? (
        <UnstyledButton className={classes.toggle} onClick={open}>
          {say('recent_earlier')}
        </UnstyledButton>
      ) : null}
    </>
  )
}
