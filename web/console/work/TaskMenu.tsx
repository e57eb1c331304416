import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconHistory, IconPencil, IconTrash, IconUserShare } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { GiveTo } from './GiveTo.tsx'
import type { Task } from './queries.ts'
import { useChangeTask, useDropTask } from './useChange.ts'
import { work } from './work.words.ts'

const WorkHistory = lazy(() => import('./WorkHistory.tsx'))

type TaskMenuProps = { task: Task; onEdit: () => void; giving: boolean; onGiving: (on: boolean) => void }

/** What else can be done with a task. */
export function TaskMenu({ task, onEdit, giving, onGiving }: TaskMenuProps) {
  const say = useWords(work)
  const change = useChangeTask()
  const drop = useDropTask()
  const [open, setOpen] = useState(false)
  const [history, setHistory] = useState(false)
  const button = (
    <ActionIcon size="sm" color="gray" loading={change.isPending || drop.isPending} aria-label={say('more', { what: task.what })} onClick={() => setOpen(true)}>
      <IconDots size={16} stroke={1.6} />
    </ActionIcon>
  )
  return (
    <>
      {giving ? (
        <GiveTo
          opened
          onChange={onGiving}
          current={task.assignee?.id ?? null}
          onGive={(assignee_id) => change.mutate({ task, to: { assignee_id }, said: 'given' })}
        >
          {button}
        </GiveTo>
      ) : (
        <Menu opened={open} onChange={setOpen} position="bottom-end">
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onEdit}>
              {say('edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconUserShare size={15} stroke={1.6} />} onClick={() => onGiving(true)}>
              {say('give_to')}
            </Menu.Item>
            <Menu.Item leftSection={<IconHistory size={15} stroke={1.6} />} onClick={() => setHistory(true)}>
              {say('history')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={15} stroke={1.6} />} onClick={() => drop.mutate(task)}>
              {say('drop')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {history ? (
        <Suspense>
          <WorkHistory of="task" id={task.id} onClose={() => setHistory(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
