import { digitsOf } from '../../../platform/amounts.ts'
import type { Item } from '../event.ts'

// Segment's e-commerce properties (https://segment.com/docs/connections/spec/ecommerce/v2/): amounts in major units with a
// currency, products as an array or, for one product, in the properties themselves.

type Properties = { [name: string]: unknown }

export function currencyOf(properties: Properties, standard: string): string {
  const given = properties['currency']
  return typeof given === 'string' && /^[A-Za-z]{3}$/.test(given) ? given.toUpperCase() : standard
}

export function minorOf(value: unknown, currency: string): number | undefined {
  const major = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof major !== 'number' || !Number.isFinite(major)) return undefined
  const minor = Math.round(major * 10 ** digitsOf(currency))
  return Number.isSafeInteger(minor) ? minor : undefined
}

/** What the whole event is worth: its total, else its revenue, else its value. */
export function amountOf(properties: Properties, standard: string): { minor: number; currency: string } | undefined {
  const currency = currencyOf(properties, standard)
  for (const name of ['total', 'revenue', 'value']) {
    const minor = minorOf(properties[name], currency)
    if (minor !== undefined) return { minor, currency }
  }
  return undefined
}

const mostLines = 1000

/** The lines of an event: its products, or the one product that it is about. Those without a number are no lines. */
export function linesOf(properties: Properties, standard: string): Item[] {
  const currency = currencyOf(properties, standard)
  const products = Array.isArray(properties['products']) ? properties['products'].slice(0, mostLines) : [properties]
  return products.flatMap((product) => lineOf(product, currency) ?? [])
}

function lineOf(product: unknown, currency: string): Item | undefined {
  if (typeof product !== 'object' || product === null) return undefined
  const p: Properties = { ...product }
  const sku = text(p['sku']) ?? text(p['product_id']) ?? text(p['productId']) ?? text(p['id'])
  if (sku === undefined || sku.includes('@')) return undefined
  const quantity = typeof p['quantity'] === 'number' && Number.isFinite(p['quantity']) ? p['quantity'] : 1
  const price = minorOf(p['price'], currency) ?? 0
  return { sku, title: text(p['name'], 500), category: text(p['category']), quantity, price_minor: price, amount_minor: Math.round(price * quantity) }
}

function text(value: unknown, most = 100): string | undefined {
  const plain = typeof value === 'number' ? String(value) : value
  return typeof plain === 'string' && plain !== '' && plain.length <= most && !plain.includes('\0') ? plain : undefined
}
