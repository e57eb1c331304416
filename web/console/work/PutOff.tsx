import { ActionIcon, Menu } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { changeTask } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { isoDay } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { endOfDay } from './endOfDay.ts'
import type { Task } from './queries.ts'
import { useRefreshWork } from './useWork.ts'
import { work } from './work.words.ts'

const days = { tomorrow: 1, in_a_week: 7, in_a_month: 30 } as const

/** Not today: another day with two clicks, and back within ten seconds. */
export function PutOff({ task }: { task: Task }) {
  const say = useWords(work)
  const now = useNow()
  const refresh = useRefreshWork()
  const change = useAct({
    run: ({ due_at }: { due_at: string | null; undoing?: boolean }) => call(changeTask, { params: { task_id: task.id }, body: { due_at } }),
    then: (_changed, { undoing }) => {
      refresh(task.about?.id)
      if (!undoing) notice(say('put_off_done'), { label: say('undo'), run: () => change.mutate({ due_at: task.due_at, undoing: true }) })
    },
  })
  const dayIn = (count: number) => endOfDay(isoDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + count)))
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" color="gray" loading={change.isPending} aria-label={say('put_off', { what: task.what })}>
          <IconClock size={15} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['tomorrow', 'in_a_week', 'in_a_month'] as const).map((when) => (
          <Menu.Item key={when} onClick={() => change.mutate({ due_at: dayIn(days[when]) })}>
            {say(when)}
          </Menu.Item>
        ))}
        {task.due_at ? <Menu.Item onClick={() => change.mutate({ due_at: null })}>{say('no_term')}</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  )
}
