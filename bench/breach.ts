import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type DeskTables, touchedIn } from '../src/keep/desk/index.ts'
import { type KeyringTables, openKeyring } from '../src/keep/keyring/index.ts'
import { systemClock } from '../src/platform/clock.ts'
import { openDb, sql } from '../src/platform/db/index.ts'
import { opaque } from '../src/platform/ids/index.ts'
import { percentile, print, scratchStore } from './scratch.ts'

// Whose data was touched within thirty days, by everybody and by one colleague. The limit is the bare count of the same span.

const SIZES = { small: 1_000_000, full: 10_000_000 } as const
const inSpan = 1_000_000
const customers = 300_000
const colleagues = 50
const rounds = 3
const monthMs = 30 * 86_400_000

/** Prints everybody_s and colleague_s (seconds): counts over a million receipts of the span. */
export async function breach({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = SIZES[size]
  const { postgres, folder, keysUrl, end } = await scratchStore()
  const owner = openDb<DeskTables>({ url: postgres.url('owner'), max: 1 })
  const db = openDb<DeskTables>({ url: postgres.url('keep'), max: 4 })
  const keys = openDb<KeyringTables>({ url: keysUrl, max: 1 })
  try {
    const now = systemClock.now()
    const { keyring } = await openKeyring({ db: keys, folder: join(folder, 'keys'), now, tell: async () => {} })
    const deps = { db, keyring, ids: opaque(randomBytes(32).toString('hex')) }
    await fill(owner, n, now)
    const from = new Date(now.getTime() - monthMs)
    const everybody = { from, until: now }
    const one = { ...everybody, by: { kind: 'staff' as const, id: 7 } }
    const bare = await median(() => sql`select count(*), count(distinct customer_id) from keep.receipt where at >= ${from} and at < ${now}`.execute(db))
    print({ bench: 'breach', figure: 'everybody_s', value: await median(() => touchedIn(deps, everybody)), unit: 's', n: inSpan, limit: bare })
    print({ bench: 'breach', figure: 'colleague_s', value: await median(() => touchedIn(deps, one)), unit: 's', n: inSpan, limit: bare })
  } finally {
    await Promise.all([owner.destroy(), db.destroy(), keys.destroy()])
    await end()
  }
}

/** Receipts in the order of their time, as they are written; a million of them in the last month. */
async function fill(owner: ReturnType<typeof openDb<DeskTables>>, n: number, now: Date): Promise<void> {
  await sql`insert into keep.receipt_codes (codes_id, actor, role, activity, purpose, operation, categories, fields, recipients, decision, reasons, policy)
    select i, 'staff', 'clerk', 'card', case when i % 3 = 0 then 'marketing' else 'service' end, case when i % 10 = 0 then 'list' else 'read' end, '{contact,profile}', array['card', 'f' || i], '{}',
      case when i % 17 = 0 then 'deny' else 'allow' end, '{}', 'purpose:v1' from generate_series(1, 400) i`.execute(owner)
  await sql`insert into keep.receipt (customer_id, at, batch, codes_id, actor_id, seq, nth, nonce, prev)
    select 1 + (i::bigint * 7919) % ${customers}, ${now}::timestamptz - make_interval(secs => (${n}::bigint - i) * ${monthMs / 1000 / inSpan}::float8), 0, 1 + i % 400, i % ${colleagues}, 1 + i / ${customers}, 0,
      decode(md5(i::text), 'hex'), decode(md5(i::text) || md5(i::text), 'hex')
    from generate_series(1, ${n}::bigint) i`.execute(owner)
  await sql`vacuum analyze keep.receipt`.execute(owner)
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    await work()
    took.push((performance.now() - from) / 1000)
  }
  return percentile(took, 0.5)
}
