import { type Db, numberArray, sql } from '../../platform/db/index.ts'
import { timeOfInteraction } from '../../platform/ids/index.ts'
import { keptUntil, type TermsTables } from '../terms/index.ts'
import type { Held } from './held.ts'
import { questionsOf } from './questions.ts'
import type { Rules } from './rules.ts'

// What is read of a few only, whom the one statement of `gather` named: of everybody else it costs nothing.

type People = ReadonlyMap<number, Held>

/**
 * When anything happened last with those who came so long ago that one of these purposes may be over: what the company wrote to them by
 * itself is nothing that happened. Of everybody else nothing is read.
 */
export async function addActivity(db: Db<TermsTables>, all: People, { purposes }: Rules, about: { purposes: readonly string[]; now: Date }): Promise<void> {
  const retentions = about.purposes.flatMap((name) => {
    const purpose = purposes.get(name)
    return purpose?.checks.has('retention') ? [purpose.retention] : []
  })
  const over = new Map<string, boolean>()
  const mayBeOver = ({ since }: Held) => {
    const known = over.get(since)
    if (known !== undefined) return known
    const came = new Date(Date.UTC(Number(since.slice(0, 4)), Number(since.slice(4)) - 1, 1))
    const may = retentions.some((retention) => (keptUntil(retention, came) ?? about.now) < about.now)
    over.set(since, may)
    return may
  }
  const dormant = [...all].flatMap(([customer, held]) => (mayBeOver(held) ? [customer] : []))
  if (dormant.length === 0) return
  const { rows } = await sql<{ customer: number; came: Date; last: number | null }>`
    select c.customer_id as customer, c.created_at as came,
      (select i.id from fact.interaction i where i.customer_id = c.customer_id and i.direction <> 'out' order by i.id desc limit 1) as last
    from keep.customer c where c.customer_id = any(${numberArray(dormant)}::bigint[])`.execute(db)
  for (const { customer, came, last } of rows) {
    const held = all.get(customer)
    const active = last === null ? came : new Date(Math.max(came.getTime(), timeOfInteraction(last).getTime()))
    if (held && (held.active === undefined || held.active < active)) held.active = active
  }
}

/** What those who want to be asked each time were asked. Of everybody else nothing is read. */
export async function addQuestions(db: Db<TermsTables>, all: People, now: Date): Promise<void> {
  const asking = [...all].flatMap(([customer, held]) => (held.rules.some((rule) => rule.kind === 'ask') ? [customer] : []))
  if (asking.length === 0) return
  for (const { customer, ...question } of await questionsOf(db, asking, now)) {
    const held = all.get(customer)
    if (held) held.questions = [...held.questions, question]
  }
}
