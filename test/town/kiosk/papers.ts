import { w } from '../setting.ts'
import type { Product } from '../shapes.ts'

const product = (sku: string, en: string, ru: string, price: number, category: string): Product => ({
  sku,
  title: w(en, ru),
  category,
  price_minor: price * 100,
  currency: 'RUB',
})

/** The two papers of every morning: 245 ₽ together. */
export const morning = product('gorodskie-vesti', 'Town News', '«Городские вести»', 95, 'news')
export const evening = product('vecherniy-listok', 'Evening Leaf', '«Вечерний листок»', 150, 'news')
/** Came out this month; who reads about travel has not had it yet. */
export const vokrugSveta: Product = { ...product('vokrug-sveta-11', 'Vokrug Sveta No. 11', '«Вокруг света» № 11', 390, 'travel'), arrived: true }

export const magazines: readonly Product[] = [
  product('puti', 'Roads and Ways, travel', '«Пути-дороги»', 280, 'travel'),
  product('geo', 'Map and Compass, travel', '«Карта и компас»', 320, 'travel'),
  product('poezda', 'By Train', '«Поездом»', 240, 'travel'),
  product('priroda', 'Nature', '«Природа рядом»', 260, 'nature'),
  product('sad', 'Garden and Beds', '«Сад и грядки»', 120, 'garden'),
  product('shahmaty', 'Chess', '«Шахматный листок»', 180, 'games'),
  product('krossvordy', 'Crosswords', '«Кроссворды недели»', 60, 'games'),
  product('kuhnya', 'Our Kitchen', '«Наша кухня»', 140, 'cooking'),
  product('sport', 'Sport of the Week', '«Спорт за неделю»', 110, 'sport'),
  product('istoriya', 'Pages of History', '«Страницы истории»', 290, 'history'),
]
export const small: readonly Product[] = [
  product('voda', 'Water', 'Вода', 60, 'drink'),
  product('konvert', 'Envelope with a stamp', 'Конверт с маркой', 45, 'post'),
  product('otkrytka', 'Postcard', 'Открытка', 50, 'post'),
  product('zhvachka', 'Chewing gum', 'Жвачка', 55, 'sweets'),
  product('proezdnoy', 'Bus ticket', 'Проездной', 350, 'ticket'),
]
