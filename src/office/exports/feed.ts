import { type Db, sql } from '../../platform/db/index.ts'
import { keptWho, matchingAfter, type WhoHouse } from '../bulk/index.ts'
import type { House } from '../house.ts'
import { tell } from '../live/index.ts'
import { figuresOf } from './figures.ts'

export type FeedHouse = WhoHouse & Pick<House, 'db'>

const feedTask = 'exports'
const as = { service: 'exports' } as const
const atOnce = 500
/** One turn takes so long, and a piece more: other work waits meanwhile. */
const turnMs = 4_000
const forgottenMs = 9 * 86_400_000

/** Asks for a turn now; without it the job comes by the minute. */
export async function feedSoon<T>(db: Db<T>): Promise<void> {
  await sql`select office_jobs.add_job(${feedTask}::text, '{}'::json, queue_name := ${feedTask}::text, job_key := ${`${feedTask} next`}::text)`.execute(db)
}

/** Goes on with the exports that are under way, a piece of each in turn; gives whether any is left. What was taken in is not taken again. */
export async function feedExports(house: FeedHouse): Promise<boolean> {
  const began = house.clock.monotonic()
  await sql`delete from office.export_who where made_at < ${new Date(house.clock.now().getTime() - forgottenMs)}`.execute(house.db)
  for (;;) {
    const due = await house.door.ask(as, 'exportsDue', {})
    if (due.length === 0) return false
    for (const one of due) await feedPiece(house, one)
    if (house.clock.monotonic() - began >= turnMs) return true
  }
}

async function feedPiece(house: FeedHouse, { export: id, position }: { export: number; position: number }): Promise<void> {
  const { rows } = await sql<{ who: unknown; columns: string[] }>`select who, columns from office.export_who where export_id = ${id}`.execute(house.db)
  const [row] = rows
  const after = position
  const nobody = { customers: [], upTo: after, last: true }
  const who = row && keptWho.parse(row.who)
  const page = who ? await matchingAfter(house, who, { after, limit: atOnce }) : nobody
  const { customers } = page
  const figures = row ? await figuresOf(house, customers, { columns: row.columns, within: who?.within }) : new Map<number, never>()
  const fed = await house.door.ask(as, 'exportFeed', {
    export: id,
    after,
    up_to: page.upTo,
    last: page.last,
    rows: customers.map((customer) => ({ customer, figures: figures.get(customer) ?? [] })),
  })
  await tell(house.db, { topic: 'exports' })
  if (fed.state !== 'running' && fed.state !== 'paused' && fed.state !== 'asking')
    await sql`delete from office.export_who where export_id = ${id}`.execute(house.db)
}
