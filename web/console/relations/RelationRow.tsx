import { ActionIcon, Menu } from '@mantine/core'
import { IconCalendarX, IconDots, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { dayOf, isoDay, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Face, Name, useNaming } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { isOver, useHow } from './how.ts'
import type { Relation } from './queries.ts'
import { RelationForm } from './RelationForm.tsx'
import classes from './Relations.module.css'
import { relationsWords } from './relations.words.ts'
import { useChangeRelation, useRemoveRelation } from './useRelation.ts'

/** One of those a customer has to do with: who, how, since when; changed where it stands. */
export function RelationRow({ of, customerId, may }: { of: Relation; customerId: string; may: boolean }) {
  const say = useWords(relationsWords)
  const how = useHow()
  const language = useLanguage()
  const now = useNow()
  const [editing, setEditing] = useState(false)
  // Of whom one may not see no more than that they are there.
  const unseen = of.other.name === null && of.other.hidden !== null && of.other.hidden !== 'no_name'
  const day = (text: string) => dayOf(plainDay(text), now, language)
  const days = [of.since ? say('since_day', { day: day(of.since) }) : '', of.until ? say('until_day', { day: day(of.until) }) : ''].filter(Boolean).join(' ')
  if (editing)
    return (
      <li>
        <RelationForm customerId={customerId} of={of} onDone={() => setEditing(false)} />
      </li>
    )
  return (
    <li className={classes.row} data-over={isOver(of, isoDay(now)) || undefined}>
      {unseen ? (
        <span className={classes.who}>
          <Face who={of.other} size={28} />
          <span className={classes.text}>
            <span className="quiet">{say('unseen')}</span>
            <small>{how(of)}</small>
          </span>
        </span>
      ) : (
        <Link to="/customers/$customerId" params={{ customerId: of.other.id }} className={classes.who}>
          <Face who={of.other} size={28} />
          <span className={classes.text}>
            <Name who={of.other} />
            <small>
              {how(of)}
              {days ? ` · ${days}` : ''}
            </small>
          </span>
        </Link>
      )}
      {may && !unseen ? <More of={of} customerId={customerId} onEdit={() => setEditing(true)} /> : null}
    </li>
  )
}

function More({ of, customerId, onEdit }: { of: Relation; customerId: string; onEdit: () => void }) {
  const say = useWords(relationsWords)
  const naming = useNaming()
  const now = useNow()
  const change = useChangeRelation(customerId)
  const remove = useRemoveRelation(customerId)
  const today = isoDay(now)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" color="gray" loading={change.isPending || remove.isPending} aria-label={say('more', { name: naming(of.other, 'short') })}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onEdit}>
          {say('edit')}
        </Menu.Item>
        {of.until === null ? (
          <Menu.Item leftSection={<IconCalendarX size={15} stroke={1.6} />} onClick={() => change.mutate({ of, to: { until: today }, said: 'ended' })}>
            {say('end')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={() => change.mutate({ of, to: { until: null }, said: 'resumed' })}>
            {say('resume')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={15} stroke={1.6} />} onClick={() => remove.mutate(of)}>
          {say('remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
