import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useReach } from '../units/useReach.ts'
import { type Colleague, colleaguesForQuery } from './queries.ts'
import { LostNote, UnseenNote } from './Unseen.tsx'
import { unseenWords } from './unseen.words.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type GiveToProps = {
  opened: boolean
  onChange: (opened: boolean) => void
  current: string | null
  /** Whom the work is about. */
  customerId: string | undefined
  work: { unit: string | null; made_by: { id: string } | null }
  onGive: (id: string | null) => void
  children: ReactNode
}

type Asked = { id: string | null; name: string; unseen: Colleague['unseen'] }

/**
 * Whom to give it to: oneself first, then the colleagues, then nobody. It is asked once more with whoever does not see the customer, and where
 * one would not see the work any more oneself.
 */
export function GiveTo({ opened, onChange, current, customerId, work: { unit, made_by }, onGive, children }: GiveToProps) {
  const say = useWords(work)
  const sayUnseen = useWords(unseenWords)
  const me = useMe()
  const [asked, setAsked] = useState<Asked>()
  const { data } = useQuery({ ...colleaguesForQuery(customerId), enabled: opened })
  const others = (data?.items ?? []).filter(({ id }) => id !== me.id && id !== current)
  const reach = useReach()
  const lost = made_by?.id !== me.id && !reach.seesWork(unit)
  const asks = ({ unseen }: Asked) => lost || unseen !== null
  const give = (to: Asked) => (asks(to) ? setAsked(to) : onGive(to.id))
  const nobody: Asked = { id: null, name: say('assignee_nobody'), unseen: null }
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end">
      <Menu.Target>{children}</Menu.Target>
      {asked ? (
        <Menu.Dropdown className={classes.asking}>
          {asked.unseen ? <UnseenNote name={asked.name} unseen={asked.unseen} /> : null}
          {lost ? <LostNote>{say('give_lost')}</LostNote> : null}
          <Menu.Item autoFocus closeMenuOnClick={false} onClick={() => setAsked(undefined)}>
            {sayUnseen('other')}
          </Menu.Item>
          <Menu.Item onClick={() => onGive(asked.id)}>{sayUnseen('sure', { name: asked.name })}</Menu.Item>
        </Menu.Dropdown>
      ) : (
        <Menu.Dropdown className={classes.colleagues}>
          <Menu.Label>{say('give_to')}</Menu.Label>
          {current === me.id ? null : <Menu.Item onClick={() => onGive(me.id)}>{say('assignee_me')}</Menu.Item>}
          {others.map((each) => (
            <Menu.Item key={each.id} closeMenuOnClick={!asks(each)} onClick={() => give(each)}>
              {each.unseen ? sayUnseen('option', { name: each.name }) : each.name}
            </Menu.Item>
          ))}
          {current === null ? null : (
            <Menu.Item closeMenuOnClick={!lost} onClick={() => give(nobody)}>
              {nobody.name}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      )}
    </Menu>
  )
}
