import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Words } from './purposes.ts'
import type { TermsTables } from './tables.ts'

export type Topic = { topic: string; version: number; number: number; title: Words }

/** Adds a topic, or a new version with another title. Gives its number, which never changes. */
export async function registerTopic(tx: Tx<TermsTables>, said: { topic: string; title: Words }, at: { actor: Actor; now: Date }): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.topic'))`.execute(tx)
  const rows = await tx.selectFrom('keep.topic').select(['topic', 'version', 'number', 'title']).orderBy('version').execute()
  const before = rows.filter((r) => r.topic === said.topic).at(-1)
  if (before && JSON.stringify(Object.entries(before.title).sort()) === JSON.stringify(Object.entries(said.title).sort())) return before.number
  const number = before?.number ?? Math.max(0, ...rows.map((r) => r.number)) + 1
  await tx
    .insertInto('keep.topic')
    .values({
      topic: said.topic,
      version: (before?.version ?? 0) + 1,
      number,
      title: said.title,
      registered_at: at.now,
      by_kind: at.actor.kind,
      by_id: at.actor.id,
      retired: false,
    })
    .execute()
  return number
}

/** The topics in use, by name. */
export async function topicsNow(db: Db<TermsTables>): Promise<Map<string, Topic>> {
  const rows = await db
    .selectFrom('keep.topic')
    .distinctOn('topic')
    .select(['topic', 'version', 'number', 'title', 'retired'])
    .orderBy('topic')
    .orderBy('version', 'desc')
    .execute()
  return new Map(rows.filter((r) => !r.retired).map(({ retired: _, ...topic }) => [topic.topic, topic]))
}
