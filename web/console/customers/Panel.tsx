import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowsDiagonal, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useShortcuts } from '../../ui/keys.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useWords } from '../../ui/words.ts'
import type { Card, CardSearch } from '../card/index.ts'
import { CardBody, CardHead, cardQuery, cardWords, Failed, useRemember } from '../card/index.ts'
import { useCardActions } from '../card/useCardActions.ts'
import { Steps } from '../list/Around.tsx'
import type { Asked } from '../list/queries.ts'
import { listSearch } from '../list/state.ts'
import type { Total } from '../list/useHeld.ts'
import { useAsWaiting } from '../outbox/useKeep.ts'
import { customersWords } from './customers.words.ts'
import classes from './Panel.module.css'
import { Resizer, usePanelWidth } from './Resizer.tsx'
import type { CustomersSearch } from './search.ts'

type PanelProps = {
  customerId: string
  /** At which row of the list. */
  at: number | undefined
  asked: Asked | undefined
  total: Total
  search: CustomersSearch
  onSearch: (search: CardSearch) => void
  onGo: (id: string, at: number) => void
  onClose: () => void
}

/** A card beside the list it was opened from: next and previous without going back. */
export function Panel({ customerId, at, asked, total, search, onSearch, onGo, onClose }: PanelProps) {
  const say = useWords(customersWords)
  const sayCard = useWords(cardWords)
  const { data: card, error, refetch } = useQuery(cardQuery(customerId))
  const [width, setWidth] = usePanelWidth()
  const navigate = useNavigate()
  const onFull = () =>
    void navigate({
      to: '/customers/$customerId',
      params: { customerId },
      search: { only: search.only, ...(at === undefined ? {} : { list: listSearch(search), at }) },
    })
  useShortcuts([{ keys: 'Escape', run: onClose }])
  return (
    <aside className={classes.panel} aria-label={say('panel')} style={{ width }}>
      <Resizer label={sayCard('resize_panel')} width={width} onWidth={setWidth} />
      <div className={classes.bar}>
        {asked && at !== undefined ? <Steps keys={false} at={at} total={total} asked={asked} onGo={onGo} /> : null}
        <Tooltip label={`${sayCard('open_full')} · ↵`}>
          <ActionIcon className={classes.push} onClick={onFull} aria-label={sayCard('open_full')}>
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
        {!card && error ? <Failed id={customerId} error={error} onRetry={refetch} /> : null}
        {!card && !error ? <Lines count={8} /> : null}
      </div>
    </aside>
  )
}

function Opened({ card: kept, search, onSearch }: { card: Card; search: CardSearch; onSearch: (search: CardSearch) => void }) {
  const card = useAsWaiting(kept)
  useRemember(card)
  useCardActions(card.id, (todo) => onSearch({ ...search, do: todo }))
  return (
    <>
      <CardHead card={card} search={search} level="h2" />
      <CardBody card={card} search={search} onSearch={onSearch} narrow />
    </>
  )
}
