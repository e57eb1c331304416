import { ActionIcon } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { Tip } from '../../ui/Tip.tsx'
import { useWords } from '../../ui/words.ts'
import { viewsQuery } from '../list/views.ts'
import { pages } from './pages.ts'
import { usePins } from './pins.ts'
import classes from './Shell.module.css'
import { shell } from './shell.words.ts'

/** A star for the page or the saved list one is on. Customers have a star of their own on the card. */
export function PinHere() {
  const say = useWords(shell)
  const { pins, toggle } = usePins()
  const { path, view } = useRouterState({
    select: ({ location: { pathname, search } }) => ({ path: pathname, view: pathname === '/customers' ? search.v : undefined }),
    structuralSharing: true,
  })
  const { data } = useQuery({ ...viewsQuery, enabled: view !== undefined })
  const page = pages.find(({ to }) => to === path)
  const list = data?.items.find(({ view_id }) => view_id === view)
  const here = list ? { pin: list.view_id, name: list.title } : page ? { pin: page.to, name: say(page.word) } : undefined
  if (!here || !pins) return null
  const marked = pins.includes(here.pin)
  const label = say(marked ? 'unpin' : 'pin', { name: here.name })
  return (
    <Tip label={label}>
      <ActionIcon className={classes.keysButton} aria-label={label} aria-pressed={marked} onClick={() => toggle(here.pin)}>
        {marked ? <IconStarFilled size={17} /> : <IconStar size={18} stroke={1.6} />}
      </ActionIcon>
    </Tip>
  )
}
