import type { z } from 'zod'
import { changeCase, changeTask, dropTask, reopenTask } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import type { Task, WorkCase } from './queries.ts'
import { useRefreshWork } from './useWork.ts'
import { work } from './work.words.ts'

type ToTask = z.input<NonNullable<typeof changeTask.body>>
type ToCase = z.input<NonNullable<typeof changeCase.body>>
type Said = 'changed' | 'put_off_done' | 'given'

/** Only what differs: what stays is not written, and so not in the history. */
function differing<T extends object>(to: T, was: { [K in keyof T]?: unknown }): Partial<T> {
  const next: Partial<T> = { ...to }
  for (const key in next) if (next[key] === was[key]) delete next[key]
  return next
}

const asTask = (task: Task) => ({
  what: task.what,
  kind: task.kind,
  assignee_id: task.assignee?.id ?? null,
  unit: task.unit,
  due_at: task.due_at,
  remind_at: task.remind_at,
})

/** Changes a task, says so, and has it as it was within ten seconds. */
export function useChangeTask() {
  const say = useWords(work)
  const refresh = useRefreshWork()
  const change = useAct({
    run: ({ task, to }: { task: Task; to: ToTask; said: Said | 'back' }) =>
      call(changeTask, { params: { task_id: task.id }, body: differing(to, asTask(task)) }),
    then: (made, { task, said }) => {
      refresh(task.about?.id)
      if (said !== 'back') notice(say(said), { label: say('undo'), run: () => change.mutate({ task: made, to: asTask(task), said: 'back' }) })
    },
  })
  return change
}

/** Not needed any more, and back within ten seconds. */
export function useDropTask() {
  const say = useWords(work)
  const refresh = useRefreshWork()
  const reopen = useAct({
    run: (task: Task) => call(reopenTask, { params: { task_id: task.id }, body: {} }),
    then: (_done, task) => refresh(task.about?.id),
  })
  return useAct({
    run: (task: Task) => call(dropTask, { params: { task_id: task.id }, body: {} }),
    then: (_done, task) => {
      refresh(task.about?.id)
      notice(say('dropped', { what: task.what }), { label: say('undo'), run: () => reopen.mutate(task) })
    },
  })
}

const asCase = (of: WorkCase) => ({
  subject: of.subject,
  kind: of.kind,
  assignee_id: of.assignee?.id ?? null,
  unit: of.unit,
  due_at: of.due_at,
  remind_at: of.remind_at,
  ...(of.state === 'solved' ? {} : { state: of.state }),
})

export function useChangeCase() {
  const say = useWords(work)
  const refresh = useRefreshWork()
  const change = useAct({
    run: ({ of, to }: { of: WorkCase; to: ToCase; said: Said | 'back' | 'case_dropped' }) =>
      call(changeCase, { params: { case_id: of.id }, body: differing(to, { ...asCase(of), state: of.state }) }),
    then: (made, { of, said }) => {
      refresh(of.about.id)
      if (said !== 'back') notice(say(said), { label: say('undo'), run: () => change.mutate({ of: made, to: asCase(of), said: 'back' }) })
    },
  })
  return change
}
