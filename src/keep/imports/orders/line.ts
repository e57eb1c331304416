import type { Plan } from '../mapping/plan.ts'
import type { Reason } from '../shapes.ts'
import { type Head, headReader, type Problem, wholeNumber } from './head.ts'
import { type Money, moneyReader } from './money.ts'

/** One row of a file of order lines, understood. */
export type Line = Money & { line: number; sku: string; title: string | undefined; category: string | undefined; head: Head }

/** A row that cannot go in; `money` as far as it was understood, so that the file's sums can be told whole. */
export type BadLine = Problem & { line: number; money: Money | undefined }

export type LineReader = {
  /** The order's number as it is compared and stored; '' when the row has none. */
  orderOf(cells: readonly string[]): string
  /** The kind that an order's number says. */
  kindOf(order: string): string
  read(line: number, order: string, cells: readonly string[]): Line | BadLine
}

const longestSku = 100
const longestTitle = 500
const longestOrder = 200

export function lineReader(plan: Plan, isUnit: (code: string) => boolean): LineReader {
  const heads = headReader(plan, isUnit)
  const moneyOf = moneyReader(plan)
  const place = { order: plan.at('order_id'), sku: plan.at('sku'), title: plan.at('title'), category: plan.at('category') }
  const text = (cells: readonly string[], i: number) => (i < 0 ? '' : (cells[i] ?? '').trim())

  function read(line: number, order: string, cells: readonly string[]): Line | BadLine {
    const wrong = (reason: Reason, i: number, known?: Money): BadLine => ({ line, reason, detail: plan.names[i] ?? '', money: known })
    const money = moneyOf(cells)
    if (typeof money === 'number') return wrong(text(cells, money) === '' ? 'missing' : 'bad_number', money)
    if (order === '' || order.length > longestOrder) return wrong(order === '' ? 'missing' : 'too_long', place.order, money)
    const title = text(cells, place.title) || undefined
    const sku = text(cells, place.sku) || title
    if (sku === undefined) return wrong('missing', place.sku < 0 ? place.title : place.sku, money)
    // A product is named in the clear, so its number may not be somebody's address.
    if (sku.includes('@')) return wrong('bad_value', place.sku, money)
    if (sku.length > longestSku) return wrong('too_long', place.sku, money)
    if (title !== undefined && title.length > longestTitle) return wrong('too_long', place.title, money)
    const head = heads.read(order, cells)
    if ('reason' in head) return { line, ...head, money }
    const category = text(cells, place.category).slice(0, longestSku) || undefined
    return { line, sku, title, category, head, quantity: money.quantity, price: money.price, amount: money.amount, exact: money.exact }
  }

  return { orderOf: (cells) => wholeNumber(text(cells, place.order)), kindOf: heads.kindOf, read }
}
