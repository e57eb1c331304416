import type { Db } from '../../platform/db/index.ts'
import { sql } from '../../platform/db/index.ts'
import { holdsFor, type SaidRule, type TermsTables } from '../terms/index.ts'
import { channelNumber, contactMark, secondAt } from './contactMark.ts'
import { capOf } from './held.ts'
import { openFrom } from './hours.ts'
import { applies, counted, fits } from './pressure.ts'
import { rulesOf } from './rules.ts'

// If I had said this, what of a month would have reached me? What came unasked is gone through in the order it came, and counts under a cap
// only when it would have come. A pause says nothing of what was, and is left out.

export type Reached = { at: Date; channel: string; topic: string }
export type Tried = Reached & { would: boolean; because: 'stop' | 'channel' | 'topic' | 'hours' | 'cap' | null }
/** What is tried: rules, and what is not wanted at all. */
export type Trial = { rules: readonly SaidRule[]; channelsOff: ReadonlySet<string>; topicsOff: ReadonlySet<string>; stop: boolean }

/** `topics`: numbers of the topics, as caps count them. Oldest first. */
export function tried(reached: readonly Reached[], said: Trial, by: { topics: ReadonlyMap<string, number>; zones: readonly string[] }): Tried[] {
  const kept: number[] = []
  return reached
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((one) => {
      const off = said.stop ? 'stop' : said.channelsOff.has(one.channel) ? 'channel' : said.topicsOff.has(one.topic) ? 'topic' : null
      if (off) return { ...one, would: false, because: off }
      const mine = said.rules.filter((rule) => holdsFor(rule, one.channel, one.topic))
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

/** The same for one person, by what is on record of them from `from` until `until`: our messages, and what other systems said was advertising. */
export async function tryTerms(
  db: Db<TermsTables>,
  of: { members: readonly number[]; from: Date; until: Date; zones: readonly string[] },
  said: Trial,
): Promise<Tried[]> {
  // What two cards hold of one contact, since they were joined, came once.
  const ids = sql`any(${[...of.members]}::bigint[])`
  const { rows } = await sql<Reached>`
    select at, channel, topic from (
      (select distinct on (addressed_id, substring(content_key from '[^/]*$')) at, channel, topic from keep.contact
        where customer_id = ${ids} and state = 'made' and mark is not null and at >= ${of.from} and at < ${of.until})
      union all select at, channel, coalesce(attrs->>'topic', '*') from fact.interaction
        where customer_id = ${ids} and at >= ${of.from} and at < ${of.until} and direction = 'out' and attrs->>'marketing' = 'true') had
    order by at desc limit ${mostTried}`.execute(db)
  return tried(rows, said, { topics: (await rulesOf(db)).topics, zones: of.zones })
}
