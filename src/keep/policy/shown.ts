import type { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { allPurposes, topicsNow, type Words } from '../terms/index.ts'
import { policyNow } from './board.ts'
import type { countReachBoard } from './contract.ts'
import { type Folded, fold, foldBeside, type Group, isFew, smallestGroup } from './fold.ts'
import type { Counted, PolicyDb } from './tables.ts'

type Answer = z.input<typeof countReachBoard.output>
type Channel = NonNullable<Answer['board']>['purposes'][number]['channels'][number]

/** The last count as it is published, and whether a new one is on its way. */
export async function boardShown(db: Db<PolicyDb>): Promise<Answer> {
  const { rows } = await sql<{ counted_at: Date; took_ms: number; policy: string; counts: Counted }>`
    select counted_at, took_ms, policy::text, counts from keep.reach_board where counted_at is not null order by counted_at desc, board_id desc limit 1`.execute(
    db,
  )
  const waiting = await sql`select 1 from keep.reach_board where counted_at is null`.execute(db)
  const counting = waiting.rows.length > 0
  const [last] = rows
  if (!last) return { board: null, counting }
  const { counts } = last
  const titles = new Map((await allPurposes(db)).map((p) => [p.purpose, p.title]))
  const topicTitles = new Map([...(await topicsNow(db.$pickTables())).values()].map(({ topic, title }) => [topic, title]))
  const named = (of: ReadonlyMap<string, Words>, code: string) => of.get(code) ?? { en: code, ru: code }
  const toShow = (reachable: number) => (isFew(reachable) || isFew(counts.people - reachable) ? null : reachable)
  const purposes = counts.purposes.map(({ purpose, reachable, channels, topics = [] }) => ({
    purpose,
    title: named(titles, purpose),
    reachable: toShow(reachable),
    channels: channels.map(({ channel, said }) => channelShown(channel, fold(groupsIn(said)))),
    topics: topics.map((on) => ({
      topic: on.topic,
      title: named(topicTitles, on.topic),
      reachable: isFew(Math.abs(reachable - on.reachable)) ? null : toShow(on.reachable),
      channels: on.channels.map(({ channel, said }) => {
        const whole = channels.find((one) => one.channel === channel)?.said ?? {}
        return channelShown(channel, foldBeside(groupsIn(said), groupsIn(whole)))
      }),
    })),
  }))
  return {
    counting,
    board: {
      counted_at: last.counted_at.toISOString(),
      took_ms: last.took_ms,
      stale: last.policy !== (await policyNow(db)),
      people: counts.people,
      smallest_group: smallestGroup,
      purposes,
    },
  }
}

const groupsIn = (said: { [code: string]: number }): Group<string>[] => Object.entries(said).map(([key, count]) => ({ key, count }))

const channelShown = (channel: string, { shown, few }: Folded<string>): Channel => ({
  channel,
  groups: shown.map(({ key, count }) => ({ ...groupOf(key), count })),
  few: few && { groups: few.keys.map(groupOf), count: few.count },
})

/** "later quiet_hours" as its two parts. */
export function groupOf(code: string): { decision: 'allow' | 'later' | 'ask' | 'deny'; reason: string | null } {
  const [decision, reason = null] = code.split(' ')
  return { decision: decision === 'allow' || decision === 'later' || decision === 'ask' ? decision : 'deny', reason }
}
