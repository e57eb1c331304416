import { numberArray, sql, type Tx, textArray } from '../../../platform/db/index.ts'
import { newBatch } from '../../customers/index.ts'
import type { RecordTables } from '../tables.ts'
import { writeChange } from './change.ts'
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

/** A good as the company puts it on its shelves. */
export type NewProduct = { sku: string; title: string; category: string | null; price_minor: number; currency: string }

/** Puts goods into the catalogue, or changes what stands there; the same again changes nothing. */
export async function registerProducts(tx: Tx<RecordTables>, products: readonly NewProduct[], now: Date): Promise<void> {
  if (products.length === 0) return
  const batch = await newBatch(tx.$pickTables())
  const changed = await sql`
    insert into fact.product as p (sku, title, category, price, currency, batch, added_at)
    select n.sku, n.title, n.category, n.price_minor, n.currency, ${batch}, ${now}
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as n (sku text, title text, category text, price_minor bigint, currency text)
    on conflict (sku) do update set title = excluded.title, category = excluded.category, price = excluded.price, currency = excluded.currency, batch = excluded.batch,
      added_at = coalesce(p.added_at, excluded.added_at)
    where (p.title, p.category, p.price, p.currency) is distinct from (excluded.title, excluded.category, excluded.price, excluded.currency) or p.added_at is null`.execute(
    tx,
  )
  if ((changed.numAffectedRows ?? 0n) > 0n) await writeChange(tx, { batch, now, what: ['product'], customers: [] })
}
