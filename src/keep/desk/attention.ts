import type { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { oddDays, oddUses } from '../access/index.ts'
import { countWaiting } from '../rights/index.ts'
import { purposesNow, versionsOf } from '../terms/index.ts'
import type { attention } from './contract.ts'
import type { DeskTables } from './deps.ts'

const dayMs = 86_400_000
const refusedDays = 7
/** For so long nobody used a key that is called unused; one that is younger has had no time. */
const unusedDays = 90

/** What needs the officer today: counts only, each to be followed on a page of its own. */
export async function attentionNow(db: Db<DeskTables>, now: Date): Promise<z.input<typeof attention>> {
  const [refused, odd, rights, erasures, texts, keys, waiting] = await Promise.all([
    refusedLately(db, now),
    oddUses(db.$pickTables(), now),
    countWaiting(db.$pickTables(), { within: undefined, now }),
    erasuresOpen(db, now),
    textsLacking(db),
    keysToLookAt(db, now),
    requestsWaiting(db),
  ])
  return { at: now.toISOString(), refused, odd: { days: oddDays, people: odd.people.length, strangers: odd.strangers }, rights, erasures, texts, keys, waiting }
}

async function refusedLately(db: Db<DeskTables>, now: Date) {
  const week = new Date(now.getTime() - refusedDays * dayMs)
  const { rows } = await sql<{ count: number; before: number }>`
    select count(*) filter (where r.at >= ${week})::int as count, count(*) filter (where r.at < ${week})::int as before
    from keep.receipt r join keep.receipt_codes c using (codes_id)
    where r.at >= ${new Date(now.getTime() - 2 * refusedDays * dayMs)} and r.at <= ${now} and c.decision <> 'allow' and c.actor <> 'customer'`.execute(db)
  return { days: refusedDays, ...(rows[0] ?? { count: 0, before: 0 }) }
}

async function erasuresOpen(db: Db<DeskTables>, now: Date) {
  const { rows } = await sql<{ waiting: number; running: number; held: number; next: Date | null }>`
    select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'erasing')::int as running,
      count(*) filter (where waits_for is not null)::int as held, min(due_at) filter (where state = 'waiting' and due_at > ${now}) as next
    from keep.erasure where state in ('waiting', 'erasing')`.execute(db)
  const [row] = rows
  return { waiting: row?.waiting ?? 0, running: row?.running ?? 0, held: row?.held ?? 0, next_due: row?.next?.toISOString() ?? null }
}

/** What people are asked by, against the languages they are known to use. */
async function textsLacking(db: Db<DeskTables>): Promise<z.input<typeof attention>['texts']> {
  const asking = [...(await purposesNow(db.$pickTables())).values()].filter((p) => p.legalBasis === 'consent')
  const [versions, used] = await Promise.all([
    versionsOf(
      db.$pickTables(),
      asking.flatMap(({ notice }) => notice ?? []),
    ),
    languagesUsed(db),
  ])
  return asking.flatMap((p) => {
    const texts = versions.get(p.notice ?? '')?.at(-1)?.texts ?? {}
    const lacks = used.filter(({ language }) => texts[language] === undefined)
    return lacks.length > 0 ? [{ purpose: p.purpose, title: p.title, lacks }] : []
  })
}

const mostLanguages = 20

async function languagesUsed(db: Db<DeskTables>): Promise<{ language: string; persons: number }[]> {
  const { rows } = await sql<{ language: string; persons: number }>`
    select split_part(language, '-', 1) as language, count(*)::int as persons from keep.customer
    where language is not null and merged_into is null and trashed_at is null and status = 'known' group by 1 order by 2 desc, 1 limit ${mostLanguages}`.execute(
    db,
  )
  return rows
}

async function keysToLookAt(db: Db<DeskTables>, now: Date) {
  const since = new Date(now.getTime() - unusedDays * dayMs)
  const { rows } = await sql<{ unused: number; wide: number }>`
    select count(*) filter (where coalesce(used_at, made_at) < ${since})::int as unused,
      count(*) filter (where scopes && '{read,change}' and cardinality(purposes) = 0)::int as wide
    from keep.api_key where revoked_at is null or revoked_at > ${now}`.execute(db)
  return { days: unusedDays, ...(rows[0] ?? { unused: 0, wide: 0 }) }
}

async function requestsWaiting(db: Db<DeskTables>) {
  const { rows } = await sql<{ exports: number; budgets: number }>`
    select (select count(*)::int from keep.export where state = 'asking') as exports,
      (select count(*)::int from keep.budget_request where kind = 'open' and approved_at is null and declined_at is null) as budgets`.execute(db)
  return rows[0] ?? { exports: 0, budgets: 0 }
}
