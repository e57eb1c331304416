import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core'
import { IconChartDots3, IconHistory, IconPlus } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { isoDay } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { Drawn } from './Drawn.tsx'
import { isOver } from './how.ts'
import type { Relation } from './queries.ts'
import { RelationForm } from './RelationForm.tsx'
import { RelationRow } from './RelationRow.tsx'
import classes from './Relations.module.css'
import { relationsWords } from './relations.words.ts'

const RelationHistory = part(() => import('./RelationHistory.tsx'))

/** The people of an organisation: what they do there, since when; and those who left. */
export function PeopleOf({ card }: { card: Card }) {
  const say = useWords(relationsWords)
  const [adding, setAdding] = useState(false)
  const may = useMe().can('customers.change')
  if (card.kind !== 'organisation') return null
  return (
    <Section
      title={say('people')}
      actions={
        adding ? null : (
          <MayButton
            may={may}
            why={say('may_not')}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} stroke={1.6} />}
            onClick={() => setAdding(true)}
          >
            {say('add_person')}
          </MayButton>
        )
      }
    >
      {adding ? <RelationForm customerId={card.id} kindOf="organisation" people onDone={() => setAdding(false)} /> : null}
      <List list={card.people} customerId={card.id} may={may} past="past" empty={adding ? '' : say('none_people')} />
    </Section>
  )
}

/** Everybody else a customer has to do with, as a list and drawn. */
export function RelationsOf({ card }: { card: Card }) {
  const say = useWords(relationsWords)
  const [adding, setAdding] = useState(false)
  const [drawn, setDrawn] = useState(false)
  const [history, setHistory] = useState(false)
  const may = useMe().can('customers.change')
  const all = [...card.people, ...card.relations]
  return (
    <Section
      title={say('relations')}
      actions={
        <span className={classes.tools}>
          {all.length > 0 ? (
            <>
              <Tooltip label={say(drawn ? 'list' : 'draw')}>
                <ActionIcon color="gray" aria-label={say('draw')} aria-pressed={drawn} onClick={() => setDrawn(!drawn)}>
                  <IconChartDots3 size={16} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={say('history')}>
                <ActionIcon color="gray" aria-label={say('history')} onClick={() => setHistory(true)}>
                  <IconHistory size={16} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
            </>
          ) : null}
        </span>
      }
    >
      {drawn && all.length > 0 ? <Drawn card={card} list={all} /> : null}
      <List list={card.relations} customerId={card.id} may={may} past="past_relations" empty={adding || (drawn && all.length > 0) ? '' : say('none')} />
      {adding ? (
        <RelationForm customerId={card.id} kindOf={card.kind} onDone={() => setAdding(false)} />
      ) : (
        <div>
          <MayButton
            may={may}
            why={say('may_not')}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} stroke={1.6} />}
            onClick={() => setAdding(true)}
          >
            {say('add')}
          </MayButton>
        </div>
      )}
      {history ? (
        <Suspense>
          <RelationHistory customerId={card.id} onClose={() => setHistory(false)} />
        </Suspense>
      ) : null}
    </Section>
  )
}

type ListProps = { list: readonly Relation[]; customerId: string; may: boolean; past: 'past' | 'past_relations'; empty: string }

/** Those of now, and behind a button those of the past. */
function List({ list, customerId, may, past, empty }: ListProps) {
  const say = useWords(relationsWords)
  const now = useNow()
  const [open, setOpen] = useState(false)
  const today = isoDay(now)
  const over = list.filter((each) => isOver(each, today))
  const standing = list.filter((each) => !isOver(each, today)).toSorted((a, b) => Number(b.role === 'head') - Number(a.role === 'head'))
  return (
    <>
      {standing.length > 0 ? (
        <ul className={classes.list}>
          {standing.map((each) => (
            <RelationRow key={each.id} of={each} customerId={customerId} may={may} />
          ))}
        </ul>
      ) : null}
      {list.length === 0 && empty ? <p className="quiet small">{empty}</p> : null}
      {over.length > 0 ? (
        <>
          <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            {say(past, { count: over.length })}
          </UnstyledButton>
          {open ? (
            <ul className={classes.list}>
              {over.map((each) => (
                <RelationRow key={each.id} of={each} customerId={customerId} may={may} />
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
    </>
  )
}
