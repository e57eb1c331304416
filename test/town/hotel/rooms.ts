import { w } from '../setting.ts'
import type { Product } from '../shapes.ts'

const product = (sku: string, en: string, ru: string, price: number, category: string): Product => ({
  sku,
  title: w(en, ru),
  category,
  price_minor: price * 100,
  currency: 'RUB',
})

export const rooms = [
  product('night-single', 'Night, single room', 'Сутки, одноместный', 3600, 'room'),
  product('night-double', 'Night, double room', 'Сутки, двухместный', 4900, 'room'),
  product('night-suite', 'Night, suite', 'Сутки, люкс', 9800, 'room'),
] as const
export const dinners = [
  product('pike-perch', 'Pike-perch, baked', 'Судак запечённый', 890, 'dinner'),
  product('pelmeni', 'Pelmeni', 'Пельмени', 520, 'dinner'),
  product('duck', 'Duck with apples', 'Утка с яблоками', 1150, 'dinner'),
  product('mushrooms', 'Buckwheat with mushrooms', 'Гречка с грибами', 430, 'dinner'),
  product('ukha', 'Fish soup', 'Уха', 480, 'dinner'),
] as const
export const extras = [
  product('sauna', 'Sauna, hour', 'Сауна, час', 1500, 'extra'),
  product('transfer', 'From the station', 'Трансфер с вокзала', 700, 'extra'),
  product('late', 'Late departure', 'Поздний выезд', 1200, 'extra'),
  product('laundry', 'Laundry', 'Стирка', 450, 'extra'),
] as const
