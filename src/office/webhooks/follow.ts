import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { type Change, followChanges } from '../changes/index.ts'
import type { Happening } from './kinds.ts'
import { heardKinds, tellLater } from './queue.ts'
import type { WebhookTables } from './tables.ts'

// What the keep wrote, as happenings. Read by batch; a thousand batches at a time.

const batchesAtOnce = 1_000

/** Tells of everything that the keep wrote since the last turn, once. */
export async function tellChanges(deps: { db: Db<WebhookTables>; rowIds: IdBlocks }, now: Date): Promise<void> {
  await followChanges(deps.db, 'webhooks', now, async (tx, changes) => {
    const heard = await heardKinds(tx.$pickTables())
    for (let i = 0; i < changes.length; i += batchesAtOnce) {
      const happened = await happenedIn(tx, changes.slice(i, i + batchesAtOnce), heard, now)
      for (let j = 0; j < happened.length; j += batchesAtOnce) {
        await tellLater({ db: tx.$pickTables(), rowIds: deps.rowIds }, happened.slice(j, j + batchesAtOnce), now)
      }
    }
  })
}

async function happenedIn(tx: Tx<WebhookTables>, changes: readonly Change[], heard: ReadonlySet<string>, now: Date): Promise<Happening[]> {
  const batches = (what: string) => changes.filter((c) => c.what.includes(what)).map((c) => c.batch)
  const people = ['customer.created', 'customer.changed', 'customer.joined', 'customer.erased'].some((kind) => heard.has(kind))
  return [
    ...(people
      ? await aboutPeople(
          tx,
          batches('derived'),
          changes.filter((c) => c.what.includes('created')),
          now,
        )
      : []),
    ...(heard.has('interaction.recorded') ? await recorded(tx, batches('interaction')) : []),
    ...(heard.has('terms.changed') ? await ofTerms(tx, batches('reach'), now) : []),
  ]
}

type Person = {
  customer_id: number
  person: number
  kind: string
  role: string
  status: string
  language: string | null
  country: string | null
  fresh: boolean
}

/** Visitors who are nobody yet are not told of. Who came and was changed at once stands under the later batch, and is new all the same. */
async function aboutPeople(tx: Tx<WebhookTables>, batches: readonly number[], created: readonly Change[], now: Date): Promise<Happening[]> {
  if (batches.length === 0) return []
  const { rows } = await sql<Person>`
    select customer_id, person, kind, role, status, language, country,
      batch = any(${created.map((c) => c.batch)}::bigint[]) or customer_id = any(${created.flatMap((c) => c.customers ?? [])}::bigint[]) as fresh
    from fact.derived where batch = any(${[...batches]}::bigint[]) and status <> 'anonymous' order by customer_id`.execute(tx)
  return rows.map(({ customer_id, person, fresh: isNew, kind, role, status, language, country }): Happening => {
    const of = { customer: customer_id, at: now }
    if (status === 'erased') return { ...of, kind: 'customer.erased', facts: {} }
    if (person !== customer_id) return { ...of, kind: 'customer.joined', facts: { into_id: person } }
    return { ...of, kind: isNew ? 'customer.created' : 'customer.changed', facts: { kind, role, status, language, country } }
  })
}

type Recorded = {
  customer_id: number
  id: number
  at: Date
  kind: string
  channel: string
  direction: string
  amount: number | null
  currency: string | null
  duration_s: number | null
  outcome: string | null
  attrs: { [name: string]: number | boolean | string } | null
  sealed: boolean
}

/** Of a sensitive interaction the time and the channel, as everywhere outside the keep. */
async function recorded(tx: Tx<WebhookTables>, batches: readonly number[]): Promise<Happening[]> {
  if (batches.length === 0) return []
  const { rows } = await sql<Recorded>`
    select customer_id, id, at, kind, channel, direction, amount, currency, duration_s, outcome, attrs, sealed
    from fact.interaction where batch = any(${[...batches]}::bigint[]) and import_id is null order by customer_id, id`.execute(tx)
  return rows.map(
    ({ customer_id, id, at, kind, channel, direction, amount, currency, duration_s, outcome, attrs, sealed }): Happening => ({
      customer: customer_id,
      kind: 'interaction.recorded',
      at,
      facts: sealed
        ? { interaction_id: id, sealed, channel }
        : {
            interaction_id: id,
            sealed,
            kind,
            channel,
            direction,
            amount: amount === null || currency === null ? null : { minor: Number(amount), currency },
            duration_s,
            outcome,
            attributes: attrs ?? {},
          },
    }),
  )
}

async function ofTerms(tx: Tx<WebhookTables>, batches: readonly number[], now: Date): Promise<Happening[]> {
  if (batches.length === 0) return []
  const { rows } = await sql<{ customer_id: number; reach: { purpose: string; channel: string; topic: string | null; reach: boolean }[] }>`
    select customer_id, jsonb_agg(jsonb_build_object('purpose', purpose, 'channel', channel, 'topic', nullif(topic, '*'), 'reach', reach) order by purpose, channel, topic) as reach
    from fact.reach where batch = any(${[...batches]}::bigint[]) group by customer_id order by customer_id`.execute(tx)
  return rows.map(({ customer_id, reach }): Happening => ({ customer: customer_id, kind: 'terms.changed', at: now, facts: { reach } }))
}
