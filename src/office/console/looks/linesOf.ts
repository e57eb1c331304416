import { sql } from 'kysely'
import type { z } from 'zod'
import type { Use } from '../../../keep/door/contract.ts'
import type { toldUse } from '../../../keep/receipts/shapes.ts'
import type { House } from '../../house.ts'
import { membersOfPersons } from '../rows.ts'

// A line of the journal as people read it: what the keep tells in codes, with what only the office knows beside it.

export type Line = z.output<typeof toldUse>

/** What was done for which case, task or campaign, by kind and number; where it has no name it is not here. */
export type Activities = ReadonlyMap<string, string>

const nameKey = (kind: string, id: number | null) => `${kind} ${id}`

/** Numbers of cases and titles of campaigns that these uses were for; `words`: those of tasks, where they may be read. */
export async function activitiesOf(house: House, uses: readonly Use[], words: ReadonlyMap<number, string> = new Map()): Promise<Activities> {
  const of = (kind: string) => [...new Set(uses.flatMap(({ activity }) => (activity?.kind === kind && activity.id !== null ? [activity.id] : [])))]
  const [cases, campaigns] = [of('case'), of('campaign')]
  const named = new Map<string, string>()
  if (cases.length > 0) {
    const members = await membersOfPersons(house.db, [...new Set(uses.map((use) => use.customer))])
    const { rows } = await sql<{ id: number; number: string }>`select case_id as id, number from office.work_case
      where customer_id = any(${members.map((m) => m.id)}::bigint[]) and case_id = any(${cases}::bigint[])`.execute(house.db)
    for (const { id, number } of rows) named.set(nameKey('case', id), number)
  }
  if (campaigns.length > 0) {
    const { rows } = await sql<{ id: number; title: string }>`
      select campaign_id as id, title from office.campaign where campaign_id = any(${campaigns}::bigint[])`.execute(house.db)
    for (const { id, title } of rows) named.set(nameKey('campaign', id), title)
  }
  for (const [id, title] of words) named.set(nameKey('task', id), title)
  return named
}

const shownKinds = ['case', 'task', 'campaign'] as const

export function lineOf(ids: House['ids'], use: Use, activities: Activities): Line {
  const { activity } = use
  const kind = shownKinds.find((each) => each === activity?.kind)
  return {
    receipt_id: ids.show('receipt', use.seq),
    at: use.at,
    deed: use.deed,
    purpose: use.purpose,
    operation: use.operation,
    fields: use.fields,
    categories: use.categories,
    activity: activity && {
      type: activity.kind,
      id: kind && activity.id !== null ? ids.show(kind, activity.id) : null,
      title: activities.get(nameKey(activity.kind, activity.id)) ?? null,
    },
    channel: use.channel,
    decision: use.decision,
    reason: use.reason,
    times: use.each.length,
    first_at: use.each.at(-1)?.at ?? use.at,
    each: use.each.map((one) => ({ receipt_id: ids.show('receipt', one.seq), at: one.at })),
  }
}
