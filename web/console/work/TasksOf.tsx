import { IconPlus } from '@tabler/icons-react'
import { MayButton } from '../../ui/MayButton.tsx'
import { Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import type { Task } from './queries.ts'
import { TaskForm } from './TaskForm.tsx'
import { TaskRow } from './TaskRow.tsx'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type TasksOfProps = { customerId: string; units: readonly string[]; tasks: readonly Task[]; adding: boolean; onAdding: (on: boolean) => void }

/** What is to be done for one customer. */
export function TasksOf({ customerId, units, tasks, adding, onAdding }: TasksOfProps) {
  const say = useWords(work)
  const may = useMe().can('work.do')
  return (
    <Section
      title={say('tasks')}
      actions={
        adding ? null : (
          <MayButton may={may} why={say('only')} size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => onAdding(true)}>
            {say('add_task')}
          </MayButton>
        )
      }
    >
      {adding && may ? <TaskForm customerId={customerId} units={units} onDone={() => onAdding(false)} /> : null}
      {tasks.length > 0 ? (
        <ul className={classes.list}>
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      ) : adding ? null : (
        <p className="quiet small">{say('no_tasks')}</p>
      )}
    </Section>
  )
}
