import type { Db } from '../../platform/db/index.ts'
import { sql } from '../../platform/db/index.ts'
import { holdsFor, type SaidRule, type TermsTables } from '../terms/index.ts'
import { channelNumber, contactMark, secondAt } from './contactMark.ts'
import { capOf } from './held.ts'
import { openFrom } from './hours.ts'
import { applies, counted, fits } from './pressure.ts'
import { rulesOf } from './rules.ts'

// If I said this, what of last month would have reached me? What came unasked is gone through in the order it came, and counts under a cap
// only when it would have come. A pause says nothing of what was, and is left out.

export type Reached = { at: Date; channel: string; topic: string }
export type Tried = Reached & { would: boolean; because: 'hours' | 'cap' | null }

/** `topics`: numbers of the topics, as caps count them. Oldest first. */
export function tried(reached: readonly Reached[], rules: readonly SaidRule[], by: { topics: ReadonlyMap<string, number>; zones: readonly string[] }): Tried[] {
  const kept: number[] = []
  return reached
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((one) => {
      const mine = rules.filter((rule) => holdsFor(rule, one.channel, one.topic))
      const hours = mine.flatMap((rule) => (rule.kind === 'hours' ? [{ name: JSON.stringify(rule.open), open: rule.open }] : []))
      if (openFrom(hours, by.zones, one.at) !== 'open') return { ...one, would: false, because: 'hours' }
      const [channel, topic] = [channelNumber(one.channel), by.topics.get(one.topic) ?? 0]
      const caps = mine.flatMap((rule) => (rule.kind === 'cap' ? [capOf(by.topics, rule)] : [])).filter((cap) => applies(cap, channel, topic))
      const second = secondAt(one.at)
      if (!caps.every((cap) => fits(cap, counted(cap, kept, channel, topic), second))) return { ...one, would: false, because: 'cap' }
      kept.push(contactMark(one.at, channel, topic))
      return { ...one, would: true, because: null }
    })
}

/** The most that is gone through. */
const mostTried = 500

/** The same for one person, by what is on record of them since `since`: our messages, and what other systems said was advertising. */
export async function tryRules(
  db: Db<TermsTables>,
  of: { members: readonly number[]; since: Date; zones: readonly string[] },
  rules: readonly SaidRule[],
): Promise<Tried[]> {
  const ids = sql`any(${[...of.members]}::bigint[])`
  const { rows } = await sql<Reached>`
    select at, channel, topic from (
      select at, channel, topic from keep.contact where customer_id = ${ids} and state = 'made' and mark is not null and at >= ${of.since}
      union all select at, channel, coalesce(attrs->>'topic', '*') from fact.interaction
        where customer_id = ${ids} and at >= ${of.since} and direction = 'out' and attrs->>'marketing' = 'true') had
    order by at desc limit ${mostTried}`.execute(db)
  return tried(rows, rules, { topics: (await rulesOf(db)).topics, zones: of.zones })
}
