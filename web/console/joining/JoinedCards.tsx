import { Button, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUsersGroup } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Joining.module.css'
import { joiningWords } from './joining.words.ts'
import { type Joined, joinedQuery } from './queries.ts'
import { Separate } from './Separate.tsx'

const JoinCards = part(() => import('./JoinCards.tsx'))

/** The cards that are this person too, and the way to say so of one more. */
export function JoinedCards({ card }: { card: Card }) {
  const say = useWords(joiningWords)
  const me = useMe()
  const may = me.can('customers.join')
  const [joining, on] = useDisclosure(false)
  const label = say('join_another')
  const button = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconUsersGroup size={15} stroke={1.6} />}
      data-disabled={may ? undefined : true}
      aria-disabled={!may}
      onClick={may ? on.open : undefined}
    >
      {label}
    </Button>
  )
  return (
    <Section title={say('joined')}>
      {may && card.joined > 0 ? <List customerId={card.id} /> : null}
      <div>
        {may ? (
          button
        ) : (
          <Tooltip label={say('only')} events={{ hover: true, focus: true, touch: true }}>
            {button}
          </Tooltip>
        )}
      </div>
      {joining ? (
        <Suspense>
          <JoinCards card={card} title={label} onClose={on.close} />
        </Suspense>
      ) : null}
    </Section>
  )
}

function List({ customerId }: { customerId: string }) {
  const say = useWords(joiningWords)
  const word = useCodeWords(joiningWords)
  const language = useLanguage()
  const now = useNow()
  const pages = useInfiniteQuery(joinedQuery(customerId))
  const cards = pages.data?.pages.flatMap(({ items }) => items)
  const [leaving, setLeaving] = useState<Joined>()
  const nameOf = (one: Joined) => one.name?.full ?? say('visits')
  return (
    <>
      <ul className={classes.joined}>
        {cards?.map((one) => {
          const said = { day: dayOf(new Date(one.at), now, language), why: word(`why_${one.why}`) }
          return (
            <li key={one.customer_id}>
              <div>
                {nameOf(one)}
                <span className="faint small">{one.by.name ? say('joined_by', { ...said, who: one.by.name }) : say('joined_on', said)}</span>
              </div>
              <Button variant="subtle" size="compact-xs" onClick={() => setLeaving(one)}>
                {say('separate')}
              </Button>
            </li>
          )
        })}
      </ul>
      <More of={pages} />
      {leaving ? <Separate customerId={leaving.customer_id} name={nameOf(leaving)} onClose={() => setLeaving(undefined)} /> : null}
    </>
  )
}
