import { w } from '../setting.ts'
import type { Product } from '../shapes.ts'

const product = (sku: string, en: string, ru: string, price: number): Product => ({
  sku,
  title: w(en, ru),
  category: 'visit',
  price_minor: price * 100,
  currency: 'RUB',
})
/** What is paid for is named so that a bill says nothing of what was treated. */
export const services = [
  product('visit-first', 'First visit', 'Приём первичный', 2200),
  product('visit-again', 'Visit', 'Приём повторный', 1800),
  product('procedure', 'Procedure', 'Процедура', 950),
  product('tests', 'Tests', 'Анализы', 1400),
  product('year', 'Contract for a year', 'Договор на год', 24_000),
] as const
