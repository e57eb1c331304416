import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { Due } from './Due.tsx'
import { HiddenWork } from './HiddenWork.tsx'
import { PutOff } from './PutOff.tsx'
import type { Task } from './queries.ts'
import { useCompleteTask } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** One task: a box to tick, what, about whom, until when. */
export function TaskRow({ task, showAbout }: { task: Task; showAbout?: boolean }) {
  const say = useWords(work)
  const { mutate, isPending } = useCompleteTask()
  return (
    <li className={classes.row}>
      <Checkbox
        checked={isPending || task.state === 'done'}
        disabled={isPending || task.hidden !== null}
        onChange={() => mutate(task)}
        aria-label={say('complete', { what: task.hidden ? say('hidden_task') : task.what })}
        className={classes.tick}
      />
      <div className={classes.what}>
        {task.hidden ? <HiddenWork what={say('hidden_task')} reason={task.hidden} /> : <p>{task.what}</p>}
        <p className={classes.meta}>
          {task.kind === 'task' ? null : <span className={classes.kind}>{say(`kind_${task.kind}`)}</span>}
          {showAbout && task.about ? (
            <Link to="/customers/$customerId" params={{ customerId: task.about.id }}>
              <Name who={task.about} />
            </Link>
          ) : null}
          {task.assignee ? <span>{task.assignee.name}</span> : null}
        </p>
      </div>
      <Due at={task.due_at} />
      {task.hidden ? null : <PutOff task={task} />}
    </li>
  )
}
