import { sql } from '../../platform/db/index.ts'
import { contentPlace } from '../customers/index.ts'
import { unseal } from '../keyring/index.ts'
import type { Checked, Text } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

type Item = { kind: string; customer: number; id: number }
type Row = Item & { category: 'content' | 'sensitive'; sealed: Buffer }

/** What was said and written, opened for a purpose; what it does not cover comes back as hidden, with the purposes that would. */
export async function texts(deps: DoorDeps, asker: Asker, input: Checked<'texts'>): Promise<Text[]> {
  const customers = [...new Set(input.items.map((i) => i.customer))]
  const sight = await sightOf(
    deps.db,
    asker,
    input.purpose,
    customers.filter((c) => c > 0),
    deps.clock.now(),
  )
  if (!sight) return []
  const rows = await sealedTexts(deps, input.items)
  // What was said belongs to the card it is read on: both fall under one receipt.
  const opened = [...new Set(rows.filter((r) => hiddenBy(sight, r) === undefined && r.customer > 0).map((r) => r.customer))]
  await noteUse(deps, asker, {
    sight,
    customers: opened,
    reason: input.reason,
    operation: 'read',
    ...(input.reason.kind === 'card' ? { categories: [...sight.purpose.categories], fields: ['card'] } : { categories: ['content'], fields: ['texts'] }),
  })
  return openTexts(deps, sight, input.items, rows)
}

/** Opens texts under a sight whose use has been noted. */
export async function openTexts(deps: DoorDeps, sight: Sight, items: readonly Item[], rows: readonly Row[]): Promise<Text[]> {
  const byKey = new Map(rows.map((r) => [key(r), r]))
  const keysOf = (category: Row['category']) => {
    const customers = [...new Set(rows.filter((r) => r.category === category && hiddenBy(sight, r) === undefined).map((r) => r.customer))]
    return customers.length > 0 ? deps.keyring.existingKeys(customers, category) : new Map<number, Buffer>()
  }
  const [content, sensitive] = await Promise.all([keysOf('content'), keysOf('sensitive')])
  const others = [...sight.purposes.values()]
  return items.map((item): Text => {
    const row = byKey.get(key(item))
    const at = { kind: item.kind, customer: item.customer, id: item.id }
    if (!row) return { ...at, content: null, hidden: null }
    const hidden = hiddenBy(sight, row)
    if (hidden)
      return { ...at, content: null, hidden: { reason: hidden, purposes: others.filter((p) => p.categories.includes(row.category)).map((p) => p.purpose) } }
    const dataKey = (row.category === 'content' ? content : sensitive).get(row.customer)
    const plain = dataKey && unseal(dataKey, contentPlace(row.customer, row.kind, row.id), row.sealed)
    return plain ? { ...at, content: parse(plain), hidden: null } : { ...at, content: null, hidden: { reason: 'erased', purposes: [] } }
  })
}

/** The sealed rows of these items that exist. */
export async function sealedTexts(deps: DoorDeps, items: readonly Item[]): Promise<Row[]> {
  const rows = await sql<Row>`
    select c.customer_id as customer, c.kind, c.id, c.category, c.sealed
    from unnest(${items.map((i) => i.customer)}::bigint[], ${items.map((i) => i.kind)}::text[], ${items.map((i) => i.id)}::bigint[]) as w(c, k, i)
    join keep.content c on c.customer_id = w.c and c.kind = w.k and c.id = w.i`.execute(deps.db)
  return rows.rows
}

// Texts about nobody (customer 0) are the house's own: tasks without a customer.
function hiddenBy(sight: Sight, row: Row): string | undefined {
  if (row.customer === 0) return undefined
  return sight.refusal(row.customer) ?? (sight.covers(row.category) ? undefined : 'category_not_covered')
}

const key = (i: Item) => `${i.kind} ${i.customer} ${i.id}`

function parse(plain: Buffer): { [part: string]: unknown } {
  const value: unknown = JSON.parse(plain.toString('utf8'))
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : { text: String(value) }
}
