import type { Random } from '../random.ts'
import { clock, type Setting } from '../setting.ts'
import type { TownPerson } from '../shapes.ts'
import type { Destination } from './tariffs.ts'

export type Called = { ago: number; clock: string; to: Destination; minutes: number }

/** How many calls a month someone makes where to. One in four has people in Kazakhstan, mostly called in the evening. */
export function abroadOf(r: Random, p: TownPerson): Partial<Record<Destination, number>> {
  const kz = p.key === 'omarov' || r.chance(0.25)
  return { town: r.int(1, 6), russia: r.int(0, 3), ...(kz && { kz: r.int(2, 12) }), ...(p.language === 'en' && { abroad: r.int(1, 3) }) }
}

/** A call at some hour of that day; those to Kazakhstan after eight in the evening more often than not. */
export function called(s: Setting, r: Random, ago: number, to: Destination): Called {
  const late = to === 'kz' && r.chance(0.6)
  const weekend = s.calendar.weekday(ago) > 5
  return { ago, clock: late ? clock(r, 20, 24) : clock(r, weekend ? 10 : 8, 20), to, minutes: Math.max(1, Math.round(r.around(to === 'town' ? 3 : 7, 0.6))) }
}

/** Minutes to Kazakhstan of the four whole months before this one, earliest first: after 20:00, and before. */
const hers: readonly (readonly [late: readonly number[], early: readonly number[]])[] = [
  [
    [14, 18, 11, 22, 16, 12],
    [6, 5],
  ],
  [
    [19, 15, 21, 14, 20],
    [4, 6],
  ],
  [
    [17, 24, 18, 12, 25],
    [5, 4],
  ],
  [
    [21, 16, 23, 14, 19],
    [7, 4],
  ],
]

/** Scene 7: 412 minutes in the four months, 371 of them after 20:00, so 4 944 ₽; by “Evening” 2 707 ₽. In other months a little. */
export function akhmetova(s: Setting, monthsAgo: number): Called[] {
  const month = s.calendar.month(monthsAgo)
  const [late, early] = hers[4 - monthsAgo] ?? [[12, 9], [3]]
  const day = (n: number): number => month.first - 2 - n * 4
  return [
    ...late.map((minutes, n): Called => ({ ago: day(n), clock: n % 2 === 0 ? '20:40' : '21:25', to: 'kz', minutes })),
    ...early.map((minutes, n): Called => ({ ago: day(n) - 1, clock: '13:10', to: 'kz', minutes })),
  ].filter((c) => c.ago > 0)
}
