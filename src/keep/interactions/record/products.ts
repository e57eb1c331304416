import { numberArray, sql, type Tx, textArray } from '../../../platform/db/index.ts'
import type { RecordTables } from '../tables.ts'
import { type Ready, titleOf } from './prepare.ts'

type Product = { sku: string; said: string | undefined; title: string; category: string | null; price: number; currency: string | null; trusted: boolean }

/**
 * What one sender has named so far, for a sender of many batches: what it names again in the same words is not brought to
 * the database again. Only what is on disk counts as named.
 */
export type NamedProducts = { named: Map<string, Product>; pending: readonly Product[] }

export const noProductsNamed = (): NamedProducts => ({ named: new Map(), pending: [] })

/** The batch that named them is on disk. */
export function keepNamed(memory: NamedProducts): void {
  for (const product of memory.pending) memory.named.set(product.sku, product)
  memory.pending = []
}

/**
 * Notes the products that order lines name. A title from the company itself overrules an older one; a page's public key may
 * only add what is not there. Gives whether anything changed.
 */
export async function writeProducts(tx: Tx<RecordTables>, events: readonly Ready[], batch: number, memory = noProductsNamed()): Promise<boolean> {
  const products = new Map<string, Product>()
  for (const event of events) {
    for (const item of event.items) {
      const trusted = event.trust === 'secret'
      const held = products.get(item.sku) ?? memory.named.get(item.sku)
      if (held?.trusted && (!trusted || (held.said === item.title && held.category === (item.category ?? null)))) continue
      products.set(item.sku, {
        sku: item.sku,
        said: item.title,
        title: titleOf(item),
        category: item.category ?? null,
        price: item.price_minor,
        currency: event.currency,
        trusted,
      })
    }
  }
  memory.pending = [...products.values()]
  if (products.size === 0) return false
  const rows = [...products.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1))
  const changed = await sql`
    insert into fact.product as p (sku, title, category, price, currency, batch)
    select s, t, c, r, y, ${batch} from unnest(${textArray(rows.map((r) => r.sku))}::text[], ${textArray(rows.map((r) => r.title))}::text[], ${textArray(rows.map((r) => r.category))}::text[],
      ${numberArray(rows.map((r) => r.price))}::bigint[], ${textArray(rows.map((r) => r.currency))}::text[]) as n(s, t, c, r, y)
    where not exists (select from fact.product h where h.sku = n.s and (h.title = n.t or n.t = n.s) and (n.c is null or h.category = n.c))
    on conflict (sku) do update set title = excluded.title, category = coalesce(excluded.category, p.category), price = excluded.price, currency = excluded.currency, batch = excluded.batch
    where p.sku = any(${textArray(rows.filter((r) => r.trusted).map((r) => r.sku))}::text[])`.execute(tx)
  return (changed.numAffectedRows ?? 0n) > 0n
}
