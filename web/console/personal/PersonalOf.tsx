import { UnstyledButton } from '@mantine/core'
import { IconBulb, IconGift, IconHeart, IconMessageCircle, IconPlus, IconUser } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Personal.module.css'
import { PersonalForm } from './PersonalForm.tsx'
import { personalWords } from './personal.words.ts'
import { personalQuery, type Remembered } from './queries.ts'

/** What we remember of a customer: talks, small things, interests, gifts, how they wish to be addressed. */
export function PersonalOf({ customerId }: { customerId: string }) {
  const say = useWords(personalWords)
  const may = useMe().can('customers.change')
  const pages = useInfiniteQuery(personalQuery(customerId))
  const [open, setOpen] = useState<string>()
  const { data, error, isPending, refetch } = pages
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const hidden = data?.pages[0]?.hidden ?? null
  const close = () => setOpen(undefined)
  return (
    <Section title={say('title')}>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {hidden ? <p className="quiet small">{say('hidden')}</p> : null}
      {data && !hidden && items.length === 0 && open !== 'new' ? <p className="quiet small">{say('none')}</p> : null}
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            {open === item.id ? (
              <PersonalForm customerId={customerId} known={item} onDone={close} />
            ) : (
              <Line item={item} onOpen={may ? () => setOpen(item.id) : undefined} />
            )}
          </li>
        ))}
      </ul>
      <More of={pages} />
      {open === 'new' ? <PersonalForm customerId={customerId} onDone={close} /> : null}
      {hidden || open === 'new' ? null : (
        <div>
          <MayButton may={may} why={say('only')} size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => setOpen('new')}>
            {say('add')}
          </MayButton>
        </div>
      )}
    </Section>
  )
}

const pictures = { talk: IconMessageCircle, remember: IconBulb, interest: IconHeart, gift: IconGift, address: IconUser } as const

function Line({ item, onOpen }: { item: Remembered; onOpen: (() => void) | undefined }) {
  const say = useWords(personalWords)
  const language = useLanguage()
  const now = useNow()
  const Picture = pictures[item.kind]
  const facts = [
    item.direction ? say(item.direction) : say(`kind_${item.kind}`),
    item.day ? dayOf(plainDay(item.day), now, language) : '',
    item.by.name ? say('by', { name: item.by.name, day: dayOf(new Date(item.changed_at ?? item.at), now, language) }) : '',
  ]
  const inside = (
    <>
      <Picture size={15} stroke={1.6} aria-hidden="true" className={classes.picture} />
      <span>
        <span className={classes.text} dir="auto">
          {item.text}
        </span>
        {item.reaction ? (
          <small dir="auto" className={classes.reaction}>
            {say('reaction_is', { text: item.reaction })}
          </small>
        ) : null}
        <small>{facts.filter(Boolean).join(' · ')}</small>
      </span>
    </>
  )
  if (!onOpen) return <div className={classes.line}>{inside}</div>
  return (
    <UnstyledButton className={classes.line} onClick={onOpen}>
      {inside}
    </UnstyledButton>
  )
}
