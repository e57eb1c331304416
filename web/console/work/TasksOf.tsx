import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import type { Task } from './queries.ts'
import { TaskForm } from './TaskForm.tsx'
import { TaskRow } from './TaskRow.tsx'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type TasksOfProps = { customerId: string; tasks: readonly Task[]; adding: boolean; onAdding: (on: boolean) => void }

/** What is to be done for one customer. */
export function TasksOf({ customerId, tasks, adding, onAdding }: TasksOfProps) {
  const say = useWords(work)
  return (
    <Section
      title={say('tasks')}
      actions={
        adding ? null : (
          <Button size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => onAdding(true)}>
            {say('add_task')}
          </Button>
        )
      }
    >
      {adding ? <TaskForm customerId={customerId} onDone={() => onAdding(false)} /> : null}
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
