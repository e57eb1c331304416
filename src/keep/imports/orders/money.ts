import type { Plan } from '../mapping/plan.ts'
import { million, millionthsOf, minorOf, minorOfAmount } from '../values/decimal.ts'

/** `quantity` and `exact` in millionths, `price` and `amount` in minor units of the currency. */
export type Money = { quantity: number; price: number; amount: number; exact: number }

/**
 * Reads quantity, price and amount of a row, or gives the place of the cell at fault. Without a quantity a row is of one;
 * an amount that the file says is taken over price times quantity.
 */
export function moneyReader(plan: Plan): (cells: readonly string[]) => Money | number {
  const { digits } = plan
  const { decimal } = plan.mapping
  const place = { quantity: plan.at('quantity'), price: plan.at('price'), amount: plan.at('amount') }
  const text = (cells: readonly string[], i: number) => (i < 0 ? '' : (cells[i] ?? '').trim())

  return (cells) => {
    const quantity = place.quantity < 0 ? million : millionthsOf(text(cells, place.quantity), decimal)
    if (quantity === undefined) return place.quantity
    const saidPrice = text(cells, place.price)
    const saidAmount = text(cells, place.amount)
    if (saidPrice === '' && saidAmount === '') return place.price < 0 ? place.amount : place.price
    const price = saidPrice === '' ? undefined : millionthsOf(saidPrice, decimal)
    if (saidPrice !== '' && price === undefined) return place.price
    const amount = saidAmount === '' ? undefined : millionthsOf(saidAmount, decimal)
    if (saidAmount !== '' && amount === undefined) return place.amount
    return together(quantity, price, amount)
  }

  function together(quantity: number, price: number | undefined, amount: number | undefined): Money {
    if (amount === undefined) {
      const { minor, millionths } = minorOf(quantity, price ?? 0, digits)
      return { quantity, price: minorOfAmount(price ?? 0, digits), amount: minor, exact: millionths }
    }
    const minor = minorOfAmount(amount, digits)
    const each = price === undefined ? (quantity === 0 ? minor : Math.round((minor / quantity) * million)) : minorOfAmount(price, digits)
    return { quantity, price: each, amount: minor, exact: amount }
  }
}
