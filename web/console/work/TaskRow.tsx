import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { Due } from './Due.tsx'
import { HiddenWork } from './HiddenWork.tsx'
import { PutOff } from './PutOff.tsx'
import type { Task } from './queries.ts'
import { TaskForm } from './TaskForm.tsx'
import { TaskMenu } from './TaskMenu.tsx'
import { UnseenMark } from './Unseen.tsx'
import { useCompleteTask } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** What is done with a row from the keyboard, where a list has one. */
export type RowDeed = 'edit' | 'give'
type TaskRowProps = { task: Task; showAbout?: boolean; active?: boolean; deed?: RowDeed | undefined; onDeed?: (deed: RowDeed | undefined) => void }

/** One task: a box to tick, what, about whom, until when; edited where it stands. */
export function TaskRow({ task, showAbout, active, deed, onDeed }: TaskRowProps) {
  const say = useWords(work)
  const may = useMe().can('work.do')
  const unit = useUnitName(task.unit !== null)
  const { mutate, isPending } = useCompleteTask()
  const [own, setOwn] = useState<RowDeed>()
  const doing = deed ?? own
  const set = onDeed ?? setOwn
  if (doing === 'edit' && task.hidden === null)
    return (
      <li className={classes.editing}>
        <TaskForm task={task} {...(task.about ? { customerId: task.about.id } : {})} onDone={() => set(undefined)} />
      </li>
    )
  return (
    <li className={classes.row} id={`task-${task.id}`} data-active={active || undefined}>
      <Checkbox
        checked={isPending || task.state === 'done'}
        disabled={isPending || task.hidden !== null || !may}
        title={may ? undefined : say('only')}
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
          <span>{task.assignee?.name ?? say('assignee_nobody')}</span>
          {task.assignee && task.unseen ? <UnseenMark name={task.assignee.name} unseen={task.unseen} /> : null}
          {task.unit ? <span>{unit(task.unit)}</span> : null}
        </p>
      </div>
      <Due at={task.due_at} />
      {task.hidden ? null : (
        <span className={classes.tools}>
          {may ? <PutOff task={task} /> : null}
          <TaskMenu task={task} onEdit={() => set('edit')} giving={doing === 'give'} onGiving={(on) => set(on ? 'give' : undefined)} />
        </span>
      )}
    </li>
  )
}
