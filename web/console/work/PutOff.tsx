import { ActionIcon, Menu } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useNow } from '../../ui/now.ts'
import { useWords } from '../../ui/words.ts'
import { partsOf } from '../../ui/zone.ts'
import type { Task } from './queries.ts'
import { hasTime, momentOf } from './term.ts'
import { useChangeTask } from './useChange.ts'
import { work } from './work.words.ts'

const days = { tomorrow: 1, in_a_week: 7, in_a_month: 30 } as const

/** Not today: another day with two clicks, at the time it had, and back within ten seconds. */
export function PutOff({ task }: { task: Task }) {
  const say = useWords(work)
  const now = useNow()
  const change = useChangeTask()
  const { year, month, day } = partsOf(now)
  const due = task.due_at === null ? null : new Date(task.due_at)
  const minutes = due && hasTime(due) ? partsOf(due).hour * 60 + partsOf(due).minute : null
  const dayIn = (count: number) => momentOf({ day: new Date(Date.UTC(year, month - 1, day + count)).toISOString().slice(0, 10), minutes })
  const putOff = (due_at: string | null) => change.mutate({ task, to: { due_at }, said: 'put_off_done' })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" color="gray" loading={change.isPending} aria-label={say('put_off', { what: task.what })}>
          <IconClock size={15} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['tomorrow', 'in_a_week', 'in_a_month'] as const).map((when) => (
          <Menu.Item key={when} onClick={() => putOff(dayIn(days[when]))}>
            {say(when)}
          </Menu.Item>
        ))}
        {task.due_at ? <Menu.Item onClick={() => putOff(null)}>{say('no_term')}</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  )
}
