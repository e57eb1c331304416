import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconPrinter, IconStar, IconStarFilled } from '@tabler/icons-react'
import { timeOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Face, useNaming } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Presence } from '../presence/Presence.tsx'
import { useFavourite } from '../shell/favourites.ts'
import { DeleteCustomer } from '../trash/DeleteCustomer.tsx'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import type { Card } from './queries.ts'
import type { CardSearch } from './search.ts'

/** Who it is and how to speak to them. */
export function CardHead({ card, search, level = 'h1' }: { card: Card; search: CardSearch; level?: 'h1' | 'h2' }) {
  const naming = useNaming()
  const Title = level
  const who = { kind: card.kind, name: card.name, hidden: card.name ? null : 'field_not_covered' }
  return (
    <header className={classes.head}>
      <Face who={who} size={46} />
      <div className={classes.headText}>
        <Title className={classes.name}>{naming(who)}</Title>
        <Sub card={card} />
      </div>
      <div className={classes.headActions}>
        <Presence customerId={card.id} doing={search.do ? 'changes' : 'looks'} />
        <PrintLink customerId={card.id} only={search.only} />
        <Star customerId={card.id} />
        <DeleteCustomer card={card} />
      </div>
    </header>
  )
}

function Sub({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const language = useLanguage()
  const now = useNow()
  const parts = [
    card.kind === 'person' && card.name ? say('address_as', { name: card.name.address_as }) : '',
    card.kind === 'person' ? say(card.form === 'formal' ? 'formally' : 'informally') : '',
    card.job_title ?? '',
    card.role === 'customer' ? '' : say(`role_${card.role}`),
    localTime(card.time_zone, now) ? say('local_time', { time: timeOf(now, language, card.time_zone ?? undefined) }) : '',
  ].filter(Boolean)
  return (
    <p className={classes.sub}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  )
}

/** Only when their clock shows something else than ours. */
function localTime(timeZone: string | null, now: Date): boolean {
  if (!timeZone) return false
  try {
    return timeOf(now, 'en', timeZone) !== timeOf(now, 'en')
  } catch {
    return false
  }
}

/** On paper the history is what the chips let through. */
function PrintLink({ customerId, only }: { customerId: string; only: string | undefined }) {
  const say = useWords(cardWords)
  const thread = new URLSearchParams({ what: 'thread', ...(only ? { only } : {}) })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={say('print')}>
          <ActionIcon color="gray" aria-label={say('print')}>
            <IconPrinter size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/print/${encodeURIComponent(customerId)}`} target="_blank">
          {say('print_card')}
        </Menu.Item>
        <Menu.Item component="a" href={`/print/${encodeURIComponent(customerId)}?${thread}`} target="_blank">
          {say('print_thread')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Star({ customerId }: { customerId: string }) {
  const say = useWords(cardWords)
  const { marked, toggle } = useFavourite(customerId)
  return (
    <Tooltip label={`${say(marked ? 'unstar' : 'star')} · F`}>
      <ActionIcon onClick={toggle} aria-pressed={marked} aria-label={say(marked ? 'unstar' : 'star')} color={marked ? 'amber' : 'gray'}>
        {marked ? <IconStarFilled size={17} /> : <IconStar size={17} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  )
}
