import * as terms from '../../../src/keep/terms/contract.ts'
import { readGood } from '../../../src/office/arrivals/contract.ts'
import * as console_ from '../../../src/office/console/contract.ts'
import type { Town } from '../index.ts'
import { type Finding, finding } from './check.ts'
import { type Moved, signedIn } from './load.ts'
import { ask } from './visitor.ts'

// The bookshop's scene: the owner puts a book on the shelf that nobody could buy yet, and its page says whom it concerns.

/** What is about to come, if anything is. */
export const upcomingOf = (world: Town) => world.products.find(({ upcoming }) => upcoming)

/** Puts it on the shelf, and writes down the discount of the regular of the scene. */
export async function putOnShelf(m: Moved, world: Town, customers: ReadonlyMap<string, string>): Promise<void> {
  const good = upcomingOf(world)
  if (!good) return
  const { sku, title, category, price_minor, currency } = good
  await ask(m.owner, terms.register, { body: { products: [{ sku, title: title.ru, category, price_minor, currency }] } })
  const said = { en: 'Discount of a regular, per cent', ru: 'Скидка постоянного покупателя, процентов' }
  await ask(m.owner, terms.registerField, { body: { code: 'x_regular_discount', type: 'number', title: said, purposes: ['service', 'marketing'] } })
  const regular = customers.get(world.people.find(({ key }) => key === 'gromova')?.ref ?? '') ?? ''
  await ask(m.owner, console_.writeField, { params: { customer_id: regular, field: 'x_regular_discount' }, body: { value: '10' } })
}

/** The page says how many are close, and of each whether they will hear of it. */
export async function shelfFound(m: Moved, world: Town): Promise<Finding[]> {
  const good = upcomingOf(world)
  if (!good) return []
  const { concerns } = await ask(await signedIn(m, 'marketer'), readGood, { params: { sku: good.sku } })
  const left = concerns?.left_out.reduce((sum, { count }) => sum + count, 0) ?? 0
  const { close = 0, hear = 0 } = concerns ?? {}
  return [
    finding(
      close === 23 && hear + left === close && left >= 6,
      `“${good.title.en}” is close to ${close}: ${hear} will hear of it, ${left} are left out, each with a reason`,
      `«${good.title.ru}» близко ${close} людям: узнают ${hear}, не узнают ${left}, у каждого есть причина`,
    ),
  ]
}
