import { ActionIcon } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useNow } from '../../ui/now.ts'
import { part } from '../../ui/part.ts'
import { Tip } from '../../ui/Tip.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './Bell.module.css'
import { bellWords } from './bell.words.ts'
import { choicesQuery, countQuery } from './queries.ts'
import { isQuietAt } from './quiet.ts'

const NoticeList = part(() => import('./NoticeList.tsx'))

/** How much there is to know, and the way to it. */
export function Bell() {
  const say = useWords(bellWords)
  const [open, on] = useDisclosure(false)
  const { data } = useQuery(countQuery)
  const now = useNow()
  const { data: wishes } = useQuery(choicesQuery)
  // In the hours they wished to be left alone nothing is counted here; the list still opens.
  const silent = wishes?.quiet ? isQuietAt(wishes.quiet, now) : false
  const unread = silent ? 0 : (data?.unread ?? 0)
  const label = silent ? say('bell_quiet') : unread > 0 ? say('bell', { count: unread }) : say('bell_none')
  return (
    <>
      <Tip label={label}>
        <ActionIcon className={classes.bell} onClick={on.open} aria-label={label}>
          <IconBell size={18} stroke={1.6} />
          {unread > 0 ? (
            <span className={classes.count} aria-hidden="true">
              {unread > 99 ? say('many') : unread}
            </span>
          ) : null}
        </ActionIcon>
      </Tip>
      {open ? (
        <Suspense>
          <NoticeList onClose={on.close} />
        </Suspense>
      ) : null}
    </>
  )
}
