import type { TestContext } from 'node:test'
import { type Product, startProduct } from '../product.ts'
import { enterConsents, enterWork, type Moved, recordLife, registerWords, settleStaff, signedIn } from '../town/demo/load.ts'
import { computeClasses } from '../town/demo/thread.ts'
import type { Visitor } from '../town/demo/visitor.ts'
import { type Company, town } from '../town/index.ts'

/** One of the town's companies, running, with everything that happened in it. */
export type Shop = { product: Product; moved: Moved; site: string; email(staff: string): string; as(staff: string): Promise<Visitor> }

/** Opens a company of the town on a free port, as of today; it ends with the test. */
export async function openShop(t: Pick<TestContext, 'after'>, company: Company): Promise<Shop> {
  const product = await startProduct(t, { demo: true })
  const world = town({ company, today: new Date().toISOString().slice(0, 10) })
  const moved = await settleStaff({
    url: product.url,
    code: product.setUpCode,
    world,
    language: 'ru',
    country: 'RU',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
  })
  await registerWords(moved, world)
  const { customers } = await recordLife(moved, world, () => {})
  await enterConsents(moved, world, customers, () => {})
  await enterWork(moved, world, customers, () => {})
  await computeClasses(moved.owner)
  return { product, moved, site: product.url, email: (staff) => moved.staff.get(staff)?.email ?? '', as: (staff) => signedIn(moved, staff) }
}
