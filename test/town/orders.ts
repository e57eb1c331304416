import { entry } from './setting.ts'
import type { Channel, Entry, Item, Party, Product } from './shapes.ts'

export type Line = { product: Product; quantity?: number }

/** A purchase of these lines, each reduced by the same whole percent; the titles stand in the customer's language. */
export function order(
  who: Party,
  at: number,
  lines: readonly Line[],
  o: { channel?: Channel; discount?: number; gift?: boolean; unit?: string; more?: Partial<Entry> } = {},
): Entry {
  const discount = o.discount ?? 0
  const items = lines.map(({ product, quantity }) => item(product, quantity ?? 1, discount, who.kind === 'person' ? who.language : 'ru'))
  const minor = items.reduce((sum, i) => sum + i.amount_minor, 0)
  const { facts, ...more } = o.more ?? {}
  return entry(who, at, 'order', o.channel ?? 'shop', 'in', {
    amount: { minor, currency: 'RUB' },
    items,
    facts: { ...(discount > 0 && { discount_percent: discount }), ...(o.gift === true && { gift: true }), ...facts },
    ...(o.unit !== undefined && { unit: o.unit }),
    ...more,
  })
}

/** The same order taken back: its amount with a minus, so that sums come out right. */
export function cancelled(bought: Entry, at: number): Entry {
  const items = (bought.items ?? []).map((i) => ({ ...i, quantity: -i.quantity, amount_minor: -i.amount_minor }))
  const amount = bought.amount === undefined ? undefined : { minor: -bought.amount.minor, currency: bought.amount.currency }
  return entry(bought.who, at, 'order_cancelled', bought.channel, 'in', { ...(amount !== undefined && { amount }), items })
}

function item(product: Product, quantity: number, discount: number, language: 'ru' | 'en'): Item {
  const full = product.price_minor * quantity
  return {
    sku: product.sku,
    title: product.title[language],
    category: product.category,
    quantity,
    price_minor: product.price_minor,
    amount_minor: Math.round((full * (100 - discount)) / 100),
  }
}
