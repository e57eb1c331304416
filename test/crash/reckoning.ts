import { join } from 'node:path'
import { contentPlace, identifierPlace, vaultPlace } from '../../src/keep/customers/index.ts'
import { type Keyring, type KeyringTables, openKeyring, unseal } from '../../src/keep/keyring/index.ts'
import { houseSigner, type ReceiptTables, sentenceOf, verifyAll } from '../../src/keep/receipts/index.ts'
import { openDb } from '../../src/platform/db/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Load, source } from './load.ts'

// What was promised against what is there, looked at under the floor: as the owner, and with the keys.

export type Reckoning = {
  /** Acknowledged events that are not there. */
  lost: number[]
  /** Events that are there more than once. */
  doubled: number[]
  /** Events that nobody sent, or batches of which only a part is there. */
  stray: number[]
  /** Rows without their other halves: seen without a fact, a fact without its content. */
  halves: { seenWithoutFact: number; factsUnseen: number; withoutContent: number; withoutLines: number }
  /** Sealed values that do not open. */
  unopened: string[]
  /** What does not hold of the receipts. */
  receipts: string[]
  counts: { events: number; receipts: number; sealed: number }
}

export type UrlOf = (role: 'owner' | 'keep', which: 'main' | 'keys') => string

/** `besides`: numbers of events that were recorded outside the load. */
export async function reckon(at: { home: string; urlOf: UrlOf; load: Load; now: Date; besides?: readonly number[] }): Promise<Reckoning> {
  const { urlOf, load } = at
  const owner = urlOf('owner', 'main')
  const times = await eventsIn(owner)
  const sent = new Set([...load.acknowledged, ...load.abandoned.flat(), ...(at.besides ?? [])])
  const partly = load.abandoned.filter((batch) => new Set(batch.map((n) => times.has(n))).size > 1).flat()
  const keys = openDb<KeyringTables>({ url: urlOf('keep', 'keys'), max: 1 })
  const receiptsDb = openDb<ReceiptTables>({ url: urlOf('keep', 'main'), max: 1 })
  try {
    const { keyring } = await openKeyring({ db: keys, folder: join(at.home, 'keys'), now: at.now })
    const { unopened, opened } = await openAll(owner, keyring)
    const receipts: string[] = []
    const key = await houseSigner(receiptsDb, { seed: keyring.own('checkpoint'), origin: 'localhost' })
    const walked = await verifyAll(receiptsDb, { key, found: (finding) => receipts.push(sentenceOf(finding)) })
    return {
      lost: [...load.acknowledged].filter((n) => !times.has(n)),
      doubled: [...times].filter(([, count]) => count > 1).map(([n]) => n),
      stray: [...[...times.keys()].filter((n) => !sent.has(n)), ...partly],
      halves: await halvesIn(owner),
      unopened,
      receipts,
      counts: { events: times.size, receipts: walked.receipts, sealed: opened },
    }
  } finally {
    await Promise.all([keys.destroy(), receiptsDb.destroy()])
  }
}

/** How often each event stands in the facts, by its number. */
async function eventsIn(owner: string): Promise<Map<number, number>> {
  const { rows } = await withClient(owner, (client) =>
    client.query<{ n: string; times: number }>('select amount as n, count(*)::int as times from fact.interaction where source = $1 group by 1', [source]),
  )
  return new Map(rows.map((r) => [Number(r.n), r.times]))
}

async function halvesIn(owner: string): Promise<Reckoning['halves']> {
  const { rows } = await withClient(owner, (client) =>
    client.query<Reckoning['halves']>(
      `select (select count(*)::int from keep.seen s where not exists (select from fact.interaction i where (i.customer_id, i.id) = (s.customer_id, s.interaction_id))) as "seenWithoutFact",
        (select count(*)::int from fact.interaction i where i.source = $1 and not exists (select from keep.seen s where (s.customer_id, s.interaction_id) = (i.customer_id, i.id))) as "factsUnseen",
        (select count(*)::int from fact.interaction i where i.source = $1 and not exists (select from keep.content c where (c.customer_id, c.kind, c.id) = (i.customer_id, 'interaction', i.id))) as "withoutContent",
        (select count(*)::int from fact.interaction i where i.source = $1 and i.channel = 'shop' and not exists (select from fact.interaction_item l where (l.customer_id, l.interaction_id) = (i.customer_id, i.id))) as "withoutLines"`,
      [source],
    ),
  )
  const [halves] = rows
  if (!halves) throw new Error('no counts')
  return halves
}

/** Opens every sealed value of every customer: a key that was used and then lost would show here. */
async function openAll(owner: string, keyring: Keyring): Promise<{ unopened: string[]; opened: number }> {
  const { rows } = await withClient(owner, (client) =>
    client.query<{ customer: string; category: 'contact' | 'content' | 'sensitive' | 'profile'; kind: string; id: string; of: string; sealed: Buffer }>(
      `select customer_id as customer, category, kind, id, 'content' as of, sealed from keep.content where customer_id > 0
       union all select customer_id, category, field, version, 'vault', sealed from keep.vault where sealed is not null
       union all select customer_id, 'contact', kind, 0, 'identifier', sealed from keep.identifier where sealed is not null`,
    ),
  )
  const customers = [...new Set(rows.map((r) => Number(r.customer)))]
  const unopened: string[] = []
  for (const category of ['contact', 'content', 'sensitive', 'profile'] as const) {
    const keys = await keyring.existingKeys(customers, category)
    for (const row of rows.filter((r) => r.category === category)) {
      const customer = Number(row.customer)
      const key = keys.get(customer)
      const place = placeOf[row.of]?.(customer, row.kind, Number(row.id))
      if (!key || place === undefined || !unseal(key, place, row.sealed)) unopened.push(`${row.of} ${row.kind} ${row.id} of ${customer}`)
    }
  }
  return { unopened, opened: rows.length }
}

const placeOf: { [of: string]: (customer: number, kind: string, id: number) => string } = {
  content: contentPlace,
  vault: vaultPlace,
  identifier: (customer, kind) => identifierPlace(customer, kind),
}
