// What a customer says of being contacted beside yes and no: how often, when, not now, ask me first. Pure. A rule only ever takes away.

/** A time of the week in somebody's own hours: days as bits (Monday 1 … Sunday 64), minutes of the day. To at or before from: it goes on past midnight. */
export type OpenTime = { days: number; from: number; to: number }

/** What it is about: '*' is every channel, every topic. */
type Scope = { channel: string; topic: string }
export type SaidRule = Scope &
  (
    | { kind: 'cap'; contacts: number; windowS: number }
    /** `until` null: until they say otherwise. */
    | { kind: 'pause'; until: Date | null }
    | { kind: 'hours'; open: readonly OpenTime[] }
    | { kind: 'ask' }
  )

export const minutesOfDay = 1440
export const everyDay = 127

/** Whether a rule holds for a contact by this channel on this topic ('*': on none). */
export const holdsFor = (rule: Scope, channel: string, topic: string): boolean =>
  (rule.channel === '*' || rule.channel === channel) && (rule.topic === '*' || rule.topic === topic)

/** As a statement says it: "kind channel topic" and its figures. Undefined: we do not know such a kind. */
export function ruleFrom(said: string): SaidRule | undefined {
  const [kind = '', channel = '*', topic = '*', first = '', second = ''] = said.split(' ')
  if (kind === 'cap') return { kind, channel, topic, contacts: Number(first), windowS: Number(second) }
  if (kind === 'pause') return { kind, channel, topic, until: first === '' ? null : new Date(Number(first) * 1000) }
  if (kind === 'hours') return { kind, channel, topic, open: openTimes(first.slice(1, -1).split(',').map(Number)) }
  return kind === 'ask' ? { kind, channel, topic } : undefined
}

/** Times as they are stored: in threes. */
export function openTimes(numbers: readonly number[]): OpenTime[] {
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => {
    const [days = 0, from = 0, to = 0] = numbers.slice(i * 3, i * 3 + 3)
    return { days, from, to }
  })
}

export const storedTimes = (open: readonly OpenTime[]): number[] => open.flatMap((o) => [o.days, o.from, o.to])

/** Whether it is open at this minute (0–1439) of this day of the week (0 is Monday). */
export function isOpen(open: readonly OpenTime[], weekday: number, minute: number): boolean {
  const on = (days: number, day: number) => (days & (1 << day)) !== 0
  return open.some(({ days, from, to }) => {
    if (from < to) return on(days, weekday) && minute >= from && minute < to
    return (on(days, weekday) && minute >= from) || (on(days, (weekday + 6) % 7) && minute < to)
  })
}

/** Whether `said` permits nothing that `before` does not, for the same channel and topic: so much may be said by the link of a message. */
export function isQuieter(said: SaidRule, before: SaidRule): boolean {
  if (said.kind === 'cap' && before.kind === 'cap') return said.contacts <= before.contacts && said.windowS >= before.windowS
  if (said.kind === 'pause' && before.kind === 'pause') return said.until === null || (before.until !== null && said.until >= before.until)
  if (said.kind === 'hours' && before.kind === 'hours')
    return week.every(({ day, minute }) => !isOpen(said.open, day, minute) || isOpen(before.open, day, minute))
  return said.kind === before.kind
}

const week = Array.from({ length: 7 * minutesOfDay }, (_, i) => ({ day: Math.floor(i / minutesOfDay), minute: i % minutesOfDay }))
