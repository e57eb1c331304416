import { w } from '../setting.ts'
import type { Product } from '../shapes.ts'

// What the bank is paid for.

const product = (sku: string, en: string, ru: string, price: number, category: string): Product => ({
  sku,
  title: w(en, ru),
  category,
  price_minor: price * 100,
  currency: 'RUB',
})

/** Packages of services, by the class of those who have them. */
export const packages = {
  first: product('package-premium', 'Premium package', 'Пакет «Премиум»', 1990, 'package'),
  second: product('package-plus', 'Package “Plus”', 'Пакет «Плюс»', 299, 'package'),
}

export const services = [
  product('transfer', 'Transfer abroad', 'Перевод за рубеж', 450, 'fee'),
  product('statement', 'Statement with a seal', 'Выписка с печатью', 150, 'fee'),
  product('safe-box', 'Safe box, month', 'Ячейка, месяц', 1200, 'fee'),
  product('exchange', 'Currency exchange', 'Обмен валюты', 320, 'fee'),
  product('house-insurance', 'House insurance', 'Страхование дома', 3900, 'insurance'),
  product('courier', 'Card by courier', 'Карта с курьером', 290, 'fee'),
]
