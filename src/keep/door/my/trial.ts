import { rulesOf, tryRules, zonesFor } from '../../gate/index.ts'
import { ruleOf, topicsNow } from '../../terms/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { byLinkOnly, onlyByMessage } from './asker.ts'
import { ownSight } from './own.ts'

const days = 30

/** What of the last thirty days would have reached the customer who asks, had these rules stood. Changes nothing; the look is noted. */
export async function myTrial(deps: DoorDeps, asker: Asker, input: Checked<'myTrial'>): Promise<Outputs['myTrial']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  const own = await ownSight(deps, asker)
  if (!own) return { days, items: [] }
  const { standing } = own
  const db = deps.db.$pickTables()
  const [topics, { company }] = await Promise.all([topicsNow(db), rulesOf(db)])
  const zones = zonesFor({ zone: standing.time_zone, country: standing.country }, company)
  const since = new Date(deps.clock.now().getTime() - days * 86_400_000)
  const items = await tryRules(db, { members: standing.members, since, zones }, input.rules.map(ruleOf))
  return {
    days,
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
