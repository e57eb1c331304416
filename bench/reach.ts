import { performance } from 'node:perf_hooks'
import type { Actor } from '../src/keep/access/actor.ts'
import { setCap, setLawHours } from '../src/keep/gate/index.ts'
import { countReach } from '../src/keep/policy/index.ts'
import type { KeepTables } from '../src/keep/tables.ts'
import { registerStartingTerms } from '../src/keep/terms/index.ts'
import { systemClock } from '../src/platform/clock.ts'
import { type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { idBlocks } from '../src/platform/ids/index.ts'
import { print, scratchStore } from './scratch.ts'

// Who can be reached, over everybody, by every purpose and channel. The limit is one statement that reads the same rows and decides nothing.

const sizes = { small: 100_000, full: 1_000_000 } as const
const house: Actor = { kind: 'service', id: 0, role: 'house' }
const start = new Date('2026-11-21T09:00:00Z')

/** Prints people_per_s: people whose every contact was decided, and the seconds for all of them. */
export async function reach({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = sizes[size]
  const store = await scratchStore()
  const db = openDb<KeepTables>({ url: store.postgres.url('keep'), max: 4, name: 'bench' })
  const owner = openDb<KeepTables>({ url: store.postgres.ownerUrl, max: 1 })
  try {
    await inTransaction(db, (tx) => registerStartingTerms(tx.$pickTables(), { actor: house, now: start }))
    await inTransaction(db, (tx) =>
      setCap(tx.$pickTables(), { cap: 'week', scope: 'all', key: null, contacts: 2, windowS: 7 * 86_400 }, { actor: house, now: start }),
    )
    await inTransaction(db, (tx) => setLawHours(tx.$pickTables(), { actor: house, now: start }))
    await settle(owner, n)
    const bare = await timed(() => bareRead(db))
    const took = await timed(() => countReach({ db: db.$pickTables(), rowIds: idBlocks(db, 'keep.row_id_seq'), clock: systemClock }, start))
    print({ bench: 'reach', figure: 'people_per_s', value: n / took, unit: '1/s', n, limit: n / bare })
    print({ bench: 'reach', figure: 'all_s', value: took, unit: 's', n })
  } finally {
    await db.destroy()
    await owner.destroy()
    await store.end()
  }
}

/** A third agreed to one channel, a third to two, some stopped, some have rules of their own, half have a phone, a few zones, and recent contacts. */
async function settle(owner: Db<KeepTables>, n: number): Promise<void> {
  await sql`insert into keep.customer (customer_id, status, created_at, time_zone)
    select i, 'known', ${start}, case i % 9 when 0 then 'Asia/Omsk' when 1 then 'Europe/Berlin' when 2 then null else 'Europe/Moscow' end from generate_series(1, ${n}::int) i`.execute(
    owner,
  )
  await sql`insert into keep.identifier (kind, digest, customer_id, sealed, source, first_seen, last_seen)
    select kind, sha256(convert_to(kind || i, 'UTF8')), i, '\\x00', 'bench', ${start}, ${start} from generate_series(1, ${n}::int) i cross join (values ('email'), ('phone')) k(kind)
    where not (kind = 'phone' and i % 2 = 0) and i % 50 <> 0`.execute(owner)
  await sql`insert into keep.consent_state (customer_id, purpose, category, channel, topic, seq, state, since, hash)
    select i, 'marketing', 'contact', channel, '*', 2, case when i % 11 = 0 then 'ConsentWithdrawn' else 'ConsentGiven' end, ${start}, '\\x00'
    from generate_series(1, ${n}::int) i cross join (values ('email'), ('sms')) k(channel) where i % 3 <> 0 and (channel = 'email' or i % 3 = 1)`.execute(owner)
  await sql`insert into keep.stop (customer_id, stop_id, since, method, by_kind, by_id, by_role)
    select i, 1, ${start}, 'bench', 'customer', i, 'customer' from generate_series(1, ${n}::int, 20) i`.execute(owner)
  await sql`insert into keep.rule (customer_id, rule_id, kind, contacts, window_s, since, method, by_kind, by_id, by_role)
    select i, 1, 'cap', 1 + i % 3, 1209600, ${start}, 'bench', 'customer', i, 'customer' from generate_series(1, ${n}::int, 13) i`.execute(owner)
  await sql`insert into keep.person_state (customer_id, recent)
    select i, case when i % 4 = 0 then array[(extract(epoch from ${start}::timestamptz)::bigint - 946684800 - (i % 600000)) * 2097152 + 65536] else '{}' end from generate_series(1, ${n}::int) i`.execute(
    owner,
  )
  for (const table of ['customer', 'identifier', 'consent_state', 'stop', 'rule', 'person_state']) await sql.raw(`vacuum analyze keep.${table}`).execute(owner)
}

const bareRead = (db: Db<KeepTables>) =>
  sql`
  select count(*), count(c.state), count(i.kind), count(s.stop_id), count(r.rule_id), sum(cardinality(p.recent)) from keep.customer u
  left join keep.consent_state c using (customer_id) left join keep.identifier i using (customer_id) left join keep.stop s using (customer_id)
  left join keep.rule r using (customer_id) left join keep.person_state p using (customer_id)`.execute(db)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
