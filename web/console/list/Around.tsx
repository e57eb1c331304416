import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { count } from '../../ui/formats.ts'
import { useShortcuts } from '../../ui/keys.ts'
import { trouble } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Around.module.css'
import { aroundWords } from './around.words.ts'
import type { Asked } from './queries.ts'
import { totalQuery } from './queries.ts'
import type { ListSearch } from './state.ts'
import type { Total } from './useHeld.ts'
import { useList } from './useList.ts'
import { useRowAt } from './useRows.ts'

type AroundProps = {
  list: ListSearch | undefined
  at: number | undefined
  /** What alone of the timeline is shown: it stays so with the next customer. */ only: string | undefined
}

/** On a card's own page: back to the list it was opened from, and on to those who stand before and behind in it. */
export function Around({ list: search, at, only }: AroundProps) {
  const say = useWords(aroundWords)
  const { list } = useList(search ?? {})
  const asked = search === undefined || at === undefined ? undefined : list?.asked
  const { data: total } = useQuery({ ...totalQuery(asked ?? {}), enabled: asked !== undefined })
  const navigate = useNavigate()
  return (
    <nav className={classes.around} aria-label={say('around')}>
      <Link to="/customers" search={search ?? {}} className={classes.crumb}>
        ← {say('back')}
      </Link>
      {asked && total && at !== undefined ? (
        <Steps
          keys
          at={at}
          total={total}
          asked={asked}
          onGo={(customerId, next) =>
            void navigate({ to: '/customers/$customerId', params: { customerId }, search: { list: search, at: next, only }, replace: true })
          }
        />
      ) : null}
    </nav>
  )
}

type StepsProps = {
  /** Whether J and K step; beside a list the list itself does. */ keys: boolean
  at: number
  total: Total
  asked: Asked
  onGo: (id: string, at: number) => void
}

/** “12 of 312”, and one further or back: over the whole list, whether its rows are loaded or not. */
export function Steps({ keys, at, total, asked, onGo }: StepsProps) {
  const say = useWords(aroundWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const explain = useExplain()
  const rowAt = useRowAt(asked)
  const step = (by: number) => () => {
    rowAt(at + by).then(
      (row) => (row ? onGo(row.id, at + by) : undefined),
      (error: unknown) => trouble(explain(error)),
    )
  }
  const last = total.exact && at >= total.count - 1
  useShortcuts(
    keys
      ? [
          { keys: 'J', run: last ? () => {} : step(1) },
          { keys: 'K', run: at > 0 ? step(-1) : () => {} },
        ]
      : [],
  )
  const all = count(total.count, language)
  return (
    <span className={classes.steps}>
      <Tooltip label={`${say('previous')} · K`}>
        <ActionIcon disabled={at <= 0} aria-label={`${say('previous')} · K`} onClick={step(-1)}>
          <IconChevronUp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${say('next')} · J`}>
        <ActionIcon disabled={last} aria-label={`${say('next')} · J`} onClick={step(1)}>
          <IconChevronDown size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.position}>{say('position', { at: count(at + 1, language), all: total.exact ? all : sayUi('about', { count: all }) })}</span>
    </span>
  )
}
