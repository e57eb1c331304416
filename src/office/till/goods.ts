import { type Db, sql } from '../../platform/db/index.ts'
import type { FactTables } from '../catalogue/index.ts'
import type { InsightTables } from '../insight/index.ts'
import type { Good } from './suggest.ts'

/** So many goods a till knows; a kiosk has fewer, and of more nobody finds one by looking. */
export const mostGoods = 2_000

/** Goods with a price in this currency, the most bought first. What goes with what is of the last run. */
export async function goodsOf(db: Db<FactTables & InsightTables>, currency: string): Promise<Map<string, Good>> {
  const { rows } = await sql<Good>`
    select p.sku, p.title, p.category, p.price, p.currency, p.added_at as added, coalesce(g.buyers, 0) as buyers, coalesce(g.near, '[]') as near
    from fact.product p left join office.goods g on g.sku = p.sku
    where p.price > 0 and p.currency = ${currency} order by coalesce(g.buyers, 0) desc, p.title, p.sku limit ${mostGoods}`.execute(db)
  return new Map(rows.map((row) => [row.sku, row]))
}
