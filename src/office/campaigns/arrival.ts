import { type Db, sql } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Rule } from '../audiences/index.ts'
import { purchaseKinds } from '../catalogue/index.ts'
import type { CampaignTables } from './tables.ts'

// A letter about a new good says to each why they get it and what it costs them: figures that are counted when it is sent.

/** The template that says it, and the field of the company's own in which the discount of a regular stands, in per cent. */
export const arrivalTemplate = 'new_in_topic'
export const discountField = 'x_regular_discount'

export type OwnPrice = { price: number; own: number; percent: number; currency: string }

/** What goods cost a customer with their discount; nothing for a good without a price. To whole minor units, halves up. */
export function ownPrice(good: { price: number | null; currency: string | null }, percent: number | null): OwnPrice | undefined {
  if (good.price === null || good.currency === null) return undefined
  const off = percent !== null && percent > 0 && percent < 100 ? percent : 0
  return { price: good.price, own: Math.round((good.price * (100 - off)) / 100), percent: off, currency: good.currency }
}

type Slots = { [name: string]: unknown }
export type Group = { customers: number[]; slots: Slots }
type Row = { person: number; bought: number; percent: number | null; price: number | null; currency: string | null }

/** Whoever is told the same together. A campaign by another template says the same to all. */
export async function groupsOf<T>(db: Db<T>, campaign: CampaignTables['office.campaign'], members: readonly number[]): Promise<Group[]> {
  const { good } = campaign.slots
  if (campaign.template !== arrivalTemplate || typeof good !== 'string') return [{ customers: [...members], slots: campaign.slots }]
  const { rows } = await sql<Row>`
    select m.person, g.price, g.currency, (select max(f.number) from fact.field f join fact.derived d on d.customer_id = f.customer_id where d.person = m.person and f.field = ${discountField}) as percent,
      (select count(distinct (i.customer_id, i.id)) from fact.derived d join fact.interaction i on i.customer_id = d.customer_id
         join fact.interaction_item l on l.customer_id = i.customer_id and l.interaction_id = i.id join fact.product p on p.sku = l.sku
       where d.person = m.person and p.category = g.category and p.sku <> g.sku and l.amount > 0 and i.kind = any(${[...purchaseKinds]}::text[])) as bought
    from unnest(${[...members]}::bigint[]) as m (person) cross join fact.product g where g.sku = ${good}`.execute(db)
  const alike = Map.groupBy(rows, ({ bought, percent }) => `${bought} ${percent}`)
  return [...alike.values()].flatMap((some) => {
    const [first] = some
    const cost = first && ownPrice(first, first.percent)
    if (!first || !cost) return []
    const money = (minor: number) => ({ minor, currency: cost.currency })
    return [
      {
        customers: some.map(({ person }) => person),
        slots: { good, bought: first.bought, price: money(cost.price), own_price: money(cost.own), percent: cost.percent },
      },
    ]
  })
}

/** Plans a letter about a good to whoever a rule chooses; gives the campaign. It and its audience are one deed: neither stands without the other. */
export async function planArrival<T>(
  { db, rowIds }: { db: Db<T>; rowIds: IdBlocks },
  letter: { good: string; title: string; topic: string; rule: Rule },
  by: { staff: number; now: Date },
): Promise<number> {
  const [audience, campaign] = [await rowIds.one(), await rowIds.one()]
  await sql`
    with a as (insert into office.audience (audience_id, title, rule, made_by, created_at)
      values (${audience}, ${letter.title}, ${JSON.stringify(letter.rule)}::jsonb, ${by.staff}, ${by.now}) returning audience_id)
    insert into office.campaign (campaign_id, title, audience_id, purpose, topic, unit, channel, template, slots, made_by, created_at)
    select ${campaign}, ${letter.title}, audience_id, 'marketing', ${letter.topic}, null, 'email', ${arrivalTemplate}, ${JSON.stringify({ good: letter.good })}::jsonb, ${by.staff}, ${by.now} from a`.execute(
    db,
  )
  return campaign
}
