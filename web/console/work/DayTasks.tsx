import { IconCheck, IconPencil, IconUserShare } from '@tabler/icons-react'
import { useState } from 'react'
import { useShortcuts } from '../../ui/keys.ts'
import { useNow } from '../../ui/now.ts'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import { useMe } from '../session/session.ts'
import { type Group, groupOf, groups } from './groups.ts'
import type { DayCounts, Task } from './queries.ts'
import { type RowDeed, TaskRow } from './TaskRow.tsx'
import { useCompleteTask } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** Tasks by their days. J and K go through them; D is done, E changes, A gives to somebody else. */
export function DayTasks({ tasks, counts }: { tasks: readonly Task[]; counts: DayCounts | undefined }) {
  const say = useWords(work)
  const now = useNow()
  const may = useMe().can('work.do')
  const [active, setActive] = useState<string>()
  const [deed, setDeed] = useState<{ id: string; deed: RowDeed }>()
  const complete = useCompleteTask()
  const byGroup = Map.groupBy(tasks, (task) => groupOf(task, now))
  const inOrder = groups.flatMap((group) => byGroup.get(group) ?? [])
  const at = inOrder.findIndex(({ id }) => id === active)
  const go = (step: number) => {
    const next = inOrder[at < 0 ? (step > 0 ? 0 : inOrder.length - 1) : Math.max(0, Math.min(at + step, inOrder.length - 1))]
    setActive(next?.id)
    if (next) document.getElementById(`task-${next.id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const chosen = inOrder[at]
  const withChosen = (act: (task: Task) => void) => () => {
    if (chosen && chosen.hidden === null) act(chosen)
  }
  useShortcuts([
    { keys: 'J', run: () => go(1) },
    { keys: 'K', run: () => go(-1) },
  ])
  const deeds = [
    ['do_done', IconCheck, withChosen((task) => complete.mutate(task)), 'D'],
    ['do_edit', IconPencil, withChosen(({ id }) => setDeed({ id, deed: 'edit' })), 'E'],
    ['do_give', IconUserShare, withChosen(({ id }) => setDeed({ id, deed: 'give' })), 'A'],
  ] as const
  useActions(work, may ? deeds : [])
  return groups.map((group: Group) => {
    const list = byGroup.get(group) ?? []
    if (list.length === 0) return null
    return (
      <section key={group} aria-label={say(`group_${group}`)} className={classes.group}>
        <h3 className={classes.groupName} data-group={group}>
          {say(`group_${group}`)} <span className="num faint">{counts?.[group] ?? list.length}</span>
        </h3>
        <ul className={classes.list}>
          {list.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              showAbout
              active={task.id === active}
              deed={deed?.id === task.id ? deed.deed : undefined}
              onDeed={(next) => setDeed(next && { id: task.id, deed: next })}
            />
          ))}
        </ul>
      </section>
    )
  })
}
