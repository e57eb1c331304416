import { sql, type Tx } from '../../../platform/db/index.ts'
import type { RecordTables } from '../tables.ts'
import { type Ready, titleOf } from './prepare.ts'

type Product = { sku: string; said: string | undefined; title: string; category: string | null; price: number; currency: string | null; trusted: boolean }

/**
 * Notes the products that order lines name. A title from the company itself overrules an older one; a page's public key may
 * only add what is not there. Gives whether anything changed.
 */
export async function writeProducts(tx: Tx<RecordTables>, events: readonly Ready[], batch: number): Promise<boolean> {
  const products = new Map<string, Product>()
  for (const event of events) {
    for (const item of event.items) {
      const trusted = event.trust === 'secret'
      const held = products.get(item.sku)
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
  const rows = [...products.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1))
  const changed = await sql`
    insert into fact.product as p (sku, title, category, price, currency, batch)
    select s, t, c, r, y, ${batch} from unnest(${rows.map((r) => r.sku)}::text[], ${rows.map((r) => r.title)}::text[], ${rows.map((r) => r.category)}::text[],
      ${rows.map((r) => r.price)}::bigint[], ${rows.map((r) => r.currency)}::text[]) as n(s, t, c, r, y)
    where not exists (select from fact.product h where h.sku = n.s and (h.title = n.t or n.t = n.s) and (n.c is null or h.category = n.c))
    on conflict (sku) do update set title = excluded.title, category = coalesce(excluded.category, p.category), price = excluded.price, currency = excluded.currency, batch = excluded.batch
    where p.sku = any(${rows.filter((r) => r.trusted).map((r) => r.sku)}::text[])`.execute(tx)
  return (changed.numAffectedRows ?? 0n) > 0n
}
