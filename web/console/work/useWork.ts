import { useQueryClient } from '@tanstack/react-query'
import { completeTask, reopenCase, reopenTask, solveCase } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useKeep } from '../outbox/useKeep.ts'
import type { Task, WorkCase } from './queries.ts'
import { work } from './work.words.ts'

/** Asks anew for whatever shows work: today's lists, and the card of whoever it is about. */
export function useRefreshWork(): (customerId: string | undefined) => void {
  const client = useQueryClient()
  return (customerId) => {
    void client.invalidateQueries({ queryKey: ['tasks'] })
    void client.invalidateQueries({ queryKey: ['cases'] })
    if (customerId) void client.invalidateQueries({ queryKey: ['card', customerId] })
  }
}

/** Done with one click, and taken back within ten seconds. */
export function useCompleteTask() {
  const say = useWords(work)
  const keep = useKeep()
  const refresh = useRefreshWork()
  const reopen = useAct({
    run: (task: Task) => call(reopenTask, { params: { task_id: task.id }, body: {} }),
    then: (_done, task) => refresh(task.about?.id),
  })
  return useAct({
    run: async (task: Task) => {
      const edit = { kind: 'task', customer: task.about?.id ?? null, who: task.about?.name?.full ?? '', task: task.id, what: task.what } as const
      return call(completeTask, { params: { task_id: task.id }, body: {} }).catch((error: unknown) => void keep.orLater(error, edit))
    },
    then: (done, task) => {
      if (!done) return
      refresh(task.about?.id)
      notice(say('completed', { what: task.what }), { label: say('undo'), run: () => reopen.mutate(task) })
    },
  })
}

export function useSolveCase() {
  const say = useWords(work)
  const refresh = useRefreshWork()
  const reopen = useReopenCase()
  return useAct({
    run: ({ of, resolution }: { of: WorkCase; resolution: string }) => call(solveCase, { params: { case_id: of.id }, body: { resolution } }),
    then: (_done, { of }) => {
      refresh(of.about.id)
      notice(say('case_solved'), { label: say('undo'), run: () => reopen.mutate(of) })
    },
  })
}

export function useReopenCase() {
  const say = useWords(work)
  const refresh = useRefreshWork()
  return useAct({
    run: (of: WorkCase) => call(reopenCase, { params: { case_id: of.id }, body: {} }),
    then: (_done, of) => {
      refresh(of.about.id)
      notice(say('case_reopened'))
    },
  })
}
