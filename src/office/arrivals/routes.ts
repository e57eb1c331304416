import { sql } from 'kysely'
import { z } from 'zod'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { discountField, ownPrice, planArrival } from '../campaigns/index.ts'
import type { House } from '../house.ts'
import { refOf } from '../work/index.ts'
import { type Concerned, concernedBy, type Good, letterRule } from './concerns.ts'
import * as contract from './contract.ts'

const perPage = 50
const goodPlace = z.object({ added: z.number(), sku: z.string() })
const use = 'marketing'

/** Mounts goods and whom they concern. */
export function arrivalRoutes(house: House): void {
  const { app, on, door, ids, db, rowIds } = house

  mount(app, on, contract.listGoods, async ({ query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'goods', goodPlace)
    const after = pages.after(cursor)
    const { rows: found } = await sql<Good & { added: number }>`
      select * from (select *, coalesce(extract(epoch from added_at), 0)::float8 as added from fact.product) g
      ${after ? sql`where (-g.added, g.sku) > (${-after.added}, ${after.sku})` : sql``} order by -g.added, g.sku limit ${limit + 1}`.execute(db)
    const { rows, next_cursor } = pages.page(found, limit, ({ added, sku }) => ({ added, sku }))
    return { items: await Promise.all(rows.map(shown)), next_cursor }
  })

  mount(app, on, contract.readGood, async ({ caller, params, now }) => {
    const good = await goodBy(params.sku)
    if (good.category === null) return { ...(await shown(good)), concerns: null }
    const { close, hear, left } = await concernedBy(house, caller.as, { ...good, category: good.category }, now)
    return { ...(await shown(good)), concerns: { close: close.length, hear: hear.length, left_out: counted(left) } }
  })

  mount(app, on, contract.listConcerned, async ({ caller, params, query: { cursor, limit = perPage, part, reason }, now }) => {
    const good = await goodBy(params.sku)
    if (good.category === null) throw notFound()
    const found = await concernedBy(house, caller.as, { ...good, category: good.category }, now)
    const left = found.left.filter((one) => reason === undefined || one.reason === reason).map(({ customer }) => customer)
    const all = (part === 'close' ? found.close : part === 'hear' ? found.hear : left).toSorted((a, b) => a - b)
    const pages = pagesOf(ids, `concerned ${params.sku} ${part} ${reason ?? ''}`, z.int())
    const after = pages.after(cursor) ?? 0
    const some = all.filter((customer) => customer > after).slice(0, limit + 1)
    const { rows, next_cursor } = pages.page(some, limit, (customer) => customer)
    const previews = rows.length === 0 ? [] : await door.ask(caller.as, 'preview', { customers: rows, purpose: use, reason: { kind: 'list' }, beyond: 'hide' })
    return { items: previews.map((preview) => refOf(ids, preview)), next_cursor }
  })

  mount(app, on, contract.prepareLetter, async ({ caller, params, now }) => {
    const good = await goodBy(params.sku)
    const { category } = good
    if (category === null) throw badInput('A good without a category concerns nobody in particular.', 'sku')
    if (good.price === null) throw badInput('A good without a price cannot be told of.', 'sku')
    const rule = letterRule({ sku: good.sku, category })
    const campaign = await planArrival({ db, rowIds }, { good: good.sku, title: good.title, topic: category, rule }, { staff: caller.person.actor.id, now })
    return { campaign_id: ids.show('campaign', campaign) }
  })

  mount(app, on, contract.readPrice, async ({ caller, params, query }) => {
    const good = await goodBy(params.sku)
    const customer = ids.read('customer', query.customer_id)
    const full = ownPrice(good, null)
    if (customer === undefined || !full) throw notFound()
    const [preview] = await door.ask(caller.as, 'preview', { customers: [customer], purpose: query.purpose ?? 'service', reason: { kind: 'card' } })
    if (!preview) throw notFound()
    const price = { minor: full.price, currency: full.currency }
    if (preview.hidden !== null && preview.hidden !== 'no_name') return { price, own_price: null, discount_percent: null, hidden: preview.hidden }
    const { rows } = await sql<{ percent: number | null }>`
      select max(f.number) as percent from fact.field f join fact.derived d on d.customer_id = f.customer_id where d.person = ${preview.person} and f.field = ${discountField}`.execute(
      db,
    )
    const own = ownPrice(good, rows[0]?.percent ?? null) ?? full
    return { price, own_price: { minor: own.own, currency: own.currency }, discount_percent: own.percent, hidden: null }
  })

  async function goodBy(sku: string): Promise<Good> {
    const { rows } = await sql<Good>`select sku, title, category, price, currency, added_at from fact.product where sku = ${sku}`.execute(db)
    if (!rows[0]) throw notFound()
    return rows[0]
  }

  async function shown({ sku, title, category, price, currency, added_at }: Good): Promise<z.input<typeof contract.good>> {
    const topic = category === null ? null : ((await house.topicTitles()).get(category) ?? null)
    return {
      sku,
      title,
      category,
      topic,
      price: price === null || currency === null ? null : { minor: price, currency: currency.trim() },
      added_at: added_at?.toISOString() ?? null,
    }
  }
}

function counted(left: Concerned['left']): { reason: string; decision: 'allow' | 'deny' | 'later' | 'ask'; count: number }[] {
  return [...Map.groupBy(left, ({ reason, decision }) => `${decision} ${reason}`).values()]
    .flatMap((some) => (some[0] ? [{ reason: some[0].reason ?? 'unknown', decision: some[0].decision, count: some.length }] : []))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}
