import type { Db } from '../../platform/db/index.ts'
import type { TermsTables } from '../terms/index.ts'
import { channelNumber, contactMark, secondAt, secondOf } from './contactMark.ts'
import { type Decision, decide, type GateRequest } from './decide.ts'
import { gather } from './gather.ts'
import { factsFor, type Held } from './held.ts'
import type { Rules } from './rules.ts'

// What was sent, gone through once more in the order it went: by these rules, would it have gone? Consents, stops and addresses are those
// of now. What would not have gone counts under no cap after it; letters to those
// they live with count as they went.

export type Past = { at: Date; purpose: string; channel: string; topic: string; unit: string | null }

/** One verdict for each of a person's contacts, in their order. */
function gone(rules: Rules, held: Held, contacts: readonly Past[]): Decision[] {
  const then: Held = { ...held, recent: [], branded: [], contents: undefined }
  return contacts.map(({ at, purpose, channel, topic, unit }, i) => {
    then.household = held.household.map(before(held.person, at))
    const contact = { channel, topic, contentKey: String(i), ...(unit === null ? {} : { unit }) }
    const request: GateRequest = { customer: held.person, purpose, categories: ['contact'], contact }
    const decision = decide(factsFor(rules, then, request), request, at)
    if (decision.decision !== 'allow') return decision
    const mark = contactMark(at, channelNumber(channel), topic === '*' ? 0 : (rules.topics.get(topic) ?? 0))
    then.recent = [...then.recent, mark]
    if (unit !== null) then.branded = [...then.branded, { unit, contentKey: contact.contentKey, second: secondOf(mark) }]
    return decision
  })
}

/** What had gone to another of the household when this one went; of two at the same second the one of the smaller number came first. */
const before =
  (person: number, at: Date) =>
  (mate: Held['household'][number]): Held['household'][number] => ({
    person: mate.person,
    recent: mate.recent.filter((mark) => secondOf(mark) < secondAt(at) + (mate.person < person ? 1 : 0)),
  })

/** The same for some thousand people at a time, by the rules in force and by what `as` makes of them. */
export async function replay<P extends Past>(
  db: Db<TermsTables>,
  of: ReadonlyMap<number, readonly P[]>,
  o: { now: Date; as: (rules: Rules) => Rules },
): Promise<{ person: number; contact: P; before: Decision; after: Decision }[]> {
  const all = [...of.values()].flat()
  const purposes = [...new Set(all.map((c) => c.purpose))]
  const held = await gather(
    db,
    [...of.keys()].map((customer) => ({ customer })),
    { purposes, channels: [...new Set(all.map((c) => c.channel))], now: o.now, households: true },
  )
  const other = o.as(held.rules)
  return [...of].flatMap(([person, contacts]) => {
    const theirs = held.of(person)
    if (!theirs) return []
    const [before, after] = [gone(held.rules, theirs, contacts), gone(other, theirs, contacts)]
    return contacts.flatMap((contact, i) => {
      const [was, would] = [before[i], after[i]]
      return was && would ? [{ person, contact, before: was, after: would }] : []
    })
  })
}
