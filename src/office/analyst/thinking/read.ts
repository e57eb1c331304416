import { sql } from '../../../platform/db/index.ts'
import { purchaseKinds, withStanding } from '../../catalogue/index.ts'
import type { DayRows } from '../../value/index.ts'
import type { Duck } from '../mirror/duck.ts'
import { type PortraitRows, readPortrait, type WaysFound } from '../portrait/index.ts'
import { bare, columns, compiler, kept, names } from './columns.ts'

// What a run reads of the copy, each in one statement over everybody who may be analysed: columns of numbers, for the thread that thinks.

/** What customers have a taste for, as everybody's counts by topic. */
export type TasteName = 'categories' | 'channels' | 'hours' | 'prices'
export type TasteRows = { about: TasteName; topics: string[]; person: Float64Array; topic: Float64Array; count: Float64Array }
/** Who bought which item on which day, in the order of person and day; items are places in `items`. */
export type BasketRows = { person: Float64Array; day: Float64Array; item: Float64Array; items: string[] }
export type Read = { days: DayRows; currencies: string[]; tastes: TasteRows[]; baskets: BasketRows; portrait: PortraitRows; ways: WaysFound }

export type Asked = { now: Date; zone: string }

/** The day of the company's calendar, counted from 1970. */
export const dayIn = (at: Date, zone: string): number => {
  const said = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)
  return Math.round(Date.parse(`${said}T00:00:00Z`) / 86_400_000)
}

const recentDays = 730

/** Everything a run needs, as it stands in the copy at this moment; `told` hears the share that is read. */
export async function readForRun(duck: Duck, asked: Asked, told: (share: number) => void): Promise<Read> {
  const compiled = standingDays(asked.zone)
  const [customer = none, day = none, amount = none, currency = none] = await columns(duck, compiled.sql, compiled.parameters, 4)
  told(0.4)
  const currencies = await names(duck, `select distinct currency from interaction where currency is not null order by 1`)
  const tastes: TasteRows[] = []
  for (const about of tasteNames) {
    tastes.push(await tasteOf(duck, about, asked))
    told(0.4 + 0.1 * tastes.length)
  }
  const items = await names(duck, 'select distinct sku from interaction_item order by 1')
  const [buyer = none, basketDay = none, item = none] = await columns(duck, basketsSql, valuesOf(asked), 3)
  told(0.9)
  const { portrait, ways } = await readPortrait(duck, { ...asked, from: since(asked.now) })
  told(1)
  return { days: { customer, day, amount, currency }, currencies, tastes, baskets: { person: buyer, day: basketDay, item, items }, portrait, ways }
}

const none = new Float64Array(0)
const since = (now: Date) => new Date(now.getTime() - recentDays * 86_400_000)
const valuesOf = ({ now, zone }: Asked) => [zone, bare(since(now)), bare(now)]

// One statement says what a purchase that stands is, for both engines.
function standingDays(zone: string): { sql: string; parameters: readonly unknown[] } {
  const bought = sql.raw(`select person, id, "at", kind, currency, amount from interaction where ${kept} and currency is not null`)
  return sql`
    with codes as (select currency, row_number() over (order by currency) - 1 as place from (select distinct currency from interaction where currency is not null)),
    ${withStanding(bought)}
    select person::double as person, datediff('day', date '1970-01-01', (("at" at time zone 'UTC') at time zone ${zone})::date)::double as "day",
      sum(s.amount)::double as amount, c.place::double as currency
    from standing s join codes c using (currency) group by person, "day", c.place order by person, "day", c.place`.compile(compiler)
}

const tasteNames = ['categories', 'channels', 'hours', 'prices'] as const

/** What was only looked at has lines too. */
const purchases = purchaseKinds.map((kind) => `'${kind}'`).join(', ')
/** Lines of purchases that were not taken back as such; each counts once whatever its quantity. */
const lines = `from interaction_item i join interaction x on x.customer_id = i.customer_id and x.id = i.interaction_id join product p on p.sku = i.sku
  where x.${kept} and x.kind in (${purchases}) and i.amount > 0 and x."at" >= $2::timestamp and x."at" <= $3::timestamp and $1 is not null`
const touches = `from interaction where ${kept} and direction = 'in' and "at" >= $2::timestamp and "at" <= $3::timestamp and $1 is not null`

const rowsOf: { [about in TasteName]: string } = {
  categories: `select x.person, p.category as topic, count(*) as n ${lines} and p.category is not null group by 1, 2`,
  channels: `select person, channel as topic, count(*) as n ${touches} group by 1, 2`,
  hours: `select person, ['night', 'morning', 'day', 'evening'][(hour(("at" at time zone 'UTC') at time zone $1) // 6 + 1)::int] as topic, count(*) as n ${touches} group by 1, 2`,
  // Of what is to be had in a category, the cheapest third, the middle, the dearest; of a category with few products nothing is said.
  prices: `select x.person, l.level as topic, count(*) as n
    from interaction_item i join interaction x on x.customer_id = i.customer_id and x.id = i.interaction_id
    join (select sku, ['low', 'middle', 'high'][ntile(3) over (partition by category, currency order by price, sku)] as level, count(*) over (partition by category, currency) as many from product where price > 0) l on l.sku = i.sku
    where x.${kept} and x.kind in (${purchases}) and i.amount > 0 and l.many >= 6 and x."at" >= $2::timestamp and x."at" <= $3::timestamp and $1 is not null group by 1, 2`,
}

async function tasteOf(duck: Duck, about: TasteName, asked: Asked): Promise<TasteRows> {
  await duck.run(`create or replace temp table taste as ${rowsOf[about]}`, valuesOf(asked))
  const topics = await names(duck, 'select distinct topic from taste order by 1')
  const ranked = 'select person::double, (dense_rank() over (order by topic) - 1)::double, n::double from taste order by person, topic'
  const [person = none, topic = none, count = none] = await columns(duck, ranked, [], 3)
  await duck.run('drop table taste')
  return { about, topics, person, topic, count }
}

const basketsSql = `
  with items as (select sku, row_number() over (order by sku) - 1 as place from (select distinct sku from interaction_item))
  select distinct x.person::double as person, datediff('day', date '1970-01-01', ((x."at" at time zone 'UTC') at time zone $1)::date)::double as "day", t.place::double as item
  from interaction_item i join interaction x on x.customer_id = i.customer_id and x.id = i.interaction_id join items t on t.sku = i.sku
  where x.${kept} and x.kind in (${purchases}) and i.amount > 0 and x."at" >= $2::timestamp and x."at" <= $3::timestamp order by 1, 2, 3`
