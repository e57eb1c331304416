import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interactionOf, openStore, today } from '../testing.ts'
import { noProductsNamed } from './products.ts'
import { recordBatch } from './record.ts'

test('a sender of many batches names a product once: again in the same words writes nothing, other words do, a lost batch named nothing', async (t) => {
  const { db, deps } = await openStore(t)
  const products = noProductsNamed()
  const named = async () => Object.fromEntries((await db.selectFrom('fact.product').select(['sku', 'title']).execute()).map((p) => [p.sku, p.title]))
  let orders = 0
  const order = (titles: { [sku: string]: string | undefined }) =>
    interactionOf({
      id: `order-${++orders}`,
      kind: 'order',
      customer: { identifiers: [{ kind: 'user', value: 'U-1' }] },
      items: Object.entries(titles).map(([sku, title]) => ({ sku, title, quantity: 1, price_minor: 100, amount_minor: 100 })),
    })
  const record = (titles: { [sku: string]: string | undefined }, alongside?: () => Promise<void>) =>
    recordBatch(deps, [order(titles)], { now: today, source: 'shop', trust: 'secret', products, alongside })

  await assert.rejects(
    record({ lost: 'A lost lamp' }, async () => {
      throw new Error('the step could not be written')
    }),
  )
  await recordBatch(deps, [interactionOf({ id: 'v', customer: { identifiers: [{ kind: 'user', value: 'U-1' }] } })], {
    now: today,
    source: 'shop',
    trust: 'secret',
    products,
  })
  await record({ lost: 'A lost lamp', lamp: 'Lamp', bare: undefined })
  assert.deepEqual(await named(), { lost: 'A lost lamp', lamp: 'Lamp', bare: 'bare' })

  await db.updateTable('fact.product').set({ title: 'As someone else calls it' }).where('sku', '=', 'lamp').execute()
  await record({ lamp: 'Lamp' })
  assert.equal((await named())['lamp'], 'As someone else calls it', 'what was said before is no news')
  await record({ lamp: 'Reading lamp', bare: 'A bare board' })
  assert.deepEqual(await named(), { lost: 'A lost lamp', lamp: 'Reading lamp', bare: 'A bare board' })
  const items = await db.selectFrom('fact.interaction_item').select('sku').execute()
  assert.equal(items.length, 6, 'every line is stored, whatever is known of its product')
})
