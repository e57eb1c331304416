import { w } from '../setting.ts'
import type { Product } from '../shapes.ts'

const product = (sku: string, en: string, ru: string, roubles: number, category: string): Product => ({
  sku,
  title: w(en, ru),
  category,
  price_minor: roubles * 100,
  currency: 'RUB',
})

/** What a minute costs in the tariff everyone has, in roubles. */
export const minute = { town: 1, russia: 3, kz: 12, abroad: 35 } as const
export type Destination = keyof typeof minute
export const destinations: readonly Destination[] = ['town', 'russia', 'kz', 'abroad']

/** “Evening”: 90 ₽ a month, and after 20:00 a minute to Kazakhstan is 5 ₽. */
export const eveningTariff = { monthly: 90, from: '20:00', kz: 5 } as const

export const home = {
  line: product('line', 'Line, month', 'Абонентская линия, месяц', 190, 'line'),
  internet: product('internet', 'Internet, month', 'Интернет, месяц', 550, 'internet'),
  tv: product('tv', 'Television, month', 'Телевидение, месяц', 320, 'tv'),
}
export const calls = Object.fromEntries(
  destinations.map((d) => [
    d,
    product(
      `minute-${d}`,
      `Minutes: ${d}`,
      { town: 'Минуты: город', russia: 'Минуты: Россия', kz: 'Минуты: Казахстан', abroad: 'Минуты: за рубеж' }[d],
      minute[d],
      'minutes',
    ),
  ]),
)
export const tariffs: readonly Product[] = [
  product('tariff-simple', '“Simple”', '«Простой»', 0, 'tariff'),
  product('tariff-evening', '“Evening”', '«Вечерний»', eveningTariff.monthly, 'tariff'),
  product('tariff-family', '“Family”', '«Семейный»', 290, 'tariff'),
]

/** What people buy at the office besides the line. */
export const extras: readonly Product[] = [
  product('router', 'Router', 'Роутер', 2900, 'device'),
  product('cable', 'Laying of cable', 'Прокладка кабеля', 900, 'work'),
  product('handset', 'Telephone', 'Телефонный аппарат', 1700, 'device'),
  product('sim', 'SIM card', 'SIM-карта', 200, 'device'),
  product('visit', 'Visit of a fitter', 'Выезд мастера', 600, 'work'),
]
