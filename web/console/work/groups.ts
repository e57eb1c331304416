import { isoDay } from '../../ui/formats.ts'
import { momentAt } from '../../ui/zone.ts'
import type { Task } from './queries.ts'

export const groups = ['overdue', 'today', 'tomorrow', 'week', 'later', 'undated'] as const
export type Group = (typeof groups)[number]

/** Under which days of the reader's calendar a task stands. */
export function groupOf(task: Pick<Task, 'due_at'>, now: Date): Group {
  if (task.due_at === null) return 'undated'
  const due = Date.parse(task.due_at)
  const midnight = (days: number) => momentAt(dayAfter(isoDay(now), days), 0).getTime()
  if (due < now.getTime()) return 'overdue'
  if (due < midnight(1)) return 'today'
  if (due < midnight(2)) return 'tomorrow'
  return due < midnight(7) ? 'week' : 'later'
}

function dayAfter(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}
