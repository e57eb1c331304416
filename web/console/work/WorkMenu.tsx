import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconHistory, IconPencil, IconTrash, IconUserShare } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { GiveTo } from './GiveTo.tsx'
import { work } from './work.words.ts'

const WorkHistory = part(() => import('./WorkHistory.tsx'))

type WorkMenuProps = {
  of: 'task' | 'case'
  id: string
  /** What it is about, for whoever hears the button and not sees its row. */
  what: string
  assignee: string | null
  /** Whom it is about. */
  customerId: string | undefined
  work: { unit: string | null; made_by: { id: string } | null }
  busy: boolean
  onEdit: () => void
  /** Being given to somebody, which the row's own key may begin too. */
  giving: boolean
  onGiving: (on: boolean) => void
  /** Absent when it is over: then it is given to nobody and dropped no more. */
  onGive?: ((assignee: string | null) => void) | undefined
  drop?: { label: string; run: () => void } | undefined
}

/** What else can be done with a task or a case. */
export function WorkMenu({ of, id, what, assignee, customerId, work: standing, busy, onEdit, giving, onGiving, onGive, drop }: WorkMenuProps) {
  const say = useWords(work)
  const may = useMe().can('work.do')
  const barred = may ? {} : { disabled: true, title: say('only') }
  const [open, setOpen] = useState(false)
  const [history, setHistory] = useState(false)
  const button = (
    <ActionIcon size="sm" color="gray" loading={busy} aria-label={say('more', { what })} onClick={() => setOpen(true)}>
      <IconDots size={16} stroke={1.6} />
    </ActionIcon>
  )
  return (
    <>
      {giving && onGive ? (
        <GiveTo opened onChange={onGiving} current={assignee} customerId={customerId} work={standing} onGive={onGive}>
          {button}
        </GiveTo>
      ) : (
        <Menu opened={open} onChange={setOpen} position="bottom-end">
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Item {...barred} leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onEdit}>
              {say('edit')}
            </Menu.Item>
            {onGive ? (
              <Menu.Item {...barred} leftSection={<IconUserShare size={15} stroke={1.6} />} onClick={() => onGiving(true)}>
                {say('give_to')}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconHistory size={15} stroke={1.6} />} onClick={() => setHistory(true)}>
              {say('history')}
            </Menu.Item>
            {drop ? (
              <Menu.Item {...barred} leftSection={<IconTrash size={15} stroke={1.6} />} onClick={drop.run}>
                {drop.label}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      )}
      {history ? (
        <Suspense>
          <WorkHistory of={of} id={id} onClose={() => setHistory(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
