import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { colleaguesQuery } from './queries.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type GiveToProps = { opened: boolean; onChange: (opened: boolean) => void; current: string | null; onGive: (id: string | null) => void; children: ReactNode }

/** Whom to give it to: oneself first, then the colleagues, then nobody. */
export function GiveTo({ opened, onChange, current, onGive, children }: GiveToProps) {
  const say = useWords(work)
  const me = useMe()
  const { data } = useQuery({ ...colleaguesQuery, enabled: opened })
  const others = (data?.items ?? []).filter(({ id }) => id !== me.id && id !== current)
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end">
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown className={classes.colleagues}>
        <Menu.Label>{say('give_to')}</Menu.Label>
        {current === me.id ? null : <Menu.Item onClick={() => onGive(me.id)}>{say('assignee_me')}</Menu.Item>}
        {others.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onGive(id)}>
            {name}
          </Menu.Item>
        ))}
        {current === null ? null : <Menu.Item onClick={() => onGive(null)}>{say('assignee_nobody')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
