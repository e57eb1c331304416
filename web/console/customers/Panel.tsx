import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowsDiagonal, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { count } from '../../ui/formats.ts'
import { useShortcuts } from '../../ui/keys.ts'
import { Lines } from '../../ui/Loading.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Card, CardSearch } from '../card/index.ts'
import { CardBody, CardHead, cardQuery, cardWords, Failed, useRemember } from '../card/index.ts'
import { useFavourite } from '../shell/favourites.ts'
import { customersWords } from './customers.words.ts'
import classes from './Panel.module.css'
import type { CustomerRow } from './queries.ts'
import { Resizer, usePanelWidth } from './Resizer.tsx'

type PanelProps = {
  customerId: string
  rows: readonly CustomerRow[]
  total: { count: number; exact: boolean } | undefined
  search: CardSearch
  onSearch: (search: CardSearch) => void
  onGo: (id: string) => void
  onClose: () => void
}

/** A card beside the list it was opened from: next and previous without going back. */
export function Panel({ customerId, rows, total, search, onSearch, onGo, onClose }: PanelProps) {
  const say = useWords(customersWords)
  const sayCard = useWords(cardWords)
  const { data: card, error, refetch } = useQuery(cardQuery(customerId))
  const [width, setWidth] = usePanelWidth()
  const at = rows.findIndex(({ id }) => id === customerId)
  useShortcuts([{ keys: 'Escape', run: onClose }])
  return (
    <aside className={classes.panel} aria-label={say('panel')} style={{ width }}>
      <Resizer label={sayCard('resize_panel')} width={width} onWidth={setWidth} />
      <div className={classes.bar}>
        <Step label={`${sayCard('previous')} · K`} to={rows[at - 1]?.id} onGo={onGo}>
          <IconChevronUp size={18} stroke={1.6} />
        </Step>
        <Step label={`${sayCard('next')} · J`} to={rows[at + 1]?.id} onGo={onGo}>
          <IconChevronDown size={18} stroke={1.6} />
        </Step>
        <Position at={at} total={total} />
        <Tooltip label={`${sayCard('open_full')} · ↵`}>
          <ActionIcon className={classes.push} component={Link} to={`/customers/${customerId}`} aria-label={sayCard('open_full')}>
            <IconArrowsDiagonal size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${sayCard('close_panel')} · Esc`}>
          <ActionIcon onClick={onClose} aria-label={sayCard('close_panel')}>
            <IconX size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.body} key={customerId}>
        {card ? <Opened card={card} search={search} onSearch={onSearch} /> : null}
        {!card && error ? <Failed error={error} onRetry={refetch} /> : null}
        {!card && !error ? <Lines count={8} /> : null}
      </div>
    </aside>
  )
}

function Opened({ card, search, onSearch }: { card: Card; search: CardSearch; onSearch: (search: CardSearch) => void }) {
  const { toggle } = useFavourite(card.id)
  useRemember(card)
  useShortcuts([
    { keys: 'T', run: () => onSearch({ ...search, do: 'task' }) },
    { keys: 'N', run: () => onSearch({ ...search, do: 'note' }) },
    { keys: 'F', run: toggle },
  ])
  return (
    <>
      <CardHead card={card} level="h2" />
      <CardBody card={card} search={search} onSearch={onSearch} narrow />
    </>
  )
}

function Step({ label, to, onGo, children }: { label: string; to: string | undefined; onGo: (id: string) => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon disabled={!to} aria-label={label} onClick={() => (to ? onGo(to) : undefined)}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function Position({ at, total }: { at: number; total: { count: number; exact: boolean } | undefined }) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  if (at < 0 || !total) return null
  const all = count(total.count, language)
  return <span className={classes.position}>{say('position', { at: at + 1, all: total.exact ? all : sayUi('about', { count: all }) })}</span>
}
