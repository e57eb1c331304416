import { Temporal } from 'temporal-polyfill'
import { rulesOf, type Trial, tryTerms, zonesFor } from '../../gate/index.ts'
import { type Purpose, purposesNow, ruleOf, topicsNow } from '../../terms/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import type { HeardSaid } from '../termsShapes.ts'
import { byLinkOnly, onlyByMessage } from './asker.ts'
import { ownSight } from './own.ts'

const dayMs = 86_400_000

/** What of a month would have reached the customer who asks, had this been said before. Changes nothing; the look is noted. */
export async function myTrial(deps: DoorDeps, asker: Asker, { said, month }: Checked<'myTrial'>): Promise<Outputs['myTrial']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  const own = await ownSight(deps, asker)
  const now = deps.clock.now()
  const db = deps.db.$pickTables()
  const [topics, purposes, { company }] = await Promise.all([topicsNow(db), purposesNow(db), rulesOf(db)])
  const zones = zonesFor({ zone: own?.standing.time_zone ?? null, country: own?.standing.country ?? null }, company)
  const span =
    month === null ? { from: new Date(now.getTime() - 30 * dayMs), until: now } : monthIn(month, zones.includes(company.zone) ? company.zone : zones[0])
  const items = own ? await tryTerms(db, { members: own.standing.members, ...span, zones }, trialOf(said, purposes)) : []
  return {
    from: span.from.toISOString(),
    until: span.until.toISOString(),
    items: items.map(({ at, channel, topic, would, because }) => ({
      at: at.toISOString(),
      channel,
      topic,
      topic_title: topics.get(topic)?.title ?? null,
      would,
      because,
    })),
  }
}

/** What was said, as the gate tries it. A yes and the end of a rule let nothing through that came, and a no to one topic by one channel is no rule of its own here. */
function trialOf(said: readonly HeardSaid[], purposes: ReadonlyMap<string, Purpose>): Trial {
  const unasked = (purpose: string) => purposes.get(purpose)?.checks.has('pressure') ?? false
  return {
    rules: said.flatMap((one) => ('rule' in one ? [ruleOf(one.rule)] : [])),
    channelsOff: new Set(
      said.flatMap((one) => ('term' in one && !one.term.allowed && one.term.topic === null && unasked(one.term.purpose) ? [one.term.channel] : [])),
    ),
    topicsOff: new Set(said.flatMap((one) => ('topic' in one && !one.topic.wanted ? [one.topic.topic] : []))),
    stop: said.some((one) => 'stop' in one && one.stop),
  }
}

function monthIn(month: string, zone = 'UTC'): { from: Date; until: Date } {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  const begin = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds)
  return { from: begin(first), until: begin(first.add({ months: 1 })) }
}
