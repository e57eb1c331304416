import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconHistory, IconPencil, IconTrash, IconUserShare } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { GiveTo } from './GiveTo.tsx'
import type { WorkCase } from './queries.ts'
import { useChangeCase } from './useChange.ts'
import { work } from './work.words.ts'

const WorkHistory = lazy(() => import('./WorkHistory.tsx'))

/** What else can be done with a case. */
export function CaseMenu({ of, onEdit }: { of: WorkCase; onEdit: () => void }) {
  const say = useWords(work)
  const change = useChangeCase()
  const [open, setOpen] = useState(false)
  const [giving, setGiving] = useState(false)
  const [history, setHistory] = useState(false)
  const button = (
    <ActionIcon size="sm" color="gray" loading={change.isPending} aria-label={say('more', { what: of.subject })} onClick={() => setOpen(true)}>
      <IconDots size={16} stroke={1.6} />
    </ActionIcon>
  )
  const isOpen = of.state === 'open'
  return (
    <>
      {giving ? (
        <GiveTo
          opened
          onChange={setGiving}
          current={of.assignee?.id ?? null}
          onGive={(assignee_id) => change.mutate({ of, to: { assignee_id }, said: 'given' })}
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
            {isOpen ? (
              <Menu.Item leftSection={<IconUserShare size={15} stroke={1.6} />} onClick={() => setGiving(true)}>
                {say('give_to')}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconHistory size={15} stroke={1.6} />} onClick={() => setHistory(true)}>
              {say('history')}
            </Menu.Item>
            {isOpen ? (
              <Menu.Item
                leftSection={<IconTrash size={15} stroke={1.6} />}
                onClick={() => change.mutate({ of, to: { state: 'dropped' }, said: 'case_dropped' })}
              >
                {say('drop_case')}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      )}
      {history ? (
        <Suspense>
          <WorkHistory of="case" id={of.id} onClose={() => setHistory(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
