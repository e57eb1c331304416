// What can be asked, as the copy has it (src/office/analyst/asking/permitted.ts); a test holds the two together.

export const tables = {
  subject:
    'person kind role language time_zone country region age_band gender birth_month birth_day mail_domain_class has_email has_phone has_address form since units',
  interaction: 'person id happened_at kind channel direction source unit_id amount currency duration_s outcome attrs sealed',
  interaction_item: 'person interaction_id happened_at line sku quantity price amount',
  field: 'person field number minor moment yes code',
  trait: 'person trait value n counted_at',
  reach: 'person purpose channel topic reach',
  product: 'sku title category price currency',
  need: 'kind topic band week state',
} as const
export type TableName = keyof typeof tables
export const tableNames: readonly TableName[] = ['subject', 'interaction', 'interaction_item', 'field', 'trait', 'reach', 'product', 'need']

export const columnsOf = (table: TableName): string[] => tables[table].split(' ')

export const examples = {
  months: `select strftime(happened_at, '%Y-%m') as month, count(*) as orders, sum(amount) / 100 as revenue
from interaction
where kind = 'order' and happened_at > current_date - interval 24 months
group by month
order by month`,
  channels: `select channel, count(distinct person) as people
from interaction
group by channel
order by people desc`,
  goods: `select p.category, sum(i.amount) / 100 as revenue
from interaction_item i
join product p on p.sku = i.sku
group by p.category
order by revenue desc`,
  again: `select orders, count(*) as people
from (
  select person, count(*) as orders
  from interaction
  where kind = 'order'
  group by person
)
group by orders
order by orders`,
} as const
export const exampleNames = ['months', 'channels', 'goods', 'again'] as const
