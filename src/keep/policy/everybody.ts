import { type Db, sql } from '../../platform/db/index.ts'
import type { Surveyed } from '../gate/index.ts'
import type { Purpose } from '../terms/index.ts'
import type { PolicyDb } from './tables.ts'

/** One batch of a survey: small enough that requests beside it do not wait. */
const atOnce = 500

/** All persons there is a reason to count: known, also those who asked for restriction; neither erased nor in the trash. In batches. */
export async function* everybody(db: Db<PolicyDb>): AsyncGenerator<number[]> {
  for (let last = 0; ; ) {
    const { rows } = await sql<{ id: number }>`
      select customer_id as id from keep.customer
      where customer_id > ${last} and merged_into is null and status in ('known', 'restricted') and trashed_at is null order by customer_id limit ${atOnce}`.execute(
      db,
    )
    if (rows.length === 0) return
    yield rows.map(({ id }) => id)
    last = rows.at(-1)?.id ?? last
  }
}

/** The same on each of these topics, for purposes that ask about topics. */
export const topicsOf = (purposes: Iterable<Purpose>, topics: readonly string[]): Surveyed[] =>
  [...purposes]
    .filter(({ checks }) => checks.has('topic'))
    .flatMap(({ purpose, channels }) => topics.flatMap((topic) => channels.map((channel) => ({ purpose, channel, topic }))))

/** Every channel of every purpose by which somebody may be written to. */
export const contactsOf = (purposes: Iterable<Purpose>): Surveyed[] =>
  [...purposes].flatMap(({ purpose, channels }) => channels.map((channel) => ({ purpose, channel })))
