import { w } from './setting.ts'
import type { TownStaff } from './shapes.ts'

const posts = [
  ['owner', 'admin', w('Owner', 'Владелица')],
  ['marketer', 'marketer', w('Marketer', 'Маркетолог')],
  ['clerk1', 'clerk', w('Clerk', 'Консультант')],
  ['clerk2', 'clerk', w('Clerk', 'Консультант')],
  ['analyst', 'analyst', w('Analyst', 'Аналитик')],
  ['privacy', 'privacy', w('Privacy officer', 'Ответственная за персональные данные')],
] as const

/** The six people of a house, named in the order owner, marketer, two clerks, analyst, privacy officer. */
export function staffOf(
  domain: string,
  names: readonly [string, string, string, string, string, string],
  titles: Partial<Record<(typeof posts)[number][0], TownStaff['title']>> = {},
): TownStaff[] {
  return posts.map(([key, role, title], i) => ({ key, name: names[i] ?? '', email: `${key}@${domain}`, role, title: titles[key] ?? title }))
}
