import type { ListColumn } from './queries.ts'

const groups = {
  group_figures: ['value_class', 'spent', 'purchases', 'last_purchase'],
  group_work: ['last_contact', 'last_channel', 'open_tasks', 'open_cases', 'next_task', 'owner', 'unit'],
} as const
export type GroupWord = 'group_who' | 'group_figures' | 'group_work' | 'group_own'

export function groupOf({ column }: ListColumn): GroupWord {
  if (column.startsWith('x_')) return 'group_own'
  if (groups.group_figures.some((each) => each === column)) return 'group_figures'
  return groups.group_work.some((each) => each === column) ? 'group_work' : 'group_who'
}

export const groupOrder: readonly GroupWord[] = ['group_who', 'group_figures', 'group_work', 'group_own']
