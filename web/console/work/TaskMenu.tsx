import { useWords } from '../../ui/words.ts'
import type { Task } from './queries.ts'
import { useChangeTask, useDropTask } from './useChange.ts'
import { WorkMenu } from './WorkMenu.tsx'
import { work } from './work.words.ts'

type TaskMenuProps = { task: Task; onEdit: () => void; giving: boolean; onGiving: (on: boolean) => void }

/** What else can be done with a task. */
export function TaskMenu({ task, ...row }: TaskMenuProps) {
  const say = useWords(work)
  const change = useChangeTask()
  const drop = useDropTask()
  return (
    <WorkMenu
      {...row}
      of="task"
      id={task.id}
      what={task.what}
      assignee={task.assignee?.id ?? null}
      customerId={task.about?.id}
      work={task}
      busy={change.isPending || drop.isPending}
      onGive={(assignee_id) => change.mutate({ task, to: { assignee_id }, said: 'given' })}
      drop={{ label: say('drop'), run: () => drop.mutate(task) }}
    />
  )
}
