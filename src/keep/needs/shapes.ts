// What needs are said in: shared by the door, the API and the screens. Pure.

/** Something looked for, something wished for, something that worries. */
export const needKinds = ['need', 'want', 'worry'] as const
export type NeedKind = (typeof needKinds)[number]

export const needStates = ['open', 'accepted', 'closed', 'expired'] as const
export const answerStates = ['given', 'accepted', 'declined', 'taken_back'] as const

/** By which road a colleague or a program heard it; the customer's own page is `portal`. */
export const heardBy = ['phone', 'counter', 'letter', 'reply', 'chat'] as const
export const needRoads = ['portal', ...heardBy] as const

/** How far a list goes: not answered yet, answered and not accepted, accepted, over. */
export const needStages = ['open', 'answered', 'accepted', 'over'] as const
export type NeedStage = (typeof needStages)[number]

export const wordsAtMost = 2_000
export const evidenceAtMost = 1_000
/** Of one person at a time. */
export const openAtMost = 20
/** Said by one person in a day, whatever became of them. */
export const saidADayAtMost = 20
/** To one need. */
export const answersAtMost = 20
export const daysAtMost = 366
/** Where nobody says until when. */
export const usualDays = 90
/** How long the words of what was agreed stay, for doing it. */
export const agreedDays = 180
/** From when a worry is told until somebody has promised to have looked into it. */
export const worryDays = 3

/** Upper ends in whole units of the company's currency; a budget above the last is `over`. */
const ends = [500, 1_000, 3_000, 5_000, 10_000, 30_000, 100_000] as const
export const bands = ['none', ...ends.map((end) => `to_${end}`), 'over'] as const

/** The band of a budget in minor units; without a budget `none`. */
export function bandOf(minor: number | null): string {
  if (minor === null) return 'none'
  const end = ends.find((each) => minor <= each * 100)
  return end === undefined ? 'over' : `to_${end}`
}

/** The ends of a band in minor units, for showing and for asking: above `from`, to `to`. */
export function endsOf(band: string): { from: number; to: number | null } | undefined {
  const at = ends.findIndex((end) => band === `to_${end}`)
  if (band !== 'over' && at < 0) return undefined
  const from = band === 'over' ? ends.at(-1) : ends[at - 1]
  return { from: (from ?? 0) * 100, to: band === 'over' ? null : (ends[at] ?? 0) * 100 }
}
